"""What a validation says: outcomes, findings, and the report that holds them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, computed_field

from decheng_data.errors import FindingsError
from decheng_data.models import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")
"""The worst first (ESS handbook on validation: error, warning, information)."""


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

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measure} {self.printed}"


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

    @property
    def place(self) -> str:
        """`data/observations.csv:18:value`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.field) if part is not None)


class Outcomes(BaseModel):
    """How many times rules came to each outcome. Each structure fault counts as one failed (or error) outcome."""

    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    error: int = 0


class Report(BaseModel):
    """The result of one validation. `valid` is false when a finding of severity error failed or a rule could not run."""

    model_config = ConfigDict(extra="forbid")

    package: Annotated[str | None, Field(description="Name of the package.")] = None
    path: Annotated[str | None, Field(description="What was validated.")] = None
    version: Annotated[str | None, Field(description="Version of the package.")] = None
    validator: Annotated[str, Field(description="Program and version that validated.")] = "decheng_data"
    time: Annotated[datetime, Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))]
    rules_run: int = 0
    outcomes: Annotated[Outcomes, Field(default_factory=Outcomes)]
    findings: Annotated[tuple[Finding, ...], Field(description="Worst first, then in the order of the files.")] = ()

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

    def at_or_above(self, severity: Severity) -> tuple[Finding, ...]:
        """The failed findings of this severity and worse."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return tuple(finding for finding in self.findings if finding.severity in worst and finding.outcome is Outcome.FAILED)

    def exit_status(self, fail_on: Severity = "error") -> int:
        """0 nothing at or above `fail_on`, 1 findings, 2 something could not be validated."""
        return 2 if not self.complete else 1 if self.at_or_above(fail_on) else 0

    def raise_for_findings(self, severity: Severity = "error") -> None:
        """Raise FindingsError when there are findings at or above the severity, or a rule could not run."""
        if self.exit_status(severity):
            raise FindingsError(self, (f"{finding.place}: {finding.message_en}" for finding in self.findings if finding.severity in SEVERITIES[: SEVERITIES.index(severity) + 1]))

    def __repr__(self) -> str:
        counts = ", ".join(f"{sum(finding.severity == severity for finding in self.findings)} {severity}" for severity in SEVERITIES)
        return f"<Report {'valid' if self.valid else 'NOT valid'}: {self.package or self.path} {self.version or ''}; {self.rules_run} rules; findings: {counts}>"
