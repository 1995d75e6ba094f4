"""Groups as rows: the table `spread` has a column for each combination of codes that rules apply to, and rules become
expressions of its columns.

Each figure is read, and looked up, once, however many rules apply to it. The outcome of a rule in a row is one
of the numbers from SILENT to DOUBTFUL; places where two figures are of one combination are marked by bits, and left to
the exact engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decheng_data.model.quantity import MEANINGS, Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.archive.columnar.session import Session

SILENT, PASSED, FAILED, NOT_APPLICABLE, DOUBTFUL = range(5)
"""The outcome of a rule in a group: it does not apply, or an outcome, or the exact engine must decide."""
_PLAIN = (MEANINGS["exact"], MEANINGS["rounded"])
_LONG_LIMIT, _WIDE_LIMIT = 2**62, 10**37
WORD_BITS = 62


class Entry(NamedTuple):
    """One combination as a term takes it: its number, what a figure is multiplied by, and what its interval is made of,
    all in whole numbers.
    """

    combo: int
    factor: int
    half: int
    unit: int
    meaning: Meaning
    decimals: int
    size: int
    """No figure of the combination is further from 0."""
    suits: bool = True

    @property
    def is_widened(self) -> bool:
        """Whether a word such as 余 widens the figure, so that its ends depend on its sign and digits."""
        return self.meaning not in _PLAIN


class Taken(NamedTuple):
    """What a term takes of a row, as expressions: the cells of figures, those whose unit suits and not, and the ends of
    the interval of one alone.
    """

    suiting: tuple[str, ...]
    others: tuple[str, ...]
    low: str
    high: str
    is_infinite: str

    @property
    def is_absent(self) -> str:
        """That there is no figure."""
        return _all_null((*self.suiting, *self.others))

    @property
    def lacks_suiting(self) -> str:
        """That there is none whose unit suits."""
        return _all_null(self.suiting)

    @property
    def is_silent(self) -> str:
        """That there is none, or one alone whose unit does not suit."""
        alone = f"({_number_there((*self.suiting, *self.others))} = 1 AND {_all_null(self.suiting)})"
        return f"{self.is_absent} OR {alone}" if self.others else self.is_absent

    @property
    def is_several(self) -> list[str]:
        """That there is more than one; nothing where there cannot be."""
        cells = (*self.suiting, *self.others)
        return [f"{_number_there(cells)} > 1"] if len(cells) > 1 else []

    @property
    def is_unsuited(self) -> list[str]:
        """That there is one whose unit does not suit; nothing where there cannot be."""
        return [f"{cell} IS NOT NULL" for cell in self.others]


def _all_null(cells: Sequence[str]) -> str:
    return " AND ".join(f"{cell} IS NULL" for cell in cells) or "TRUE"


def _number_there(cells: Sequence[str]) -> str:
    return " + ".join(f"CASE WHEN {cell} IS NOT NULL THEN 1 ELSE 0 END" for cell in cells)


def kind_of(most: int, session: Session) -> str | None:
    """The type of whole numbers in which nothing overflows that is no further from 0; None where there is none, and the
    exact engine must decide.
    """
    return "BIGINT" if most < _LONG_LIMIT else session.wide if most < _WIDE_LIMIT else None


def words_of(combos: Sequence[int]) -> int:
    """How many words of bits the combinations need."""
    return max(combos) // WORD_BITS + 1


class Terms:
    """Writes what terms take of a row. Values are of 10^-scale, ends of 10^-digits times what factors bring."""

    def __init__(self, session: Session, scale: int, digits: int, kind: str, *, has_doubles: bool) -> None:
        self._session, self._scale, self._digits, self._kind, self._has_doubles = (
            session,
            scale,
            digits,
            kind,
            has_doubles,
        )

    def is_twice(self, row: str, entries: Iterable[Entry]) -> list[str]:
        """The conditions that one of the combinations has two values in a row; which of them counts, the exact engine
        decides.
        """
        masks: dict[int, int] = {}
        for each in entries if self._has_doubles else ():
            masks[each.combo // WORD_BITS] = masks.get(each.combo // WORD_BITS, 0) | 1 << each.combo % WORD_BITS
        return [f"coalesce({row}.twice{word} & {mask}, 0) <> 0" for word, mask in masks.items()]

    def taken(self, row: str, entries: Sequence[Entry], kind: str) -> Taken:
        """The figures of one row that the entries take, in whole numbers of that type."""
        there = [f"{row}.a{each.combo} IS NOT NULL" for each in entries]
        suiting, others = (
            tuple(f"{row}.a{each.combo}" for each in entries if each.suits is suits) for suits in (True, False)
        )
        ends = [self._ends(f"{row}.a{each.combo}", each, kind) for each in entries]
        low, high = (self._end(there, [end[number] for end in ends]) for number in (0, 1))
        widened = [
            f"({there[number]} AND ({ends[number][0]} IS NULL OR {ends[number][1]} IS NULL))"
            for number, each in enumerate(entries)
            if each.is_widened
        ]
        return Taken(suiting, others, low, high, " OR ".join(widened) or "FALSE")

    @staticmethod
    def _end(there: list[str], ends: list[str]) -> str:
        if len(there) == 1:
            return f"({ends[0]})"
        return (
            f"CASE {' '.join(f'WHEN {one} THEN {end}' for one, end in zip(there, ends, strict=True))} END"
            if there
            else "NULL"
        )

    def _ends(self, cell: str, entry: Entry, kind: str) -> tuple[str, str]:
        """The ends of a figure's interval, times the factor; null where infinite."""
        shift, factor = 10 ** (self._digits - self._scale), entry.factor
        value = cell if kind == self._kind else f"CAST({cell} AS {kind})"
        if not entry.is_widened:
            product, half = f"{value} * {factor * shift}", abs(factor) * entry.half
            return (f"{product} - {half}", f"{product} + {half}") if half else (product, product)
        low, high = self._widened(f"({value} * {shift})", entry, kind)
        return (
            (f"({low}) * {factor}", f"({high}) * {factor}")
            if factor > 0
            else (f"({high}) * {factor}", f"({low}) * {factor}")
        )

    def _widened(self, value: str, entry: Entry, kind: str) -> tuple[str, str]:
        """The ends for a figure with a word such as 余."""
        size = f"abs({value})"
        last = f"CAST({entry.unit} AS {kind})"
        step = (
            last
            if entry.decimals > 0
            else f"CASE WHEN {size} = 0 THEN {last} {_trailing(size, kind, self._digits, entry.size)} END"
        )
        near = f"least({step}, {self._session.tenth(size, kind)})"
        steps = {"near": near, "digit": step}
        least, most = entry.meaning.in_sql(size, steps, infinity=f"CAST(NULL AS {kind})")
        low = f"CASE WHEN {value} >= 0 THEN {least} ELSE -({most}) END"
        return low, f"CASE WHEN {value} >= 0 THEN {most} ELSE -({least}) END"


def _trailing(number: str, kind: str, digits: int, size: int) -> str:
    """One unit of the last digit that is not zero, of a whole number that is no greater than a size."""
    steps = [10**place for place in range(digits, len(str(size)))]
    tried = " ".join(
        f"WHEN {number} % CAST({step * 10} AS {kind}) <> 0 THEN CAST({step} AS {kind})" for step in steps[:-1]
    )
    return f"{tried} ELSE CAST({max(steps, default=10**digits)} AS {kind})"


class Judged:
    """Judges rows: makes a table of a number for each column of verdicts, and counts them."""

    def __init__(self, session: Session, name: str) -> None:
        self._session, self._name = session, name

    def counted(self, verdicts: Sequence[str], rest: str) -> Iterator[dict[int, int]]:
        """For each expression how many rows come to each number, but SILENT; `rest` names the tables, of which `w` has
        the place.
        """
        if not verdicts:
            return
        columns = ", ".join(f"CAST({each} AS TINYINT) AS j{number}" for number, each in enumerate(verdicts))
        self._session.keep(self._name, f"SELECT w.place, {columns} FROM {rest}")
        numbers = (PASSED, FAILED, NOT_APPLICABLE, DOUBTFUL)
        counts = ", ".join(f"count_if(j{column} = {number})" for column in range(len(verdicts)) for number in numbers)
        (row,) = self._session.query(f"SELECT {counts} FROM {self._name}")
        for start in range(0, len(row), len(numbers)):
            yield {
                number: count for number, count in zip(numbers, row[start : start + len(numbers)], strict=True) if count
            }

    def places(self, column: int, number: int, limit: int | None = None) -> list[tuple[str, str, str]]:
        """Release, period and area of the rows that a verdict came to that number in, in their order."""
        more = f" LIMIT {limit}" if limit is not None else ""
        rows = f"SELECT n.release_id, n.period, n.area FROM {self._name} j JOIN named n USING (place) WHERE j{column} = {number} ORDER BY 1, 2, 3{more}"
        return [(release_id, period, area) for release_id, period, area in self._session.query(rows)]
