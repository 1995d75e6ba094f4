"""Positions count in one text, the one that `repair` gives; what stands there is proved, and what cannot be is not judged."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.model.rows import StatementRow
from decheng_data.text.drafting.draft import draft
from decheng_data.text.drafting.placing import neighbour_hashes
from decheng_data.text.drafting.rows import package_rows
from decheng_data.text.repair.repairing import RepairedText, repair
from decheng_data.text.verifying.verify import verify
from tests.examples import examples
from tests.text.prose import BULLETIN, mentions, observations, release, units
from tests.text.test_repair import PROSE, READINGS, traditional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decheng_data.model.report import Finding
    from decheng_data.model.rows import ReleaseRow


def slipped(text: str) -> str:
    """The text behind a title that lost a byte of GBK: read so it has one character more than repaired."""
    raw = "聚力民生,“保”的基礎更加堅實。".encode("gb18030")
    at = raw.index("保".encode("gb18030"))
    return raw[:at].decode("gb18030") + "?" + raw[at + 1 :].decode("gb18030") + text


def with_readings(text: str) -> str:
    return re.sub("[區長會經們現]", lambda match: f"{match[0]}({READINGS[match[0]]})", traditional(text))


DAMAGES: list[Callable[[str], str | bytes]] = [
    lambda text: text,
    lambda text: text.encode("gb18030"),
    lambda text: text.replace("。", "。\r\n"),
    lambda text: "??? " + text,
    lambda text: html.escape(text, quote=False).replace("。", "。<br>"),
    lambda text: re.sub(r"(?<=[一-龥])([0-9]+)\.([0-9])", r"\1.\n\2", text),
    lambda text: text.replace("。", "。\ufffd"),
    with_readings,
    slipped,
]


def made_from(text: RepairedText) -> ReleaseRow:
    told = {"sha256_collected": text.sha256_collected, "sha256_repaired": text.sha256}
    return release().model_copy(update={**told, "repaired_length": len(text.text)})


def statement(start: int, end: int, text: str = BULLETIN, **cells: object) -> StatementRow:
    """What stands there in the text, as a statement."""
    before, after = neighbour_hashes(text, start, end)
    names = {"name_zh": text[start:end], **dict.fromkeys(("name_en", "summary_zh", "summary_en"), "made up")}
    kinds = {"statement_id": "honour", "release_id": "willow-2021-S1", "theme": "overview", "kind": "honour"}
    place = {"start": start, "end": end, "hash_before": before, "hash_after": after}
    return StatementRow.model_validate({**kinds, **names, **place, "status": "received", **cells})


def findings(*statements: StatementRow, of: ReleaseRow | None = None, rows: Sequence | None = None) -> list[Finding]:
    numerals = observations() if rows is None else rows
    return [*verify(repair(BULLETIN), of or release(), numerals, mentions(), statements, units=units()).findings]


@examples(40)
@given(st.lists(PROSE, min_size=1, max_size=3).map("".join), st.sampled_from(DAMAGES))
def test_drafted_rows_stand_in_the_repaired_text_whatever_happened_to_it(prose: str, damage: Callable) -> None:
    text = repair(damage(prose))
    rows = package_rows(
        draft(text.text, period="2021-S1"), text.text, made_from(text), units=units(), areas=[], theme="overview"
    )
    placed = [*rows.observations, *rows.mentions]
    assert [text.text[row.start : row.end] for row in placed] == [row.printed for row in placed]
    verification = verify(text, made_from(text), rows.observations, rows.mentions)
    assert {finding.rule for finding in verification.findings} & {"text-position", "text-fingerprint"} == set()
    assert verification.passed.get("text-position", 0) == verification.passed.get("text-figure", 0)


@pytest.fixture
def behind_a_slip() -> RepairedText:
    text = repair(slipped(BULLETIN))
    assert text.text.endswith(BULLETIN)
    assert len(text.text) == len(slipped(BULLETIN)) - 1
    return text


def shifted(rows: Sequence, by: int) -> list:
    return [row.model_copy(update={"start": row.start + by, "end": row.end + by}) for row in rows]


def test_positions_that_count_in_a_text_repaired_otherwise_are_not_judged(behind_a_slip: RepairedText) -> None:
    """The release was made when `repair` did not mend the slip yet: all stands where it did, but one further right."""
    before = slipped(BULLETIN)
    old = made_from(behind_a_slip).model_copy(update={"sha256_repaired": dd.repair(BULLETIN).sha256})
    by = before.index(BULLETIN)
    verification = verify(
        behind_a_slip,
        old,
        shifted(observations(), by),
        shifted(mentions(), by),
        shifted([statement(36, 40)], by),
        units=units(),
        lines={"data/releases.csv": [7]},
    )
    (finding,) = verification.findings
    assert (finding.rule, finding.severity, finding.file, finding.line, finding.field) == (
        "text-fingerprint",
        "warning",
        "data/releases.csv",
        7,
        "sha256_repaired",
    )
    assert (finding.found, finding.expected) == (old.sha256_repaired, behind_a_slip.sha256)
    assert finding.code == "text.other-repair"
    assert "text-position" not in verification.passed
    assert verification.passed["text-figure"] == len(observations()) + len(mentions())
    assert (verification.passed["text-statement"], verification.unaccounted) == (1, 0)


@pytest.mark.parametrize(
    ("collected", "repaired", "field", "passed"),
    [
        (None, None, None, 0),
        (repair(BULLETIN).sha256_collected, None, None, 1),
        (None, repair(BULLETIN).sha256, None, 1),
        ("0" * 64, repair(BULLETIN).sha256, None, 1),
        ("0" * 64, None, "sha256_collected", 0),
        (None, "0" * 64, "sha256_repaired", 0),
        ("0" * 64, "0" * 64, "sha256_repaired", 0),
    ],
)
def test_a_text_is_that_of_a_release_by_the_fingerprints_that_it_tells(
    collected: str | None, repaired: str | None, field: str | None, passed: int
) -> None:
    row = release().model_copy(update={"sha256_collected": collected, "sha256_repaired": repaired})
    verification = verify(repair(BULLETIN), row, observations(), mentions(), units=units())
    assert [(each.rule, each.field, each.found, each.expected) for each in verification.findings] == (
        [("text-fingerprint", field, repair(BULLETIN).sha256, "0" * 64)] if field else []
    )
    assert verification.passed["text-fingerprint"] == passed
    assert ("text-position" in verification.passed) == (repaired == repair(BULLETIN).sha256)


@examples(60)
@given(st.data())
def test_a_statement_is_proved_at_its_place_and_told_anywhere_else(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(BULLETIN) - 2))
    end = data.draw(st.integers(start + 1, min(len(BULLETIN), start + 30)))
    true = statement(start, end)
    assert findings(true) == []
    by = data.draw(st.sampled_from([-3, -1, 1, 2, 900]).filter(lambda by: start + by >= 0))
    (finding, *_) = findings(true.model_copy(update={"start": start + by, "end": end + by}))
    assert (finding.file, finding.line) == ("data/statements.csv", 2)
    assert finding.rule in {"text-position", "text-statement"}


def test_a_statement_that_stands_elsewhere_is_told_with_its_place() -> None:
    (finding,) = findings(statement(36, 40).model_copy(update={"start": 9000, "end": 9004}))
    assert (finding.rule, finding.field, finding.found, finding.expected) == (
        "text-position",
        "start",
        "9000-9004",
        "36-40",
    )
    assert [finding.parts[name] for name in ("there", "start", "end")] == ["", 36, 40]


def test_a_name_that_the_text_does_not_have_is_told_with_what_stands_there() -> None:
    start = BULLETIN.index("五大攻坚战")
    (finding,) = findings(statement(start, start + 5, name_zh="五大攻艰战"))
    assert (finding.rule, finding.severity, finding.field) == ("text-statement", "error", "name_zh")
    assert (finding.found, finding.expected) == ("五大攻艰战", "五大攻坚战")
    assert (finding.code, finding.parts["name"].en) == ("text.other-words", "honour")
    other = release().model_copy(update={"sha256_repaired": "0" * 64})
    assert [
        (each.rule, each.expected) for each in findings(statement(start, start + 5, name_zh="五大攻艰战"), of=other)
    ] == [
        ("text-fingerprint", "0" * 64),
        ("text-statement", "五大攻坚战"),
    ]


@pytest.mark.parametrize(
    ("change", "there"),
    [
        ({}, "五大攻坚战"),
        ({"hash_before": None}, "大攻坚战"),
        ({"hash_after": "0" * 16}, "五大攻坚"),
        ({"hash_before": "0" * 16, "hash_after": None}, None),
    ],
)
def test_in_another_text_what_stands_among_the_neighbours_of_a_name_is_told(change: dict, there: str | None) -> None:
    start = BULLETIN.index("五大攻坚战")
    row = statement(start, start + 5, name_zh="六大战役", **change)
    _, finding = findings(row, of=release().model_copy(update={"sha256_repaired": "0" * 64}))
    assert (finding.rule, finding.expected) == ("text-statement", there)
    assert finding.code == ("text.not-found" if there is None else "text.other-words")


def test_statements_of_other_releases_are_passed_over() -> None:
    assert findings(statement(0, 4, name_zh="别处", release_id="other-2021-S1")) == []


def test_a_figure_that_stands_elsewhere_is_told_with_its_place() -> None:
    first, *others = observations()
    (finding,) = findings(rows=[first.model_copy(update={"start": 0, "end": 6}), *others])
    assert (finding.rule, finding.line, finding.found) == ("text-position", 2, "0-6")
    assert finding.expected == f"{first.start}-{first.end}"
    assert finding.parts["words"] == "86.4亿元"


def test_a_hash_that_is_not_that_of_the_neighbour_is_told() -> None:
    first, *others = observations()
    (finding,) = findings(rows=[first.model_copy(update={"hash_after": "0" * 16}), *others])
    assert (finding.rule, finding.line, finding.field) == ("text-position", 2, "hash_after")
    assert (finding.found, finding.expected) == ("0" * 16, first.hash_after)
    assert [each.field for each in findings(statement(36, 40, hash_before="0" * 16, hash_after="0" * 16))] == [
        "hash_before",
        "hash_after",
    ]
    assert findings(statement(36, 40, hash_before=None, hash_after=None)) == []


def test_shipped_rows_are_as_long_as_their_words() -> None:
    for table in ("observations", "mentions", "statements"):
        assert [row.words for row in dd.table(table).rows if row.end - row.start != len(row.words)] == []
