"""Release: one bulletin as a model that holds its figures to the rules, and as a book that one looks figures up in."""

from __future__ import annotations

import csv
import io
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

import decheng_data as dd
from decheng_data.errors import NotInReleaseError, RuleError
from decheng_data.packages.package import open_package
from decheng_data.releases.release import Release, releases_of
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.rule import RuleSet
from decheng_data.rules.vocabulary import Vocabulary
from tests.made_figures import (
    CODES,
    RELEASE,
    THEME,
    linear,
    observation,
    part_within_whole,
    release_row,
    rule_row,
    summand,
    vocabulary,
)
from tests.model.test_rows import CELLS

if TYPE_CHECKING:
    from decheng_data.rules.observation import Observation

SHIPPED = dd.release()
PART = "provincial_municipal_key_project_investment"
RULE = "key-project-investment-within-total"


def shipped_with(value: str, **more: Any) -> dict[str, Any]:
    """The shipped release with another figure for the investment in provincial and municipal key projects."""
    told = SHIPPED.model_dump()
    for row in told["observations"]:
        if row["indicator_id"] == PART:
            row.update(value=value, printed=f"{value}亿元", **more)
    return told


def cells_of(path: str) -> list[dict[str, str]]:
    with dd.package_path() as folder:
        return list(csv.DictReader(io.StringIO((folder / "data" / path).read_text("utf-8"))))


def made(*observations: Observation, rules: tuple = (), **row: Any) -> Release:
    """A release of made-up figures, held to made-up rules."""
    told = {**release_row(**row), "observations": [each.model_dump() for each in observations]}
    return Release.model_validate(told, context={"vocabulary": vocabulary(*rules)})


def refused(told: object, **context: Any) -> list[Any]:
    with pytest.raises(ValidationError) as raised:
        Release.model_validate(told, context=context or None)
    return raised.value.errors()


class TestValidating:
    def test_what_it_tells_itself(self):
        assert Release.model_validate(SHIPPED.model_dump()) == SHIPPED

    def test_its_json(self):
        assert Release.model_validate_json(SHIPPED.model_dump_json()) == SHIPPED
        assert Release.model_validate(json.loads(SHIPPED.model_dump_json())) == SHIPPED

    def test_the_cells_of_the_files(self):
        (row,) = cells_of("releases.csv")
        told = {
            **row,
            "observations": cells_of("observations.csv"),
            "statements": cells_of("statements.csv"),
            "mentions": cells_of("mentions.csv"),
        }
        assert Release.model_validate(told) == SHIPPED

    def test_a_row_that_stands_apart(self):
        (row,) = cells_of("releases.csv")
        apart = Release.model_validate({"release": row, "observations": cells_of("observations.csv")})
        assert apart.observations == SHIPPED.observations
        assert (apart.statements, apart.mentions) == ((), ())

    def test_observations_that_are_models_already(self):
        figure = observation("whole", 5, line=7)
        release = Release.model_validate(
            {**release_row(), "observations": [figure]}, context={"vocabulary": vocabulary()}
        )
        assert release["whole"].line == 7

    def test_a_release_as_it_is(self):
        assert Release.model_validate(SHIPPED) == SHIPPED

    @pytest.mark.parametrize(
        "told", [None, [], "decheng-2021-S1", {"release": None, "observations": []}, {"observations": []}]
    )
    def test_what_is_no_release(self, told):
        assert refused(told)


class TestTheRules:
    def test_a_part_beyond_its_whole_is_refused_with_rule_figures_excess_and_tolerance(self):
        (fault,) = refused(shipped_with("52.9"))
        assert (fault["type"], fault["ctx"]["rules"]) == ("rule_failed", [RULE])
        for said in (
            RULE,
            f"{PART} level 52.9亿元",
            "key_project_investment level 42.7亿元",
            "misses by 10.2亿元",
            "rounding can hide 0.1亿元",
        ):
            assert said in fault["msg"]

    @pytest.mark.parametrize(("value", "holds"), [("32.9", True), ("42.7", True), ("42.8", True), ("42.9", False)])
    def test_what_rounding_can_hide_passes(self, value, holds):
        told = shipped_with(value)
        if holds:
            assert str(Release.model_validate(told)[PART].value) == value
        else:
            assert [fault["ctx"]["rules"] for fault in refused(told)] == [[RULE]]

    def test_all_that_failed_are_named(self):
        (fault,) = refused(shipped_with("52.9", decimals=0, unit="percent"))
        assert set(fault["ctx"]["rules"]) >= {"printed-agrees", "codes-agree"}

    def test_a_whole_that_is_missing_refuses_nothing(self):
        told = shipped_with("52.9")
        told["observations"] = [row for row in told["observations"] if row["indicator_id"] != "key_project_investment"]
        assert len(Release.model_validate(told)) == len(SHIPPED) - 1

    def test_those_of_lesser_severity_refuse_nothing(self):
        figures = observation("part", 52), observation("whole", 42)
        assert len(made(*figures, rules=(part_within_whole(severity="warning"),))) == 2
        with pytest.raises(ValidationError, match="made-up-rule"):
            made(*figures, rules=(part_within_whole(),))

    @pytest.mark.parametrize(("severity", "raises"), [("error", True), ("warning", False)])
    def test_one_of_severity_error_that_cannot_run_is_no_fault_of_the_data(self, severity, raises):
        broken = Vocabulary(CODES, {}, RuleSet([], [(rule_row(severity=severity), 2, ("so", "如此"))]))
        told = {**release_row(), "observations": []}
        if raises:
            with pytest.raises(RuleError, match="rule made-up-rule cannot run: so"):
                Release.model_validate(told, context={"vocabulary": broken})
        else:
            assert Release.model_validate(told, context={"vocabulary": broken}).release_id == RELEASE

    def test_a_sentence_with_braces_stays_as_it_is(self):
        figure = observation("whole", 5, printed="{x} {sentences}")
        rule = linear("<=", summand("whole"), bound=1)
        with pytest.raises(ValidationError, match=r"whole level \{x\} \{sentences\}\) misses by 4亿元"):
            made(figure, rules=(rule,))


class TestWhatDoesNotBelong:
    def test_an_unknown_indicator_suggests_near_ones(self):
        told = SHIPPED.model_dump()
        told["observations"][0]["indicator_id"] = "gpd"
        (fault,) = refused(told)
        assert fault["msg"] == "no indicator 'gpd'. Did you mean 'gdp'?"

    def test_an_unknown_unit_suggests_near_ones(self):
        told = SHIPPED.model_dump()
        told["observations"][0]["unit"] = "million_yuan"
        (fault,) = refused(told)
        assert fault["msg"].startswith("no unit 'million_yuan'. Did you mean 'hundred_million_yuan'")

    @pytest.mark.parametrize(
        ("table", "row"), [("observations", "observation"), ("statements", "statement"), ("mentions", "mention")]
    )
    def test_a_row_of_another_release(self, table, row):
        told = SHIPPED.model_dump()
        told[table][0]["release_id"] = RELEASE
        (fault,) = refused(told)
        assert fault["msg"] == f"the {row} of {RELEASE} stands in the release decheng-2021-S1"

    @pytest.mark.parametrize("at", [(), ("observations", 0), ("statements", 0), ("mentions", 0)])
    def test_a_field_that_there_is_not(self, at):
        told = place = SHIPPED.model_dump()
        for step in at:
            place = place[step]
        place["beside"] = 1
        (fault,) = refused(told)
        assert (fault["type"], fault["loc"]) == ("extra_forbidden", (*at, "beside"))

    def test_a_cell_that_does_not_fit_is_told_with_its_place(self):
        (fault,) = refused({**release_row(), "observations": [{**CELLS["observations"], "value": "４２.7"}]})
        assert fault["loc"] == ("observations", 0, "value")
        assert "is not a number such as 42.7" in fault["msg"]


class TestLookingUp:
    FIGURES = (
        observation("whole", "42.7"),
        observation("whole", 5, "percent", "growth_rate", obs_status="E"),
        observation("part", 6, "percent", "growth_rate"),
        observation("works", 3, "item", "target", comparison="plan"),
        observation("works", 1, "place", "rank"),
    )
    RELEASE = made(*FIGURES)

    def test_the_level_comes_first(self):
        assert self.RELEASE["whole"].measure == "level"

    def test_the_only_measure_there_is(self):
        assert self.RELEASE["part"].measure == "growth_rate"

    def test_a_measure_by_name(self):
        assert self.RELEASE["whole", "growth_rate"].value == 5

    def test_what_is_not_there_suggests_near_names(self):
        with pytest.raises(KeyError, match=r"^no figure in made-up-2031-S1 for 'hole'\. Did you mean 'whole'\?$"):
            self.RELEASE["hole"]
        with pytest.raises(
            NotInReleaseError,
            match=r"^no measure of whole in made-up-2031-S1 called 'growth'\. Did you mean 'growth_rate'\?$",
        ):
            self.RELEASE["whole", "growth"]
        with pytest.raises(NotInReleaseError, match=r"no measure of works .* called 'level'"):
            self.RELEASE["works"]

    def test_get_gives_nothing_where_there_is_nothing(self):
        assert self.RELEASE.get("whole") is self.RELEASE["whole"]
        assert self.RELEASE.get("whole", "growth_rate") is self.RELEASE["whole", "growth_rate"]
        assert self.RELEASE.get("hole") is None
        assert self.RELEASE.get("whole", "share") is None

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, [0, 1, 2, 3, 4]),
            ({"theme": "made_up"}, [0, 1, 2, 3, 4]),
            ({"measure": "growth_rate"}, [1, 2]),
            ({"measure": "growth_rate", "obs_status": "E"}, [1]),
            ({"obs_status": "E"}, [1]),
            ({"measure": "share"}, []),
        ],
    )
    def test_filter_takes_what_has_all_that_is_asked_for(self, asked, found):
        assert self.RELEASE.filter(**asked) == tuple(self.RELEASE.observations[number] for number in found)

    def test_filter_takes_figures_by_the_theme_of_their_indicator(self):
        assert [each.indicator_id for each in SHIPPED.filter(theme="education")] == [
            "schools_in_group_education",
            "oversized_classes",
            "new_public_kindergartens",
        ]

    def test_an_unknown_theme_suggests_near_ones(self):
        with pytest.raises(NotInReleaseError, match=r"no theme 'made'. Did you mean 'made_up'"):
            self.RELEASE.filter(theme="made")

    def test_it_has_a_length_and_knows_its_indicators(self):
        assert len(self.RELEASE) == len(self.FIGURES)
        assert "whole" in self.RELEASE
        assert "rest" not in self.RELEASE

    def test_it_knows_the_vocabulary_that_it_was_read_with(self):
        assert self.RELEASE.vocabulary.themes == {"made_up": THEME}
        assert SHIPPED.vocabulary.version == shipped_vocabulary().version

    def test_a_person_can_read_it(self):
        said = (
            "虚构公报 (Made-up bulletin), 2031-S1, area 990001; 5 figures, 1 estimated; version 9.9.9, made-up-licence"
        )
        assert repr(self.RELEASE) == str(self.RELEASE) == f"<Release made-up-2031-S1: {said}>"

    def test_a_notebook_shows_its_figures(self):
        shown = self.RELEASE._repr_html_()
        assert "<b>虚构公报</b> · <b>Made-up bulletin</b> <code>made-up-2031-S1</code>" in shown
        assert "<b>42.7亿元</b>" in shown

    def test_it_can_be_sent_to_another_process(self):
        assert pickle.loads(pickle.dumps(SHIPPED)) == SHIPPED  # of our own making


class TestReleasesOfAPackage:
    def test_the_latest_period_comes_last(self, package_copy):
        path = package_copy / "data" / "releases.csv"
        header, row = path.read_text("utf-8").splitlines()
        later = row.replace("decheng-2021-S1", "made-up-2022-S1").replace(
            ",2021-S1,2021-01-01/P6M", ",2022-S1,2022-01-01/P6M"
        )
        earlier = row.replace("decheng-2021-S1", "made-up-2011-S1").replace(
            ",2021-S1,2021-01-01/P6M", ",2011-S1,2011-01-01/P6M"
        )
        path.write_text(f"{header}\n{later}\n{row}\n{earlier}" + "\n", "utf-8")
        found = releases_of(open_package(package_copy))
        assert [each.release_id for each in found] == ["made-up-2011-S1", "decheng-2021-S1", "made-up-2022-S1"]
        assert [len(each) for each in found] == [0, len(SHIPPED), 0]
        assert found[1] == SHIPPED

    def test_one_that_breaks_a_rule_is_refused(self, package_copy):
        path = package_copy / "data" / "observations.csv"
        path.write_text(path.read_text("utf-8").replace("32.9,1,", "52.9,1,").replace("32.9亿元", "52.9亿元"), "utf-8")
        with pytest.raises(ValidationError, match=RULE):
            releases_of(open_package(package_copy))

    @pytest.mark.parametrize(
        ("until", "indicator", "accepted"),
        [("9999-12-31", PART, True), ("2021-12-31", PART, False), ("9999-12-31", "gdp", False)],
    )
    def test_one_whose_failure_a_waiver_accepts_is_not(self, package_copy, until, indicator, accepted):
        path = package_copy / "data" / "observations.csv"
        path.write_text(path.read_text("utf-8").replace("32.9,1,", "52.9,1,").replace("32.9亿元", "52.9亿元"), "utf-8")
        waivers = package_copy / "data" / "waivers.csv"
        waivers.write_text(
            f"{waivers.read_text('utf-8')}{RULE},decheng-2021-S1,{indicator},Printed so.,Nobody,{until}\n", "utf-8"
        )
        if accepted:
            assert [str(each[PART].value) for each in releases_of(open_package(package_copy))] == ["52.9"]
        else:
            with pytest.raises(ValidationError, match=RULE):
                releases_of(open_package(package_copy))
