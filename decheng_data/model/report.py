"""The report of a validation: its findings, and how often rules came to which outcome."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from decheng_data.errors import DechengDataError
from decheng_data.model.bilingual import Bilingual, Tongue
from decheng_data.model.fields import OUTCOME_WORDS, SEVERITY_WORDS, Severity
from decheng_data.model.finding import SEVERITIES, Finding, Outcome
from decheng_data.model.html import Html, between, bilingual, element, html_table, notebook_panel
from decheng_data.model.suspects import ForcedValue as ForcedValue
from decheng_data.model.suspects import InvolvedObservation as InvolvedObservation
from decheng_data.model.suspects import LikelySlip as LikelySlip
from decheng_data.model.suspects import Localisation as Localisation
from decheng_data.model.suspects import Suspect as Suspect
from decheng_data.model.suspects import Suspects as Suspects
from decheng_data.model.suspects import SuspectSet as SuspectSet

SHOWN_FINDINGS = 100
"""Most findings of a report that a notebook shows."""


class Outcomes(BaseModel):
    """How many times rules came to each outcome. Each structure fault counts as one failed (or error) outcome.

    `failed` are the failures that nobody accepted; those that a waiver accepts are counted apart, as `waived`.
    """

    passed: int = 0
    failed: int = 0
    waived: int = 0
    not_applicable: int = 0
    error: int = 0

    @property
    def total(self) -> int:
        """All of them together."""
        return self.passed + self.failed + self.waived + self.not_applicable + self.error


class RuleSummary(BaseModel):
    """A rule as a reader of the report must know it, with what came of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule_id: Annotated[str, Field(description="Rule id, or for structure the Frictionless error type.")]
    title_en: Annotated[str, Field(description="What must hold.")]
    title_zh: Annotated[str, Field(description="What must hold, in Chinese.")]
    rationale_en: Annotated[str | None, Field(description="Why it must hold.")] = None
    rationale_zh: Annotated[str | None, Field(description="Why it must hold, in Chinese.")] = None
    expression: Annotated[str | None, Field(description="The rule in its normal form, for people.")] = None
    severity: Severity
    level: Annotated[int, Field(ge=0, le=3, description="ESS validation level.")] = 0
    type: Annotated[str | None, Field(description="ESS validation type.")] = None
    outcomes: Annotated[Outcomes, Field(description="How many times the rule came to each outcome.")] = Field(
        default_factory=Outcomes
    )
    reason: Annotated[
        str | None, Field(description="Why it was not applicable, of the first time that it was not.")
    ] = None
    reason_zh: Annotated[str | None, Field(description="The same in Chinese.")] = None

    def title(self, tongue: Tongue) -> str:
        """What must hold, in that language."""
        return self.title_zh if tongue == "zh" else self.title_en

    def rationale(self, tongue: Tongue) -> str | None:
        """Why it must hold, in that language; rules of structure are their own reason."""
        return self.rationale_zh if tongue == "zh" else self.rationale_en

    @property
    def why(self) -> Bilingual:
        """Why it was not applicable; empty where that is not known."""
        return Bilingual(self.reason or "", self.reason_zh or self.reason or "")

    @property
    def outcome(self) -> Outcome:
        """The gravest of its outcomes; not applicable only where it never was applicable.

        A rule of structure without a fault has passed.
        """
        counts = self.outcomes
        if counts.error or counts.failed:
            return Outcome.ERROR if counts.error else Outcome.FAILED
        return (
            Outcome.NOT_APPLICABLE if counts.not_applicable and not (counts.passed or counts.waived) else Outcome.PASSED
        )


class Coverage(BaseModel):
    """How many numerals of a bulletin's text belong to a row of the package, or are a date."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    numerals: Annotated[int, Field(ge=0, description="Numerals found in the text.")]
    accounted: Annotated[int, Field(ge=0, description="Those that belong to an observation, a mention or a date.")]
    unaccounted: Annotated[int, Field(ge=0, description="Those that belong to nothing.")]

    @property
    def share(self) -> Decimal:
        """The accounted ones in percent, never rounded up; 100 where there are none at all."""
        return (
            (100 * Decimal(self.accounted) / self.numerals).quantize(Decimal("0.1"), ROUND_DOWN)
            if self.numerals
            else Decimal(100)
        )

    def sentence(self, tongue: Tongue) -> str:
        """The counts, in one sentence of that language."""
        share = f"{self.share.normalize():f}"
        if tongue == "zh":
            return (
                f"共 {self.numerals:,} 个数字，{self.accounted:,} 个有着落，{self.unaccounted:,} 个没有着落（{share}%）"
            )
        return (
            f"{self.numerals:,} numerals found, {self.accounted:,} accounted for, {self.unaccounted:,} unaccounted for"
            f" ({share} %)"
        )

    def __str__(self) -> str:
        return self.sentence("en")


class Report(BaseModel):
    """The result of one validation. `valid` is false when a finding of severity error failed or a rule could not run."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    package: Annotated[str | None, Field(description="Name of the package.")] = None
    path: Annotated[str | None, Field(description="What was validated.")] = None
    version: Annotated[str | None, Field(description="Version of the package.")] = None
    validator: Annotated[str, Field(description="Program and version that validated.")] = "decheng_data"
    time: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    rules_run: int = 0
    outcomes: Outcomes = Field(default_factory=Outcomes)
    rules: Annotated[tuple[RuleSummary, ...], Field(description="The rules that were run, in their order.")] = ()
    findings: Annotated[tuple[Finding, ...], Field(description="Worst first, then in the order of the files.")] = ()
    coverage: Annotated[
        Coverage | None,
        Field(description="Of a verification against a text: how many of its numerals belong to a row."),
    ] = None
    suspects: Annotated[
        Suspects | None, Field(description="The figures that are likely wrong, where they were asked for.")
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _without_verdict(cls, given: Any) -> Any:
        """`valid` in the JSON of a report is dropped; it is computed again."""
        return {name: value for name, value in given.items() if name != "valid"} if isinstance(given, dict) else given

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order of decorators; mypy does not know it
    @property
    def valid(self) -> bool:
        """Whether nothing of severity error failed and every rule could run."""
        return not self.at_or_above("error") and self.complete

    @property
    def ok(self) -> bool:
        """As `valid`."""
        return self.valid

    @property
    def complete(self) -> bool:
        """Whether everything could be validated: no outcome is `error`."""
        return not any(finding.outcome is Outcome.ERROR for finding in self.findings)

    def by_rule(self) -> list[tuple[RuleSummary, list[Finding]]]:
        """Each rule with its findings: those that were run, and after them those that only a finding names.

        A rule with a finding has not passed.
        """
        of: dict[str, list[Finding]] = {summary.rule_id: [] for summary in self.rules}
        for finding in self.findings:
            of.setdefault(finding.rule, []).append(finding)
        known = {summary.rule_id: summary for summary in self.rules}
        return [(_summary(rule_id, known.get(rule_id), findings), findings) for rule_id, findings in of.items()]

    def at_or_above(self, severity: Severity) -> tuple[Finding, ...]:
        """The failed findings of this severity and worse; without those that a waiver accepts."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return tuple(
            finding
            for finding in self.findings
            if finding.severity in worst and finding.outcome is Outcome.FAILED and finding.waived is None
        )

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """The failed findings that a waiver accepts."""
        return tuple(finding for finding in self.findings if finding.waived is not None)

    def exit_status(self, fail_on: Severity = "error") -> int:
        """0 nothing at or above `fail_on`, 1 findings, 2 something could not be validated."""
        return 2 if not self.complete else 1 if self.at_or_above(fail_on) else 0

    def raise_for_findings(self, severity: Severity = "error") -> None:
        """Raise FindingsError when there are findings at or above the severity, or a rule could not run."""
        if self.exit_status(severity):
            worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
            findings = (finding for finding in self.findings if finding.severity in worst and not finding.waived)
            raise FindingsError(self, (f"{finding.place}: {finding.message_en}" for finding in findings))

    def __repr__(self) -> str:
        severities = [finding.severity for finding in self.findings if not finding.waived]
        accepted = [f"{len(self.accepted)} accepted"] if self.accepted else []
        counts = ", ".join([*(f"{severities.count(severity)} {severity}" for severity in SEVERITIES), *accepted])
        verdict = "valid" if self.valid else "NOT valid"
        return (
            f"<Report {verdict}: {self.package or self.path} {self.version or ''}; {self.rules_run} rules; findings:"
            f" {counts}>"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return report_html(self)


def _summary(rule_id: str, known: RuleSummary | None, findings: list[Finding]) -> RuleSummary:
    errors = sum(finding.outcome is Outcome.ERROR for finding in findings)
    failed = sum(finding.outcome is Outcome.FAILED and finding.waived is None for finding in findings)
    if known is None:
        severity = min((finding.severity for finding in findings), key=SEVERITIES.index)
        return RuleSummary(
            rule_id=rule_id,
            title_en=rule_id,
            title_zh=rule_id,
            severity=severity,
            level=findings[0].level,
            outcomes=Outcomes(failed=failed, error=errors),
        )
    counts = known.outcomes
    outcomes = counts.model_copy(update={"failed": max(counts.failed, failed), "error": max(counts.error, errors)})
    return known.model_copy(update={"outcomes": outcomes})


class FindingsError(DechengDataError):
    """A validation has findings at or above the severity that was asked for."""

    def __init__(self, report: Report, sentences: Iterable[str]) -> None:
        super().__init__("\n".join(sentences))
        self.report = report


def report_html(report: Report) -> str:
    """The verdict, the counts of outcomes, and the findings, each with its place and what would fix it."""
    verdict = Bilingual("valid", "✓ 校验通过") if report.valid else Bilingual("NOT valid", "✗ 校验未通过")
    title = element(
        "p", element("b", bilingual(verdict)), f" {report.package or report.path or ''} {report.version or ''}"
    )
    outcomes = report.outcomes.model_dump()
    counted = (
        bilingual(Bilingual(words.en, f"{outcomes[name]} 次{words.zh}"))
        for name, words in OUTCOME_WORDS.items()
        if outcomes[name]
    )
    counts = element("p", *between((bilingual(Bilingual("rules", f"{report.rules_run} 条规则")), *counted)))
    return notebook_panel(title, counts, _findings(report.findings))


def _findings(findings: tuple[Finding, ...]) -> Html:
    if not findings:
        return element("p", bilingual(Bilingual("No findings.", "没有发现。")))
    more = len(findings) - SHOWN_FINDINGS
    heads = (
        bilingual(Bilingual("severity", "严重程度")),
        bilingual(Bilingual("rule and place", "规则与位置")),
        bilingual(Bilingual("what is wrong", "说明")),
    )
    shown = html_table(
        bilingual(Bilingual("findings", f"{len(findings)} 项发现")), heads, map(_finding_row, findings[:SHOWN_FINDINGS])
    )
    return Html(
        shown + (element("p", bilingual(Bilingual(f"And {more} more.", f"另有 {more} 项。"))) if more > 0 else "")
    )


def _finding_row(each: Finding) -> Html:
    kind = "accepted" if each.waived else each.severity
    word = _in_both(OUTCOME_WORDS["waived"] if each.waived else SEVERITY_WORDS[each.severity])
    ran = Html("<br>") + element("small", _in_both(OUTCOME_WORDS["error"])) if each.outcome.value == "error" else ""
    reason = f"{each.waived.reason} ({each.waived.author}, until {each.waived.until})" if each.waived else None
    lines = (
        element("p", each.message_zh),
        element("p", each.message_en),
        *(element("p", f"→ {line}") for line in (each.mend_zh, each.mend, reason) if line),
    )
    place = (Html("<br>"), element("code", each.place)) if each.place else ()
    return element(
        "tr",
        element("td", element("span", word, class_="badge"), Html(ran)),
        element("td", element("b", each.rule), *place),
        element("td", *lines),
        class_=kind,
    )


def _in_both(words: Bilingual) -> str:
    return f"{words.zh} {words.en}"
