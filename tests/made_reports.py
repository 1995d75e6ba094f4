"""Reports made for tests: plain ones, and hostile ones whose every text tries to break the form that it is written in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from decheng_data.model.finding import Finding, Outcome
from decheng_data.model.report import Outcomes, Report, RuleSummary
from decheng_data.model.suspects import InvolvedObservation

HOSTILE = (
    "::error file=x,line=1::forged",
    "\n::error::forged",
    "  ::warning::forged\r\n::stop-commands::x",
    "##[error]forged",
    "###[warning]x ##vso[task.complete]",
    "%0A::error::forged%25",
    "a|b`c`**d**",
    "<script>alert(1)</script><!-- ]]>",
    "[click](javascript:alert(1)) http://evil.example www.evil.example a@evil.example @team #1",
    "\x1b[31mred\x1b[0m\x07\x9b\x00\x0b",
    "\ud800 half a pair \udfff",
    "\u202eright to left\u2028\ufeff",
    "{0} {{1}} {x}",
    "&amp;#10;&lt;]]>",
    "=HYPERLINK(1)",
    "\\",
    "../../etc/passwd",
    "",
    " ",
    "z" * 70_000,
    "中文" * 3_000,
)

_hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(), max_size=40),
    st.tuples(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE)).map("".join),
)
_maybe = st.none() | _hostile
_lines = st.none() | st.integers(1, 10**6)
_severities = st.sampled_from(("error", "warning", "information"))
_rule_ids = st.sampled_from(("printed-agrees", "type-error")) | _hostile


def finding(rule: str = "printed-agrees", **more: Any) -> Finding:
    """A finding with all that it needs."""
    given = {
        "rule": rule,
        "severity": "error",
        "file": "data/observations.csv",
        "line": 2,
        "field": "value",
        "message_en": "It is wrong.",
        "message_zh": "有误。",
        "mend": "Mend it.",
    }
    return Finding.model_validate({**given, **more})


def figure(indicator: str = "gdp", **more: Any) -> InvolvedObservation:
    """A figure that a finding is about."""
    key = {
        "release_id": "made-2021-S1",
        "indicator_id": indicator,
        "measure": "level",
        "period": "2021-S1",
        "area": "371402",
        "comparison": "none",
    }
    told = {
        "printed": "1.5亿元",
        "value": Decimal("1.5"),
        "unit": "hundred_million_yuan",
        "file": "data/observations.csv",
        "line": 2,
    }
    return InvolvedObservation.model_validate({**key, **told, **more})


def rule(rule_id: str = "printed-agrees", **more: Any) -> RuleSummary:
    """A rule with a reason and a form."""
    titles = {
        "title_en": f"What {rule_id} demands",
        "title_zh": f"{rule_id} 的要求",
        "rationale_en": "It is so.",
        "rationale_zh": "理应如此。",
        "expression": "x <= y",
    }
    return RuleSummary.model_validate(
        {"rule_id": rule_id, "severity": "error", "level": 1, "type": "VCO", **titles, **more}
    )


def report(*findings: Finding, rules: tuple[RuleSummary, ...] = (), **more: Any) -> Report:
    """A report of a package with a name."""
    return Report(
        package="made",
        version="1.0.0",
        validator="decheng_data 0.1.0",
        rules_run=len(rules),
        rules=rules,
        findings=findings,
        **more,
    )


def outcomes(**counts: int) -> Outcomes:
    """So many outcomes."""
    return Outcomes(**counts)


figures = st.builds(figure, _hostile, release_id=_hostile, printed=_hostile, measure=_hostile, file=_maybe, line=_lines)
findings = st.builds(
    finding,
    _rule_ids,
    severity=_severities,
    outcome=st.sampled_from((Outcome.FAILED, Outcome.ERROR)),
    file=_maybe,
    line=_lines,
    field=_maybe,
    column=_lines,
    end_column=_lines,
    release=_maybe,
    found=_maybe,
    expected=_maybe,
    message_en=_hostile,
    message_zh=_hostile,
    mend=_maybe,
    mend_zh=_maybe,
    observations=st.lists(figures, max_size=2).map(tuple),
)
rules = st.builds(
    rule,
    _rule_ids,
    severity=_severities,
    title_en=_hostile,
    title_zh=_hostile,
    rationale_en=_maybe,
    rationale_zh=_maybe,
    expression=_maybe,
    type=_maybe,
    reason=_maybe,
    outcomes=st.builds(
        outcomes,
        passed=st.integers(0, 2),
        failed=st.integers(0, 2),
        not_applicable=st.integers(0, 2),
        error=st.integers(0, 1),
    ),
)
hostile_reports = st.builds(
    lambda told, run, package, version, path, validator: Report(
        package=package,
        version=version,
        path=path,
        validator=validator,
        rules=tuple({each.rule_id: each for each in run}.values()),
        findings=tuple(told),
    ),
    st.lists(findings, max_size=4),
    st.lists(rules, max_size=3),
    _maybe,
    _maybe,
    _maybe,
    _hostile,
)
languages = st.sampled_from(("en", "zh", "both"))
