"""Rules of other kinds than the shipped ones have, waivers, and rules that are broken: on archives as in packages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

import decheng_data as dd
from decheng_data.errors import DechengDataError, MissingExtraError
from decheng_data.model.quantity import MEANINGS
from decheng_data.rules import observation
from decheng_data.validation.archive import validate_archive
from tests.archive.agreement import agreed, counts, frame, in_both_orders, of_rule
from tests.archive.made_archives import Row, shipped
from tests.forgetting import forgotten
from tests.made_states import MadeState, waiver

if TYPE_CHECKING:
    from pathlib import Path

parquet = pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.in_turn()
Opened = Callable[[Any], Any]
RELEASE = "x-2021"


@pytest.fixture
def vocabulary(package_copy: Path) -> MadeState:
    """The shipped code lists and rules, to be changed."""
    return MadeState(package_copy)


def rows(**cells: str | None) -> list[Row]:
    return [row | {"release_id": RELEASE} | cells for row in shipped()]


def figure(indicator: str, measure: str, period: str, value: str, **cells: str | None) -> Row:
    """A figure of a release of its own period, without a place."""
    like = next(row for row in shipped() if (row["indicator_id"], row["measure"]) == (indicator, measure))
    decimals = str(len(value.partition(".")[2]))
    return (
        like
        | {
            "release_id": f"x-{period}",
            "period": period,
            "value": value,
            "decimals": decimals,
            "start": None,
            "end": None,
        }
        | cells
    )


def with_rule(vocabulary: MadeState, row: dict[str, str], *terms: dict[str, str]) -> MadeState:
    """The vocabulary with one more rule, `made-up`."""
    said = {"title_zh": "虚构", "title_en": "made up", "rationale_zh": "虚构。", "rationale_en": "Made up."}
    vocabulary.add("rules", **{"rule_id": "made-up", "severity": "error", "level": "1", "type": "VCO", **said, **row})
    for number, term in enumerate(terms, start=1):
        vocabulary.add("rule_terms", **{"rule_id": "made-up", "term": str(number), "reference": "same", **term})
    return vocabulary


GIVEN = {"role": "given", "indicator_id": "gdp", "measure": "level"}


@pytest.mark.parametrize("engine", ["duckdb", "exact"])
def test_a_release_of_the_vocabulary_that_contradicts_its_period_is_told(vocabulary: MadeState, engine: str):
    vocabulary.set("releases", 2, frequency="A")
    with pytest.raises(
        DechengDataError, match=r"table releases of .*, line 2: frequency is A, and that of period 2021-S1 is S"
    ):
        validate_archive(frame(rows(), typed=True), vocabulary=vocabulary, engine=engine)


@in_both_orders
class TestPresence:
    @pytest.mark.parametrize(("lacking", "expected"), [(False, {"passed": 2}), (True, {"passed": 1, "failed": 1})])
    def test_a_figure_asks_for_others(
        self, vocabulary: MadeState, ordered: Opened, lacking: bool, expected: dict[str, int]
    ):
        required = [
            {"role": "required", "indicator_id": each, "measure": "level"} for each in ("retail_sales", "key_projects")
        ]
        with_rule(vocabulary, {"kind": "presence"}, GIVEN, *required)
        table = [
            row
            for row in rows()
            if not (lacking and row["indicator_id"] == "retail_sales" and row["measure"] == "level")
        ]
        report = agreed(ordered(frame(table, typed=True)), vocabulary)
        assert counts(report, "made-up") == expected

    def test_where_none_asks_it_is_not_applicable(self, vocabulary: MadeState, ordered: Opened):
        with_rule(
            vocabulary,
            {"kind": "presence"},
            GIVEN,
            {"role": "required", "indicator_id": "retail_sales", "measure": "level"},
        )
        table = [row for row in rows() if row["indicator_id"] != "gdp"]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"not_applicable": 1}

    def test_what_is_held_against_a_plan_and_what_has_no_value_do_not_count(
        self, vocabulary: MadeState, ordered: Opened
    ):
        with_rule(
            vocabulary,
            {"kind": "presence"},
            GIVEN,
            {"role": "required", "indicator_id": "retail_sales", "measure": "level"},
        )
        given, other = (
            next(row for row in rows() if (row["indicator_id"], row["measure"]) == (each, "level"))
            for each in ("gdp", "retail_sales")
        )
        table = [given, other | {"comparison": "plan"}]
        table += [row | {"release_id": "y-2021"} for row in (given | {"comparison": "plan"}, other)]
        table += [row | {"release_id": "z-2021"} for row in (given | {"value": "x"}, other)]
        table += [row | {"release_id": "a-2021"} for row in (given, other | {"value": "x"})]
        assert counts(agreed(ordered(frame(table, typed=False)), vocabulary), "made-up") == {"failed": 2}

    def test_a_figure_of_the_year_before(self, vocabulary: MadeState, ordered: Opened):
        with_rule(vocabulary, {"kind": "presence"}, GIVEN, GIVEN | {"role": "required", "reference": "previous_year"})
        table = [*rows(), *rows(release_id="x-2020", period="2020-S1")]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"passed": 1, "failed": 1}

    def test_of_doubts_about_what_is_not_there_nothing_is_said(self, vocabulary: MadeState, ordered: Opened):
        with_rule(
            vocabulary, {"kind": "presence"}, GIVEN | {"reference": "previous_year"}, GIVEN | {"role": "required"}
        )
        assert counts(agreed(ordered(frame(rows(), typed=True)), vocabulary), "made-up") == {"not_applicable": 1}

    def test_without_a_release_that_can_be_nothing_is_expected(self, vocabulary: MadeState, ordered: Opened):
        report = agreed(ordered(frame(rows(release_id="Bad"), typed=True)), vocabulary)
        assert counts(report, "expected-measures") == {"not_applicable": 1}

    def test_measures_that_no_indicator_expects(self, vocabulary: MadeState, ordered: Opened):
        vocabulary.write(
            "indicators",
            [row | {"expected_measures": ""} for row in vocabulary.rows("indicators")],
            vocabulary.header("indicators"),
        )
        assert counts(agreed(ordered(frame(rows(), typed=True)), vocabulary), "expected-measures") == {
            "not_applicable": 1
        }


@in_both_orders
class TestSurroundings:
    def test_figures_of_another_area_than_their_release(self, ordered: Opened):
        table = rows()
        table[0] |= {"area": "371400"}
        table[1] |= {"period": "2020-S1"}
        assert counts(agreed(ordered(frame(table, typed=True))), "figure-of-its-release")["failed"] == 2

    def test_targets_may_be_of_another_period(self, ordered: Opened):
        table = [row | {"measure": "target"} for row in rows()[:2]]
        assert counts(agreed(ordered(frame(table, typed=True))), "figure-of-its-release") == {"not_applicable": 1}

    def test_two_figures_of_one_sentence_with_two_statuses(self, ordered: Opened):
        table = rows()
        table[0] |= {"obs_status": "A"}
        assert counts(agreed(ordered(frame(table, typed=True))), "status-of-one-sentence")["failed"] == 1

    def test_where_a_figure_is_there_twice_its_status_is_looked_at_exactly(self, ordered: Opened):
        table = rows()
        table += [table[0] | {"comparison": "plan"}, table[1] | {"comparison": "371400"}]
        agreed(ordered(frame(table, typed=True)))

    def test_places_that_cannot_be(self, ordered: Opened):
        table = rows()
        table[0] |= {"end": "100"}
        assert counts(agreed(ordered(frame(table, typed=True))), "place-agrees")["failed"] >= 1

    def test_figures_without_places(self, ordered: Opened):
        report = agreed(ordered(frame(rows(start=None, end=None), typed=True)))
        assert counts(report, "place-agrees") == {"not_applicable": 1}

    def test_a_target_of_another_area_beside_another_figure(self, ordered: Opened):
        table = rows()
        table[0] |= {"area": "371400"}
        table[1] |= {"area": "371400", "measure": "target"}
        assert counts(agreed(ordered(frame(table, typed=True))), "figure-of-its-release")["failed"] == 1

    @pytest.mark.parametrize("spelt", ["2021-S1", "2021-01-01/P6M"])
    def test_the_period_of_a_release_may_be_spelt_otherwise(self, vocabulary: MadeState, ordered: Opened, spelt: str):
        (release,) = vocabulary.rows("releases")
        vocabulary.add("releases", **release | {"release_id": RELEASE, "period": "2021-01-01/P6M"})
        table = rows()
        table[0] |= {"period": spelt}
        table[1] |= {"period": "2020"}
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "figure-of-its-release")["failed"] == 1

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            ({}, {"failed": 1}),
            ({"section": None}, {"not_applicable": 1}),
            ({"sentence": None}, {"not_applicable": 1}),
            ({"period": "2021-01-01/P6M"}, {"not_applicable": 1}),
            ({"value": "x"}, {"not_applicable": 1}),
        ],
    )
    def test_two_statuses_of_what_may_be_one_sentence(self, ordered: Opened, cells: Row, expected: dict[str, int]):
        table = [figure("gdp", measure, "2021-S1", "17") for measure in ("level", "growth_rate")]
        table[0] |= {"obs_status": "A"} | cells
        assert counts(agreed(ordered(frame(table, typed=False))), "status-of-one-sentence") == expected

    @pytest.mark.parametrize(("end", "failed"), [("1568", 0), ("1569", 1)])
    def test_a_place_beyond_the_text(self, ordered: Opened, end: str, failed: int):
        table = shipped()
        table[-1] |= {"start": str(int(end) - 2), "end": end}
        assert counts(agreed(ordered(frame(table, typed=True))), "place-agrees").get("failed", 0) == failed

    @pytest.mark.parametrize(
        ("cells", "failed"),
        [
            ({}, 0),
            ({"start": "11", "end": "13"}, 1),
            ({"section": "0"}, 1),
            ({"section": "2", "sentence": "1"}, 0),
            ({"section": None, "sentence": "1"}, 0),
            ({"sentence": "1"}, 1),
            ({"sentence": None}, 0),
        ],
    )
    def test_a_place_after_another(self, ordered: Opened, cells: Row, failed: int):
        one, other = (row | {"printed": "5%", "section": "1", "sentence": "2"} for row in rows()[:2])
        table = [one | {"start": "10", "end": "12"}, other | {"start": "12", "end": "14"} | cells]
        assert counts(agreed(ordered(frame(table, typed=True))), "place-agrees").get("failed", 0) == failed

    def test_a_place_that_only_the_figure_before_it_rules_out(self, ordered: Opened):
        table = [
            row for row in rows() if row["indicator_id"] in ("old_neighbourhood_renovation_projects", "land_cleared")
        ]
        table[1] |= {"start": "530", "end": "536"}
        assert counts(agreed(ordered(frame(table, typed=True))), "place-agrees") == {"passed": 1, "failed": 1}

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_place_after_that_of_a_figure_that_is_there_twice(self, ordered: Opened, turned: bool):
        one, other = rows()[:2]
        table = [
            one | {"value": value, "printed": f"{value}%", "start": "10", "end": end}
            for value, end in (("5", "12"), ("50", "13"))
        ]
        agreed(
            ordered(
                frame(
                    [*(reversed(table) if turned else table), other | {"printed": "5%", "start": "12", "end": "14"}],
                    typed=True,
                )
            )
        )

    @pytest.mark.parametrize("kind", ["scope", "place", "unit"])
    def test_rules_of_units_of_one_dimension(self, vocabulary: MadeState, ordered: Opened, kind: str):
        with_rule(vocabulary, {"kind": kind}, {"role": "each", "dimension": "money"})
        table = rows()
        table[0] |= {"area": "371400", "end": "100", "unit": "ten_thousand_yuan"}
        table[1] |= {"area": "371400", "end": "120"}
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up")["failed"] >= 1


@in_both_orders
@pytest.mark.parametrize("typed", [True, False])
class TestPrintedFigures:
    """`printed` says 0.4个 where the figure behind it in the text prints 个百分点."""

    SHARING = (
        # what is printed, where the figure behind begins, its unit, the word beside the first, how many fail
        ("0.4个", "14", "percentage_point", None, 0),
        ("0.4", "14", "percentage_point", None, 0),
        ("0.4个", "16", "percentage_point", None, 1),
        ("0.4个", "14", "percent", None, 2),
        ("0.4个", "14", "percentage_point", "近", 1),
        ("0.5个", "14", "percentage_point", None, 1),
    )

    def test_that_share_a_unit(self, ordered: Opened, typed: bool):
        cells = {"unit": "percentage_point", "measure": "change_pp", "comparison": "previous_year", "decimals": "1"}
        first, second = (row | cells for row in rows()[:2])
        table = []
        for number, (printed, begin, unit, word, _) in enumerate(self.SHARING):
            named = {"release_id": f"x-{2021 + number}"}
            one = {"value": "0.4", "printed": printed, "start": "10", "end": "13", "qualifier": word}
            other = {"indicator_id": "retail_sales", "value": "1.7", "printed": "1.7个百分点", "unit": unit}
            table += [first | one | named, second | other | named | {"start": begin, "end": "22"}]
        report = agreed(ordered(frame(table, typed=typed)))
        assert counts(report, "printed-agrees")["failed"] == sum(failed for *_, failed in self.SHARING)

    def test_in_characters(self, ordered: Opened, typed: bool):
        first = rows()[0] | {"decimals": "0", "start": None, "end": None, "printed": "十二亿元"}
        forms = [("12", "hundred_million_yuan"), ("1200000000", "yuan"), ("1", "hundred_million_yuan")]
        table = [
            first | {"value": value, "unit": unit, "period": f"20{number:02}"}
            for number, (value, unit) in enumerate(forms)
        ]
        assert counts(agreed(ordered(frame(table, typed=typed))), "printed-agrees") == {"passed": 2, "failed": 1}


@in_both_orders
class TestCopies:
    ONE = figure("gdp", "growth_rate", "2021-S1", "17")
    ABOVE = ONE | {"release_id": "y-2021", "area": "371400"}

    @pytest.mark.parametrize("cells", [{}, {"comparison": "plan"}, {"period": "2021-01-01/P6M"}, {"value": "x"}])
    def test_are_of_one_period_and_comparison(self, ordered: Opened, cells: Row):
        report = agreed(ordered(frame([self.ONE, self.ABOVE | cells], typed=False)))
        assert counts(report, "growth-not-copied") == ({"not_applicable": 1} if cells else {"failed": 1})

    @pytest.mark.parametrize(
        ("values", "outcome"), [(("16", "15", "18", "17"), "failed"), (("17", "16", "14", "15"), "passed")]
    )
    def test_of_several_figures_of_the_area_above_the_last_is_taken(
        self, ordered: Opened, values: tuple[str, ...], outcome: str
    ):
        table = [
            self.ONE,
            *(self.ABOVE | {"release_id": f"y-202{number}", "value": value} for number, value in enumerate(values)),
        ]
        assert counts(agreed(ordered(frame(table, typed=False))), "growth-not-copied") == {outcome: 1}

    @pytest.mark.parametrize("values", [("9", "17"), ("17", "9")])
    def test_of_a_figure_that_is_there_twice_the_last_is_taken(self, ordered: Opened, values: tuple[str, ...]):
        agreed(ordered(frame([self.ONE, *(self.ABOVE | {"value": value} for value in values)], typed=False)))


@in_both_orders
class TestNamedFigures:
    @pytest.mark.parametrize(("period", "outcome"), [("2021-S1", "failed"), ("2021-S2", "not_applicable")])
    def test_a_second_half_year_is_no_first_one(self, ordered: Opened, period: str, outcome: str):
        table = [
            figure("gdp", "level", period, "2.0"),
            figure("cold_chain_centre_contracted_investment", "level", period, "26"),
        ]
        assert counts(agreed(ordered(frame(table, typed=True))), "cold-chain-centre-within-annual-gdp") == {outcome: 1}

    @pytest.mark.parametrize(("word", "outcome"), [(None, "failed"), ("约", "passed"), ("余", "passed")])
    def test_counts_are_exact_but_for_words(self, ordered: Opened, word: str | None, outcome: str):
        table = [
            figure("key_projects", "level", "2021", "100", qualifier=word),
            figure("provincial_municipal_key_projects", "level", "2021", "101"),
        ]
        assert counts(agreed(ordered(frame(table, typed=True))), "key-project-count-within-total") == {outcome: 1}

    @pytest.mark.parametrize(("word", "outcome"), [("近", "passed"), ("约", "failed")])
    def test_words_mean_what_the_one_table_says(
        self, ordered: Opened, monkeypatch: pytest.MonkeyPatch, word: str, outcome: str
    ):
        """The meanings of 近 and 约 change places."""
        nearly, about = MEANINGS["nearly"], MEANINGS["about"]
        monkeypatch.setitem(MEANINGS, "nearly", about)
        monkeypatch.setitem(MEANINGS, "about", nearly)
        table = [
            figure("key_projects", "level", "2021", "100", qualifier=word),
            figure("provincial_municipal_key_projects", "level", "2021", "101"),
        ]
        with forgotten(observation._quantity):
            report = agreed(ordered(frame(table, typed=True)))
        assert counts(report, "key-project-count-within-total") == {outcome: 1}

    @pytest.mark.parametrize("word", [None, "约"])
    @pytest.mark.parametrize("unit", ["rank", "percent"])
    def test_ranks_are_exact(self, vocabulary: MadeState, ordered: Opened, unit: str, word: str | None):
        figures = {"vaccine_doses": ("2", "1"), "new_market_entities": ("1", "-1")}
        terms = [
            {"role": "summand", "indicator_id": name, "measure": "rank", "coefficient": number}
            for name, (_, number) in figures.items()
        ]
        with_rule(vocabulary, {"kind": "linear", "relation": "<=", "bound": "0", "bound_source": "fixed"}, *terms)
        cells = {"comparison": "none", "unit": unit, "qualifier": word}
        table = [
            figure(name, "rank", "2021", value, printed=f"第{value}位", **cells) for name, (value, _) in figures.items()
        ]
        assert counts(agreed(ordered(frame(table, typed=True)), vocabulary), "made-up") == {"failed": 1}

    @pytest.mark.parametrize("is_alone", [False, True])
    @pytest.mark.parametrize("unit", ["ten_thousand_yuan", "item"])
    def test_one_whose_unit_does_not_suit(self, ordered: Opened, unit: str, is_alone: bool):
        part, whole = (
            figure(name, "level", "2021", "30.0")
            for name in ("provincial_municipal_key_project_investment", "key_project_investment")
        )
        agreed(ordered(frame([part, whole | {"unit": unit, "value": "9"}, *([] if is_alone else [whole])], typed=True)))


@in_both_orders
class TestSeries:
    def test_figures_that_no_rule_between_periods_asks_for(self, ordered: Opened):
        table = [
            row | {"release_id": name, "period": period}
            for name, period in ((RELEASE, "2021-S1"), ("x-2020", "2020-S1"))
            for row in rows()
            if row["measure"] == "share"
        ]
        assert counts(agreed(ordered(frame(table, typed=True))), "growth-agrees-with-levels") == {"not_applicable": 1}

    @pytest.mark.parametrize("months", ["", "6", "9"])
    @pytest.mark.parametrize("years", [1, 2])
    def test_measures_of_one_indicator_against_each_other(
        self, vocabulary: MadeState, ordered: Opened, months: str, years: int
    ):
        share, growth = (
            {"role": "summand", "measure": measure, "coefficient": number}
            for measure, number in (("share", "1"), ("growth_rate", "-1"))
        )
        with_rule(
            vocabulary,
            {"kind": "linear", "relation": "<=", "bound": "0", "bound_source": "fixed", "months": months},
            share,
            growth,
        )
        figures = [row for row in rows() if row["measure"] == "growth_rate"]
        table = [
            row | {"release_id": f"x-{year}", "period": f"{year}-S1"}
            for year in (2021, 2020)[:years]
            for row in figures
        ]
        table += [row | {"measure": "share", "value": "99", "comparison": "none"} for row in table]
        report = agreed(ordered(frame(table, typed=True)), vocabulary)
        assert counts(report, "made-up") == (
            {"not_applicable": 1} if months == "9" else {"failed": years * len(figures)}
        )


class TestWaivers:
    @in_both_orders
    def test_one_that_holds_one_that_has_expired_and_one_that_accepts_nothing(
        self, vocabulary: MadeState, ordered: Opened
    ):
        release = "decheng-2021-S1"
        vocabulary.add("waivers", **waiver("share-at-most-100", "gdp", release=release))
        vocabulary.add("waivers", **waiver("count-whole", "gdp", release=release))
        vocabulary.add("waivers", **waiver("level-at-least-minimum", "gdp", "2000-01-01", release=release))
        table = shipped()
        table[0] |= {"value": "-157.5"}
        table[1] |= {"measure": "share", "value": "150", "comparison": "none", "printed": "150%"}
        report = agreed(ordered(frame(table, typed=True)), vocabulary)
        assert counts(report, "share-at-most-100")["waived"] == 1
        assert counts(report, "level-at-least-minimum")["failed"] == 1
        assert (counts(report, "waiver-expired")["failed"], counts(report, "waiver-unused")["failed"]) == (1, 1)

    @in_both_orders
    def test_of_a_release_that_is_not_there_a_waiver_says_nothing(self, vocabulary: MadeState, ordered: Opened):
        vocabulary.add("waivers", **waiver("share-at-most-100", "gdp", release="decheng-2021-S1"))
        agreed(ordered(frame(rows(), typed=True)), vocabulary)

    @in_both_orders
    @pytest.mark.parametrize(("value", "compared"), [("9", "371500"), ("2", "110000")])
    def test_a_rank_among_areas_that_stand_nowhere_else(
        self, vocabulary: MadeState, ordered: Opened, value: str, compared: str
    ):
        prefecture = next(each for each in vocabulary.rows("areas") if each["area_id"] == "371400")
        vocabulary.add("areas", **(prefecture | {"area_id": "371500", "units_compared": "8"}))
        vocabulary.add(
            "areas", **(prefecture | {"area_id": "110000", "parent": "", "units_compared": "5", "level": "province"})
        )
        vocabulary.add("waivers", **waiver("share-at-most-100", "gdp", release="decheng-2021-S1"))
        rank = {
            "measure": "rank",
            "unit": "rank",
            "decimals": "0",
            "value": value,
            "printed": f"第{value}位",
            "comparison": compared,
        }
        first, *others = shipped()
        report = agreed(ordered(frame([first | rank, *others], typed=False)), vocabulary)
        assert of_rule(report, "rank-within-units-compared" if value == "9" else "codes-agree")


@in_both_orders
@pytest.mark.parametrize("has_faults", [False, True])
@pytest.mark.parametrize(
    ("table", "cells", "rule"),
    [
        ("areas", {"area_id": "371500", "parent": "999999"}, "foreign-key"),
        ("areas", {}, "primary-key"),
        ("waivers", waiver("primary-key", "gdp", release="decheng-2021-S1"), "foreign-key"),
    ],
)
def test_what_is_wrong_with_the_vocabulary_itself(
    vocabulary: MadeState,
    tmp_path: Path,
    ordered: Opened,
    table: str,
    cells: dict[str, str],
    rule: str,
    has_faults: bool,
):
    vocabulary.add(table, **(cells if table == "waivers" else next(iter(vocabulary.rows("areas"))) | cells))
    figures = frame([*shipped(), *(row | {"value": "x"} for row in shipped() if has_faults)], typed=False)
    parquet.write_table(figures, tmp_path / "a.parquet")
    report = agreed(tmp_path / "a.parquet" if ordered(figures) is figures else ordered(figures), vocabulary)
    said = [each for each in of_rule(report, rule) if each.file == f"data/{table}.csv"]
    assert said
    assert all(each.line for each in said)


@in_both_orders
@pytest.mark.parametrize(
    ("cells", "release", "period", "rule"),
    [
        ({"value": "90.5"}, RELEASE, "2021-Q1", "cumulative-not-falling"),
        ({"obs_status": "B"}, "y-2021", "2021", "half-year-in-year-low"),
    ],
)
def test_a_figure_there_twice_beside_a_period_that_has_others(
    ordered: Opened, cells: Row, release: str, period: str, rule: str
):
    by_name = {(row["indicator_id"], row["measure"]): row for row in rows()}
    sales, investment = (
        by_name["retail_sales", "level"],
        by_name["provincial_municipal_key_project_investment", "level"],
    )
    one, other = (sales, investment) if "value" in cells else (investment, sales)
    growth = by_name["gdp", "growth_rate"] | {"release_id": release, "period": period}
    report = agreed(ordered(frame([one, one | cells, other, growth], typed=False)))
    assert counts(report, rule) == {"not_applicable": 2}


@in_both_orders
class TestNegativeFigures:
    """Cases that pass by a hair, and fail where the ends of intervals are taken as those of amounts."""

    @pytest.mark.parametrize(
        ("before", "growth", "after", "outcome"),
        [
            ("-100", "10.0", "-109.45", "passed"),
            ("-100", "10.0", "-109.39", "failed"),
            ("100", "-150.0", "-50.00", "passed"),
            ("100", "-150.0", "-49.60", "failed"),
        ],
    )
    def test_in_products(self, ordered: Opened, before: str, growth: str, after: str, outcome: str):
        table = [
            figure("retail_sales", *each)
            for each in (("level", "2020", before), ("growth_rate", "2021", growth), ("level", "2021", after))
        ]
        assert counts(agreed(ordered(frame(table, typed=False))), "growth-agrees-with-levels") == {outcome: 1}

    @pytest.mark.parametrize(
        ("before", "growth", "word", "target", "outcome"),
        [
            ("100", "-92.0", None, "-50.00", "passed"),
            ("100", "-92.0", None, "-49.60", "failed"),
            ("100", "-40", "约", "-2.00", "passed"),
            ("100", "-40", "约", "-2.02", "failed"),
            ("100", "-42.0", None, "-0.0502", "passed"),
            ("0.0", "9.0", None, "-0.026", "passed"),
        ],
    )
    def test_in_products_where_only_growth_or_rounding_makes_them_negative(
        self,
        vocabulary: MadeState,
        ordered: Opened,
        before: str,
        growth: str,
        word: str | None,
        target: str,
        outcome: str,
    ):
        z, x, y = (
            {"role": "z", "measure": "target"},
            {"role": "x", "measure": "level", "reference": "previous_year"},
            {"role": "y", "measure": "growth_rate"},
        )
        with_rule(vocabulary, {"kind": "product", "factor": "100", "addend": "42"}, z, x, y)
        aimed = figure("retail_sales", "level", "2021", target) | {"measure": "target"}
        table = [
            figure("retail_sales", "level", "2020", before),
            figure("retail_sales", "growth_rate", "2021", growth) | {"qualifier": word},
            aimed,
        ]
        assert counts(agreed(ordered(frame(table, typed=False)), vocabulary), "made-up") == {outcome: 1}

    @pytest.mark.parametrize(("value", "outcome"), [("-35.00", "passed"), ("-32.00", "failed")])
    def test_in_shares_of_the_year(self, ordered: Opened, value: str, outcome: str):
        figures = (
            ("retail_sales", "2021-S1", "-5"),
            ("retail_sales", "2021", "10"),
            ("general_budget_revenue", "2021-S1", value),
        )
        table = [
            figure(indicator, "level", period, each)
            for indicator, period, each in (*figures, ("general_budget_revenue", "2021", "100.00"))
        ]
        assert counts(agreed(ordered(frame(table, typed=False))), "same-coverage") == {outcome: 1}


def test_a_rule_that_is_broken_is_an_error_and_the_others_are_run(vocabulary: MadeState):
    with_rule(vocabulary, {"kind": "product"}, {"role": "z"})
    report = agreed(frame(rows(), typed=True), vocabulary)
    assert (counts(report, "made-up"), report.exit_status()) == ({"error": 1}, 2)
    assert counts(report, "printed-agrees")["passed"] == len(shipped())


def test_two_groups_whose_keys_have_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch):
    from decheng_data.archive.columnar.duckdb import DuckSession

    monkeypatch.setattr(DuckSession, "hash", lambda *_: "CAST(1 AS UBIGINT)")
    table = [*rows(), *rows(release_id="y-2021", value="0")]
    assert of_rule(agreed(frame(table, typed=True)), "printed-agrees")


@pytest.mark.parametrize(
    ("engine", "module"), [("duckdb", "duckdb"), ("auto", "duckdb"), ("exact", "duckdb"), ("spark", "pyspark.sql")]
)
def test_an_engine_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, module: str
):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "figures.csv").write_text("release_id\n", "utf-8")
    with pytest.raises(MissingExtraError, match=rf"decheng-data\[{module.removeprefix('py').removesuffix('.sql')}\]"):
        dd.validate(tmp_path / "figures.csv", engine=engine)
