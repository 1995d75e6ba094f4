"""Packages made up for the law that exports say the same: figures, names and notes that are hard on formats."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from decheng_data.exporters.contents import Contents, contents_of
from decheng_data.model.fields import MAGNITUDE_LIMIT
from decheng_data.model.quantity import QUALIFIERS
from decheng_data.model.rows import TABLES
from decheng_data.packages.package import open_package
from decheng_data.packages.table import Table
from decheng_data.reading.read_package import ReadPackage
from tests.made_figures import AREA, AREAS, CITY, INDICATORS, RELEASE, THEME, UNITS, release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NASTY = (
    *(
        "=1+1",
        "+1",
        "-1.5",
        "@SUM(A1)",
        "'=x",
        "''@",
        "\t=x",
        "＝1",
        "-",
        "'",
        '"',
        '"a"',
        "a,b;c|d",
        "a\nb",
        " a ",
        "\\N",
        "\\",
        "\\.",
        "$$",
        "%",
        "--",
        "/*",
    ),
    *(
        "0012",
        "1e5",
        "1.50",
        "TRUE",
        "null",
        "NULL",
        "NA",
        "nan",
        "None",
        "2031-01-01",
        "1/2",
        "http://made.up/x",
        "mailto:x",
        "_x0041_",
        "<b>&amp;",
        "{}",
        "[]",
    ),
    *("虚构", "𠀀", "é", "e\u0301", "\u200f", "\ufeff", "\u2028", "\xa0", "x" * 300),
)
"""Texts that some format takes for something else."""
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
VALUES = st.decimals(-MAGNITUDE_LIMIT, MAGNITUDE_LIMIT, places=9) | st.sampled_from(
    ("0", "-0.05", "157.5", "1E+3", "110.00", "-999999999999999.999999999")
).map(Decimal)
COMPARED = {
    "level": "none",
    "share": "none",
    "target": "none",
    "growth_rate": "previous_year",
    "change_pp": "previous_year",
    "rank": CITY,
}
PERIODS = ("2031-S1", "2031", "2031-01-01/P9M")


def contents(rows: Mapping[str, Iterable[Any]], descriptor: Mapping[str, Any] | None = None) -> Contents:
    """The contents of a package with these rows, each a model or its cells, and with none in the other tables."""
    tables = {
        name: Table(model, tuple(model.model_validate(row) for row in rows.get(name, ())))
        for name, model in TABLES.items()
    }
    return Contents({"name": "made-up", "version": "9.9.9", **(descriptor or {})}, tables)


@cache
def shipped() -> Contents:
    return contents_of(ReadPackage(open_package()))


def observed(indicator: str, measure: str, period: str, **more: Any) -> dict[str, Any]:
    key = {
        "release_id": RELEASE,
        "indicator_id": indicator,
        "measure": measure,
        "period": period,
        "area": AREA,
        "comparison": COMPARED[measure],
    }
    return {**key, "value": "1", "decimals": 0, "unit": "yi_yuan", "obs_status": "A", "printed": "1亿元", **more}


FIGURE = {
    "value": VALUES,
    "decimals": st.integers(0, 9),
    "unit": st.sampled_from(sorted(UNITS)),
    "qualifier": st.none() | st.sampled_from(sorted(QUALIFIERS)),
    "obs_status": st.sampled_from("ABDEP"),
    "parent": st.none() | st.sampled_from(sorted(INDICATORS)),
    "printed": TEXTS.map(lambda text: text[:100]),
    "note_zh": st.none() | TEXTS,
    "note_en": st.none() | TEXTS,
}
KEYS = st.tuples(st.sampled_from(sorted(INDICATORS)), st.sampled_from(sorted(COMPARED)), st.sampled_from(PERIODS))


@st.composite
def packages(draw: st.DrawFn) -> Contents:
    """A made-up package: the made-up code lists with names of any text, and up to six figures. Its rows keep their models and all keys."""
    named = {"name_zh": TEXTS, "name_en": TEXTS}
    indicators = [
        row.model_copy(update=draw(st.fixed_dictionaries({**named, "note_en": st.none() | TEXTS})))
        for row in INDICATORS.values()
    ]
    figures = [
        observed(*key, **draw(st.fixed_dictionaries(FIGURE))) for key in draw(st.lists(KEYS, unique=True, max_size=6))
    ]
    units = [row.model_copy(update={"name_en": draw(TEXTS)}) for row in UNITS.values()]
    areas = [row.model_copy(update=draw(st.fixed_dictionaries(named))) for row in AREAS.values()]
    theme = THEME.model_copy(update=draw(st.fixed_dictionaries(named)))
    rows = {
        "releases": [release()],
        "areas": areas,
        "units": units,
        "themes": [theme],
        "indicators": indicators,
        "observations": figures,
    }
    return contents(rows)


@cache
def hard() -> Contents:
    """One package with every hard text as a note, for readers that are too slow for many."""
    keys = [
        (indicator, measure, period)
        for indicator in sorted(INDICATORS)
        for measure in sorted(COMPARED)
        for period in PERIODS
    ]
    values = ("999999999999999.999999999", "12345678.123456789", "-0.000000001", "157.5", "110.00", "1E+3", "0")
    figures = [
        observed(
            *key,
            note_en=text,
            note_zh=text,
            printed=text[:100],
            value=values[number % len(values)],
            decimals=number % 10,
            obs_status="ABDEP"[number % 5],
        )
        for number, (key, text) in enumerate(zip(keys, NASTY, strict=False))
    ]
    indicators = [
        row.model_copy(update={"name_en": text, "name_zh": text, "aliases_zh": ("甲", text.replace("|", "、"))})
        for row, text in zip(INDICATORS.values(), NASTY, strict=False)
    ]
    rows = {
        "releases": [release()],
        "areas": AREAS.values(),
        "units": UNITS.values(),
        "themes": [THEME],
        "indicators": indicators,
        "observations": figures,
    }
    return contents(rows)
