"""Finding a row again in a text: at its position, or by the hashes of its neighbours where small edits moved it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from decheng_data.text.drafting.draft import DraftRow

WIDTH = 16
"""How many characters on either side are hashed."""
_MOST_OCCURRENCES = 2000


class Placed(Protocol):
    """A row that says where it stands: an observation or a mention."""

    @property
    def printed(self) -> str:
        """The figure or numeral as it stands in the text."""

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
    """Where a row stands in the text, and whether its printed form stands there."""

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
    """Finds rows in one text. `rows` are the numerals of that text."""

    def __init__(self, text: str, rows: tuple[DraftRow, ...]) -> None:
        self._text = text
        self._after_words: dict[str, list[DraftRow]] = {}
        self._before_words: dict[str, list[DraftRow]] = {}
        for row in rows:
            before, after = neighbour_hashes(text, *outer_span(row))
            self._after_words.setdefault(before, []).append(row)
            self._before_words.setdefault(after, []).append(row)

    def find(self, row: Placed) -> Place | None:
        """The row's place: where its printed form stands among its neighbours, else where another figure stands among
        them.
        """
        if row.start is None or row.end is None:
            return None
        if self._text[row.start : row.end] == row.printed and self._known(row, row.start, row.end):
            return Place(row.start, row.end, True)
        return self._moved(row) or self._changed(row)

    def _known(self, row: Placed, start: int, end: int) -> int:
        """How many of the two neighbours are the row's; 1 where the row tells of none."""
        before, after = neighbour_hashes(self._text, start, end)
        return (row.hash_before in (None, before)) + (row.hash_after in (None, after))

    def _moved(self, row: Placed) -> Place | None:
        best, start, seen = (0, 0, 0), self._text.find(row.printed), 0
        while start >= 0 and seen < _MOST_OCCURRENCES:
            known = self._known(row, start, start + len(row.printed))
            best = max(best, (known, -abs(start - (row.start or 0)), start)) if known else best
            start, seen = self._text.find(row.printed, start + 1), seen + 1
        return Place(best[2], best[2] + len(row.printed), True) if best[0] else None

    def _changed(self, row: Placed) -> Place | None:
        found = [*self._after_words.get(row.hash_before or "", ()), *self._before_words.get(row.hash_after or "", ())]
        if not found:
            return None
        nearest = min(found, key=lambda other: abs(other.start - (row.start or 0)))
        return Place(*outer_span(nearest), False)


def outer_span(row: DraftRow) -> tuple[int, int]:
    """Start and end of a numeral with the words that widen it."""
    printed = row.printed or row.exact
    start = row.start - max(0, printed.find(row.exact))
    return start, start + len(printed)
