"""Which figure is wrong: on the shipped package mistyped in ways that people mistype, and on made-up figures."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import decheng_data as dd
from decheng_data.error_localisation.locate import suspicion
from decheng_data.error_localisation.wording import range_text
from decheng_data.errors import MissingExtraError, NotInReleaseError
from decheng_data.model.rows import RevisionRow
from decheng_data.rules.observation import Observation, ObservationIndex
from tests import made_figures as made
from tests.command import decheng_data
from tests.retyping import retype

if TYPE_CHECKING:
    from pathlib import Path

    from decheng_data.model.suspects import Suspects
    from decheng_data.rules.rule import Rule

PART = "provincial_municipal_key_project_investment"
MISTYPED = [
    # indicator, as it stands, as it is mistyped, the slip that explains it, where one does
    (PART, ("32.9", "1", "亿元"), ("329", "0", "亿元"), "329 would hold as 32.9: the decimal point moved"),
    (PART, ("32.9", "1", "亿元"), ("52.9", "1", "亿元"), "52.9 would hold as 32.9: one digit was mistyped or misread"),
    (
        "key_project_investment",
        ("42.7", "1", "亿元"),
        ("4.27", "2", "亿元"),
        "4.27 would hold as 42.7: the decimal point moved",
    ),
    (
        "provincial_municipal_key_projects",
        ("8", "0", "个"),
        ("80", "0", "个"),
        "80 would hold as 8: a nought too many was typed",
    ),
    (
        "high_tech_output_share",
        ("56.2", "1", "%"),
        ("562", "0", "%"),
        "562 would hold as 56.2: the decimal point moved",
    ),
]


def mistype(
    package: Path, indicator: str, old: tuple[str, str, str], new: tuple[str, str, str], *, printed: bool
) -> None:
    """Another value, with its decimals, and where asked for another printed form."""
    path = package / "data" / "observations.csv"
    lines = path.read_text("utf-8").split("\n")
    (place,) = [
        number for number, line in enumerate(lines) if f",{indicator}," in line and f",{old[0]},{old[1]}," in line
    ]
    lines[place] = lines[place].replace(f",{old[0]},{old[1]},", f",{new[0]},{new[1]},")
    if printed:
        lines[place] = lines[place].replace(f",{old[0]}{old[2]},", f",{new[0]}{new[2]},")
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("printed", [True, False], ids=["printed alike", "value alone"])
@pytest.mark.parametrize(("indicator", "old", "new", "slip"), MISTYPED)
def test_the_mistyped_figure_is_the_first_suspect_with_its_slip(
    package_copy: Path, indicator, old, new, slip, printed
) -> None:
    mistype(package_copy, indicator, old, new, printed=printed)
    report = dd.validate(package_copy, suspects=True)
    assert report.suspects is not None
    assert report.suspects.settled
    (first,) = report.suspects.first
    assert (first.indicator_id, first.value) == (indicator, Decimal(new[0]))
    said = [each for each in first.slips if each.said_en.startswith(slip)]
    assert said, first.slips
    assert said[0].agrees_with_printed is not printed
    assert first.low is not None and first.low <= Decimal(old[0])  # noqa: PT018  # one statement on one interval
    assert first.high is None or first.high >= Decimal(old[0])
    if not printed:
        assert first.slips[0] is said[0]
        assert first.slips[0].said_en == f"{slip}, and printed says {old[0]}{old[2]}"
    for finding in report.findings:
        assert finding.localisation == 0
        assert finding.mend is not None
        assert first.indicator_id in finding.mend
        assert re.search(r"[\u4e00-\u9fff]", finding.mend_zh or "")


def test_the_sentence_says_the_slip_and_names_line_and_others(package_copy: Path) -> None:
    mistype(package_copy, "key_project_investment", ("42.7", "1", "亿元"), ("4.27", "2", "亿元"), printed=True)
    (finding,) = [each for each in dd.validate(package_copy, suspects=True).findings if each.severity == "error"]
    assert finding.mend is not None
    assert finding.mend.startswith(
        "Look first at Investment completed in key projects (key_project_investment level 4.27亿元, line 16): 4.27 would hold as 42.7: the decimal point moved."
    )
    assert "Or else at Investment completed in provincial and municipal key projects" in finding.mend
    assert finding.mend.endswith("if the bulletin prints it so, accept it in waivers.csv with a reason.")
    assert (finding.mend_zh or "").startswith(
        "请先核对重点项目完成投资（数值 4.27亿元，第 16 行）：4.27 若为 42.7 则成立：小数点错位。"
    )
    assert not re.search("[a-z]{2,} [a-z]{2,}", (finding.mend_zh or "").replace("value 和 printed", ""))


def test_a_valid_package_has_no_suspects() -> None:
    found = dd.suspects()
    assert (len(found), found.first, found.forced, found.settled) == (0, (), (), True)
    assert repr(found) == "<Suspects none; 0 missing figures are fixed by the rules>"
    assert dd.validate().suspects is None


def test_a_release_a_dict_and_a_path_are_taken(package_copy: Path) -> None:
    release = dd.release()
    wrong = [
        {**row, "value": "562", "decimals": "0", "printed": "562%"}
        if row["indicator_id"] == "high_tech_output_share"
        else row
        for row in _rows(release)
    ]
    cells = {name: getattr(release, name) for name in type(release).model_fields if name != "observations"}
    retype(package_copy, ",56.2,1,percent,,A,,56.2%", ",562,0,percent,,A,,562%")
    apart = {"release": cells, "observations": wrong}
    unbound = [Observation.model_validate(row) for row in wrong]
    changed = release.model_copy(update={"observations": tuple(unbound)})
    for of in (
        {**cells, "observations": wrong},
        apart,
        {**cells, "observations": unbound},
        changed,
        package_copy,
        str(package_copy),
    ):
        (first,) = dd.suspects(of).first
        assert (first.indicator_id, first.slips[0].value) == ("high_tech_output_share", Decimal("56.2"))
        assert "562 would hold as 56.2" in repr(dd.suspects(of))
    with pytest.raises(NotInReleaseError, match="no unit 'percents'"):
        dd.suspects({**cells, "observations": [{**wrong[0], "unit": "percents"}]})


def _rows(release: dd.Release) -> list[dict[str, Any]]:
    return [each.model_dump(by_alias=True) for each in release.observations]


def test_what_a_waiver_accepts_accuses_nobody(package_copy: Path) -> None:
    mistype(package_copy, "high_tech_output_share", ("56.2", "1", "%"), ("5620", "0", "%"), printed=True)
    header = (package_copy / "data" / "waivers.csv").read_text("utf-8").split("\n")[0].split(",")
    cells = {
        "rule_id": "share-at-most-100",
        "release_id": "decheng-2021-S1",
        "indicator_id": "high_tech_output_share",
        "reason": "Made up.",
        "author": "Nobody",
    }
    row = {**dict.fromkeys(header, ""), **cells, "until": "2999-12-31"}
    (package_copy / "data" / "waivers.csv").write_text(
        f"{','.join(header)}\n{','.join(row[name] for name in header)}\n", "utf-8"
    )
    report = dd.validate(package_copy, suspects=True)
    assert report.accepted
    assert report.suspects is not None
    assert len(report.suspects) == 0
    assert report.accepted[0].localisation is None


def test_the_json_report_and_the_command_line(capsys: pytest.CaptureFixture[str], package_copy: Path) -> None:
    mistype(package_copy, PART, ("32.9", "1", "亿元"), ("329", "0", "亿元"), printed=True)
    ran = decheng_data(capsys, "validate", package_copy, "--suspects", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1
    (localisation,) = report["suspects"]["localisations"]
    (first,) = localisation["sets"][0]["figures"]
    assert (first["indicator_id"], first["slips"][0]["kind"], first["slips"][0]["value"]) == (
        PART,
        "point-moved",
        "32.9",
    )
    assert {finding["localisation"] for finding in report["findings"]} == {0}
    assert (
        "329 would hold as 32.9: the decimal point moved"
        in decheng_data(capsys, "validate", package_copy, "--suspects").out
    )


def test_without_scipy_one_sentence_says_what_brings_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(MissingExtraError):
        dd.suspects()
    for words in (("validate", "--suspects"), ("rules", "check"), ("rules", "power")):
        ran = decheng_data(capsys, *words)
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)
        assert "pip install 'decheng-data[suspects]'" in ran.err


YEAR = {"release_id": "made-up-2030-S1", "period": "2030-S1"}
GROWTH = {"role": "y", "indicator_id": None, "measure": "growth_rate"}


def found(rules: list[Rule], *observations: Observation, **more: Any) -> Suspects:
    releases = [made.release(), made.release("made-up-2030-S1", period="2030-S1")]
    return suspicion(rules, ObservationIndex(observations, releases), made.CODES, **more).suspects


def first_of(rules: list[Rule], *observations: Observation) -> list[str]:
    return [str(suspect) for suspect in found(rules, *observations).first]


def nominal_growth(severity: str = "warning") -> Rule:
    level = {"indicator_id": None, "measure": "level"}
    terms = ({**level, "role": "z"}, {**level, "role": "x", "reference": "previous_year"}, GROWTH)
    return made.rule(made.rule_row("growth", "product", factor=100, addend=100, severity=severity, level=2), *terms)


class TestProducts:
    """Level, last year's level and growth."""

    LAST, NOW = made.observation("whole", "100.0", **YEAR), made.observation("whole", "110.0")
    GREW = made.observation("whole", "10.0", "percent", "growth_rate")

    def test_that_agree_have_no_suspect(self) -> None:
        assert len(found([nominal_growth()], self.LAST, self.NOW, self.GREW)) == 0

    @pytest.mark.parametrize(
        ("figures", "low", "high"),
        [
            ((LAST, made.observation("whole", "1100.0"), GREW), "109.9", "110.1"),
            ((made.observation("whole", "10.0", **YEAR), NOW, GREW), "99.9", "100.1"),
            ((LAST, NOW, made.observation("whole", "1.00", "percent", "growth_rate")), "9.90", "10.11"),
        ],
        ids=["level", "last year's level", "growth"],
    )
    def test_any_of_the_three_may_be_wrong_within_its_linear_bounds(self, figures, low, high) -> None:
        (localisation,) = found([nominal_growth()], *figures).localisations
        assert "linear bounds" in (localisation.note_en or "")
        wrong = next(each for each in figures if each not in (self.LAST, self.NOW, self.GREW))
        ranges = {suspect.printed: suspect.interval for one in localisation.sets for suspect in one.figures}
        assert ranges[wrong.printed] == (Decimal(low), Decimal(high))
        assert all(one.confirmed for one in localisation.sets)
        assert not localisation.sets[0].figures, "a warning alone may well be true"

    def test_with_both_factors_wrong_the_rule_is_left_open_and_the_finding_says_so(self) -> None:
        """Other rules let neither last year's level nor the growth stand."""
        last = _named(
            made.linear("<=", made.summand("whole", reference="previous_year"), made.summand("part", 0.001), bound=200),
            "last",
        )
        growth = _named(
            made.linear("<=", made.summand("whole", measure="growth_rate"), bound=50, unit="percent"), "growth-most"
        )
        hard = nominal_growth("error")
        figures = (
            made.observation("whole", "900.0", **YEAR),
            made.observation("whole", "110.0"),
            made.observation("whole", "900.0", "percent", "growth_rate"),
        )
        (localisation,) = found([hard, last, growth], *figures, made.observation("part", "1.0")).localisations
        assert "left open" in (localisation.note_en or "")
        assert {suspect.measure for suspect in localisation.sets[0].figures} == {"level", "growth_rate"}

    def test_a_product_with_nothing_is_nothing_whatever_the_factor(self) -> None:
        figures = made.observation("whole", 0, printed="无", **YEAR), self.NOW, self.GREW
        (localisation,) = found([nominal_growth()], *figures).localisations
        assert [[suspect.printed for suspect in one.figures] for one in localisation.sets] == [
            [],
            ["110.0亿元"],
            ["无"],
        ]

    def test_intervals_below_nothing_are_left_open(self) -> None:
        (localisation,) = found(
            [nominal_growth()], made.observation("whole", "-100.0", **YEAR), self.NOW, self.GREW
        ).localisations
        assert "left open" in (localisation.note_en or "")
        assert "仅作验证" in (localisation.note_zh or "")

    def test_open_intervals_bound_nothing(self) -> None:
        most = made.observation("whole", "90.0", qualifier="以内")
        least = made.observation("whole", "100.0", qualifier="超", **YEAR)
        (localisation,) = found([nominal_growth()], self.LAST, most, self.GREW).localisations
        assert localisation.sets
        assert len(found([nominal_growth()], least, self.NOW, self.GREW)) == 0
        assert found([nominal_growth()], least, made.observation("whole", "10.0"), self.GREW).localisations[0].sets


def whole(**more: Any) -> Rule:
    return made.part_within_whole(**more)


class TestSlips:
    """Slips between figures, on made-up rows."""

    def told(self, rules: list[Rule], *observations: Observation) -> list[str]:
        return [
            f"{each.kind}: {each.said_en}" for suspect in found(rules, *observations).first for each in suspect.slips
        ]

    def test_two_rows_that_changed_places(self) -> None:
        told = self.told([whole()], made.observation("part", "42.7", line=2), made.observation("whole", "32.9", line=3))
        assert any(
            each.startswith(
                "exchanged: 42.7 would hold as 32.9: it changed places with a neighbouring row, Made-up whole (whole level 32.9亿元)"
            )
            for each in told
        )

    def test_another_rows_figure(self) -> None:
        told = self.told(
            [made.linear("<=", made.summand("rest"), bound=40)],
            made.observation("part", "42.7"),
            made.observation("rest", "42.7"),
        )
        assert (
            "other-row: 42.7 is also that of Made-up part (part level of made-up-2031-S1): another row's figure stands here"
            in told
        )

    def test_growth_typed_as_level(self) -> None:
        rules = [made.linear(">=", made.summand("whole"), bound=100)]
        told = self.told(
            rules,
            made.observation("whole", "17", line=4),
            made.observation("whole", "17", "percent", "growth_rate", line=5),
        )
        assert any(
            each.startswith(
                "growth-as-level: 17 is also that of Made-up whole (whole growth_rate of made-up-2031-S1, line 5)"
            )
            for each in told
        )

    def test_last_years_figure(self) -> None:
        told = self.told(
            [made.linear(">=", made.summand("whole"), bound=200)],
            made.observation("whole", "157.5"),
            made.observation("whole", "157.5", **YEAR),
        )
        assert any(each.startswith("last-year: ") for each in told)

    def test_wan_for_yi(self) -> None:
        rules = [made.linear(">=", made.summand("whole"), bound=100)]
        assert "unit-mistaken: 157.5万元 would hold as 157.5亿元: 万 and 亿 were taken for each other" in self.told(
            rules, made.observation("whole", "157.5", "wan_yuan"), made.observation("part", "3.5")
        )

    def test_a_lost_minus(self) -> None:
        rules = [made.linear("<=", made.summand("whole", measure="growth_rate"), bound=0, unit="percent")]
        assert "sign-mistaken: 3.5 would hold as -3.5: the minus was lost or added" in self.told(
            rules, made.observation("whole", "3.5", "percent", "growth_rate", printed="3.5%")
        )

    def test_a_printed_form_that_was_mistyped(self) -> None:
        agrees = made.rule(made.rule_row("agrees", "printed"), {"role": "each"})
        told = self.told(
            [agrees, whole()], made.observation("part", "32.9", printed="329亿元"), made.observation("whole", "42.7")
        )
        assert (
            told[0]
            == "not-as-printed: the value 32.9 would hold and what is printed, 329亿元, would not: printed was mistyped"
        )

    def test_a_figure_whose_unit_the_next_one_prints(self) -> None:
        agrees = made.rule(made.rule_row("agrees", "printed"), {"role": "each"})
        cells = {"unit": "point", "measure": "change_pp"}
        behind = made.observation("whole", "1.7", start=14, end=21, **cells)
        right, wrong = (
            made.observation("part", value, printed="0.4个", start=10, end=13, **cells) for value in ("0.4", "0.5")
        )
        assert self.told([agrees], right, behind) == []
        assert self.told([agrees], wrong, behind)[0].startswith("digit-mistyped: 0.5 would hold as 0.4")

    def test_a_figure_in_characters(self) -> None:
        agrees = made.rule(made.rule_row("agrees", "printed"), {"role": "each"})
        told = self.told([agrees], made.observation("whole", "13", printed="十二亿元"))
        assert told[0].startswith("digit-mistyped: 13 would hold as 12")

    def test_a_value_that_is_not_what_is_printed_by_no_single_slip(self) -> None:
        agrees = made.rule(made.rule_row("agrees", "printed"), {"role": "each"})
        told = self.told(
            [agrees, whole()], made.observation("part", "91.8", printed="32.9亿元"), made.observation("whole", "42.7")
        )
        assert (
            told[0]
            == "not-as-printed: 91.8 would hold as 32.9: the value is not what is printed, and printed says 32.9亿元"
        )
        fell = made.observation("whole", "-3.5", "percent", "growth_rate", printed="4.5%")
        assert self.told([agrees], fell)[0].startswith("digit-mistyped: -3.5 would hold as -4.5")
        assert self.told([agrees], made.observation("whole", "1", printed="无从读起")) is not None
        assert self.told([agrees], made.observation("whole", "1", printed="2石")) is not None

    def test_two_figures_wrong_at_once(self) -> None:
        """Both parts shifted: neither alone fixes the whole and the rule that ties them."""
        total = made.linear("=", made.summand("whole"), made.summand("part", -1), made.summand("rest", -1))
        within = made.linear("<=", made.summand("part"), bound=50, unit="yi_yuan")
        also = made.linear("<=", made.summand("rest"), bound=50, unit="yi_yuan")
        rules = [_named(total, "total"), _named(within, "within"), _named(also, "also")]
        figures = made.observation("whole", "61.2"), made.observation("part", "237"), made.observation("rest", "375")
        (localisation,) = found(rules, *figures).localisations
        assert [suspect.indicator_id for suspect in localisation.sets[0].figures] == ["part", "rest"]
        assert [suspect.slips[0].value for suspect in localisation.sets[0].figures] == [
            Decimal("23.7"),
            Decimal("37.5"),
        ]

    def test_two_figures_that_changed_places_and_both_must(self) -> None:
        low, high = (
            made.linear("<=", made.summand("part"), bound=35),
            made.linear(">=", made.summand("whole"), bound=40),
        )
        tie = made.linear("<=", made.summand("part", 1), made.summand("whole", -1), bound=0)
        figures = made.observation("part", "42.7"), made.observation("whole", "32.9")
        (localisation,) = found([_named(low, "low"), _named(high, "high"), _named(tie, "tie")], *figures).localisations
        assert [[each.kind for each in suspect.slips] for suspect in localisation.sets[0].figures] == [
            ["exchanged"],
            ["exchanged"],
        ]

    def test_three_that_move_together_are_told_without_slips(self) -> None:
        names = ("whole", "part", "rest")
        bounds = [_named(made.linear("<=", made.summand(name), bound=5), name) for name in names[:2]]
        tie = _named(made.linear("=", *(made.summand(name) for name in names), bound=27), "tie")
        (localisation,) = found([*bounds, tie], *(made.observation(name, 9) for name in names)).localisations
        assert [len(one.figures) for one in localisation.sets] == [3]
        assert not any(suspect.slips for suspect in localisation.sets[0].figures)


def _named(rule: Rule, rule_id: str) -> Rule:
    return dataclasses.replace(rule, row=rule.row.model_copy(update={"rule_id": rule_id}))


class TestWarnings:
    def test_one_warning_may_well_be_true_and_the_finding_says_so(self, package_copy: Path) -> None:
        retype(package_copy, ",110,0,hundred_million_yuan,,A,,110亿元", ",999,0,hundred_million_yuan,,A,,999亿元")
        report = dd.validate(package_copy, suspects=True)
        (finding,) = report.findings
        assert finding.severity == "warning"
        assert (finding.mend or "").startswith("The warning alone may well be true. Look first at ")
        assert (finding.mend_zh or "").startswith("单独一条警告可能属实。")
        assert report.suspects is not None
        assert report.suspects.localisations[0].sets[0].standing == ("grand-canal-project-within-annual-gdp",)

    def test_warnings_that_one_figure_explains_accuse_it(self, package_copy: Path) -> None:
        retype(
            package_copy,
            "none,157.5,1,hundred_million_yuan,,E,,157.5亿元",
            "none,15.75,2,hundred_million_yuan,,E,,15.75亿元",
        )
        report = dd.validate(package_copy, suspects=True)
        assert {finding.severity for finding in report.findings} == {"warning"}
        assert report.suspects is not None
        (localisation,) = report.suspects.localisations
        (first,) = localisation.sets[0].figures
        assert (first.indicator_id, first.measure, first.slips[0].value) == ("gdp", "level", Decimal("157.5"))

    def test_information_accuses_nobody(self) -> None:
        assert (
            len(found([whole(severity="information")], made.observation("part", 9), made.observation("whole", 1))) == 0
        )


def test_a_count_that_is_not_whole_is_wrong_for_certain() -> None:
    rule = made.rule(made.rule_row("whole-count", "integer"), {"role": "each", "counted": True})
    (localisation,) = found([rule], made.observation("projects", "4.8", "item")).localisations
    assert [suspect.printed for suspect in localisation.sets[0].figures] == ["4.8个"]
    assert ("point-moved", Decimal(48)) in {(slip.kind, slip.value) for slip in localisation.sets[0].figures[0].slips}


def test_an_estimate_and_a_newer_figure_are_suspected_first_and_an_earlier_correction_counts() -> None:
    estimate = made.observation("part", 7, obs_status="E"), made.observation("whole", 4)
    assert first_of([whole()], *estimate) == ["part level 7亿元"]
    assert first_of([whole()], made.observation("part", 7), made.observation("whole", 4, obs_status="E")) == [
        "whole level 4亿元"
    ]
    correction = {
        "field": "value",
        "vintage": "2031-08-02",
        "kind": "correction",
        "reason": "Made up.",
        "comparison": "none",
        "period": "2031-S1",
    }
    key = {"release_id": made.RELEASE, "indicator_id": "whole", "measure": "level", "area": made.AREA}
    ledger = [RevisionRow.model_validate({**key, **correction})]
    (first,) = found([whole()], made.observation("part", 7), made.observation("whole", 4), ledger=ledger).first
    assert first.indicator_id == "whole"
    falling = made.linear(">=", made.summand("whole"), made.summand("whole", -1, reference="previous_year"))
    assert first_of([falling], made.observation("whole", "5.1", **YEAR), made.observation("whole", "4.1")) == [
        "whole level 4.1亿元"
    ]


def test_rules_that_contradict_each_other_are_said() -> None:
    rules = [
        _named(made.linear("<=", made.summand("whole"), bound=3), "most"),
        _named(made.linear(">=", made.summand("whole"), bound=5), "least"),
    ]
    (localisation,) = found(rules, made.observation("whole", 4)).localisations
    assert localisation.sets == ()
    assert localisation.note_en == "No change of figures keeps these rules together: most, least."


def test_a_finding_says_that_its_rules_contradict_each_other(package_copy: Path) -> None:
    retype(package_copy, "share-at-most-100,linear,<=,100,", "share-at-most-100,linear,<=,-5,", "rules")
    findings = dd.validate(package_copy, suspects=True).findings
    assert findings
    assert all(
        (each.mend or "").startswith(
            "No change of figures keeps these rules together: share-at-least-0, share-at-most-100."
        )
        for each in findings
    )
    assert all("任何改动都无法使以下规则同时成立" in (each.mend_zh or "") for each in findings)


def test_what_is_not_settled_is_said(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mistype(package_copy, PART, ("32.9", "1", "亿元"), ("329", "0", "亿元"), printed=True)
    report = dd.validate(package_copy, suspects=True, seconds=0)
    assert report.suspects is not None
    assert not report.suspects.settled
    assert "not settled" in repr(report.suspects)
    assert all("not settled in its time" in (finding.mend or "") for finding in report.findings)
    assert all((finding.mend_zh or "").startswith("未能在限时内") for finding in report.findings)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("1", "2.5", "from 1 to 2.5"),
        ("1", None, "from 1 up"),
        (None, "2.5", "up to 2.5"),
        ("1", "1", "as 1"),
        (None, None, ""),
    ],
)
def test_a_range_in_words(low: str | None, high: str | None, said: str) -> None:
    (suspect,) = (
        found([whole()], made.observation("part", 7), made.observation("whole", 4)).localisations[0].sets[0].figures
    )
    ends = {"low": low and Decimal(low), "high": high and Decimal(high)}
    english, chinese = range_text(suspect.model_copy(update=ends))
    assert english == (f"would hold {said}" if said else "")
    assert bool(chinese) == bool(said)


def test_a_limit_is_kept(package_copy: Path) -> None:
    mistype(package_copy, PART, ("32.9", "1", "亿元"), ("52.9", "1", "亿元"), printed=True)
    (localisation,) = dd.suspects(package_copy, limit=1).localisations
    assert len(localisation.sets) == 1
    assert localisation.more


class TestForcedValues:
    TOTAL = made.linear("=", made.summand("whole"), made.summand("part", -1), made.summand("rest", -1))

    def test_a_missing_part_of_a_sum(self) -> None:
        (forced,) = found([self.TOTAL], made.observation("whole", "42.7"), made.observation("part", "32.9")).forced
        assert (forced.indicator_id, forced.low, forced.high, forced.unit) == (
            "rest",
            Decimal("9.7"),
            Decimal("9.9"),
            "yi_yuan",
        )
        assert forced.said_en.startswith(
            "made-up-2031-S1 has no Made-up rest (rest level); by the rules it can only be between 9.7 and 9.9亿元 (made-up-rule)."
        )
        assert "推算" in forced.said("zh")

    def test_a_part_of_nothing_is_nothing(self) -> None:
        at_least = made.linear(">=", made.summand(None), bound=0)
        part = made.part_within_whole()
        (forced,) = found([part, _named(at_least, "at-least")], made.observation("whole", 0, printed="无")).forced
        assert (forced.indicator_id, forced.low, forced.high) == ("part", 0, 0)
        assert "can only be 0亿元" in forced.said_en

    def test_a_wide_interval_is_not_told(self) -> None:
        assert found([made.part_within_whole()], made.observation("whole", "42.7")).forced == ()
        assert found([self.TOTAL], made.observation("whole", "42.7")).forced == ()

    @pytest.mark.parametrize(
        ("given", "measure", "low", "high"),
        [
            ((TestProducts.LAST, TestProducts.GREW), "level", "109.894", "110.105025"),
            ((TestProducts.LAST, TestProducts.NOW), "growth_rate", "9.89", "10.11"),
            ((TestProducts.NOW, TestProducts.GREW), "level", "99.9", "100.1"),
        ],
    )
    def test_one_of_level_last_year_and_growth(self, given, measure, low, high) -> None:
        other = made.observation("part", 1, **YEAR), made.observation("part", 1)
        (forced,) = found([nominal_growth("error")], *given, *other).forced
        assert forced.measure == measure
        assert forced.low == pytest.approx(Decimal(low), abs=Decimal("0.06"))
        assert forced.high == pytest.approx(Decimal(high), abs=Decimal("0.06"))

    def test_a_count_is_fixed_to_whole_ones(self) -> None:
        works = _named(
            made.linear(
                "=", made.summand("projects", 2), made.summand("projects", -1, reference="previous_year"), unit="item"
            ),
            "twice",
        )
        (forced,) = found([works], made.observation("projects", 8, "item", **YEAR), made.observation("part", 1)).forced
        assert (forced.indicator_id, forced.low, forced.high) == ("projects", 4, 4)

    def test_growth_at_constant_prices_fixes_nothing(self) -> None:
        figures = made.observation("output", 100, **YEAR), made.observation("output", 10, "percent", "growth_rate")
        assert found([nominal_growth("error")], *figures, made.observation("part", 1)).forced == ()

    def test_a_warning_fixes_nothing(self) -> None:
        softer = _named(
            made.linear(
                "=", made.summand("whole"), made.summand("part", -1), made.summand("rest", -1), severity="warning"
            ),
            "softer",
        )
        assert found([softer], made.observation("whole", "42.7"), made.observation("part", "32.9")).forced == ()
        other = made.observation("part", 1, **YEAR), made.observation("part", 1)
        assert found([nominal_growth()], TestProducts.LAST, TestProducts.GREW, *other).forced == ()

    def test_a_period_that_is_not_the_releases_own_is_named(self) -> None:
        (forced,) = found(
            [self.TOTAL],
            made.observation("whole", "42.7", period="2031"),
            made.observation("part", "32.9", period="2031"),
        ).forced
        assert forced.said_en.startswith(
            "made-up-2031-S1 has no Made-up rest (rest level of 2031); by the rules it can only be between 9.7 and 9.9亿元"
        )
        assert forced.said_zh.startswith("made-up-2031-S1 缺少2031 的虚构rest（数值）")

    def test_a_period_of_which_a_release_gives_only_a_target_is_asked_for_nothing(self) -> None:
        """Twice the half-year is the year, of which there is first a target only, and then another figure."""
        twice = made.linear("=", made.summand("whole", 2), made.summand("whole", -1, reference="full_year"))
        half, target = made.observation("whole", "42.7"), made.observation("whole", 90, measure="target", period="2031")
        assert found([twice], half, target).forced == ()
        (forced,) = found([twice], half, target, made.observation("part", 1, period="2031")).forced
        assert (forced.indicator_id, forced.measure, forced.period) == ("whole", "level", "2031")

        reached = made.linear("=", made.summand("whole"), made.summand("whole", -1, measure="target"))
        assert found([reached], target).forced == ()
        assert found([reached], target, made.observation("part", 1, period="2031")).forced

    def test_a_period_of_which_a_release_gives_only_a_target_is_asked_for_other_targets(self) -> None:
        alike = made.linear("=", made.summand("whole", measure="target"), made.summand("part", -1, measure="target"))
        (forced,) = found([alike], made.observation("whole", 90, measure="target", period="2031")).forced
        assert (forced.indicator_id, forced.measure, forced.low, forced.high) == (
            "part",
            "target",
            Decimal("89.5"),
            Decimal("90.5"),
        )

    def test_a_target_beside_the_shipped_figures_is_asked_for_nothing(self, package_copy: Path) -> None:
        path = package_copy / "data" / "observations.csv"
        target = "decheng-2021-S1,key_project_investment,target,2021,371402,none,90,0,hundred_million_yuan,,A,,90亿元,,,,,,,,\n"
        path.write_text(path.read_text("utf-8") + target, "utf-8")
        assert dd.suspects(package_copy).forced == ()

    def test_what_one_rule_fixes_is_handed_on(self) -> None:
        twice = made.linear("=", made.summand("part"), made.summand("tax", -1))
        rules = [_named(self.TOTAL, "total"), _named(twice, "twice")]
        forced = found(rules, made.observation("whole", "42.7"), made.observation("rest", "9.8")).forced
        assert {each.indicator_id for each in forced} <= {"part", "tax"}
        assert "part" in {each.indicator_id for each in forced}

    def test_they_stand_in_the_report_for_a_person(self, package_copy: Path) -> None:
        from decheng_data.model.report import Report
        from decheng_data.reporters import text

        forced = found([self.TOTAL], made.observation("whole", "42.7"), made.observation("part", "32.9"))
        assert "FIXED BY RULES\n    made-up-2031-S1 has no Made-up rest" in text.render(Report(suspects=forced))
