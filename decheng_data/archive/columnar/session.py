"""The interface of an engine: tables of columns, SQL in the engine's own words, and small tables put
beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from decheng_data.model.finding import Finding


class Session(Protocol):
    """One archive, opened by one engine as the table `figures`; its columns `file` and `row` are a row's place."""

    columns: dict[str, str]
    """Type of each column of observations that the archive has, in the engine's words."""
    faults: list[Finding]
    """What is wrong with files and records, before any cell is looked at."""
    is_ordered: bool
    """Whether rows have places; otherwise `file` and `row` are null."""
    wide: str
    """Type of whole numbers of 38 digits."""
    word: str
    """Type of texts."""
    most_listed: int
    """Most cells that are written into a query; more are put into a table."""
    most_filters: int
    """So many conditions are looked for as filters sooner one by one than all in one look."""

    def close(self) -> None:
        """Give back what was taken."""

    def drop_unreadable(self) -> bool:
        """Look for files that cannot be read to their end, note them among `faults` and leave them out; whether there
        was one.
        """

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises PackageError where the data cannot be read."""

    def keep(self, name: str, sql: str) -> None:
        """Make a table of a query's rows, to be asked more than once."""

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Make a small table of rows; the types are text, whole and wide."""

    def quoted(self, name: str) -> str:
        """A name that may be a word of SQL."""

    def text(self, sql: str) -> str:
        """The expression as text."""

    def decimal(self, sql: str, digits: int = 38, places: int = 9) -> str:
        """The text as a decimal of so many digits, and places among them; null where it is no number."""

    def matches(self, sql: str, pattern: str) -> str:
        r"""Whether the whole text matches a regular expression without classes such as \\d."""

    def divided(self, sql: str, by: str) -> str:
        """The whole part of one whole number divided by another; for numbers that are not negative, where the other is
        above 0.
        """

    def tenth(self, sql: str, kind: str) -> str:
        """A tenth of a whole number that is a multiple of ten."""

    def kind(self, name: str) -> str:
        """Of a column's type: `whole`, `decimal`, or empty for text (and for floating point, whose shortest text is
        read).
        """

    def scale(self, name: str) -> int:
        """Most decimals that a number of the column can have: 9 where it is text."""

    def scaled(self, sql: str, digits: int, kind: str, whole: int) -> str:
        """The number, of so many digits before the point, times 10^digits, as a whole number of that type."""

    def pivoted(self, rows: str, by: Sequence[str], counted: Mapping[str, str], combos: Sequence[int]) -> str:
        """A query of rows of `combo` and `value` by group.

        It has what is counted, by name, of all rows, and of those whose combo is not null how many are `there`, whether
        one of the combinations is there twice (`doubled`), and the value of each as a{combo}.
        """

    def doubled(self, key: str) -> str:
        """A query of all figures of the groups that are doubled: their key as `place`, combo and value; empty where
        `pivoted` does not keep them.
        """

    def hash(self, cells: Sequence[str]) -> str:
        """A hash of 64 bits of several texts."""
