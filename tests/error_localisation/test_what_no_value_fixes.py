"""Faults that no other value fixes: hints of values are not given for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import decheng_data as dd
from tests import made_figures as made
from tests.error_localisation.test_suspects import found, whole
from tests.retyping import retype

if TYPE_CHECKING:
    from pathlib import Path


class TestWhatNoValueMends:
    """The comparison, the unit or the printed form is wrong, and the number is not."""

    RANK = "decheng-2021-S1,gdp,rank,2021-S1,371402,none,1,0,rank,,A,,1位,,,,,,,,\n"

    def first_said(self, package: Path, rule: str) -> str:
        report = dd.validate(package, suspects=True)
        (finding,) = [each for each in report.findings if each.rule == rule]
        assert report.suspects is not None
        for suspect in (
            each for localisation in report.suspects.localisations for one in localisation.sets for each in one.figures
        ):
            assert suspect.interval == (None, None)
        assert not re.search("若为|之间则|不低于|不高于", finding.mend_zh or "")
        return (finding.mend or "").partition(" Look up the figure")[0]

    def test_a_growth_that_is_compared_with_nothing(self, package_copy: Path) -> None:
        retype(package_copy, "previous_year,17,0,percent,,E,,17%,0", "none,17,0,percent,,E,,17%,0")
        assert (
            self.first_said(package_copy, "codes-agree")
            == "Look first at Gross Regional Product (gdp growth_rate 17%, line 3)."
        )
        assert not [each for each in dd.suspects(package_copy).localisations[0].sets if each.confirmed]

    def test_a_rank_that_is_compared_with_nothing(self, package_copy: Path) -> None:
        path = package_copy / "data" / "observations.csv"
        path.write_text(path.read_text("utf-8") + self.RANK, "utf-8")
        assert "would hold" not in self.first_said(package_copy, "codes-agree")

    def test_a_printed_form_in_another_unit(self, package_copy: Path) -> None:
        retype(package_copy, ",157.5亿元,", ",157.5%,")
        assert self.first_said(package_copy, "printed-agrees") == (
            "Look first at Gross Regional Product (gdp level 157.5%, line 2): the value 157.5 would hold and what is printed, 157.5%, would not:"
            " printed was mistyped."
        )

    def test_an_unusual_unit(self, package_copy: Path) -> None:
        old = "none,157.5,1,hundred_million_yuan,,E,,157.5亿元,0,3,94,101,"
        retype(package_copy, old, "none,1575000,0,ten_thousand_yuan,,E,,1575000万元,0,3,94,103,")
        assert "would hold" not in self.first_said(package_copy, "level-in-usual-unit")

    def test_a_waived_fault_of_the_row_leaves_the_hints(self) -> None:
        agrees = made.rule(made.rule_row("agrees", "codes"), {"role": "each"})
        figures = made.observation("part", "329", comparison="previous_year"), made.observation("whole", "42.7")
        suspects = found([agrees, whole()], *figures, accepted=frozenset({("agrees", (0,))}))
        assert "329 would hold as 32.9: the decimal point moved" in [
            each.said_en for one in suspects.first for each in one.slips
        ]
