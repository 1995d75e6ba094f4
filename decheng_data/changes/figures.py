"""By how much a figure changed from one state to another: as printed, and at the least, rounding and words such as 余
allowed for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from decheng_data.model.fields import CHARACTERS_LIMIT, DECIMALS_LIMIT, MAGNITUDE_LIMIT
from decheng_data.model.quantity import EXACT, QUALIFIERS, Quantity
from decheng_data.rules.observation import IN_WORDS

if TYPE_CHECKING:
    from decheng_data.changes.state import RowState, State

_ROUNDING = Context(prec=40)
_CENTS = Decimal("0.01")
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figure:
    """A figure as one state gives it, with the dimension of its unit."""

    quantity: Quantity
    dimension: str


def figure(state: State, row: RowState) -> Figure | None:
    """The figure of a row of observations; None where its cells cannot be read or its unit is not known."""
    unit = state.rows("units").get((row["unit"],))
    value, scale = number(row["value"]), number(unit["scale"] if unit else "")
    decimals = row["decimals"]
    if (
        unit is None
        or value is None
        or scale is None
        or scale <= 0
        or decimals not in map(str, range(DECIMALS_LIMIT + 1))
    ):
        return None
    qualifier = row["qualifier"] or None
    if qualifier not in (None, *QUALIFIERS):
        return None
    exact = row["measure"] == "rank" or row["printed"] in IN_WORDS
    return Figure(
        Quantity(value, int(decimals), unit["name_zh"], scale, unit["counted"] == "true", qualifier, exact),
        unit["dimension"],
    )


def difference(before: Figure, after: Figure) -> Decimal | None:
    """By how much the figure grew, in the unit that it has now; None where the units do not convert."""
    if before.dimension != after.dimension:
        return None
    return _ROUNDING.divide(EXACT.subtract(after.quantity.base_value, before.quantity.base_value), after.quantity.scale)


def percent(before: Figure, after: Figure) -> Decimal | None:
    """By how many % of what it was the figure grew, to two decimals; None where that was nothing."""
    exact = (
        _relative(before.quantity.base_value, after.quantity.base_value)
        if before.dimension == after.dimension
        else None
    )
    if exact is None:
        return None
    grown = after.quantity.base_value >= before.quantity.base_value
    return (exact if grown else exact.copy_negate()).quantize(_CENTS, context=_ROUNDING)


def certain_percent(before: Figure, after: Figure) -> tuple[Decimal, Decimal] | None:
    """By how many % the figure changed as printed, and by how many at the least, over all values in their
    intervals.

    None where the units do not convert, and where the earlier figure was nothing or may have had either sign.
    """
    printed = _relative(before.quantity.base_value, after.quantity.base_value)
    earlier, later = before.quantity.interval, after.quantity.interval
    if before.dimension != after.dimension or printed is None or earlier.low < 0 < earlier.high:
        return None
    if earlier.low <= later.high and later.low <= earlier.high:
        return printed, Decimal(0)
    corners = (_relative(x, y) for x in earlier for y in later)
    return printed, min((printed, *(corner for corner in corners if corner is not None)))


def _relative(before: Decimal, after: Decimal) -> Decimal | None:
    """`|after - before| / |before|` in %; None where `before` is 0."""
    if not before:
        return None
    if before.is_infinite():
        return _HUNDRED  # however large it was, what is left of it is next to nothing
    return _ROUNDING.multiply(_ROUNDING.divide(abs(_ROUNDING.subtract(after, before)), abs(before)), _HUNDRED)


def number(text: str) -> Decimal | None:
    """The number in a cell; None where it is none, or greater or finer than figures are."""
    try:
        value = Decimal(text) if len(text) <= CHARACTERS_LIMIT else None
    except InvalidOperation:
        return None
    if (
        value is None
        or not value.is_finite()
        or abs(value) > MAGNITUDE_LIMIT
        or int(value.as_tuple().exponent) < -DECIMALS_LIMIT
    ):
        return None
    return value
