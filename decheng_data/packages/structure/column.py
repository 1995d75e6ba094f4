"""One column: from the text of a cell to its value, with missing values, constraints and categories, and with what
would mend a faulty cell.
"""

from __future__ import annotations

import operator
import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.model.bilingual import Bilingual, brief, listed
from decheng_data.packages.descriptor.shapes import category_of
from decheng_data.packages.fault import Fault, misplaced, unusable
from decheng_data.packages.structure.cells import NUMBER_RANGE, OutOfRangeError
from decheng_data.packages.structure.cells import reader_of as reader_of
from decheng_data.packages.structure.cells import written as written
from decheng_data.packages.structure.hints import HINTED_CHARACTERS, date_hint, number_hint, rewritten
from decheng_data.packages.structure.hints import folded as folded
from decheng_data.packages.structure.hints import near_hint as near_hint
from decheng_data.packages.structure.patterns import Matcher, pattern_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

REMEMBERED_CELLS = 4096
"""Most different texts of a column whose values are remembered."""
HINTED_CELLS = 500
"""Most different faulty texts of a column for which a near name is looked up, for it takes time."""

# compared with the limit on the left
_BOUNDS: dict[str, tuple[Callable[[Any, Any], bool], Bilingual]] = {
    "minimum": (operator.le, Bilingual("at least", "不小于")),
    "maximum": (operator.ge, Bilingual("at most", "不大于")),
    "exclusiveMinimum": (operator.lt, Bilingual("more than", "大于")),
    "exclusiveMaximum": (operator.gt, Bilingual("less than", "小于")),
}


class Check(NamedTuple):
    """A constraint: whether a value keeps it, what it demands, and the values that it allows, if it lists them."""

    holds: Callable[[Any], bool]
    demand: Bilingual
    allowed: Collection[Any] = ()


class Column(dict[str | None, Any]):
    """The values of a column's texts: `column[text]` reads a text once. None is a cell that is missing from its row.

    A text with a fault is read each time; its faults are added to `met`, which all columns of a table share, and its
    value is what can be made of it, or None.
    """

    def __init__(self, field: Mapping[str, Any], missing_values: list[str], met: list[tuple[str, Fault]]) -> None:
        super().__init__()
        self.name: str = field["name"]
        self.faults: list[Fault] = []
        self._kind: str = field["type"]
        self._reader = reader_of(field)
        self._missing = frozenset(field.get("missingValues", missing_values))
        self._required = field.get("constraints", {}).get("required", False)
        self._met, self._hints = met, dict[str, "Bilingual | None"]()
        self._checks = [check for name, value in _demands(field) for check in self._compiled(name, value)]
        self._holds = [check.holds for check in self._checks]

    def __missing__(self, text: str | None) -> Any:
        try:
            value = None if text is None or text in self._missing else self._reader.read(text)
            if self._required if value is None else self._breaks(value):
                return self._faulty(text)
        except ValueError:
            return self._faulty(text)
        if len(self) < REMEMBERED_CELLS:
            self[text] = value
        return value

    def is_missing(self, text: str | None) -> bool:
        """Whether the text stands for no value."""
        return text is None or text in self._missing

    def _breaks(self, value: Any) -> bool:
        for holds in self._holds:  # noqa: SIM110  # any() with a generator takes twice as long, and each different cell comes here
            if not holds(value):
                return True
        return False

    def _faulty(self, text: str | None) -> Any:
        value, faults = self._faults_of(text)
        self._met += [(self.name, fault) for fault in faults]
        return value

    def _faults_of(self, text: str | None) -> tuple[Any, list[Fault]]:
        """What can be made of a cell that has a fault, and all its faults."""
        if text is None or text in self._missing:
            return None, [
                Fault("constraint-error", field=self.name, found="", expected="a value", code="packages.empty-cell")
            ]
        try:
            value = self._reader.read(text)
        except OutOfRangeError:
            value = self._leniently(text)
            return value, [self._fault("type-error" if value is None else "constraint-error", text, NUMBER_RANGE)]
        except ValueError:
            value = self._leniently(text)
            return value, [self._fault("type-error", text, self._reader.kind), *self._broken(text, value)]
        return value, self._broken(text, value)

    def _broken(self, text: str, value: Any) -> list[Fault]:
        return [
            self._fault("constraint-error", text, check.demand, check.allowed)
            for check in self._checks
            if value is not None and not _keeps(check, value)
        ]

    def _leniently(self, text: str) -> Any:
        try:
            return self._reader.lenient(text)
        except (ValueError, ArithmeticError):
            return None

    def _fault(self, rule: str, text: str, expected: Bilingual, allowed: Collection[Any] = ()) -> Fault:
        hint = self._hint(text, allowed) if len(text) <= HINTED_CHARACTERS else None
        return misplaced(rule, text, expected, field=self.name, hint=hint)

    def _hint(self, text: str, allowed: Collection[Any]) -> Bilingual | None:
        if self._kind in ("number", "integer"):
            return number_hint(text, required=self._required)
        if self._kind == "date":
            return date_hint(text)
        if text not in self._hints and len(self._hints) < HINTED_CELLS:
            self._hints[text] = self._nearest(text, allowed)
        return self._hints.get(text)

    def _nearest(self, text: str, allowed: Collection[Any]) -> Bilingual | None:
        plain = folded(text)
        return rewritten(text, plain) if plain not in (text, "") and self._is_sound(plain) else near_hint(text, allowed)

    def _is_sound(self, text: str) -> bool:
        try:
            return not self._breaks(self._reader.read(text))
        except ValueError:
            return False

    def _compiled(self, name: str, value: Any) -> Iterator[Check]:
        try:
            yield self._check(name, value)
        except (ValueError, ArithmeticError, TypeError, re.error, RecursionError) as error:
            self.faults.append(
                unusable(
                    "field-error",
                    "packages.constraint-of-other-type",
                    field=self.name,
                    name=name,
                    value=brief(str(value)),
                    kind=self._kind,
                    reason=str(error),
                )
            )

    def _check(self, name: str, value: Any) -> Check:
        if name in _BOUNDS:
            return Check(
                partial(_BOUNDS[name][0], self._constant(value)),
                Bilingual(f"{_BOUNDS[name][1][0]} {value}", f"{_BOUNDS[name][1][1]} {value}"),
            )
        if name == "pattern":
            return Check(Matcher(value), pattern_words(value))
        if name in ("minLength", "maxLength"):
            return _length(
                name, value, Bilingual("items", "项") if self._kind == "list" else Bilingual("characters", "个字符")
            )
        allowed = {self._constant(category_of(each)): None for each in value}
        names = [str(each) for each in allowed]
        return Check(
            allowed.__contains__, Bilingual(f"one of {listed(names, 20).en}", f"{listed(names, 20).zh} 之一"), allowed
        )

    def _constant(self, value: Any) -> Any:
        """A constant of the descriptor as a value of the column."""
        if self._kind == "any" or (self._kind == "boolean" and isinstance(value, bool)):
            return value
        if isinstance(value, str):
            return self._reader.lenient(value)
        if (
            self._kind not in ("number", "integer", "year")
            or isinstance(value, bool)
            or not isinstance(value, int | float)
        ):
            raise ValueError("it is no text")
        return self._reader.lenient(str(int(value) if value == int(value) else value))


def _demands(field: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in field.get("constraints", {}).items():
        if name == "pattern" and isinstance(value, list):
            yield from (("pattern", each) for each in value)  # those of the model and of the descriptor
        elif name not in ("required", "unique"):
            yield name, value
    if "categories" in field:
        yield "categories", field["categories"]


def _keeps(check: Check, value: Any) -> bool:
    try:
        return check.holds(value)
    except ArithmeticError:  # NaN, of a cell that is no number here, compares with nothing
        return False


def _length(name: str, limit: int, unit: Bilingual) -> Check:
    if name == "minLength":
        return Check(
            lambda cell: len(cell) >= limit, Bilingual(f"at least {limit} {unit[0]}", f"至少 {limit} {unit[1]}")
        )
    return Check(lambda cell: len(cell) <= limit, Bilingual(f"at most {limit} {unit[0]}", f"至多 {limit} {unit[1]}"))
