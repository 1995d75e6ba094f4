"""ReadPackage: one state of a package, read once and handed to all that ask for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from decheng_data.model.rows import TABLES, ReleaseRow
from decheng_data.packages.files.pointers import PointerError
from decheng_data.packages.structure.check import check_structure
from decheng_data.packages.table import Table
from decheng_data.reading.typed_rows import Tables
from decheng_data.rules.observation import ObservationIndex
from decheng_data.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.model.rows import Row
    from decheng_data.packages.opening import Package
    from decheng_data.packages.structure.check import Structure
    from decheng_data.rules.observation import Observation

R = TypeVar("R", bound="Row")


class ReadPackage:
    """A package and what its files hold. Each part is made when it is first asked for; no file is parsed twice.

    Of tables that are `kept` the rows of texts stay in memory beside the typed ones, for those that read them as they
    are written. Faults are findings of `structure` and `tables`, and what has one is left out of all that follows.
    Raises PackageError, here or later, where bytes cannot be had, or a file changes before all has been read.
    """

    def __init__(self, package: Package, *, kept: Iterable[str] = ()) -> None:
        self.package = package
        package.keep(kept)

    @cached_property
    def structure(self) -> Structure:
        """Level 0: what the check of descriptor and files found, and the typed rows."""
        return check_structure(self.package)

    @cached_property
    def tables(self) -> Tables:
        """The rows as models."""
        return Tables(self.package, self.structure.tables)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The code lists, themes and rules."""
        unread = self.structure.of_faulty_rows("rule_terms", "rule_id")
        return Vocabulary.of(self.tables.rows, self.package.descriptor, unread)

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The figures whose indicator and unit are known."""
        return tuple(self.tables.observations(self.vocabulary))

    @cached_property
    def index(self) -> ObservationIndex:
        """The figures by group. Of a file that cannot be read at all no figure is missing, so no release lacks any."""
        return ObservationIndex(
            self.observations, self.rows(ReleaseRow) if "observations" in self.structure.tables else []
        )

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """The rows of the table of a model, without their lines."""
        return tuple(row for _, row in self.tables.rows(model.table))

    def has_rows(self, name: str) -> bool:
        """Whether a table has any row that can be read, sound or not. Its rows are kept."""
        self.package.keep([name])
        try:
            return name in self.package and self.package.has_file(name) and any(self.package.read_source(name).rows)
        except (OSError, PointerError):  # a finding of the structure
            return False

    def table(self, name: str) -> Table:
        """A table of a sound package. Raises NotInReleaseError where the package does not have it."""
        self.package.resource(name)
        numbered = self.tables.rows(name)
        return Table(TABLES[name], tuple(row for _, row in numbered), tuple(line or 0 for line, _ in numbered))
