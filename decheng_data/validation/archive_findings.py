"""The findings of an archive, made by the exact engine: it is run on the rows that they need, and must find what the
columnar engine found.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from decheng_data.model.bilingual import NOTHING, Bilingual
from decheng_data.model.finding import Line, Outcome
from decheng_data.packages.structure.check import check_structure
from decheng_data.packages.structure.findings import STRUCTURE_RULES
from decheng_data.reading.typed_rows import Tables
from decheng_data.rules.evaluation import NO_FIGURE
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.wording import finding
from decheng_data.validation.package import validate_opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.archive.columnar.decide import ArchiveDecisions
    from decheng_data.archive.rows import Rows
    from decheng_data.model.finding import Finding
    from decheng_data.packages.opening import Package
    from decheng_data.rules.vocabulary import Vocabulary
    from decheng_data.validation.tally import Tally


class Wording:
    """The findings of one validation, once all is decided."""

    def __init__(self, package: Package, vocabulary: Vocabulary, location: str, decided: ArchiveDecisions) -> None:
        self._package, self._vocabulary, self._location = package, vocabulary, location
        self._decided = decided

    def settled(self, tally: Tally) -> list[Finding]:
        """Settle the doubts with the exact engine, and make the findings of what fails; what a waiver accepts comes
        with all that is waived.
        """
        return self._unwaived(self._settled(tally)) if self._decided.decisions.doubts else []

    def _settled(self, tally: Tally) -> Iterator[Finding]:
        decided, rows = self._decided, self._decided.in_doubt
        index = self._index_of(rows)
        for rule_id in decided.decisions.doubts:
            found = False
            for evaluation in evaluate([self._vocabulary.rules[rule_id]], index, self._vocabulary.codes):
                if decided.is_in_doubt(evaluation):
                    found = True
                    tally.count(rule_id, evaluation.outcome, evaluation.why)
                    if evaluation.outcome is Outcome.FAILED:
                        yield placed(finding(evaluation, self._location), rows, self._location)
            if not found and not decided.decisions.is_counted(rule_id):
                tally.count(rule_id, Outcome.NOT_APPLICABLE, NO_FIGURE)

    def _findings_of(self, package: Package, rules: set[str]) -> Iterator[Finding]:
        """The findings of the structure of the rows, and of the rules that have faults, around the places of these."""
        structure = check_structure(package)
        tables = Tables(package, {name: structure.tables[name] for name in ("observations", "releases")})
        yield from (*structure.findings, *tables.findings)
        observations, releases = (
            list(tables.observations(self._vocabulary)),
            [row for _, row in tables.rows("releases")],
        )
        for rule in (each for each in self._vocabulary.rules if each.rule_id in rules):
            index = self._decided.decisions.near(rule.rule_id, observations, releases)
            for evaluation in evaluate([rule], index, self._vocabulary.codes, passed=Counter()):
                if evaluation.outcome is Outcome.FAILED:
                    yield finding(evaluation, tables.file("observations"))

    def _index_of(self, rows: Rows) -> ObservationIndex:
        package = rows.package(self._package, self._location)
        typed = check_structure(package).tables
        tables = Tables(package, {name: typed[name] for name in ("observations", "releases")})
        return ObservationIndex(tables.observations(self._vocabulary), [row for _, row in tables.rows("releases")])

    def worded(self, tally: Tally) -> Iterator[Finding]:
        """The findings of the noted faults, of all that is waived, and of what is wrong with the vocabulary itself.

        They are those of the exact engine on the rows that they need.
        """
        decided, faults = self._decided, self._decided.decisions.faults
        package = decided.at_fault.package(self._package, self._location)
        of_rows = {self._location, str(package.resource("releases")["path"])}
        report = validate_opened(package) if decided.waivers else None  # a waiver may be of any rule
        of_waivers = {rule.rule_id for rule in self._vocabulary.rules if rule.row.kind == "waiver"}
        confirmed = set[tuple[str, object]]()
        for each in report.findings if report else self._findings_of(package, {rule for rule, _ in faults}):
            if each.rule in STRUCTURE_RULES and each.file not in of_rows:
                tally.count(each.rule, each.outcome)
                yield each
                continue
            fault = decided.fault_of(each)
            confirmed.add(fault)
            if each.waived:
                tally.waive(each.rule)
            if each.rule in of_waivers:
                yield each
            elif each.waived or fault in faults:
                yield placed(each, decided.at_fault, self._location)
        decided.check(confirmed)
        for summary in report.rules if report else ():
            if summary.rule_id in of_waivers:
                for outcome in Outcome:
                    tally.count(summary.rule_id, outcome, summary.why, times=getattr(summary.outcomes, outcome.value))

    def _unwaived(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no waiver accepts; those that one does come with all that are waived."""
        from decheng_data.rules.waivers import Waivers

        rows = [(None, row) for row in self._decided.waivers]
        return [each for each in Waivers(rows, "", datetime.now(UTC).date()).applied(findings) if not each.waived]


def placed(each: Finding, rows: Rows, location: str) -> Finding:
    """The finding of the archive at a location, with its file and row in place of the number of the row among those
    that were read.
    """

    def line(number: Line) -> Line:
        place = rows.places.get(number.number) if number.file == location else None
        return number if place is None else place.line

    # Other lines are those of the vocabulary's files.
    here = line(Line(each.line, location)) if each.line and each.file == location else None
    if here is None:
        return each.moved(line)
    return each.moved(line, file=here.file or each.file, line=here.number or None, at=_beginning(each, here))


def _beginning(each: Finding, here: Line) -> Bilingual:
    """How a sentence on a row begins that is known by its key alone."""
    if not here.at:
        return NOTHING
    file, field = here.file or each.file, each.field
    return Bilingual(
        f"{file}, {here.at.en}" + (f", field {field}" if field else ""),
        f"{file} {here.at.zh}" + (f" {field} 字段" if field else ""),
    )
