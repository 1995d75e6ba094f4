"""Archives made up for tests: the shipped figures told again for other areas and periods, some of them broken."""

from __future__ import annotations

import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import decheng_data as dd
from tests.made_states import ROOT, MadeState

if TYPE_CHECKING:
    import random

Row = dict[str, str | None]
AREAS = ("371402", "371400", "370000")
PERIODS = ("2021-S1", "2021", "2020-S1", "2020", "2021-01-01/P6M", "2021-01-01/P9M", "2021-Q1", "2021-01")
WHOLE = ("decimals", "section", "sentence", "start", "end")
NAMES = {each["unit_id"]: each["name_zh"] for each in dd.table("units").records}


@cache
def own_report() -> dd.Report:
    """What the shipped package says of itself without its ledger, which no archive carries."""
    with TemporaryDirectory() as folder:
        package = MadeState(Path(folder) / "package")
        shutil.copytree(ROOT / "data", package.folder / "data")
        shutil.copy(ROOT / "datapackage.json", package.folder)
        package.write("revisions", [])
        return dd.validate(package)


def shipped() -> list[Row]:
    """The shipped figures as texts."""
    return [{name: text(value) for name, value in record.items()} for record in dd.table("observations").records]


def text(value: Any) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def made(chance: random.Random, *, typed: bool) -> list[Row]:
    """Releases of some areas and periods, some values changed, some cells broken, some rows doubled. With `typed`, numbers stay numbers."""
    figures = chance.sample(shipped(), chance.choice([3, 8, 39]))
    rows = [
        _of(chance, figure, area, period)
        for area in chance.sample(AREAS, chance.randint(1, 3))
        for period in chance.sample(PERIODS, chance.randint(1, 4))
        for figure in figures
    ]
    for _ in range(chance.choice([0, 1, 3, 8])):
        _break(chance, chance.choice(rows), rows, typed=typed)
    rows += [dict(chance.choice(rows)) for _ in range(chance.choice([0, 0, 1, 2]))]
    if chance.random() < 0.3:
        chance.shuffle(rows)
    return rows


def _of(chance: random.Random, figure: Row, area: str, period: str) -> Row:
    row = figure | {"area": area, "period": period, "release_id": f"x{area}-{period.replace('/', '-')}"}
    if chance.random() < 0.3 and row["measure"] in ("level", "growth_rate"):
        value = (Decimal(row["value"] or 0) * Decimal(chance.choice(["0.5", "1.1", "2", "1.2"]))).quantize(
            Decimal(1).scaleb(-int(row["decimals"] or 0))
        )
        row |= {"value": f"{value:f}", "printed": f"{value:f}{NAMES[row['unit'] or '']}"}
    return row


_VALUES = ("0", "-1", "150", "1000", "99999", "0.001", "7", "7.5", "157.5", "-3.5")
_NO_VALUES = ("abc", "1e3", " 5", "1.1234567890", ".5", "5.", "+5", "inf", "", "1000000000000000", "10000000000000000")
_CELLS: dict[str, tuple[str | None, ...]] = {
    "qualifier": ("超", "余", "近", "约", "以内", "bad", None),
    "unit": ("percent", "hundred_million_yuan", "ten_thousand_yuan", "item", "rank", "nope", None, "Bad-"),
    "indicator_id": ("gdp", "retail_sales", "key_projects", "nope", None, "Bad-"),
    "measure": ("level", "growth_rate", "share", "rank", "levl", None, "target", "change_pp"),
    "comparison": ("none", "previous_year", "371400", "999999", "x", None, "plan"),
    "area": (*AREAS, "999999", "x", None),
    "period": (*PERIODS, "2021-S3", None),
    "printed": (
        "5%",
        "未发生",
        "首位",
        None,
        "x" * 101,
        "下降3.5%",
        "157.5亿元",
        "十二亿元",
        "一万二千个",
        "17",
        "0.4个",
    ),
}


def _break(chance: random.Random, row: Row, rows: list[Row], *, typed: bool) -> None:
    name = chance.choice([*row, *["value"] * 6, *["unit", "qualifier"] * 2])
    if name == "value":
        row[name] = chance.choice([*_VALUES, *(() if typed else _NO_VALUES)])
    elif name in WHOLE:
        row[name] = chance.choice(["0", "1", "2", "5", "99", None, "-1", *([] if typed else ["x", "1.0", ""])])
    elif name == "release_id":
        row[name] = chance.choice([each["release_id"] for each in rows if each["release_id"]] + ["Bad", None])
    else:
        row[name] = chance.choice(_CELLS.get(name, ("x", "", None, "A", "E", "B")))
