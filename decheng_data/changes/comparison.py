"""What changed between two states of a package: cells, rows, contract, and the version that the change asks for."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from decheng_data.changes.semver import Bump

VOCABULARY = ("areas", "units", "themes", "indicators")
"""The tables of the vocabulary."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class CellChange(_Frozen):
    """One cell that changed, by meaning: `before` is None where there was no value, `after` where there is none now."""

    field: str
    before: str | None
    after: str | None
    difference: Annotated[
        Decimal | None, Field(description="For a value: by how much, in `unit`, the unit that the figure has now.")
    ] = None
    percent: Annotated[
        Decimal | None,
        Field(description="For a value: by how much in % of what it was, its sign apart; to two decimals."),
    ] = None
    unit: Annotated[str | None, Field(description="Unit of `difference`, as printed.")] = None


class RowChange(_Frozen):
    """A row that was added, removed or revised. Of an added or removed figure `cells` holds its value; of other such
    rows none.
    """

    table: str
    key: dict[str, str]
    change: Literal["added", "removed", "revised"]
    release: Annotated[str | None, Field(description="Release that the row belongs to, if it does.")] = None
    label: Annotated[str, Field(description="What the row is, for people.")]
    name_zh: Annotated[
        str | None, Field(description="Of a figure: the Chinese name of its indicator, where it is known.")
    ] = None
    cells: tuple[CellChange, ...] = ()
    old_line: Annotated[int | None, Field(description="Line in the old file.")] = None
    new_line: Annotated[int | None, Field(description="Line in the new file.")] = None

    def cell(self, field: str) -> CellChange | None:
        """The change of one cell, if it changed."""
        return next((each for each in self.cells if each.field == field), None)


class RowChanges(_Frozen):
    """The rows of one kind that changed, in the order of the files."""

    added: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()
    revised: tuple[RowChange, ...] = ()

    def __iter__(self) -> Iterator[RowChange]:  # type: ignore[override]  # the rows are what one wants of it, not pydantic's pairs
        yield from (*self.added, *self.removed, *self.revised)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed) + len(self.revised)

    def __str__(self) -> str:
        counts = ((len(self.added), "added"), (len(self.removed), "removed"), (len(self.revised), "revised"))
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "no change"


class ContractChange(_Frozen):
    """A change of what the descriptor promises: a table, a field, a constraint, a key, or the package's description of
    itself.
    """

    table: Annotated[str | None, Field(description="Name of the resource; None for the package itself.")] = None
    field: str | None = None
    what: Annotated[str, Field(description="What changed: `field`, `table`, or the name of a property or constraint.")]
    change: Literal["added", "removed", "renamed", "changed", "tightened", "loosened"]
    before: str | None = None
    after: str | None = None
    bump: Bump

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.field) if part) or "package"
        values = " → ".join(part for part in (self.before, self.after) if part)
        return f"{place}: {self.what} {self.change}{f' ({values})' if values else ''}"


class Reason(_Frozen):
    """Why a version must move: how many changes of one kind, and by how much they ask to move it."""

    bump: Bump
    count: int
    reason_en: str
    reason_zh: str


class VersionChange(_Frozen):
    """The two versions, the bump that the change asks for and why, the least version that gives it, and whether the new
    one does.

    `fits` is None where a version is missing or is none, so that it cannot be told.
    """

    old: str | None
    new: str | None
    bump: Bump
    least: Annotated[str | None, Field(description="Least version that gives the bump.")] = None
    fits: bool | None = None
    fault: Annotated[str | None, Field(description="Why it cannot be told.")] = None
    reasons: tuple[Reason, ...] = ()


class StateName(_Frozen):
    """Which state it is: where it was read, and what it calls itself."""

    path: str
    package: str | None
    version: str | None


class Comparison(_Frozen):
    """What changed from an old state of a package to a new one, by meaning: the order of rows and columns, quoting and
    line ends are no change.
    """

    old: StateName
    new: StateName
    releases: RowChanges
    figures: RowChanges
    statements: RowChanges
    mentions: RowChanges
    vocabulary: Annotated[RowChanges, Field(description="Areas, units, themes and indicators.")]
    rules: Annotated[RowChanges, Field(description="Rules and their terms.")]
    records: Annotated[RowChanges, Field(description="Waivers, and the ledger of revisions.")]
    contract: tuple[ContractChange, ...] = ()
    version: VersionChange
    notes: Annotated[tuple[str, ...], Field(description="What could not be compared.")] = ()

    @property
    def sections(self) -> dict[str, RowChanges]:
        """The changed rows by kind."""
        names = ("releases", "figures", "statements", "mentions", "vocabulary", "rules", "records")
        return {name: getattr(self, name) for name in names}

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not any(map(len, self.sections.values())) and not self.contract

    def __repr__(self) -> str:
        rows = "; ".join(f"{name}: {changes}" for name, changes in self.sections.items() if len(changes))
        contract = f"contract: {len(self.contract)} changes" if self.contract else ""
        changed = "; ".join(part for part in (rows, contract) if part) or "no change"
        return f"<Comparison of {_state_text(self.old)} and {_state_text(self.new)}: {changed}; {self._verdict}>"

    __str__ = __repr__

    @property
    def _verdict(self) -> str:
        version = self.version
        if version.fits is None:
            return (
                f"it asks for a {version.bump.value} bump; {version.fault}"
                if version.bump is not Bump.NONE
                else str(version.fault)
            )
        asked = (
            "no new version is needed"
            if version.bump is Bump.NONE
            else f"it asks for a {version.bump.value} bump, {version.least} or later"
        )
        return f"{asked}; {version.new} {'fits' if version.fits else 'does NOT fit'}"


def _state_text(state: StateName) -> str:
    return " ".join(part for part in (state.package, state.version, f"({state.path})") if part)
