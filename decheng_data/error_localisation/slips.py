"""Slips of the hand and the eye: what a figure becomes when it is mistyped, and what it may have been before.

Each kind is a pair of pure functions on a printed quantity. `commit` yields what may be there after the slip, `undo`
what may have been there before it. They work on the digits as printed, so that 42.7 with its point moved is 4.27 and
not 4.270.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from decheng_data.model.quantity import EXACT, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Change = Callable[[Quantity], Iterable[Quantity]]

POINT_PLACES = (1, -1, 2, -2, 3, -3)
"""How far a decimal point moves, the likeliest first: 1 to the right makes ten times as much."""
LONGEST = 15
"""Most digits of a figure that a slip makes: the models hold no more."""
_NEXT_KEYS = {
    "0": "12",
    "1": "024",
    "2": "0135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
}
"""The keys beside each on a number pad."""
_LOOKS_LIKE = {
    "0": "68",
    "1": "7",
    "2": "7",
    "3": "58",
    "4": "9",
    "5": "36",
    "6": "058",
    "7": "12",
    "8": "036",
    "9": "4",
}
"""Digits that are taken for each other in a poor scan or small print."""


@dataclass(frozen=True, slots=True)
class SlipKind:
    """One kind of slip. `keystrokes` are the keys that went wrong; `certain` says that undoing it needs no guess of a
    digit.
    """

    slip_id: str
    name_en: str
    name_zh: str
    keystrokes: int
    certain: bool
    commit: Change
    undo: Change


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of some kind and the quantity that it leads to."""

    kind: SlipKind
    quantity: Quantity
    keystrokes: int = 1


def commits(quantity: Quantity) -> Iterator[Slip]:
    """What may be there when the quantity is mistyped, kind by kind, each outcome once in a kind."""
    return _slips(quantity, lambda kind: kind.commit)


def undoings(quantity: Quantity) -> Iterator[Slip]:
    """What may have been there before a slip made it this quantity, kind by kind, each once in a kind."""
    return _slips(quantity, lambda kind: kind.undo)


def _slips(quantity: Quantity, way: Callable[[SlipKind], Change]) -> Iterator[Slip]:
    for kind in SLIPS:
        for changed in dict.fromkeys(way(kind)(quantity)):
            if (changed.value, changed.scale) != (quantity.value, quantity.scale):
                places = abs(changed.value.adjusted() - quantity.value.adjusted()) if kind is POINT_MOVED else 1
                yield Slip(kind, changed, kind.keystrokes * places)


def _figures(quantity: Quantity) -> str:
    """The digits and the point as printed, without sign."""
    return f"{quantity.value.copy_abs():.{quantity.decimals}f}"


def _with_digits(quantity: Quantity, figures: str) -> Iterator[Quantity]:
    """The quantity with other digits, where they are such as are printed: no leading zeros, some digit before and after
    a point.
    """
    whole, _, fraction = figures.partition(".")
    if (
        not whole
        or (len(whole) > 1 and whole[0] == "0")
        or len(whole) + len(fraction) > LONGEST
        or figures.endswith(".")
    ):
        return
    value = Decimal(figures)
    signed = value.copy_negate() if quantity.value.is_signed() and value else value
    yield replace(quantity, value=signed, decimals=len(fraction), exact=False)


def _point_moved(quantity: Quantity) -> Iterator[Quantity]:
    """Each place to which the point may have gone; things counted one by one have none, unless one was typed."""
    if quantity.counted and quantity.scale == 1 and quantity.decimals == 0:
        return
    for places in POINT_PLACES:
        value = EXACT.scaleb(quantity.value, places)
        decimals = max(0, quantity.decimals - places)
        for shown in dict.fromkeys(
            (decimals, _needed(value))
        ):  # 3290 may have been 32.90, and 32.9 whose point moved past its digits
            if value and len(f"{value.copy_abs():.{shown}f}") <= LONGEST:
                yield replace(quantity, value=Decimal(f"{value:.{shown}f}"), decimals=shown, exact=False)


def _needed(value: Decimal) -> int:
    """How many decimals a value needs to be written."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _unit_mistaken(quantity: Quantity) -> Iterator[Quantity]:
    for one, other, ratio in (("亿", "万", Decimal("0.0001")), ("万", "亿", Decimal(10000))):
        if one in quantity.unit:
            yield replace(quantity, unit=quantity.unit.replace(one, other), scale=EXACT.multiply(quantity.scale, ratio))


def _sign_mistaken(quantity: Quantity) -> Iterator[Quantity]:
    if quantity.value:
        yield replace(quantity, value=quantity.value.copy_negate())


def _digits_swapped(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for one, other in pairwise(place for place, sign in enumerate(figures) if sign != "."):
        swapped = list(figures)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        yield from _with_digits(quantity, "".join(swapped))


def _digit_doubled(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for place, sign in enumerate(figures):
        if sign not in ".0":
            yield from _with_digits(quantity, figures[:place] + sign + figures[place:])


def _double_undone(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for place, sign in enumerate(figures[1:], 1):
        if sign == figures[place - 1] and sign not in ".0":
            yield from _with_digits(quantity, figures[:place] + figures[place + 1 :])


def _nought_added(quantity: Quantity) -> Iterator[Quantity]:
    """A nought behind a whole number makes it ten times as large; behind a decimal it changes nothing."""
    if "." not in (figures := _figures(quantity)):
        yield from _with_digits(quantity, f"{figures}0")


def _nought_undone(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    if "." not in figures and figures.endswith("0"):
        yield from _with_digits(quantity, figures[:-1])


def _digit_dropped(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for place, sign in enumerate(figures):
        if sign != ".":
            yield from _with_digits(quantity, (figures[:place] + figures[place + 1 :]).removesuffix("."))


def _drop_undone(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for place in range(len(figures) + 1):
        for digit in "0123456789":
            yield from _with_digits(quantity, figures[:place] + digit + figures[place:])
    if "." not in figures and not (quantity.counted and quantity.scale == 1):
        for digit in "123456789":  # the last decimal went with its point
            yield from _with_digits(quantity, f"{figures}.{digit}")


def _digit_mistyped(quantity: Quantity) -> Iterator[Quantity]:
    figures = _figures(quantity)
    for place, sign in enumerate(figures):
        for digit in sorted({*_NEXT_KEYS.get(sign, ""), *_LOOKS_LIKE.get(sign, "")}):
            yield from _with_digits(quantity, figures[:place] + digit + figures[place + 1 :])


def _mistype_undone(quantity: Quantity) -> Iterator[Quantity]:
    """Any other digit may have been meant; those that are easily taken for the one there come first."""
    yield from _digit_mistyped(quantity)
    figures = _figures(quantity)
    for place, sign in enumerate(figures):
        for digit in "0123456789" if sign != "." else "":
            yield from _with_digits(quantity, figures[:place] + digit + figures[place + 1 :])


def _none(quantity: Quantity) -> Iterator[Quantity]:
    """Nothing: the slip lies between two figures, and those who have both of them know what it leads to."""
    return iter(())


POINT_MOVED = SlipKind("point-moved", "the decimal point moved", "小数点错位", 1, True, _point_moved, _point_moved)
UNIT_MISTAKEN = SlipKind(
    "unit-mistaken", "万 and 亿 were taken for each other", "万、亿混淆", 1, True, _unit_mistaken, _unit_mistaken
)
SLIPS = (
    POINT_MOVED,
    SlipKind("nought-added", "a nought too many was typed", "多打了一个零", 1, True, _nought_added, _nought_undone),
    UNIT_MISTAKEN,
    SlipKind(
        "sign-mistaken", "the minus was lost or added", "漏掉或多加了负号", 1, True, _sign_mistaken, _sign_mistaken
    ),
    SlipKind(
        "digits-swapped", "two digits changed places", "相邻两位数字颠倒", 2, True, _digits_swapped, _digits_swapped
    ),
    SlipKind("digit-doubled", "a digit was typed twice", "重复键入了一位数字", 1, True, _digit_doubled, _double_undone),
    SlipKind(
        "digit-mistyped",
        "one digit was mistyped or misread",
        "打错或看错了一位数字",
        1,
        False,
        _digit_mistyped,
        _mistype_undone,
    ),
    SlipKind("digit-dropped", "a digit was left out", "漏打了一位数字", 1, False, _digit_dropped, _drop_undone),
)
"""The slips within one figure, those that need no guess first."""
NOT_AS_PRINTED = SlipKind(
    "not-as-printed", "the value is not what is printed", "数值与印刷形式不符", 1, True, _none, _none
)
EXCHANGED = SlipKind(
    "exchanged", "it changed places with a neighbouring row", "与相邻行的数互换", 2, True, _none, _none
)
OTHER_ROW = SlipKind("other-row", "another row's figure stands here", "误录为另一行的数", 1, False, _none, _none)
GROWTH_AS_LEVEL = SlipKind(
    "growth-as-level",
    "the growth rate was typed as the level, or the reverse",
    "增速与水平值录串",
    1,
    False,
    _none,
    _none,
)
LAST_YEAR = SlipKind("last-year", "last year's figure stands here again", "重复了上年的数", 1, False, _none, _none)
BETWEEN_FIGURES = (NOT_AS_PRINTED, EXCHANGED, OTHER_ROW, GROWTH_AS_LEVEL, LAST_YEAR)
"""The slips that need a second figure, or the printed form, to be seen."""
