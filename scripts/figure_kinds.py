"""The kinds of wrong change that concern a number: its digits, its size, its sign, its unit and its spelling."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from change_trials import Kind, Slip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from package_tables import PackageTables, Row

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_SCALES = {"hundred_million_yuan": ("ten_thousand_yuan", "万元"), "ten_thousand_doses": ("dose", "剂次")}
"""The unit that a figure's unit is mistaken for, with its printed form."""
_LIKE = {
    "item": ("line", "条"),
    "line": ("item", "个"),
    "entity": ("item", "个"),
    "institution": ("entity", "家"),
    "person": ("item", "个"),
    "mu": ("item", "个"),
}
_TEXT_KNOWS = (
    "Another number of the same length and a likely size is as good as the true one: only the text tells them apart."
)


def name_of(row: Row) -> str:
    """A figure by indicator and measure."""
    return f"{row['indicator_id']} {row['measure']}"


def digits(row: Row) -> str:
    """The number as printed in Arabic digits; empty where it is printed in words."""
    found = _NUMBER.search(row["printed"])
    return found[0] if found else ""


def retyped(row: Row, text: str) -> dict[str, str]:
    """The cells of a figure whose number is mistyped alike in all of them."""
    return {
        "value": text,
        "decimals": str(len(text.partition(".")[2])),
        "printed": _NUMBER.sub(text, row["printed"], count=1),
    }


def setting(number: int, **cells: str) -> Callable[[PackageTables], None]:
    """The edit that sets cells of one figure."""

    def edit(tables: PackageTables) -> None:
        tables.figures[number] |= cells

    return edit


def figure_slip(
    number: int, row: Row, one: dict[str, str], alike: dict[str, str] | None = None, label: str = ""
) -> Slip:
    """Cells of a figure set in one column, and in all alike."""
    label = label or next(iter((alike or one).values()))
    return Slip(f"{name_of(row)}: {label}", setting(number, **one), setting(number, **alike) if alike else None)


def _retyped_numbers(texts: Callable[[str], Iterable[str]], tables: PackageTables) -> Iterator[Slip]:
    """Slips that turn a number's text into others, for every figure that is printed in digits."""
    for number, row in enumerate(tables.figures):
        old = digits(row)
        for text in dict.fromkeys(texts(old)) if old else ():
            if text != old and not re.match(r"0[0-9]", text):
                yield figure_slip(number, row, {"value": text}, retyped(row, text), f"{old} as {text}")


def _swapped(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        if text[place : place + 2].isdigit():
            yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _doubled(text: str) -> Iterator[str]:
    yield text[0] + text if len(text) % 2 else text + text[-1]


def _dropped(text: str) -> Iterator[str]:
    for place in range(len(text)):
        rest = text[:place] + text[place + 1 :]
        if text[place].isdigit() and _NUMBER.fullmatch(rest):
            yield rest


def _next_key(text: str) -> Iterator[str]:
    for place in (0, len(text) - 1):
        yield text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]


def _shifted(by: int, text: str) -> Iterator[str]:
    value = Decimal(text).scaleb(by)
    yield (
        f"{value:f}"
        if value == 0 or value != value.to_integral_value() or by < 0
        else f"{value.quantize(Decimal(1)):f}"
    )


def _scaled(tables: PackageTables) -> Iterator[Slip]:
    scales = {row["unit_id"]: Decimal(row["scale"]) for row in tables.rows["units"]}
    for number, row in enumerate(tables.figures):
        if row["unit"] in _SCALES:
            unit, name = _SCALES[row["unit"]]
            for factor in (scales[row["unit"]] / scales[unit], scales[unit] / scales[row["unit"]]):
                value = f"{(Decimal(row['value']) * factor).normalize():f}"
                alike = {"unit": unit, "printed": digits(row) + name} if factor > 1 else None
                yield figure_slip(
                    number, row, {"value": value}, alike, f"{row['printed']} as {alike['printed'] if alike else value}"
                )


def _growth_and_level(into: str, tables: PackageTables) -> Iterator[Slip]:
    """The number of an indicator's other measure, typed with all that belongs to it into the row of the measure
    `into`.
    """
    pairs = {(row["indicator_id"], row["measure"]): row for row in tables.figures}
    for number, row in enumerate(tables.figures):
        other = pairs.get((row["indicator_id"], "growth_rate" if into == "level" else "level"))
        if row["measure"] == into and other:
            alike = {name: other[name] for name in ("value", "decimals", "unit", "printed")}
            yield figure_slip(number, row, {"value": other["value"]}, alike, f"{row['printed']} as {other['printed']}")


def _neighbours(tables: PackageTables) -> Iterator[tuple[int, int]]:
    """Each figure with the next one of the same unit that has another number."""
    rows = tables.figures
    for number, row in enumerate(rows):
        for other in range(number + 1, len(rows)):
            if (
                rows[other]["unit"] == row["unit"]
                and digits(rows[other])
                and digits(row) not in ("", digits(rows[other]))
            ):
                yield number, other
                break


def _moved(tables: PackageTables) -> Iterator[Slip]:
    for number, other in _neighbours(tables):
        text = digits(tables.figures[other])
        row = tables.figures[number]
        yield figure_slip(
            number,
            row,
            {"value": text},
            retyped(row, text),
            f"{row['printed']} as the {text} of {name_of(tables.figures[other])}",
        )


def _exchanged(tables: PackageTables) -> Iterator[Slip]:
    for number, other in _neighbours(tables):
        rows = tables.figures[number], tables.figures[other]
        texts = digits(rows[1]), digits(rows[0])

        def edit(
            alike: bool, after: PackageTables, places: tuple[int, int] = (number, other), texts: tuple[str, str] = texts
        ) -> None:
            for place, text in zip(places, texts, strict=True):
                after.figures[place] |= retyped(after.figures[place], text) if alike else {"value": text}

        yield Slip(
            f"{name_of(rows[0])} with {name_of(rows[1])}: {texts[1]} with {texts[0]}",
            partial(edit, False),
            partial(edit, True),
        )


def _fallen(tables: PackageTables) -> Iterator[Slip]:
    """A fall whose minus is lost. The release prints no fall, so each growth is one first, with the sign printed or
    in a word before it.
    """
    for number, row in enumerate(tables.figures):
        if row["measure"] == "growth_rate":
            text = digits(row)
            end = str(int(row["end"]) + 1)
            printed = setting(number, value=f"-{text}", printed=f"-{row['printed']}", end=end)
            worded = setting(number, value=f"-{text}")
            yield Slip(
                f"{name_of(row)}: -{text} as {text}, the sign printed",
                setting(number, value=text),
                setting(number, value=text, printed=row["printed"]),
                printed,
            )
            yield Slip(f"{name_of(row)}: -{text} as {text}, the sign a word", setting(number, value=text), None, worded)


def _negative(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        if text := digits(row):
            yield figure_slip(
                number, row, {"value": f"-{text}"}, {"value": f"-{text}", "printed": f"-{row['printed']}"}
            )


def _qualified(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        if row["qualifier"]:
            bare = {"qualifier": "", "printed": row["printed"].replace(row["qualifier"], "")}
            yield figure_slip(number, row, {"qualifier": ""}, bare, f"{row['printed']} as {bare['printed']}")
            yield figure_slip(
                number,
                row,
                {"qualifier": "近"},
                {"qualifier": "近", "printed": f"近{bare['printed']}"},
                f"{row['printed']} as 近{bare['printed']}",
            )
        elif digits(row):
            printed = f"约{row['printed']}"
            yield figure_slip(
                number,
                row,
                {"qualifier": "约"},
                {"qualifier": "约", "printed": printed},
                f"{row['printed']} as {printed}",
            )


def _decimals(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        if text := digits(row):
            more = f"{text}0" if "." in text else f"{text}.0"
            yield figure_slip(
                number, row, {"decimals": str(len(more.partition(".")[2]))}, retyped(row, more), f"{text} as {more}"
            )
            if "." in text:
                fewer = f"{Decimal(text).quantize(Decimal(1).scaleb(1 - len(text.partition('.')[2]))):f}"
                yield figure_slip(
                    number,
                    row,
                    {"decimals": str(len(fewer.partition(".")[2]))},
                    retyped(row, fewer),
                    f"{text} as {fewer}",
                )


def _other_unit(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        if row["unit"] in _LIKE:
            unit, name = _LIKE[row["unit"]]
            alike = {"unit": unit, "printed": digits(row) + row["qualifier"] + name} if digits(row) else None
            yield figure_slip(number, row, {"unit": unit}, alike, f"{row['printed']} in {name}")


def _points(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        if row["unit"] == "percent":
            alike = {"unit": "percentage_point", "printed": f"{digits(row)}个百分点"}
            yield figure_slip(
                number, row, {"unit": "percentage_point"}, alike, f"{row['printed']} as {alike['printed']}"
            )


def _typed(wanted: Callable[[Row], bool], text: Callable[[Row], str], tables: PackageTables) -> Iterator[Slip]:
    """A number of a certain text for the figures wanted; where a word is printed, 第 and the number take its place."""
    for number, row in enumerate(tables.figures):
        if wanted(row):
            new = text(row)
            printed = retyped(row, new)["printed"] if digits(row) else f"第{new}位"
            yield figure_slip(
                number, row, {"value": new}, retyped(row, new) | {"printed": printed}, f"{row['printed']} as {printed}"
            )


def _is_count(row: Row) -> bool:
    return row["unit"] in _LIKE and row["unit"] != "mu" and bool(digits(row))


def _spelled(tables: PackageTables) -> Iterator[Slip]:
    """Full-width digits, commas between thousands, and the unit behind the number."""
    for number, row in enumerate(tables.figures):
        if text := digits(row):
            grouped = (f"{Decimal(text):,}",) if Decimal(text) >= 1000 else ()
            for new in (text.translate(_FULL_WIDTH), *grouped, row["printed"]):
                alike = {"value": new, "printed": row["printed"].replace(text, new)} if new != row["printed"] else None
                yield figure_slip(number, row, {"value": new}, alike, f"{text} as {new}")


_VALUE = ("value", "value, decimals, printed")
_SIGN_IN_WORDS = (
    "A word before the figure, 增长 or 下降, may tell its sign, and the row does not hold that word. "
    "With an earlier state a changed sign is a large revision, recorded or not."
)
_AS_PRINTED = ("value", "value, printed")
_ALL = ("value", "value, decimals, unit, printed")

KINDS = (
    Kind(
        "digits-swapped",
        "two digits side by side change places",
        *_VALUE,
        partial(_retyped_numbers, _swapped),
        recorded="some",
        unknown=_TEXT_KNOWS,
    ),
    Kind("digit-doubled", "the first or the last digit is typed twice", *_VALUE, partial(_retyped_numbers, _doubled)),
    Kind("digit-dropped", "a digit is left out", *_VALUE, partial(_retyped_numbers, _dropped)),
    Kind(
        "digit-mistyped",
        "the first or the last digit is the next higher one",
        *_VALUE,
        partial(_retyped_numbers, _next_key),
        recorded="some",
        unknown=_TEXT_KNOWS,
    ),
    Kind("point-moved-left", "the number is a tenth", *_VALUE, partial(_retyped_numbers, partial(_shifted, -1))),
    Kind("point-moved-right", "the number is tenfold", *_VALUE, partial(_retyped_numbers, partial(_shifted, 1))),
    Kind("scale-mistaken", "万 for 亿, or no 万, and the reverse", "value", "unit, printed", _scaled),
    Kind("growth-in-level", "the growth rate stands in the level's row", *_ALL, partial(_growth_and_level, "level")),
    Kind(
        "level-in-growth", "the level stands in the growth rate's row", *_ALL, partial(_growth_and_level, "growth_rate")
    ),
    Kind(
        "figure-of-another",
        "the number of the next figure of that unit",
        *_VALUE,
        _moved,
        recorded="some",
        unknown=_TEXT_KNOWS,
    ),
    Kind("figures-exchanged", "two figures of one unit change places", *_VALUE, _exchanged),
    Kind("minus-lost", "a fall is told as growth", *_AS_PRINTED, _fallen, caught="some", unknown=_SIGN_IN_WORDS),
    Kind(
        "minus-added",
        "growth, or a level, is told with a minus",
        *_AS_PRINTED,
        _negative,
        caught="some",
        unknown=_SIGN_IN_WORDS,
    ),
    Kind(
        "qualifier-mistaken",
        "余 is lost, or is 近 instead, or 约 is added",
        "qualifier",
        "qualifier, printed",
        _qualified,
        recorded="some",
        unknown=_TEXT_KNOWS,
    ),
    Kind(
        "decimals-mistaken",
        "a decimal more or fewer than printed",
        "decimals",
        "value, decimals, printed",
        _decimals,
    ),
    Kind("unit-mistaken", "another unit for counting", "unit", "unit, printed", _other_unit),
    Kind("points-for-percent", "percentage points for percent", "unit", "unit, printed", _points),
    Kind(
        "share-above-100",
        "a share of more than the whole",
        *_VALUE,
        partial(_typed, lambda row: row["measure"] == "share", lambda row: f"1{row['value']}"),
    ),
    Kind(
        "rank-nought",
        "a place before the first",
        *_VALUE,
        partial(_typed, lambda row: row["measure"] == "rank", lambda _: "0"),
    ),
    Kind(
        "count-with-fraction",
        "half a thing that is counted one by one",
        *_VALUE,
        partial(_typed, _is_count, lambda row: f"{row['value']}.5"),
    ),
    Kind(
        "number-spelled-otherwise",
        "full-width digits, a comma between thousands, or the unit behind the number",
        *_AS_PRINTED,
        _spelled,
    ),
)
