"""What a validation says: outcomes, findings, and the report that holds them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from decheng_data.errors import FindingsError
from decheng_data.fields import Severity
from decheng_data.printed import figure_told

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")
"""The worst first (ESS handbook on validation: error, warning, information)."""

Tongue = Literal["en", "zh"]
Language = Literal["en", "zh", "both"]
TONGUES: dict[Language, tuple[Tongue, ...]] = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}
"""The languages that the sentences of a report are told in, by what was asked for."""


class Outcome(StrEnum):
    """What came of running a rule once: ESS 1, 0, NA, and held apart from them, that it could not be evaluated."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class InvolvedObservation(BaseModel):
    """A figure that a finding is about, by its key, with its printed form and its place in the package."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    indicator_id: str
    measure: str
    period: str
    area: str
    comparison: str
    printed: str
    value: Decimal
    unit: str
    file: str | None = None
    line: int | None = None

    @property
    def figure(self) -> str:
        """The printed form with the sign of the value; the value with the printed unit where that is another number."""
        return figure_told(self.printed, self.value)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measure} {self.figure}"


class LikelySlip(BaseModel):
    """A slip of the hand or the eye that would explain a figure: with it undone every rule holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[str, Field(description="Id of the kind of slip, such as point-moved.")]
    value: Annotated[Decimal | None, Field(description="What the figure would have been, in `unit`; empty where the slip does not tell it.")] = None
    decimals: Annotated[int | None, Field(ge=0, description="Decimals of that value.")] = None
    unit: Annotated[str | None, Field(description="Unit of that value.")] = None
    keystrokes: Annotated[int, Field(ge=0, description="How many keys went wrong.")]
    agrees_with_printed: Annotated[bool, Field(description="Whether `printed` says that value, while `value` does not.")] = False
    said_en: Annotated[str, Field(description="329 would hold as 32.9: the decimal point moved.")]
    said_zh: Annotated[str, Field(description="The same in Chinese.")]

    def said(self, tongue: Tongue) -> str:
        """The slip in one clause of that language."""
        return self.said_zh if tongue == "zh" else self.said_en


class Suspect(InvolvedObservation):
    """A figure that may be the wrong one: what it would have to be, and the slips that would explain it, the likeliest first."""

    name_en: Annotated[str, Field(description="Name of the indicator.")]
    name_zh: Annotated[str, Field(description="Name of the indicator in Chinese.")]
    low: Annotated[Decimal | None, Field(description="Least value, printed as precisely as now in the same unit, that mends; empty: none.")] = None
    high: Annotated[Decimal | None, Field(description="Greatest such value; empty: none.")] = None
    slips: Annotated[tuple[LikelySlip, ...], Field(description="Slips that would explain it, the likeliest first.")] = ()

    @property
    def interval(self) -> tuple[Decimal | None, Decimal | None]:
        """From the least to the greatest value that mends, in the printed unit; None where there is no bound."""
        return self.low, self.high


class SuspectSet(BaseModel):
    """Figures whose change, all of them together, lets every rule hold; no part of them alone would do. None: it may be the warning that is wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: Annotated[tuple[Suspect, ...], Field(description="The figures that would have to change.")]
    standing: Annotated[tuple[str, ...], Field(description="Warnings, by rule id, that would still fail and could be true.")] = ()
    weight: Annotated[int, Field(description="How much speaks against it: 100 for an ordinary figure that is wrong. The lightest set is the likeliest.")]
    confirmed: Annotated[bool, Field(description="Whether values were found for which validation itself passes every rule.")] = True


class Localisation(BaseModel):
    """Failed rules that hang together, and the sets of figures that would mend them, the likeliest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Annotated[tuple[str, ...], Field(description="Ids of the rules that failed, in their order.")]
    sets: Annotated[tuple[SuspectSet, ...], Field(description="The minimal sets, the likeliest first.")] = ()
    settled: Annotated[bool, Field(description="Whether the search came to its end: these are the sets up to the number asked for.")] = True
    more: Annotated[bool, Field(description="Whether there are further sets, beyond the number asked for or much heavier than the first.")] = False
    note_en: Annotated[str | None, Field(description="What the search could not take exactly.")] = None
    note_zh: Annotated[str | None, Field(description="The same in Chinese.")] = None


class ForcedValue(BaseModel):
    """A figure that is missing and that the rules fix to one value or a narrow interval. It is told, and never filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    indicator_id: str
    measure: str
    period: str
    area: str
    low: Annotated[Decimal, Field(description="Least value that the rules allow, in `unit`.")]
    high: Annotated[Decimal, Field(description="Greatest value that they allow.")]
    unit: str
    rules: Annotated[tuple[str, ...], Field(description="Ids of the rules that fix it.")]
    said_en: str
    said_zh: str

    def said(self, tongue: Tongue) -> str:
        """What the rules fix, in one sentence of that language."""
        return self.said_zh if tongue == "zh" else self.said_en


class Suspects(BaseModel):
    """Which figures are likely the wrong ones, and which missing ones the rules fix."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    localisations: tuple[Localisation, ...] = ()
    forced: tuple[ForcedValue, ...] = ()

    @property
    def first(self) -> tuple[Suspect, ...]:
        """The figures to look up first: of each localisation those of its likeliest set that names any."""
        named = (next((each for each in localisation.sets if each.figures), None) for localisation in self.localisations)
        return tuple(suspect for each in named if each for suspect in each.figures)

    @property
    def settled(self) -> bool:
        """Whether every search came to its end."""
        return all(each.settled for each in self.localisations)

    def __len__(self) -> int:
        return len(self.localisations)

    def __repr__(self) -> str:
        told = "; ".join(f"{suspect} ({suspect.slips[0].said_en})" if suspect.slips else str(suspect) for suspect in self.first)
        return f"<Suspects {told or 'none'}{'' if self.settled else '; not settled'}; {len(self.forced)} missing figures are fixed by the rules>"

    __str__ = __repr__


class Waived(BaseModel):
    """The waiver by which a failure is accepted: it is shown, and does not fail the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[str, Field(description="Why the failure is accepted.")]
    author: Annotated[str, Field(description="Who accepted it.")]
    until: Annotated[date, Field(description="Last day on which the waiver holds.")]


class Finding(BaseModel):
    """An outcome that failed or could not be evaluated: where, what stands there, what was expected, what would mend it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Annotated[str, Field(description="Rule id, or for structure the Frictionless error type.")]
    severity: Severity
    outcome: Annotated[Outcome, Field(description="failed: bad data; error: the rule could not be evaluated.")] = Outcome.FAILED
    level: Annotated[int, Field(ge=0, le=3, description="ESS validation level.")] = 0
    file: Annotated[str | None, Field(description="Path inside the package.")] = None
    line: Annotated[int | None, Field(ge=1, description="Line of the file, the header being 1.")] = None
    field: Annotated[str | None, Field(description="Name of the field (column).")] = None
    column: Annotated[int | None, Field(ge=1, description="First code point of the cell in its line, counted from 1.")] = None
    end_column: Annotated[int | None, Field(ge=1, description="Code point after the last one of the cell.")] = None
    release: Annotated[str | None, Field(description="Release id.")] = None
    observations: Annotated[tuple[InvolvedObservation, ...], Field(description="Figures involved, the likeliest to look up first.")] = ()
    excess: Annotated[Decimal | None, Field(description="By how much the printed values miss, in the rule's unit.")] = None
    tolerance: Annotated[Decimal | None, Field(description="How much of that rounding could hide, in the rule's unit.")] = None
    unit: Annotated[str | None, Field(description="Unit of excess and tolerance, as printed.")] = None
    found: Annotated[str | None, Field(description="What stands there.")] = None
    expected: Annotated[str | None, Field(description="What was expected.")] = None
    message_en: str
    message_zh: str
    mend: Annotated[str | None, Field(description="What would mend it.")] = None
    mend_zh: Annotated[str | None, Field(description="What would mend it, in Chinese.")] = None
    waived: Annotated[Waived | None, Field(description="The waiver that accepts it, where there is one.")] = None
    localisation: Annotated[int | None, Field(ge=0, description="Which of the report's suspects.localisations is about it, where they were asked for.")] = None

    def message(self, tongue: Tongue) -> str:
        """What is wrong, in one sentence of that language."""
        return self.message_zh if tongue == "zh" else self.message_en

    def advice(self, tongue: Tongue) -> str | None:
        """What would mend it, in that language; in English where it is not told in Chinese."""
        return (self.mend_zh or self.mend) if tongue == "zh" else self.mend

    @property
    def place(self) -> str:
        """`data/observations.csv:18:value`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.field) if part is not None)


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

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule_id: Annotated[str, Field(description="Rule id, or for structure the Frictionless error type.")]
    title_en: Annotated[str, Field(description="What must hold.")]
    title_zh: Annotated[str, Field(description="What must hold, in Chinese.")]
    rationale_en: Annotated[str | None, Field(description="Why it must hold.")] = None
    rationale_zh: Annotated[str | None, Field(description="Why it must hold, in Chinese.")] = None
    expression: Annotated[str | None, Field(description="The rule in its normal form, for people.")] = None
    severity: Severity
    level: Annotated[int, Field(ge=0, le=3, description="ESS validation level.")] = 0
    type: Annotated[str | None, Field(description="ESS validation type.")] = None
    outcomes: Annotated[Outcomes, Field(description="How many times the rule came to each outcome.")] = Field(default_factory=Outcomes)
    reason: Annotated[str | None, Field(description="Why it was not applicable, of the first time that it was not.")] = None
    reason_zh: Annotated[str | None, Field(description="The same in Chinese.")] = None

    def title(self, tongue: Tongue) -> str:
        """What must hold, in that language."""
        return self.title_zh if tongue == "zh" else self.title_en

    def rationale(self, tongue: Tongue) -> str | None:
        """Why it must hold, in that language; rules of structure are their own reason."""
        return self.rationale_zh if tongue == "zh" else self.rationale_en

    @property
    def why(self) -> tuple[str, str]:
        """Why it was not applicable, in English and in Chinese; empty where it is not told."""
        return self.reason or "", self.reason_zh or self.reason or ""

    @property
    def outcome(self) -> Outcome:
        """The gravest of its outcomes; not applicable only where it never was applicable. A rule of structure without a fault has passed."""
        counts = self.outcomes
        if counts.error or counts.failed:
            return Outcome.ERROR if counts.error else Outcome.FAILED
        return Outcome.NOT_APPLICABLE if counts.not_applicable and not (counts.passed or counts.waived) else Outcome.PASSED


class Coverage(BaseModel):
    """How many numerals of a bulletin's text belong to a row of the package, or are a date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    numerals: Annotated[int, Field(ge=0, description="Numerals found in the text.")]
    accounted: Annotated[int, Field(ge=0, description="Those that belong to an observation, a mention or a date.")]
    unaccounted: Annotated[int, Field(ge=0, description="Those that belong to nothing.")]

    @property
    def share(self) -> Decimal:
        """The accounted ones in percent, never rounded up; 100 where there are none at all."""
        return (100 * Decimal(self.accounted) / self.numerals).quantize(Decimal("0.1"), ROUND_DOWN) if self.numerals else Decimal(100)

    def said(self, tongue: Tongue) -> str:
        """The counts, in one sentence of that language."""
        share = f"{self.share.normalize():f}"
        if tongue == "zh":
            return f"共 {self.numerals:,} 个数字，{self.accounted:,} 个有着落，{self.unaccounted:,} 个没有着落（{share}%）"
        return f"{self.numerals:,} numerals found, {self.accounted:,} accounted for, {self.unaccounted:,} unaccounted for ({share} %)"

    def __str__(self) -> str:
        return self.said("en")


class Report(BaseModel):
    """The result of one validation. `valid` is false when a finding of severity error failed or a rule could not run."""

    model_config = ConfigDict(extra="forbid")

    package: Annotated[str | None, Field(description="Name of the package.")] = None
    path: Annotated[str | None, Field(description="What was validated.")] = None
    version: Annotated[str | None, Field(description="Version of the package.")] = None
    validator: Annotated[str, Field(description="Program and version that validated.")] = "decheng_data"
    time: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    rules_run: int = 0
    outcomes: Outcomes = Field(default_factory=Outcomes)
    rules: Annotated[tuple[RuleSummary, ...], Field(description="The rules that were run, in their order.")] = ()
    findings: Annotated[tuple[Finding, ...], Field(description="Worst first, then in the order of the files.")] = ()
    coverage: Annotated[Coverage | None, Field(description="Of a verification against a text: how many of its numerals belong to a row.")] = None
    suspects: Annotated[Suspects | None, Field(description="The figures that are likely wrong, where they were asked for.")] = None

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order of decorators; mypy does not know it
    @property
    def valid(self) -> bool:
        """Whether nothing of severity error failed and every rule could run."""
        return not self.at_or_above("error") and self.complete

    @property
    def ok(self) -> bool:
        """The same as `valid`."""
        return self.valid

    @property
    def complete(self) -> bool:
        """Whether everything could be validated: no outcome is `error`."""
        return not any(finding.outcome is Outcome.ERROR for finding in self.findings)

    def by_rule(self) -> list[tuple[RuleSummary, list[Finding]]]:
        """Each rule with its findings: those that were run, and after them those that only a finding names. A rule with a finding has not passed."""
        of: dict[str, list[Finding]] = {summary.rule_id: [] for summary in self.rules}
        for finding in self.findings:
            of.setdefault(finding.rule, []).append(finding)
        known = {summary.rule_id: summary for summary in self.rules}
        return [(_summary(rule_id, known.get(rule_id), findings), findings) for rule_id, findings in of.items()]

    def at_or_above(self, severity: Severity) -> tuple[Finding, ...]:
        """The failed findings of this severity and worse; without those that a waiver accepts."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in worst and finding.outcome is Outcome.FAILED and finding.waived is None)

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
            told = (finding for finding in self.findings if finding.severity in worst and not finding.waived)
            raise FindingsError(self, (f"{finding.place}: {finding.message_en}" for finding in told))

    def __repr__(self) -> str:
        standing = [finding.severity for finding in self.findings if not finding.waived]
        accepted = [f"{len(self.accepted)} accepted"] if self.accepted else []
        counts = ", ".join([*(f"{standing.count(severity)} {severity}" for severity in SEVERITIES), *accepted])
        verdict = "valid" if self.valid else "NOT valid"
        return f"<Report {verdict}: {self.package or self.path} {self.version or ''}; {self.rules_run} rules; findings: {counts}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from decheng_data.notebooks import report_html  # only in a notebook

        return report_html(self)


def _summary(rule_id: str, known: RuleSummary | None, findings: list[Finding]) -> RuleSummary:
    errors = sum(finding.outcome is Outcome.ERROR for finding in findings)
    failed = sum(finding.outcome is Outcome.FAILED and finding.waived is None for finding in findings)
    if known is None:
        severity = min((finding.severity for finding in findings), key=SEVERITIES.index)
        return RuleSummary(
            rule_id=rule_id, title_en=rule_id, title_zh=rule_id, severity=severity, level=findings[0].level, outcomes=Outcomes(failed=failed, error=errors)
        )
    counts = known.outcomes
    told = counts.model_copy(update={"failed": max(counts.failed, failed), "error": max(counts.error, errors)})
    return known.model_copy(update={"outcomes": told})
