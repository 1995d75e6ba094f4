"""A package whose figures are those of an archive: the vocabulary's files, with the rows of its tables of figures
replaced in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.model.rows import TABLES
from decheng_data.packages.opening import Package, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from decheng_data.packages.structure.findings import Fault

_OF_RELEASES = ("releases", "observations", "statements", "mentions", "waivers", "revisions")
"""The tables that belong to releases; all others are vocabulary."""
_OF_THE_FILE = ("bytes", "hash", "rowCount", "row_count", "fieldCount")
"""The properties of a file that is not read here."""


class HeldSource(Source):
    """Rows that are in memory already, in the form of a CSV file that was read."""

    def __init__(self, header: Sequence[str], rows: Iterable[tuple[int, list[str]]]) -> None:
        self.complete, self.header, self._rest, self._kept = True, list(header), iter(rows), None

    @property
    def faults(self) -> list[Fault]:
        """None: nothing was decoded."""
        return []


class Overlay(Package):
    """The vocabulary of one package with the given rows of observations and releases; the other tables of releases are
    empty.

    `observations` are rows of texts, each with its place, under `header`; a text that is not there is empty. `releases`
    has the area, the period and the coverage of each release by its id; those that the vocabulary has are as there,
    with their waivers.
    """

    def __init__(
        self,
        vocabulary: Package,
        location: str,
        header: Sequence[str],
        observations: Iterable[tuple[int, list[str]]],
        releases: Mapping[str, tuple[str, str, str]],
    ) -> None:
        super().__init__(location, _descriptor(vocabulary, location), vocabulary._files)  # noqa: SLF001  # of its own class
        self._header, self._observations, self._releases = header, observations, releases

    def has_file(self, name: str) -> bool:
        """Whether the table has rows to read."""
        return name in _OF_RELEASES or super().has_file(name)

    def read_source(self, name: str) -> Source:
        """The rows of the table."""
        if name == "observations":
            return HeldSource(self._header, self._observations)
        if name == "releases":
            known = {cells[0]: cells for _, cells in self._own(name)}
            rows = (known.get(release_id) or _release(release_id, *more) for release_id, more in self._releases.items())
            return HeldSource(_labels(name), enumerate(rows, start=1))
        if name == "waivers":
            return HeldSource(_labels(name), self._own(name))
        return HeldSource(_labels(name), ()) if name in _OF_RELEASES else super().read_source(name)

    def _own(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """The vocabulary's rows of the releases that are here, their cells in the order of the model; the first is the
        release's id.
        """
        if not super().has_file(name):
            return
        source, labels = super().read_source(name), _labels(name)
        numbers = [source.header.index(label) if label in source.header else None for label in labels]
        release = labels.index("release_id")
        for line, cells in source.rows:
            own = [cells[number] if number is not None and number < len(cells) else "" for number in numbers]
            if own[release] in self._releases:
                yield line, own

    def read_lines(self, name: str, limit: int) -> Iterator[str]:
        """None of the tables of releases: a row of an archive has no columns to point at."""
        return iter(()) if name in _OF_RELEASES else super().read_lines(name, limit)


def _labels(table: str) -> list[str]:
    return [field.alias or name for name, field in TABLES[table].model_fields.items()]


def _release(release_id: str, area: str, period: str, coverage: str) -> list[str]:
    """A row of releases.csv with no more than what rules ask for."""
    read = Period.parse(period)
    filled = {
        "release_id": release_id,
        "coverage": coverage,
        "area": area,
        "period": period,
        "period_range": read.range,
        "frequency": read.frequencies[0],
    }
    filled |= {"year_basis": "printed", "vintage": "2000-01-01"}
    texts = ("title_zh", "title_en", "publisher_zh", "publisher_en")
    return [filled.get(name, "-" if name in texts else "") for name in _labels("releases")]


def _descriptor(vocabulary: Package, location: str) -> dict[str, Any]:
    resources = [
        _resource(resource, location) if resource["name"] in _OF_RELEASES else resource
        for resource in vocabulary.descriptor["resources"]
    ]
    return {**vocabulary.descriptor, "resources": resources}


def _resource(resource: dict[str, Any], location: str) -> dict[str, Any]:
    properties = {name: value for name, value in resource.items() if name not in _OF_THE_FILE}
    return properties | {"path": location} if resource["name"] == "observations" else properties
