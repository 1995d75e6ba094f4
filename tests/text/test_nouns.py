"""Names: what is left of a clause when its functional words are gone."""

from __future__ import annotations

import pytest

from decheng_data.text.grammar.nouns import clean, core, noun_before_predicate, split_names
from decheng_data.text.words.sentences import Places


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("高标准建设农田", "建设农田"),
        ("高标准农田", "高标准农田"),
        ("加强免疫", "加强免疫"),
        ("到位资金", "到位资金"),
        ("累计完成投资", "完成投资"),
    ],
)
def test_adverbs_go_and_parts_of_a_name_stay(words: str, name: str) -> None:
    assert clean(words) == name


def test_the_verb_of_achieving_is_no_part_of_a_name() -> None:
    assert core("地方财政收入完成") == "地方财政收入"
    assert core("那达慕") == "那达慕"


def test_a_predicate_alone_has_no_noun() -> None:
    assert noun_before_predicate("实现增长") == ("", "实现增长")
    assert noun_before_predicate("技改项目完成投资") == ("技改项目", "完成投资")


@pytest.mark.parametrize(
    ("words", "count", "names"),
    [
        ("甲乙和丙丁产值、戊己产值和庚辛产值", 3, ["甲乙和丙丁产值", "戊己产值", "庚辛产值"]),
        ("工业产值、农业产值、建筑业产值", 2, ["农业产值", "建筑业产值"]),
        ("城乡居民收入", 2, ["城镇居民收入", "农村居民收入"]),
        ("居民收入", 2, None),
    ],
)
def test_names_in_a_row(words: str, count: int, names: list[str] | None) -> None:
    assert split_names(words, count) == names


def test_the_publishers_notice_is_a_part_of_its_own() -> None:
    text = "一、工业。\n增长5%。\n版权声明:不得转载12次。"
    assert Places(text).of(text.index("12")) == (2, 1)
    assert Places(text).of(text.index("5%")) == (1, 2)
