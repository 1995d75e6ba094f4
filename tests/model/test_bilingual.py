"""Texts in two languages, and lines as sentences name them."""

from __future__ import annotations

import pytest

from decheng_data.model.bilingual import NOTHING, Bilingual, Place, in_file

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


class TestBilingual:
    def test_is_true_where_it_says_anything(self):
        assert [bool(each) for each in (Bilingual("a", ""), Bilingual("", "甲"), NOTHING)] == [True, True, False]

    def test_no_sentence_takes_both_languages_by_mistake(self):
        with pytest.raises(TypeError, match="one language"):
            f"{Bilingual('a', '甲')}"

    def test_both_languages_one_after_the_other(self):
        said = Bilingual("no", "无")
        assert [said.of(language) for language in ("en", "zh", "both")] == ["no", "无", "no 无"]
        assert Bilingual.same("A").of("both") == "A"

    def test_joined_leaves_out_what_says_nothing(self):
        assert Bilingual.joined((Bilingual("a", "甲"), NOTHING, Bilingual("b", "乙"))) == ("a, b", "甲、乙")
