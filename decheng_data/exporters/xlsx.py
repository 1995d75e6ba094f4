"""An Excel workbook: a sheet a theme, then the vocabulary, the rules and the sources. Every text stays text; the file
is the same each time.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DechengDataError, MissingExtraError
from decheng_data.exporters.tidy import tidy
from decheng_data.packages.structure.column import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from decheng_data.exporters.contents import Contents

Field = dict[str, Any]
Record = dict[str, Any]

FLOAT_DIGITS = 15
"""A cell of Excel is a float, which is exact to so many significant digits. A longer one is written as text."""
ROWS_LIMIT = 2**20
LINKS_LIMIT = 65_530
"""What a sheet of Excel holds."""
HEADER_ROWS = 2

_VOCABULARY, _RULES, _SOURCES = "vocabulary 指标", "rules 规则", "sources 来源"
_CODE_LISTS = ("units", "areas", "themes", "releases")
_NAME_LIMIT = 31
_NOT_IN_A_NAME = "[]:*?/\\'"
_WIDTHS = {"number": 14, "integer": 9, "date": 12}
_USUAL_WIDTH, _TEXT_WIDTH = 16, 40
_LONG_TEXTS = ("note", "definition", "rationale", "description", "title", "said")


def files(contents: Contents) -> dict[str, bytes]:
    """One workbook. Each sheet has its titles in the first row, the names of its fields in the second, and its rows
    from the third.

    Raises MissingExtraError without xlsxwriter, and DechengDataError where a sheet would have more rows than Excel
    takes.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("xlsxwriter", "xlsx") from None
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": str(contents.descriptor.get("title") or contents.name),
                "created": contents.created.replace(tzinfo=None),
            }
        )
        sheets = _Sheets(book, [record["rule_id"] for record in contents.records("rules")])
        for name, fields, records in _pages(contents):
            sheets.add(name, fields, records)
    return {f"{contents.stem}.xlsx": stream.getvalue()}


def _pages(contents: Contents) -> Iterator[tuple[str, Sequence[Field], Sequence[Record]]]:
    """Name, columns and rows of each sheet."""
    figures = tidy(contents)
    names = [_VOCABULARY, _RULES, _SOURCES, *(f"{name} {contents.tables[name].title_zh}" for name in _CODE_LISTS)]
    for theme in contents.records("themes"):
        names.append(_sheet_name(f"{theme['theme_id']} {theme['name_zh']}", names))
        records = [record for record in figures.records if record["theme"] == theme["theme_id"]]
        yield names[-1], *_with_rules(contents, figures.fields, records)
    yield _VOCABULARY, contents.tables["indicators"].fields, contents.records("indicators")
    yield _RULES, contents.tables["rules"].fields, contents.records("rules")
    yield _SOURCES, *_sources(contents)
    for name in _CODE_LISTS:
        yield f"{name} {contents.tables[name].title_zh}", contents.tables[name].fields, contents.records(name)


def _with_rules(
    contents: Contents, fields: Sequence[Field], records: Sequence[Record]
) -> tuple[Sequence[Field], Sequence[Record]]:
    """The figures with their rules in columns of their own, those that name their indicator first."""
    found = [_rules_of(contents, record) for record in records]
    columns = [f"rule_{number}" for number in range(1, max(map(len, found), default=0) + 1)]
    described = "A rule of the figure; the link leads to it."
    more = [
        {"name": name, "type": "rule", "title": "Rule", "title_zh": "规则", "description": described}
        for name in columns
    ]
    return [*fields, *more], [
        {**record, **dict.fromkeys(columns), **dict(zip(columns, rules, strict=False))}
        for record, rules in zip(records, found, strict=True)
    ]


def _rules_of(contents: Contents, record: Record) -> list[str]:
    """Rules with a term that names the figure's indicator or its measure and takes it; those that take any figure are
    left out.
    """
    unit = contents.keyed("units")[record["unit"]]
    named: dict[str, bool] = {}
    for term in contents.records("rule_terms"):
        pairs = (
            (term["indicator_id"], record["indicator_id"]),
            (term["measure"], record["measure"]),
            (term["dimension"], unit["dimension"]),
        )
        takes = all(wanted in (None, given) for wanted, given in pairs) and term["counted"] in (None, unit["counted"])
        if takes and (term["indicator_id"] or term["measure"]):
            named[term["rule_id"]] = named.get(term["rule_id"], False) or term["indicator_id"] is not None
    return sorted(named, key=lambda rule_id: not named[rule_id])


def _sources(contents: Contents) -> tuple[list[Field], list[Record]]:
    """Where the figures come from, as far as the package states it, and under what licence they may be used."""
    described = contents.descriptor
    rows = [("package", f"{contents.name} {contents.version}".strip(), None)]
    rows += [
        (name, described[name], None)
        for name in ("title", "title_zh", "description", "description_zh", "homepage")
        if described.get(name)
    ]
    for kind in ("sources", "licenses", "contributors"):
        rows += [
            (kind.removesuffix("s"), each.get("title") or each.get("name"), each.get("path"))
            for each in described.get(kind, ())
        ]
    for release in contents.records("releases"):
        names = (
            release["title_zh"],
            release["title_en"],
            release["publisher_zh"],
            release["publisher_en"],
            f"vintage {release['vintage']}",
        )
        rows.append(("release", " / ".join(names), None))
    titles = (("what", "What", "项目"), ("said", "What the package says", "内容"), ("path", "Address", "地址"))
    fields = [
        {"name": name, "type": "string", "title": en, "title_zh": zh, "description": en} for name, en, zh in titles
    ]
    return fields, [dict(zip(("what", "said", "path"), row, strict=True)) for row in rows]


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """The name as far as Excel takes it (31 UTF-16 units, some signs not), with a number where it is taken."""
    plain = "".join(sign if sign.isprintable() and sign not in _NOT_IN_A_NAME else " " for sign in wanted)
    number, suffix, used = 1, "", {name.lower() for name in taken}
    while True:
        name = plain
        while len((name + suffix).encode("utf-16-le")) > 2 * _NAME_LIMIT:
            name = name[:-1]
        if (name + suffix).lower() not in used:
            return name + suffix
        number += 1
        suffix = f" {number}"


class _Sheets:
    """Adds sheets to a workbook, each with frozen headers, and with links to the rows of the sheet of rules."""

    def __init__(self, book: Any, rule_ids: Sequence[str]) -> None:
        self._book = book
        self._rows_of_rules = {rule_id: HEADER_ROWS + number for number, rule_id in enumerate(rule_ids, 1)}
        self._header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._numbers: dict[int, Any] = {}
        self._links = 0

    def add(self, name: str, fields: Sequence[Field], records: Sequence[Record]) -> None:
        """A sheet with these columns and rows."""
        if len(records) > ROWS_LIMIT - HEADER_ROWS:
            raise DechengDataError(
                f"{len(records)} rows do not fit a sheet of Excel, which has {ROWS_LIMIT}; export them to csv, parquet"
                " or sqlite"
            )
        sheet, self._links = self._book.add_worksheet(name), 0
        sheet.freeze_panes(HEADER_ROWS, 0)
        for column, field in enumerate(fields):
            self._head(sheet, column, field)
        for row, record in enumerate(records, HEADER_ROWS):
            for column, field in enumerate(fields):
                self._cell(sheet, (row, column), field, record)
        sheet.autofilter(HEADER_ROWS - 1, 0, HEADER_ROWS + len(records) - 1, len(fields) - 1)

    def _head(self, sheet: Any, column: int, field: Field) -> None:
        width = _TEXT_WIDTH if field["name"].startswith(_LONG_TEXTS) else _WIDTHS.get(field["type"], _USUAL_WIDTH)
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, f"{field['title']}\n{field['title_zh']}", self._header)
        sheet.write_string(1, column, field["name"], self._header)
        sheet.write_comment(0, column, field["description"])

    def _cell(self, sheet: Any, place: tuple[int, int], field: Field, record: Mapping[str, Any]) -> None:
        value, kind = record[field["name"]], field["type"]
        if value is None:
            return
        if kind == "rule" and self._links < LINKS_LIMIT:
            self._links += 1
            sheet.write_url(*place, f"internal:'{_RULES}'!A{self._rows_of_rules[value]}", string=value)
        elif kind == "number" and _fits_float(value):
            sheet.write_number(*place, value, self._number(record.get("decimals", 0), value))
        elif kind == "integer":
            sheet.write_number(*place, value)
        elif kind == "date":
            sheet.write_datetime(*place, value, self._day)
        else:
            sheet.write_string(*place, written(value))

    def _number(self, decimals: int, value: Decimal) -> Any:
        """The format that shows the printed decimals, and more only where the value has more."""
        places = max(decimals, -int(value.as_tuple().exponent))
        if places not in self._numbers:
            self._numbers[places] = self._book.add_format({"num_format": f"0.{'0' * places}" if places else "0"})
        return self._numbers[places]


def _fits_float(value: Decimal) -> bool:
    """Whether a float has every digit."""
    return len(value.normalize().as_tuple().digits) <= FLOAT_DIGITS
