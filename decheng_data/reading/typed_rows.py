"""The rows of a package as models; what a model refuses beyond the check of the structure becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from decheng_data.model.bilingual import CellsError
from decheng_data.model.finding import Finding
from decheng_data.model.rows import TABLES
from decheng_data.reading.code_lists import area_faults, unit_faults
from decheng_data.rules.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from decheng_data.model.bilingual import Bilingual
    from decheng_data.model.rows import Row
    from decheng_data.packages.opening import Package
    from decheng_data.packages.structure.check import TypedRow
    from decheng_data.rules.vocabulary import Vocabulary


class Tables:
    """Rows as models; what a model refuses beyond the structure's checks becomes a finding."""

    def __init__(self, package: Package, typed: Mapping[str, Iterable[TypedRow]]) -> None:
        self.findings: list[Finding] = []
        self._files = {name: str(package.resource(name)["path"]) for name in typed}
        models: dict[str, type[Row]] = {**TABLES, "observations": Observation}
        self._lines: dict[str, list[int]] = {name: [] for name in TABLES if name in typed}
        self._rows: dict[str, list[Any]] = {name: [] for name in self._lines}
        for name, rows in self._rows.items():
            for line, row in self._as_models(name, models[name], typed[name]):
                self._lines[name].append(line)
                rows.append(row)
        for name, faults in (
            ("areas", area_faults(list(self._numbered("areas")))),
            ("units", unit_faults(list(self._numbered("units")))),
        ):
            self.findings += [_contradiction(self.file(name), line, text) for line, text in faults]

    def rows(self, name: str) -> Sequence[tuple[int | None, Any]]:
        """Each row of a table with its line."""
        return list(self._numbered(name))

    def _numbered(self, name: str) -> Iterator[tuple[int, Any]]:
        return zip(self._lines.get(name, ()), self._rows.get(name, ()), strict=True)

    def file(self, name: str) -> str:
        """The file of a table in the package."""
        return self._files.get(name, f"data/{name}.csv")

    def observations(self, vocabulary: Vocabulary) -> Iterator[Observation]:
        """The figures whose indicator and unit are known; the others are foreign-key findings already."""
        codes = vocabulary.codes
        for line, row in self._numbered("observations"):
            if row.indicator_id in codes.indicators and row.unit in codes.units:
                yield row.bind(codes.indicators[row.indicator_id], codes.units[row.unit], line)

    def _as_models(self, name: str, model: type[Row], typed: Iterable[TypedRow]) -> Iterator[tuple[int, Row]]:
        own_names = {field.alias or name: name for name, field in model.model_fields.items()}
        labels: tuple[str, ...] = ()
        for row in typed:
            if row.names is not labels:
                labels = row.names
                # Columns that the model does not know are findings of the file already, once for all rows.
                places = [(own_names[label], label, place) for place, label in enumerate(labels) if label in own_names]
            try:
                if len(places) == len(own_names):
                    yield row.line, model.of_typed({own: row.values[place] for own, _, place in places})
                else:
                    yield row.line, model.model_validate({label: row.values[place] for _, label, place in places})
            except (CellsError, ValidationError) as error:
                self.findings += _row_findings(error, self.file(name), row.line)


def _row_findings(error: CellsError | ValidationError, file: str, line: int) -> Iterator[Finding]:
    if isinstance(error, CellsError):
        yield _contradiction(file, line, error.text)
        return
    for each in error.errors():
        cause = each.get("ctx", {}).get("error")
        if isinstance(cause, CellsError):
            yield _contradiction(file, line, cause.text)
        else:
            yield _cell_error(file, line, each)


def _contradiction(file: str, line: int, text: Bilingual) -> Finding:
    return Finding(
        rule="row-error",
        code="reading.row-error",
        severity="error",
        file=file,
        line=line,
        expected=text.en,
        parts={"said": text},
    )


def _cell_error(file: str, line: int, error: ErrorDetails) -> Finding:
    return Finding(
        rule="row-error",
        code="reading.cell-error",
        severity="error",
        file=file,
        line=line,
        field=str(error["loc"][0]),
        found=None if error["type"] == "missing" else str(error["input"]),
        expected=error["msg"],
        parts={"reason": error["msg"].removeprefix("Value error, ")},
    )
