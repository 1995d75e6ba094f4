"""Every message in both languages: tests/messages.en.txt and tests/messages.zh.txt hold the sentences as they were last
read and found good.

A sentence that changes on purpose is changed there too: the failing test says where the new text lies. The examples
stand in tests/ROOM/example_findings.py, one a code.
"""

from __future__ import annotations

import ast
import pickle
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import decheng_data
from decheng_data.errors import DechengDataError
from decheng_data.model.finding import Finding
from decheng_data.packages.fault import STRUCTURE_RULES

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Tongue
    from decheng_data.model.messages import Message

HERE = Path(__file__).parent
SOURCE = Path(decheng_data.__file__).parent
ROOMS = sorted(each.parent.name for each in SOURCE.glob("*/catalogue.py"))


def messages() -> dict[str, Message]:
    """All messages by their codes."""
    catalogues = {room: import_module(f"decheng_data.{room}.catalogue").CATALOGUE for room in ROOMS}
    return {
        f"{room}.{name}": each for room, catalogue in catalogues.items() for name, each in catalogue.messages.items()
    }


def examples() -> dict[str, Finding]:
    """A finding a code."""
    found: dict[str, Finding] = {}
    for room in ROOMS:
        found |= {each.code: each for each in import_module(f"tests.{room}.example_findings").FINDINGS}
    return found


def texts(file: Path) -> set[str]:
    """The text constants of a module."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_message_is_used_and_has_an_example():
    files = [file for file in SOURCE.rglob("*.py") if file.name != "catalogue.py"]
    used = {text for file in files for text in texts(file)}
    # a fault of a package has by default the message that is named like its rule
    used |= {
        f"packages.{text}"
        for file in files
        if "packages" in file.parts
        for text in texts(file) & STRUCTURE_RULES.keys()
    }
    assert sorted(messages().keys() - used) == []
    assert sorted(messages()) == sorted(examples())


def test_every_message_is_in_both_languages():
    assert [code for code, each in messages().items() if not (each.en and each.zh)] == []
    assert [code for code, each in messages().items() if bool(each.fix_en) != bool(each.fix_zh)] == []


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_the_sentences(tongue: Tongue, tmp_path: Path):
    said = "".join(
        f"# {code}\n{each.message(tongue)}\n→ {each.advice(tongue)}\n\n" for code, each in sorted(examples().items())
    )
    golden = HERE / f"messages.{tongue}.txt"
    if golden.read_text("utf-8") != said:
        (tmp_path / golden.name).write_text(said, "utf-8")
        pytest.fail(f"the sentences changed: read {tmp_path / golden.name}, and copy it to tests/ if it is meant so")


@pytest.mark.parametrize("code", sorted(messages()))
def test_json_and_pickle_lose_nothing(code):
    finding = examples()[code]
    for again in (Finding.model_validate_json(finding.model_dump_json()), pickle.loads(pickle.dumps(finding))):
        assert again == finding
        assert {again, finding} == {finding}
        assert (again.message_en, again.message_zh, again.mend_zh) == (
            finding.message_en,
            finding.message_zh,
            finding.mend_zh,
        )


def test_a_code_that_is_not_known_is_an_error():
    with pytest.raises(DechengDataError, match=r"no message 'rules\.made-up'"):
        Finding(rule="x", severity="error", code="rules.made-up").message("en")


def test_a_finding_needs_words_or_a_code():
    with pytest.raises(ValueError, match="needs a code"):
        Finding(rule="x", severity="error")
