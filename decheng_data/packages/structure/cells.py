"""One reader per type of a Table Schema field: from the text of a cell to its value, strictly; and back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import DECIMALS_LIMIT, LIST_DELIMITER, MAGNITUDE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


CHARACTERS_LIMIT = 64
"""Most characters of a number; a longer one is out of range, whatever it is worth."""

_POWER = MAGNITUDE_LIMIT.adjusted()
NUMBER_RANGE: Bilingual = Bilingual(
    (
        f"a number from -10^{_POWER} to 10^{_POWER} with at most {DECIMALS_LIMIT} decimals and {CHARACTERS_LIMIT}"
        " characters"
    ),
    f"-10^{_POWER} 至 10^{_POWER} 之间、小数不超过 {DECIMALS_LIMIT} 位、不超过 {CHARACTERS_LIMIT} 个字符的数",
)
"""What every number and whole number must be, whatever its constraints."""

_USUAL_NUMBER = re.compile(rf"[+-]?[0-9]{{1,{_POWER}}}(\.[0-9]{{1,{DECIMALS_LIMIT}}})?")
_USUAL_INTEGER = re.compile(rf"[+-]?[0-9]{{1,{_POWER}}}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_YEARMONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NOT_BARE = re.compile(r"((^[^-\d]*)|(\D*$))")
_TRUE = ["true", "True", "TRUE", "1"]
_FALSE = ["false", "False", "FALSE", "0"]


class OutOfRangeError(ValueError):
    """A number that is one, but outside of NUMBER_RANGE."""


class Reader(NamedTuple):
    """`read` gives the value of a cell's text or raises ValueError; `lenient` gives what Frictionless would read, or
    raises anything.

    A cell that only `lenient` can read is a fault, but its value still takes part in constraints and keys, as it does
    in Frictionless.
    """

    read: Callable[[str], Any]
    lenient: Callable[[str], Any]
    kind: Bilingual


def reader_of(field: Mapping[str, Any]) -> Reader:
    """The reader of a field whose type is one of READERS. Values: str, Decimal, int, bool, datetime.date, tuple (list,
    yearmonth).
    """
    return READERS[field.get("type", "string")](field)


def written(value: object) -> str:
    """A value as its cell is written; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return LIST_DELIMITER.join(map(written, value)) if isinstance(value, tuple) else str(value)


def _string(_: Mapping[str, Any]) -> Reader:
    return Reader(str, str, Bilingual("text", "文本"))  # also what any cell is


def _number(field: Mapping[str, Any]) -> Reader:
    prepared = _preparation(field)

    def read(text: str) -> Decimal:
        plain = prepared(text)
        if _USUAL_NUMBER.fullmatch(plain):
            return Decimal(plain)  # within the range by its form
        if not _NUMBER.fullmatch(plain):
            raise ValueError(text)
        if len(plain) > CHARACTERS_LIMIT:
            raise OutOfRangeError(text)
        return _within_range(plain)

    return Reader(
        read, lambda text: _quiet(Decimal(prepared(text.strip()))), Bilingual("a number such as 42.7", "数字，如 42.7")
    )


def _within_range(plain: str) -> Decimal:
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise OutOfRangeError(plain) from None
    exponent = int(value.as_tuple().exponent)
    if not -DECIMALS_LIMIT <= exponent <= MAGNITUDE_LIMIT.adjusted() or abs(value) > MAGNITUDE_LIMIT:
        raise OutOfRangeError(plain)
    return value


def _quiet(value: Decimal) -> Decimal:
    if value.is_snan():
        raise ValueError("a signalling NaN compares with nothing")
    return value


def _preparation(field: Mapping[str, Any]) -> Callable[[str], str]:
    """What decimalChar, groupChar and bareNumber say to do before a number is read."""
    group, point, bare = field.get("groupChar"), field.get("decimalChar", "."), field.get("bareNumber", True)

    def prepared(text: str) -> str:
        plain = text if bare else _NOT_BARE.sub("", text)
        plain = plain.replace(group, "") if group else plain
        if point != "." and "." in plain:
            raise ValueError(text)
        return plain.replace(point, ".")

    return str if bare and not group and point == "." else prepared


def _integer(field: Mapping[str, Any]) -> Reader:
    bare = field.get("bareNumber", True)

    def prepared(text: str) -> str:
        return text if bare else _NOT_BARE.sub("", text)

    def read(text: str) -> int:
        plain = prepared(text)
        if _USUAL_INTEGER.fullmatch(plain):
            return int(plain)
        if not _INTEGER.fullmatch(plain):
            raise ValueError(text)
        if len(plain) > CHARACTERS_LIMIT or abs(int(plain)) > MAGNITUDE_LIMIT:
            raise OutOfRangeError(text)
        return int(plain)

    return Reader(read, lambda text: int(prepared(text.strip())), Bilingual("a whole number such as 55", "整数，如 55"))


def _boolean(field: Mapping[str, Any]) -> Reader:
    true, false = field.get("trueValues", _TRUE), field.get("falseValues", _FALSE)
    values = dict.fromkeys(true, True) | dict.fromkeys(false, False)

    def read(text: str) -> bool:
        if text not in values:
            raise ValueError(text)
        return values[text]

    return Reader(read, read, Bilingual(f"one of {', '.join(values)}", f"{'、'.join(values)} 之一"))


def _date(_: Mapping[str, Any]) -> Reader:
    def read(text: str) -> date:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)

    def lenient(text: str) -> date:
        from datetime import datetime  # strptime loads more, and is needed for faulty cells only

        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # only the date of it is taken

    return Reader(read, lenient, Bilingual("a date such as 2021-06-30", "日期，如 2021-06-30"))


def _year(_: Mapping[str, Any]) -> Reader:
    def lenient(text: str) -> int:
        if len(text) != 4 or int(text) < 0:
            raise ValueError(text)
        return int(text)

    def read(text: str) -> int:
        if not _YEAR.fullmatch(text):
            raise ValueError(text)
        return int(text)

    return Reader(read, lenient, Bilingual("a year such as 2021", "年份，如 2021"))


def _yearmonth(_: Mapping[str, Any]) -> Reader:
    def lenient(text: str) -> tuple[int, int]:
        year, month = map(int, text.split("-"))
        if not 1 <= month <= 12:
            raise ValueError(text)
        return year, month

    def read(text: str) -> tuple[int, int]:
        if not _YEARMONTH.fullmatch(text):
            raise ValueError(text)
        return int(text[:4]), int(text[5:])

    return Reader(read, lenient, Bilingual("a year and month such as 2021-06", "年月，如 2021-06"))


def _list(field: Mapping[str, Any]) -> Reader:
    delimiter = field.get("delimiter", ",")
    item = READERS[field.get("itemType", "string")]({})

    def read(text: str) -> tuple[Any, ...]:
        items = text.split(delimiter)
        if "" in items:
            raise ValueError(text)
        return tuple(map(item.read, items))

    def lenient(text: str) -> tuple[Any, ...]:
        return tuple(map(item.lenient, text.split(delimiter)))

    return Reader(
        read,
        lenient,
        Bilingual(
            f"{item.kind[0]}, or several with {delimiter} between them", f"{item.kind[1]}，多项以 {delimiter} 分隔"
        ),
    )


READERS: dict[str, Callable[[Mapping[str, Any]], Reader]] = {
    "any": _string,
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "yearmonth": _yearmonth,
    "list": _list,
}
"""The types that are read. A field of any other type is a fault of the descriptor."""
