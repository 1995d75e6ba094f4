"""Finding a row again in a text: at its position, or by the hashes of its neighbours where small edits moved it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.text.drafting.draft import DraftRow

WIDTH = 16
"""How many characters on either side are hashed."""
_MOST_OCCURRENCES = 2000


class Placed(Protocol):
    """A row with its place in the text: an observation, a mention or a statement."""

    @property
    def words(self) -> str:
        """The figure, numeral or name as in the text."""

    @property
    def start(self) -> int | None:
        """First code point."""

    @property
    def end(self) -> int | None:
        """Code point after the last one."""

    @property
    def hash_before(self) -> str | None:
        """Hash of the 16 characters before it."""

    @property
    def hash_after(self) -> str | None:
        """Hash of the 16 characters behind it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a row in the text, and whether its words are there."""

    start: int
    end: int
    agrees: bool


def neighbour_hashes(text: str, start: int, end: int) -> tuple[str, str]:
    """`hash_before` and `hash_after` of a span: 16 hexadecimal digits of SHA-256 of the 16 characters on either
    side.
    """
    return _hash(text[max(0, start - WIDTH) : start]), _hash(text[end : end + WIDTH])


def _hash(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:WIDTH]


class Placer:
    """Finds rows in one text by the words that they print. `rows` are the numerals of that text.

    `counted` says that start and end of the rows count in this very text: words that are at the place of their row
    need no neighbours to be known by.
    """

    def __init__(self, text: str, rows: Iterable[DraftRow], *, counted: bool = False) -> None:
        self._text, self._counted = text, counted
        self._after_words: dict[str, list[DraftRow]] = {}
        self._before_words: dict[str, list[DraftRow]] = {}
        for row in rows:
            before, after = neighbour_hashes(text, *outer_span(row))
            self._after_words.setdefault(before, []).append(row)
            self._before_words.setdefault(after, []).append(row)

    def find(self, row: Placed) -> Place | None:
        """The row's place: where its words are among its neighbours, else where something else is among them."""
        if row.start is None or row.end is None:
            return None
        agrees = self._text[row.start : row.end] == row.words
        if agrees and (self._counted or self._known(row, row.start, row.end)):
            return Place(row.start, row.end, True)
        return self._moved(row) or self._changed(row)

    def _known(self, row: Placed, start: int, end: int) -> int:
        """How many of the two neighbours are the row's; 1 for each that the row does not have."""
        before, after = neighbour_hashes(self._text, start, end)
        return (row.hash_before in (None, before)) + (row.hash_after in (None, after))

    def _moved(self, row: Placed) -> Place | None:
        best, start, seen = (0, 0, 0), self._text.find(row.words), 0
        while start >= 0 and seen < _MOST_OCCURRENCES:
            known = self._known(row, start, start + len(row.words))
            best = max(best, (known, -abs(start - (row.start or 0)), start)) if known else best
            start, seen = self._text.find(row.words, start + 1), seen + 1
        return Place(best[2], best[2] + len(row.words), True) if best[0] else None

    def _changed(self, row: Placed) -> Place | None:
        found = [*self._after_words.get(row.hash_before or "", ()), *self._before_words.get(row.hash_after or "", ())]
        if not found:
            return None
        nearest = min(found, key=lambda other: abs(other.start - (row.start or 0)))
        return Place(*outer_span(nearest), False)


class NamePlacer(Placer):
    """Finds rows by their names in one text. In the place of a name there may be any words, not a numeral only."""

    def __init__(self, text: str, *, counted: bool) -> None:
        super().__init__(text, (), counted=counted)

    def _changed(self, row: Placed) -> Place | None:
        if self._counted and (row.end or 0) <= len(self._text):
            return Place(row.start or 0, row.end or 0, False)
        behind, before = self._neighbours
        start, end = behind.get(row.hash_before or ""), before.get(row.hash_after or "")
        if start is None and end is None:
            return None
        start = max(0, (end or 0) - len(row.words)) if start is None else start
        is_span = end is not None and start < end <= start + 2 * len(row.words)
        return Place(start, end if end and is_span else start + len(row.words), False)

    @cached_property
    def _neighbours(self) -> tuple[dict[str, int], dict[str, int]]:
        """Each position by the hash of what is before it, and by that of what is behind it."""
        hashes = [(at, *neighbour_hashes(self._text, at, at)) for at in range(len(self._text) + 1)]
        return {before: at for at, before, _ in hashes}, {behind: at for at, _, behind in hashes}


def outer_span(row: DraftRow) -> tuple[int, int]:
    """Start and end of a numeral with the words that widen it."""
    printed = row.printed or row.exact
    start = row.start - max(0, printed.find(row.exact))
    return start, start + len(printed)
