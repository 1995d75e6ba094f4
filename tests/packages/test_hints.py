"""What a person most likely meant by a cell that does not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.packages.structure.hints import number_hint

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", ["NaN", "INF", "--", "无"])
def test_a_word_for_nothing_leaves_an_empty_cell_only_where_one_may_be(text: str) -> None:
    assert number_hint(text, required=False) == ("leave the cell empty where there is no value", "没有数值时请留空")
    assert number_hint(text, required=True) == (
        "write the number, or delete the row where there is none",
        "请填写数值；没有数值时请删除该行",
    )


def test_what_a_person_is_told_of_a_required_cell(package_copy: Path) -> None:
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("none,157.5,1", "none,NaN,1"), "utf-8")
    (found,) = (each for each in dd.validate(package_copy).findings if each.rule == "type-error")
    assert found.mend == "Write the number, or delete the row where there is none."


@pytest.mark.parametrize(
    ("text", "number", "mark"),
    [
        ("157①", "157", "①"),
        ("157.5²", "157.5", "²"),
        ("１５７⁽¹⁾", "157", "⁽¹⁾"),
        ("-3.2 *", "-3.2", "*"),
        ("†12", "12", "†"),
    ],
)
def test_the_mark_of_a_note_is_taken_out_and_becomes_no_digit(text, number, mark):
    en, zh = number_hint(text, required=True)
    assert en.startswith(f"write {number} without {mark}, which marks a note;")
    assert f"请去掉注释标记 {mark}，写作 {number}" in zh


def test_marks_beside_what_is_no_number_are_named():
    assert number_hint("约157①", required=True) == ("take out ①, which marks a note", "请去掉注释标记 ①")
