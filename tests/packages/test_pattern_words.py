"""Each pattern of the models is told in words, with examples that it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from decheng_data.model.rows import TABLES
from decheng_data.model.schemas import table_schema
from decheng_data.packages.structure.patterns import PATTERN_WORDS, pattern_words
from decheng_data.validation.validate import validate
from tests.retyping import retype

if TYPE_CHECKING:
    from pathlib import Path


def test_every_pattern_of_the_models_has_words_and_no_other() -> None:
    fields = [field for model in TABLES.values() for field in table_schema(model)["fields"]]
    assert {
        field["constraints"]["pattern"] for field in fields if "pattern" in field.get("constraints", {})
    } == PATTERN_WORDS.keys()


@pytest.mark.parametrize("pattern", PATTERN_WORDS)
def test_the_examples_match(pattern: str) -> None:
    en, zh = PATTERN_WORDS[pattern]
    for said in (re.split(", | or ", en.partition("such as ")[2]), re.split("、| 或 ", zh.partition("，如 ")[2])):
        assert all(re.fullmatch(pattern, example) for example in said if example)


def test_another_pattern_is_told_itself() -> None:
    assert pattern_words("[a-z]+") == ("what matches the pattern [a-z]+", "符合模式 [a-z]+ 的值")


def test_a_period_that_is_none_is_told_what_periods_look_like(package_copy: Path) -> None:
    retype(package_copy, "gdp,level,2021-S1,", "gdp,level,2021-S9,")
    finding = next(each for each in validate(package_copy).findings if each.rule == "constraint-error")
    assert finding.message_en.endswith(
        'found "2021-S9", expected a period, such as 2021, 2021-S1, 2021-Q3, 2021-06 or 2021-01-01/P9M.'
    )
    assert finding.message_zh.endswith(
        "此处为“2021-S9”，应为时期，如 2021、2021-S1、2021-Q3、2021-06 或 2021-01-01/P9M。"
    )
