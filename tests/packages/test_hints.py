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
