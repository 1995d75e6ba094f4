"""Lines as sentences name them."""

from __future__ import annotations

import pytest

from decheng_data.model.bilingual import Place, in_file

KEY = ("x-2021", "gdp", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (7, ("data/areas.csv line 7", "data/areas.csv 第 7 行")),
        (None, ("data/areas.csv", "data/areas.csv")),
        (
            Place(3, "area=371402/one.parquet", 7, KEY),
            ("area=371402/one.parquet line 7", "area=371402/one.parquet 第 7 行"),
        ),
        (Place(3, "", 7, KEY), ("data/areas.csv line 7", "data/areas.csv 第 7 行")),
        (
            Place(3, "one.parquet", 0, KEY),
            ("data/areas.csv line of x-2021, gdp, (empty)", "data/areas.csv 主键为 x-2021、gdp、（空） 的行"),
        ),
        (
            Place(3, "", 0, KEY),
            ("data/areas.csv line of x-2021, gdp, (empty)", "data/areas.csv 主键为 x-2021、gdp、（空） 的行"),
        ),
    ],
)
def test_a_row_of_an_archive_is_that_of_its_own_file(line: int | None, said: tuple[str, str]):
    assert in_file("data/areas.csv", line) == said
