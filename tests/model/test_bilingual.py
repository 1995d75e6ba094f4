"""Texts in two languages."""

from __future__ import annotations

import pytest

from decheng_data.model.bilingual import NOTHING, Bilingual


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
