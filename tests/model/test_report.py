"""Reports: when they are valid, what status they exit with, and what they raise."""

from __future__ import annotations

import json
import pickle
import re

import pytest

from decheng_data.model.fields import OUTCOME_WORDS, SEVERITY_WORDS
from decheng_data.model.finding import SEVERITIES, Outcome
from decheng_data.model.report import Coverage, FindingsError, Outcomes, Report
from decheng_data.model.suspects import ForcedValue, LikelySlip, Localisation, Suspect, Suspects, SuspectSet
from tests.made_reports import figure, finding, report, rule

ERROR, WARNING, INFORMATION = (
    finding(severity, severity=severity, message_en=f"An {severity}.") for severity in SEVERITIES
)
NOT_RUN = finding("broken", outcome=Outcome.ERROR, message_en="It could not run.")


@pytest.mark.parametrize(
    ("findings", "valid", "complete", "statuses"),
    [
        ((), True, True, (0, 0, 0)),
        ((INFORMATION,), True, True, (0, 0, 1)),
        ((WARNING, INFORMATION), True, True, (0, 1, 1)),
        ((ERROR, WARNING), False, True, (1, 1, 1)),
        ((NOT_RUN,), False, False, (2, 2, 2)),
        ((NOT_RUN, ERROR), False, False, (2, 2, 2)),
    ],
)
def test_findings_decide(findings, valid, complete, statuses):
    made = report(*findings)
    assert (made.valid, made.ok, made.complete) == (valid, valid, complete)
    assert tuple(made.exit_status(severity) for severity in SEVERITIES) == statuses


def test_a_rule_that_could_not_run_is_no_failed_finding():
    made = report(NOT_RUN, ERROR, WARNING, INFORMATION)
    assert made.at_or_above("error") == (ERROR,)
    assert made.at_or_above("warning") == (ERROR, WARNING)
    assert made.at_or_above("information") == (ERROR, WARNING, INFORMATION)


def test_what_a_waiver_accepts_is_shown_and_fails_nothing():
    accepted = finding("accepted", waived={"reason": "So printed.", "author": "Nobody", "until": "2031-12-31"})
    made = report(accepted, WARNING)
    assert made.valid
    assert (made.accepted, made.at_or_above("information")) == ((accepted,), (WARNING,))
    assert [made.exit_status(severity) for severity in SEVERITIES] == [0, 1, 1]
    assert repr(made).endswith("findings: 0 error, 1 warning, 0 information, 1 accepted>")
    assert "已接受 accepted" in made._repr_html_()
    with pytest.raises(FindingsError, match=r"^data/observations.csv:2:value: An warning\.$"):
        made.raise_for_findings("warning")


def test_raising_names_place_and_sentence():
    made = report(NOT_RUN, ERROR, WARNING)
    with pytest.raises(FindingsError) as raised:
        made.raise_for_findings()
    assert raised.value.report is made
    assert (
        str(raised.value)
        == "data/observations.csv:2:value: It could not run.\ndata/observations.csv:2:value: An error."
    )


def test_raising_asks_for_a_severity():
    made = report(WARNING)
    made.raise_for_findings()
    with pytest.raises(FindingsError, match="An warning"):
        made.raise_for_findings("warning")


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "data/observations.csv:2:value"),
        ({"field": None}, "data/observations.csv:2"),
        ({"field": None, "line": None}, "data/observations.csv"),
        ({"file": None, "line": None, "field": None}, ""),
    ],
)
def test_a_place_is_told_as_far_as_it_is_known(given, place):
    assert finding(**given).place == place


def test_a_figure_is_told_by_what_it_is_and_how_it_is_printed():
    made = figure("whole", measure="level", printed="42.7亿元", value="42.7")
    assert str(made) == "whole level 42.7亿元"


def test_a_person_can_read_it():
    made = Report(package="made-up", version="1.2.3", rules_run=3, findings=(ERROR, WARNING))
    assert repr(made) == "<Report NOT valid: made-up 1.2.3; 3 rules; findings: 1 error, 1 warning, 0 information>"
    assert repr(Report(path="here")) == "<Report valid: here ; 0 rules; findings: 0 error, 0 warning, 0 information>"


def test_a_notebook_shows_findings_as_a_table():
    accepted = finding("accepted", waived={"reason": "So printed.", "author": "Nobody", "until": "2031-12-31"})
    shown = report(ERROR, NOT_RUN, accepted)._repr_html_()
    assert re.sub("<style>.*</style>", "", shown, flags=re.DOTALL).startswith(
        '<div class="decheng-data"><p><b>✗ 校验未通过 <small>NOT valid</small></b> made 1.0.0</p>'
    )
    assert re.findall(r'<tr class="(.*?)">', shown) == ["error", "error", "accepted"]
    assert [" ".join(re.sub("<.*?>", " ", row).split()) for row in re.findall(r"<tr class=.*?</tr>", shown)] == [
        "错误 error error data/observations.csv:2:value 有误。 An error. → Mend it.",
        "错误 error 无法运行 could not run broken data/observations.csv:2:value 有误。 It could not run. → Mend it.",
        "已接受 accepted accepted data/observations.csv:2:value 有误。 It is wrong. → Mend it. → So printed. (Nobody, until 2031-12-31)",
    ]


def test_every_severity_and_every_count_of_outcomes_has_words():
    assert tuple(SEVERITY_WORDS) == SEVERITIES
    assert OUTCOME_WORDS.keys() == Outcomes.model_fields.keys()


def test_by_default_errors_fail():
    assert (report(ERROR).exit_status(), report(WARNING).exit_status()) == (1, 0)


def test_how_much_of_a_text_is_accounted_for():
    made = Coverage(numerals=3000, accounted=2999, unaccounted=1)
    assert str(made) == "3,000 numerals found, 2,999 accounted for, 1 unaccounted for (99.9 %)"
    assert made.sentence("zh") == "共 3,000 个数字，2,999 个有着落，1 个没有着落（99.9%）"


def test_suspects_are_told_in_short():
    slip = LikelySlip(
        kind="point-moved", keystrokes=1, said_en="329 would hold as 32.9", said_zh="329 若为 32.9 则相符"
    )
    there = figure(name_en="GDP", name_zh="地区生产总值").model_dump()
    suspects = (
        Suspect(**there, slips=(slip,)),
        Suspect(**there),
    )
    fixed = dict.fromkeys(("release_id", "indicator_id", "measure", "period", "area", "unit"), "x")
    forced = ForcedValue(**fixed, low=1, high=2, rules=("a",), said_en="It is 1 to 2.", said_zh="应为 1 至 2。")
    localisations = [
        Localisation(rules=("a",), settled=settled, sets=(SuspectSet(figures=suspects, weight=100),))
        for settled in (True, False)
    ]
    assert [(each.said("en"), each.said("zh")) for each in (slip, forced)] == [
        ("329 would hold as 32.9", "329 若为 32.9 则相符"),
        ("It is 1 to 2.", "应为 1 至 2。"),
    ]
    named = "gdp level 1.5亿元 (329 would hold as 32.9); gdp level 1.5亿元"
    assert (
        repr(Suspects(localisations=localisations[:1]))
        == f"<Suspects {named}; 0 missing figures are fixed by the rules>"
    )
    assert (
        repr(Suspects(localisations=localisations[1:], forced=(forced,)))
        == f"<Suspects {named}; not settled; 1 missing figures are fixed by the rules>"
    )
    assert repr(Suspects()) == "<Suspects none; 0 missing figures are fixed by the rules>"


def test_json_says_valid_and_keeps_decimals_exact():
    made = report(finding(excess="10.200000000000000000001", tolerance="0.1"))
    told = json.loads(made.model_dump_json())
    assert told["valid"] is False
    assert told["findings"][0]["excess"] == "10.200000000000000000001"
    assert told["time"] == made.time.isoformat().replace("+00:00", "Z")
    assert made.time.microsecond == 0


def test_a_rule_gives_its_title_and_its_reason_in_both_languages():
    made = rule("x", rationale_en="So it must.", rationale_zh="理应如此。")
    assert (made.title("en"), made.title("zh")) == ("What x demands", "x 的要求")
    assert (made.rationale("en"), made.rationale("zh"), rule().rationale("en")) == (
        "So it must.",
        "理应如此。",
        rule().rationale_en,
    )


def test_a_report_is_the_same_through_json_and_pickle():
    made = Report(findings=(finding(line=18, observations=(figure(),)),), suspects=None)
    assert Report.model_validate_json(made.model_dump_json()) == made
    assert pickle.loads(pickle.dumps(made)) == made
