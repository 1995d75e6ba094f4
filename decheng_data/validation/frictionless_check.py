"""For those who stay with Frictionless: one of its checks that runs this project's rules.

>>> from frictionless import Checklist, Package
>>> from decheng_data.validation.frictionless_check import DechengRules
>>> Package("datapackage.json").validate(checklist=Checklist(checks=[DechengRules()])).valid
True
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from frictionless import Check, Error, errors

from decheng_data.errors import DechengDataError
from decheng_data.model.finding import Outcome
from decheng_data.validation.package import validate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.model.finding import Finding


class RuleError(errors.RowError):
    """A failed rule of severity error; the row is that of the first figure involved."""

    type = "rule-error"
    title = "Rule Error"
    description = "The figures do not keep a rule of the package."
    template = 'Row at position "{rowNumber}": {note}'


class RuleNotRunError(errors.TableError):
    """The rules could not be run on the package."""

    type = "rule-not-run"
    title = "Rule Not Run"
    description = "The rules of the package could not be run."
    template = "The rules could not be run: {note}"


class DechengRules(Check):
    """Holds the figures of the package that the resource `observations` belongs to against its rules of severity error.

    Structure stays Frictionless' own work: this adds ESS level 1 and up. The package must lie in a folder.
    """

    type = "decheng-rules"
    Errors: ClassVar = [RuleError, RuleNotRunError]

    def validate_end(self) -> Iterable[Error]:
        """Run the rules once, after the observations have been read."""
        if self.resource.name != "observations":
            return
        try:
            report = validate(Path(self.resource.basepath or "."))
        except DechengDataError as error:
            yield RuleNotRunError(note=str(error))
            return
        for finding in report.findings:
            if finding.outcome is Outcome.ERROR:
                yield RuleNotRunError(note=finding.message_en)
            elif finding.level >= 1 and finding.severity == "error" and not finding.waived:
                yield self._error(finding)

    def _error(self, finding: Finding) -> Error:
        cells = [each.printed for each in finding.observations]
        return RuleError(note=f"[{finding.rule}] {finding.message_en}", cells=cells, row_number=finding.line or 1)
