"""The kinds of wrong change that concern rows, codes, rules, the ledger, and files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from change_trials import Kind, Slip
from figure_kinds import digits, figure_slip, name_of, retyped, setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from package_tables import PackageTables, Row

    Edit = Callable[[PackageTables], None]

SOME = 5
"""Where every row is as good as another, each fifth is taken."""

_FIGURE_KEY = ("release_id", "indicator_id", "measure", "period", "area", "comparison")


def cell(table: str, number: int, **cells: str) -> Edit:
    """The edit that sets cells of a row of any table."""

    def edit(tables: PackageTables) -> None:
        tables.rows[table][number] |= cells

    return edit


def together(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(tables: PackageTables) -> None:
        for each in edits:
            each(tables)

    return edit


def _status(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        status = "A" if row["obs_status"] == "E" else "E"
        same = [
            other
            for other, each in enumerate(tables.figures)
            if each["indicator_id"] == row["indicator_id"] and each["measure"] != "rank"
        ]
        alike = together(*(setting(other, obs_status=status) for other in same)) if len(same) > 1 else None
        yield Slip(f"{name_of(row)}: {row['obs_status']} as {status}", setting(number, obs_status=status), alike)


def _dropped(tables: PackageTables) -> Iterator[Slip]:
    for table in ("observations", "statements", "mentions"):
        for number, row in list(enumerate(tables.rows[table]))[:: 1 if table == "observations" else SOME]:

            def edit(after: PackageTables, table: str = table, number: int = number) -> None:
                del after.rows[table][number]

            yield Slip(
                f"{table}:"
                f" {row.get('statement_id') or row.get('indicator_id', '') + ' ' + row.get('measure', row['printed'])}",
                edit,
            )


def _doubled(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):

        def edit(changed: dict[str, str], after: PackageTables, number: int = number) -> None:
            after.figures.insert(number, after.figures[number] | changed)

        other = (
            {"comparison": "plan"}
            if row["comparison"] == "previous_year"
            else {"measure": "target", "comparison": "none"}
        )
        yield Slip(name_of(row), partial(edit, {}), partial(edit, other))


def _measure(tables: PackageTables) -> Iterator[Slip]:
    other = {"growth_rate": ("share", "none"), "share": ("growth_rate", "previous_year"), "level": ("target", "plan")}
    for number, row in enumerate(tables.figures):
        if row["measure"] in other:
            measure, comparison = other[row["measure"]]
            yield figure_slip(number, row, {"measure": measure}, {"measure": measure, "comparison": comparison})


def _indicator(tables: PackageTables) -> Iterator[Slip]:
    """Each figure under the next indicator of the same unit that has no figure of that measure; the whole indicator
    where it has several.
    """
    taken = {(row["indicator_id"], row["measure"]) for row in tables.figures}
    for number, row in enumerate(tables.figures):
        own = next(each for each in tables.rows["indicators"] if each["indicator_id"] == row["indicator_id"])
        for other in tables.rows["indicators"]:
            if other["unit"] == own["unit"] and (other["indicator_id"], row["measure"]) not in taken:
                yield figure_slip(number, row, {"indicator_id": other["indicator_id"]})
                break


def _scope(tables: PackageTables) -> Iterator[Slip]:
    """Another period or area of one figure, and of the release with all its figures."""
    for remainder, (field, value, more) in enumerate(
        (("period", "2020-S1", {"period_range": "2020-01-01/P6M"}), ("area", "371400", {}))
    ):
        everywhere = together(
            *(setting(number, **{field: value}) for number in range(len(tables.figures))),
            cell("releases", 0, **{field: value}, **more),
        )
        for number, row in list(enumerate(tables.figures))[remainder::2]:
            yield Slip(
                f"{name_of(row)}: {field} {value}",
                setting(number, **{field: value}),
                everywhere if number < 2 else None,
            )


def _comparison(tables: PackageTables) -> Iterator[Slip]:
    other = {
        "rank": ("370000", "371402"),
        "growth_rate": ("previous_period", "none"),
        "level": ("plan",),
        "share": ("371400",),
    }
    for number, row in enumerate(tables.figures):
        for comparison in other[row["measure"]]:
            yield figure_slip(number, row, {"comparison": comparison})


def _place(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.figures):
        start, end = int(row["start"]), int(row["end"])
        by = (1, -1, 40)[number % 3]
        alike = {"start": str(start + by), "end": str(end + by)}
        yield figure_slip(
            number, row, {"start" if by == 1 else "end": str((start if by == 1 else end) + by)}, alike, f"by {by}"
        )


def _renamed(tables: PackageTables) -> Iterator[Slip]:
    """An id of an indicator, or a unit as printed, in its list alone and in all that names it."""
    for number, row in list(enumerate(tables.rows["indicators"]))[::SOME]:
        old, new = row["indicator_id"], f"{row['indicator_id']}_new"
        yield Slip(
            f"indicator {old}",
            cell("indicators", number, indicator_id=new),
            partial(_everywhere, {"indicator_id", "parent"}, old, new),
        )
    used = {row["unit"] for row in tables.figures if digits(row)}
    for number, row in enumerate(tables.rows["units"]):
        if row["unit_id"] in used:
            yield Slip(
                f"unit {row['name_zh']}",
                cell("units", number, name_zh="項"),
                partial(_reprinted, number, row["unit_id"], row["name_zh"]),
            )


def _everywhere(fields: set[str], old: str, new: str, tables: PackageTables) -> None:
    for rows in tables.rows.values():
        for row in rows:
            row |= {name: new for name in fields & row.keys() if row[name] == old}


def _reprinted(number: int, unit: str, name: str, tables: PackageTables) -> None:
    tables.rows["units"][number]["name_zh"] = "項"
    for row in tables.figures:
        if row["unit"] == unit:
            row["printed"] = row["printed"].replace(name, "項")


def _meaning(tables: PackageTables) -> Iterator[Slip]:
    """Another definition, growth basis or cumulation of an indicator; another scale of a unit."""
    for number, row in list(enumerate(tables.rows["indicators"]))[::SOME]:
        changed = {"definition_zh": f"{row['definition_zh']}含其他。"}
        yield Slip(
            f"{row['indicator_id']}: definition",
            cell("indicators", number, **changed),
            cell("indicators", number, **changed, definition_en="Other."),
        )
        other = {"growth_basis": "constant" if row["growth_basis"] == "nominal" else "nominal"}
        cumulation = {"cumulation": "stock" if row["cumulation"] == "flow" else "flow"}
        yield Slip(
            f"{row['indicator_id']}: growth basis",
            cell("indicators", number, **other),
            cell("indicators", number, **other, **cumulation),
        )
    for number, row in enumerate(tables.rows["units"]):
        if row["scale"] != "1":
            yield Slip(f"{row['unit_id']}: scale", cell("units", number, scale=f"{row['scale']}0"))


def _coefficient(tables: PackageTables) -> Iterator[Slip]:
    for number, row in enumerate(tables.rows["rule_terms"]):
        if row["coefficient"].startswith("-"):
            yield Slip(
                f"{row['rule_id']} term {row['term']}", cell("rule_terms", number, coefficient=row["coefficient"][1:])
            )


def _weakened(tables: PackageTables) -> Iterator[Slip]:
    for number, row in list(enumerate(tables.rows["rules"]))[::SOME]:
        lower = {"error": "warning", "warning": "information"}.get(row["severity"])
        looser = {"bound": f"{'-' if row['relation'] == '>=' else ''}1000"} if row["bound"] else {}
        if lower:
            yield Slip(
                f"{row['rule_id']}: {lower}",
                cell("rules", number, severity=lower),
                cell("rules", number, severity=lower, **looser) if looser else None,
            )


def _added(table: str, row: Row, tables: PackageTables) -> None:
    tables.rows[table].append(row)


def _waiver(tables: PackageTables) -> Iterator[Slip]:
    """A waiver without a reason, and one with a reason for what never failed."""
    for rule in tables.rows["rules"][::SOME]:
        row = {
            "rule_id": rule["rule_id"],
            "release_id": tables.figures[0]["release_id"],
            "indicator_id": "gdp",
            "reason": "",
            "author": "nobody",
            "until": "2999-12-31",
        }
        yield Slip(
            rule["rule_id"], partial(_added, "waivers", row), partial(_added, "waivers", row | {"reason": "it is so"})
        )


def _ledger(tables: PackageTables) -> Iterator[Slip]:
    """A correction that never was: one that leads to another number than is there, and one that leads to it."""
    vintage = tables.rows["releases"][0]["vintage"]
    for row in tables.figures:
        entry = {name: row[name] for name in _FIGURE_KEY} | {
            "vintage": vintage,
            "field": "value",
            "from": "1",
            "to": "2",
            "kind": "correction",
            "reason": "mistyped",
        }
        if row["value"] not in ("1", "2"):
            yield Slip(
                name_of(row),
                partial(_added, "revisions", entry),
                partial(_added, "revisions", entry | {"to": row["value"]}),
            )


def _encoded(tables: PackageTables) -> Iterator[Slip]:
    encodings: dict[str, tuple[Callable[[str], bytes], str | None]] = {
        "GB18030": (partial(str.encode, encoding="gb18030"), "gb18030"),
        "UTF-16": (partial(str.encode, encoding="utf-16"), "utf-16"),
        "a byte-order mark": (partial(str.encode, encoding="utf-8-sig"), None),
        "CRLF": (lambda text: text.replace("\n", "\r\n").encode(), None),
    }
    for table in ("observations", "indicators", "rules"):
        for name, (encode, declared) in encodings.items():
            one = partial(_reencode, table, encode)
            yield Slip(
                f"{table}: {name}",
                one,
                together(one, partial(_edit_resource, table, {"encoding": declared})) if declared else None,
            )


def _reencode(table: str, encode: Callable[[str], bytes], tables: PackageTables) -> None:
    tables.encode[table] = encode


def _edit_resource(table: str, properties: dict[str, Any], tables: PackageTables) -> None:
    tables.resource(table).update(properties)


def _columns(tables: PackageTables) -> Iterator[Slip]:
    """A column renamed or dropped: in the file alone, and in the file and the descriptor alike."""
    for table, labels in tables.columns.items():
        for label in labels[::SOME]:
            for new in (None, f"{label}_2"):
                one = partial(_relabelled, table, label, new)
                yield Slip(
                    f"{table}: {label} {'renamed' if new else 'dropped'}",
                    one,
                    together(one, partial(_redescribed, table, label, new)),
                )


def _relabelled(table: str, old: str, new: str | None, tables: PackageTables) -> None:
    tables.columns[table] = [new if label == old else label for label in tables.columns[table] if new or label != old]  # type: ignore[misc]  # new is given where it is used
    for row in tables.rows[table]:
        if new:
            row[new] = row[old]


def _redescribed(table: str, old: str, new: str | None, tables: PackageTables) -> None:
    schema = tables.resource(table)["schema"]
    schema["fields"] = [
        each | {"name": new} if each["name"] == old else each for each in schema["fields"] if new or each["name"] != old
    ]


def _repeated(tables: PackageTables) -> Iterator[Slip]:
    """A release of the next year whose figures of an indicator are those of this one; without its row, and with it."""
    release = tables.rows["releases"][0]
    later = {"release_id": release["release_id"].replace("2021", "2022"), "period": "2022-S1"}
    for indicator in dict.fromkeys(row["indicator_id"] for row in tables.figures):
        copied = [row | later for row in tables.figures if row["indicator_id"] == indicator]
        one = together(*(partial(_added, "observations", row) for row in copied))
        row = release | later | {"period_range": "2022-01-01/P6M"}
        yield Slip(indicator, one, together(one, partial(_added, "releases", row)))


def _stale(moved: str, tables: PackageTables) -> Iterator[Slip]:
    """A true correction of which only the vintage, or only the version, was moved; all figures printed with a
    decimal.
    """
    vintage, version = "2099-01-01", "9.0.0"
    for number, row in enumerate(tables.figures):
        if "." in (text := digits(row)):
            new = text[:-1] + str((int(text[-1]) + 1) % 10)
            recorded = vintage if moved == "vintage" else tables.rows["releases"][0]["vintage"]
            entries = [
                {name: row[name] for name in _FIGURE_KEY}
                | {
                    "vintage": recorded,
                    "field": field,
                    "from": row[field],
                    "to": to,
                    "kind": "correction",
                    "reason": "mistyped",
                }
                for field, to in retyped(row, new).items()
                if to != row[field]
            ]
            correction = together(
                setting(number, **retyped(row, new)), *(partial(_added, "revisions", entry) for entry in entries)
            )
            forward = (
                cell("releases", 0, vintage=vintage)
                if moved == "vintage"
                else lambda after: after.descriptor.update(version=version)
            )
            yield Slip(f"{name_of(row)}: {text} as {new}", together(correction, forward))


_NEEDS_EARLIER = (
    "What was there before is known only from the earlier state, and a change that was recorded is one that somebody"
    " meant; only the text can object."
)
_DECLARED = "A meaning that was declared to be another, by ledger and version, is what its author says it is."
_RULES_OWN = (
    "A rule is what its author says; that it changed is told by the version, and its own figures tell only where they"
    " fail it."
)

KINDS = (
    Kind(
        "status-mistaken",
        "an estimate told as normal, or the reverse",
        "obs_status",
        "obs_status of level and growth",
        _status,
        "some",
        "none",
        "预计 stands in the text, not in the row; of level and growth in one sentence both may have lost it.",
    ),
    Kind(
        "row-dropped",
        "a figure, a statement or a mention is gone",
        "the row",
        "",
        _dropped,
        "none",
        "none",
        _NEEDS_EARLIER,
    ),
    Kind(
        "row-doubled",
        "a figure stands there twice",
        "the row",
        "the row, under another measure or comparison",
        _doubled,
        "all",
        "some",
        "One numeral may tell growth over last year and over the plan, so the same place serves both.",
    ),
    Kind(
        "measure-mistaken",
        "growth as a share, a share as growth, a level as a target",
        "measure",
        "measure, comparison",
        _measure,
        "some",
        "none",
        "What a percentage is a percentage of, and whether a level was reached or planned, is told by the words"
        " around it.",
    ),
    Kind(
        "indicator-mistaken",
        "a figure stands under another indicator of that unit",
        "indicator_id",
        "",
        _indicator,
        "some",
        "some",
        "The name of the indicator stands in the text, not in the row; a likely size is all that can be asked for.",
    ),
    Kind(
        "scope-mistaken",
        "a figure of another period or area",
        "period or area",
        "period or area of the release and all its figures",
        _scope,
    ),
    Kind(
        "comparison-mistaken",
        "a rank within another area, or growth against another base",
        "comparison",
        "",
        _comparison,
        "some",
        "some",
        "全市 or 全省, over the year or over the quarter: both can be, and the text alone tells which.",
    ),
    Kind(
        "place-mistaken",
        "the place in the text is off",
        "start or end",
        "start, end",
        _place,
        "all",
        "some",
        "A place that is moved as a whole, and meets no other figure, is found only in the text.",
    ),
    Kind(
        "code-renamed",
        "the id of an indicator, or the name of a unit, is another",
        "the row of the code list",
        "all rows that name it",
        _renamed,
        "all",
        "some",
        _DECLARED,
    ),
    Kind(
        "meaning-changed",
        "an indicator or a unit means something else",
        "definition_zh, growth_basis or scale",
        "definition in both languages; growth_basis, cumulation",
        _meaning,
        "some",
        "some",
        _DECLARED,
    ),
    Kind(
        "sign-of-term-lost",
        "a rule adds what it should subtract",
        "coefficient",
        "",
        _coefficient,
        "some",
        "some",
        _RULES_OWN,
    ),
    Kind(
        "rule-weakened",
        "a rule is of lower severity, and has a looser bound",
        "severity",
        "severity, bound",
        _weakened,
        "none",
        "some",
        _RULES_OWN,
    ),
    Kind(
        "waiver-unfounded",
        "a waiver without a reason, or of what never failed",
        "the row",
        "the row, with a reason",
        _waiver,
    ),
    Kind(
        "ledger-falsified",
        "the ledger tells of a change that never was",
        "the row",
        "the row, its `to` as the figure is",
        _ledger,
        "all",
        "all",
    ),
    Kind(
        "encoding-changed",
        "a table in GB18030 or UTF-16, with a byte-order mark, or with CRLF",
        "the file",
        "the file, and `encoding`",
        _encoded,
        "some",
        "some",
        "A byte-order mark and CRLF change nothing that is read, and are told as information; GB18030 that is declared"
        " is read as such.",
    ),
    Kind("column-changed", "a column is dropped or renamed", "the file", "the file and the descriptor", _columns),
    Kind(
        "release-repeated",
        "last year's figures stand in the next release",
        "its observations",
        "its observations and its row",
        _repeated,
        "all",
        "some",
        "A figure may be what it was a year ago; only a nominal growth rate beside the level can contradict it.",
    ),
    Kind(
        "vintage-stale",
        "a correction in the ledger without a later vintage",
        "vintage",
        "",
        partial(_stale, "version"),
        "none",
        None,
        _NEEDS_EARLIER,
    ),
    Kind(
        "version-stale",
        "a correction in the ledger without a later version",
        "version",
        "",
        partial(_stale, "vintage"),
        "none",
        None,
        _NEEDS_EARLIER,
    ),
)
