"""What the fuzzer does to a package: its descriptor, its tables, its bytes, changed so that anything but a crash will do.

A change takes the files of a package, by path, and dice.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from typing import Any

Members = dict[str, bytes]
"""The files of a package by path."""
Rows = list[list[str]]
Change = Callable[[Members, random.Random], None]
DESCRIPTOR = "datapackage.json"
OBSERVATIONS = "data/observations.csv"

DEEP, LONG = "@deep@", "@long@"
_RAW = {f'"{DEEP}"': "[" * 20_000 + "]" * 20_000, f'"{LONG}"': "9" * 6000}
"""What json.dumps cannot write: it is a text there first."""

# fmt: off
HOSTILE_TEXTS = [
    "", " ", "\0", "\x1b[2J\x1b]0;x\x07", "\x1b[31m", "\u202e\u2066", "\u200b", "\ufeff", "::error file=x,line=1::forged", "##[error]forged", "##vso[task.setvariable x=1]",
    "\r\n::warning::forged", "<script>alert(1)</script>", "]]>", "&#x41;", "| a | b |", "![x](http://example.org)", "@everyone #1", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1",
    "1e999999999", "-1E-999999999", "1e400", "9" * 70, "9" * 5000, "0." + "0" * 70 + "1", "NaN", "sNaN", "Infinity", "-0", "１２", "٣", "1_000", "0x10", "1,5", "1.5亿",
    "1900-02-30", "2021-S3", "9999-S1", "0000-01-01/P6M", "2021-01-01/P999999999M", "2021-13-01/P6M", "2021-01-01/P0M", "none", "gdp", "371402", "percent", "ten_thousand_yuan",
    "../../etc/passwd", "/etc/passwd", "/dev/zero", "http://localhost/x", "C:\\x", "data/gdp.csv", "data", "data/", ".", "..", "a" * 3000, "德" * 3000, "\U0001f600", "a\nb", "a\rb", '"', '"""', "'",
    "x|y|x", "|", "||", "true", "余", "超过", "约157.5亿元左右", "第三位", "未发生", "百分之十七", "(a+)+$", "(x*)*y", "(" * 500, "[", "(?P<n>a)(?P=n)", "(?i)x", "\\", "\x85\u2028", "\ud800",
]
HOSTILE_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 1e308, -1e-308, 10**30, 2**63, [], {}, [[]], [{}], {"": None}, [None], ["x", "x"], [1, "x"], {"x": {"x": {}}}, float("nan"), float("inf"), DEEP, LONG, [DEEP],
    "string", "number", "integer", "boolean", "date", "year", "yearmonth", "list", "any", "object", "geopoint", "utf-16", "gb18030", "ascii", "utf-7", "idna", "rot13", "zlib", ["a", "b"],
    {"pattern": "(a|a)*b"}, {"enum": []}, {"minimum": "x"}, {"maximum": 10**400}, {"required": "yes"}, {"fields": ["x"], "reference": {"resource": "x", "fields": ["x"]}}, "sha256:" + "0" * 64,
]
BYTES = [b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b",", b"\xe5\xbe", "德".encode("gb18030"), b"\x1b", b"\xed\xa0\x80", b"\x0c", b"\x85", b"{", b"}", b"[", b":", b"\\u0000", b"\\ud800"]
KEYS = ["profile", "$schema", "name", "path", "data", "type", "title", "description", "format", "constraints", "required", "unique", "pattern", "enum", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys", "fieldsMatch", "reference", "fields", "resource", "example", "trueValues", "decimalChar", "groupChar", "bareNumber", "delimiter", "itemType", "hash", "bytes", "dialect", "schema", "encoding", "scheme", "compression", "licenses", "sources", "contributors", "created", "keywords", "version", "resources", "mediatype", "categories", "quoteChar", "header", "skipInitialSpace", "lineTerminator", "checklist"]
# fmt: on


# --- the descriptor


def _descriptor_value(members: Members, dice: random.Random) -> None:
    described, holder = _holder(members, dice)
    if isinstance(holder, list):
        holder.insert(dice.randint(0, len(holder)), _value(dice))
    elif holder and dice.random() < 0.7:
        holder[dice.choice(list(holder))] = _value(dice)
    else:
        holder[dice.choice(KEYS)] = _value(dice)
    _describe(members, described, dice)


def _descriptor_drop(members: Members, dice: random.Random) -> None:
    described, holder = _holder(members, dice)
    if holder:
        holder.pop(dice.choice(list(holder)) if isinstance(holder, dict) else dice.randrange(len(holder)))
    _describe(members, described, dice)


def _descriptor_graft(members: Members, dice: random.Random) -> None:
    """Something of the descriptor in another place: the types fit, the meaning does not."""
    described, holder = _holder(members, dice)
    graft = json.loads(json.dumps(dice.choice(_holders(described))))
    if isinstance(holder, dict) and holder:
        holder[dice.choice(list(holder))] = graft
    elif isinstance(holder, list):
        holder.append(graft)
    _describe(members, described, dice)


def _descriptor_text(members: Members, dice: random.Random) -> None:
    """Names twice in one object, constants that are not JSON, whole pieces twice."""
    text = members[DESCRIPTOR]
    place = text.find(dice.choice([b"{", b",", b"[", b":"]), dice.randrange(len(text) or 1)) + 1
    pieces = [
        b'"name": "x",',
        b'"name": NaN,',
        b"-Infinity,",
        b"1e999,",
        text[place : place + 200],
        b"\xef\xbb\xbf",
        b"//",
        b"\\ud800",
        b"9" * 5000 + b",",
    ]
    members[DESCRIPTOR] = text[:place] + dice.choice(pieces) + text[place:]


def _holders(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict | list) else []) + [each for item in inner for each in _holders(item)]


def _holder(members: Members, dice: random.Random) -> tuple[Any, Any]:
    described = read_descriptor(members)
    return described, dice.choice(_holders(described))


def read_descriptor(members: Members) -> Any:
    """The descriptor as far as it can still be read; an earlier change may have broken it."""
    try:
        described = json.loads(members[DESCRIPTOR])
    except (ValueError, RecursionError):
        return {"resources": []}
    return described if isinstance(described, dict | list) else [described]


def _value(dice: random.Random) -> Any:
    return json.loads(json.dumps(dice.choice(HOSTILE_VALUES))) if dice.random() < 0.6 else dice.choice(HOSTILE_TEXTS)


def _describe(members: Members, described: Any, dice: random.Random) -> None:
    text = json.dumps(described, ensure_ascii=dice.random() < 0.5, indent=dice.choice([None, 2]))
    for mark, raw in _RAW.items():
        text = text.replace(mark, raw)
    members[DESCRIPTOR] = text.encode("utf-8", "surrogatepass")


# --- tables


def table_cell(members: Members, dice: random.Random) -> None:
    """A cell of a table: a hostile text, or one of another row."""
    name, rows = _table(members, dice)
    if rows and (row := dice.choice(rows)):
        place = dice.randrange(len(row))
        column = [each[place] for each in rows[1:] if len(each) > place]
        row[place] = dice.choice(column) if column and dice.random() < 0.4 else dice.choice(HOSTILE_TEXTS)
    tabulate(members, name, rows, dice)


def _table_rows(members: Members, dice: random.Random) -> None:
    name, rows = _table(members, dice)
    place = dice.randint(0, len(rows))
    change = dice.choice(["drop", "double", "blank", "swap", "empty"])
    if change == "drop":
        del rows[place : place + dice.choice([1, 1, 5, 1000])]
    elif change == "double":
        rows[place:place] = [list(row) for row in rows[place : place + dice.choice([1, 3])]]
    elif change == "blank":
        rows.insert(place, [""] * len(rows[0] if rows else []))
    elif change == "swap":
        dice.shuffle(rows)
    else:
        rows.insert(place, [])
    tabulate(members, name, rows, dice)


def _table_columns(members: Members, dice: random.Random) -> None:
    name, rows = _table(members, dice)
    place, change = dice.randint(0, len(rows[0]) if rows else 0), dice.choice(["drop", "double", "many"])
    for row in rows:
        if change == "drop":
            del row[place : place + 1]
        elif change == "double":
            row[place:place] = row[place : place + 1]
        else:
            row.extend(["x"] * dice.choice((1, 2000)))
    tabulate(members, name, rows, dice)


def _more_releases(members: Members, dice: random.Random) -> None:
    """Bulletins of other periods with figures of their own, so that the rules between periods apply."""
    period, period_range, frequency = dice.choice(
        [
            ("2020-S1", "2020-01-01/P6M", "S"),
            ("2021", "2021-01-01/P12M", "A"),
            ("2021-01-01/P9M", "2021-01-01/P9M", "Q"),
            ("2022-S1", "2022-01-01/P6M", "S"),
        ]
    )
    release = f"decheng-{period[:4]}-{'S1' if 'S1' in period else 'x'}"
    for table in ("releases", "observations"):
        rows = read_rows(members, f"data/{table}.csv")
        if len(rows) < 2 or "release_id" not in rows[0]:
            continue
        header, places = rows[0], {label: place for place, label in enumerate(rows[0])}
        for row in [list(row) for row in rows[1:] if len(row) == len(header)]:
            row[places["release_id"]] = release
            value = str(dice.choice([0, 1, -5, 157.5, 1e14]))
            for label, text in (
                ("period", period),
                ("period_range", period_range),
                ("frequency", frequency),
                ("value", value),
            ):
                if label in places and (label != "value" or dice.random() < 0.5):
                    row[places[label]] = text
            rows.append(row)
        tabulate(members, f"data/{table}.csv", rows, dice)


def _ledger_rows(members: Members, dice: random.Random) -> None:
    """Waivers and revisions, which the shipped package has none of: made of cells of other tables."""
    name = dice.choice(["data/waivers.csv", "data/revisions.csv"])
    rows, figures, rules = (
        read_rows(members, name),
        read_rows(members, OBSERVATIONS),
        read_rows(members, "data/rules.csv"),
    )
    for _ in range(dice.randint(1, 4)):
        figure = dict(zip(figures[0], dice.choice(figures), strict=False)) if figures else {}
        cells = {
            **figure,
            "vintage": "2026-11-25",
            "field": dice.choice(["value", "printed", "unit", "x"]),
            "from": "1",
            "to": figure.get("value", ""),
            "kind": "correction",
        }
        cells |= {
            "reason": "made by the fuzzer",
            "author": "fuzzer",
            "until": dice.choice(["2000-01-01", "2999-12-31"]),
            "rule_id": (dice.choice(rules or [[]]) or ["x"])[0],
        }
        rows.append(
            [
                cells.get(label, "") if dice.random() < 0.95 else dice.choice(HOSTILE_TEXTS)
                for label in (rows[0] if rows else [])
            ]
        )
    tabulate(members, name, rows, dice)


def _rule_terms(members: Members, dice: random.Random) -> None:
    """Rules of odd kinds, terms, references and coefficients."""
    name = dice.choice(["data/rules.csv", "data/rule_terms.csv", "data/units.csv", "data/indicators.csv"])
    rows = read_rows(members, name)
    odd = [
        "0",
        "-1",
        "1e15",
        "-999999999999999",
        "0.000000001",
        "",
        "x",
        "z",
        "y",
        "given",
        "required",
        "each",
        "same",
        "previous_year",
        "full_year",
        "previous_cumulative",
        "linear",
        "product",
        "presence",
        "coverage",
    ]
    odd += [
        "integer",
        "printed",
        "codes",
        "revision",
        "waiver",
        "copy",
        "<=",
        ">=",
        "=",
        "fixed",
        "units_compared",
        "indicator_minimum",
        "expected_measures",
        "percent",
        "6",
        "12",
    ]
    for _ in range(dice.randint(1, 6)):
        if len(rows) > 1 and (row := dice.choice(rows[1:])):
            place = dice.randrange(len(row))
            row[place] = (
                dice.choice(odd)
                if dice.random() < 0.5
                else dice.choice([each[place] for each in rows[1:] if len(each) > place])
            )
    tabulate(members, name, rows, dice)


def _table(members: Members, dice: random.Random) -> tuple[str, Rows]:
    names = [name for name in members if name.endswith(".csv")]
    name = OBSERVATIONS if dice.random() < 0.3 and OBSERVATIONS in members else dice.choice(names or [OBSERVATIONS])
    return name, read_rows(members, name)


def read_rows(members: Members, name: str) -> Rows:
    """The rows of a table as far as they can be read, bytes that are no UTF-8 as surrogates."""
    text = members.get(name, b"").decode("utf-8", "surrogateescape")
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""))] if "\0" not in text else [[text]]


def tabulate(members: Members, name: str, rows: Rows, dice: random.Random) -> None:
    """Write the rows as CSV, in one of the ways that CSV is written."""
    text = io.StringIO(newline="")
    ends, quoted = dice.choice(["\n"] * 8 + ["\r\n", "\r"]), dice.random() < 0.2
    csv.writer(
        text, lineterminator=ends, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, escapechar="\\"
    ).writerows(rows)
    members[name] = b"".join(_encoded(character) for character in text.getvalue())


def _encoded(character: str) -> bytes:
    return (
        bytes([ord(character) - 0xDC00])
        if "\udc80" <= character <= "\udcff"
        else character.encode("utf-8", "surrogatepass")
    )


# --- bytes


def _byte_edit(members: Members, dice: random.Random) -> None:
    name = dice.choice(list(members))
    content = members[name]
    place, length = dice.randint(0, len(content)), dice.choice([0, 0, 1, 4, 100])
    members[name] = content[:place] + dice.choice(BYTES) + content[place + length :]


def _bit_flips(members: Members, dice: random.Random) -> None:
    name = dice.choice(list(members))
    members[name] = flipped(members[name], dice)


def _truncate(members: Members, dice: random.Random) -> None:
    name = dice.choice(list(members))
    members[name] = members[name][: dice.randint(0, len(members[name]))]


def _encode_otherwise(members: Members, dice: random.Random) -> None:
    name = dice.choice(list(members))
    members[name] = (
        members[name]
        .decode("utf-8", "replace")
        .encode(dice.choice(["utf-16", "utf-16-le", "gb18030", "utf-8-sig", "utf-7"]), "replace")
    )


def _drop_file(members: Members, dice: random.Random) -> None:
    members.pop(dice.choice(list(members)[1:] or list(members)))
    members.setdefault(DESCRIPTOR, b"{}")


def flipped(content: bytes, dice: random.Random) -> bytes:
    """The bytes with some bits changed."""
    flipped = bytearray(content)
    for _ in range(dice.choice([1, 3, 30])):
        if flipped:
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


HOSTILE: list[Change] = [
    *[_descriptor_value] * 4,
    _descriptor_drop,
    _descriptor_graft,
    _descriptor_text,
    *[table_cell] * 5,
    _table_rows,
    _table_columns,
    _more_releases,
    _ledger_rows,
    *[_rule_terms] * 2,
    _byte_edit,
    _bit_flips,
    _truncate,
    _encode_otherwise,
    _drop_file,
]
"""The changes, the commoner ones more often."""
