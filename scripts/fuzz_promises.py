"""Changes of the shipped package that promise a verdict: each of BREAKING must be found, none of SOUND changes the
findings.

They are made alone, or a breaking one before a sound one, so that no other change can undo them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from fuzz_changes import DESCRIPTOR, OBSERVATIONS, Change, Members, Rows, read_descriptor, read_rows, tabulate

if TYPE_CHECKING:
    import random

_DIGIT = re.compile(r"[0-9]")


def _another_value(members: Members, dice: random.Random) -> None:
    """A digit of a figure's value; its printed form still has the right one."""
    _retype_digit(members, dice, "value")


def _another_printed_form(members: Members, dice: random.Random) -> None:
    _retype_digit(members, dice, "printed")


def _another_precision(members: Members, dice: random.Random) -> None:
    table, label = read_rows(members, OBSERVATIONS), "decimals"
    row = dice.choice([row for row in table[1:] if _DIGIT.search(row[table[0].index("printed")])])
    row[table[0].index(label)] = dice.choice([each for each in "0123" if each != row[table[0].index(label)]])
    tabulate(members, OBSERVATIONS, table, dice)


def _another_unit(members: Members, dice: random.Random) -> None:
    table = read_rows(members, OBSERVATIONS)
    place, printed = table[0].index("unit"), table[0].index("printed")
    row = dice.choice([row for row in table[1:] if _DIGIT.search(row[printed])])
    row[place] = dice.choice(sorted({each[place] for each in table[1:]} - {row[place]}))
    tabulate(members, OBSERVATIONS, table, dice)


def _unknown_reference(members: Members, dice: random.Random) -> None:
    choices = [
        (resource, key["fields"][0])
        for resource in _resources(members)
        for key in resource["schema"].get("foreignKeys", [])
        if _has_rows(members, resource)
    ]
    resource, label = dice.choice(choices)
    _put(members, dice, resource["path"], label, "zz_unknown" if label != "area" else "999999")


def _emptied(members: Members, dice: random.Random) -> None:
    choices = [
        (resource, each["name"]) for resource, each in _fields(members) if each.get("constraints", {}).get("required")
    ]
    resource, label = dice.choice(choices)
    _put(members, dice, resource["path"], label, "")


def _no_such_type(members: Members, dice: random.Random) -> None:
    kinds = {
        "number": ["x", "1,5", "４２．７", "NaN", "1e400"],
        "integer": ["x", "1.5", "1_0"],
        "date": ["2021-02-30", "x"],
        "boolean": ["maybe"],
    }
    resource, described_field = dice.choice(
        [(resource, each) for resource, each in _fields(members) if each["type"] in kinds]
    )
    _put(members, dice, resource["path"], described_field["name"], dice.choice(kinds[described_field["type"]]))


def _no_such_code(members: Members, dice: random.Random) -> None:
    resource, described_field = dice.choice(
        [(resource, each) for resource, each in _fields(members) if "enum" in each.get("constraints", {})]
    )
    _put(members, dice, resource["path"], described_field["name"], "zz")


def _doubled(members: Members, dice: random.Random) -> None:
    path = dice.choice([resource["path"] for resource in _resources(members) if _has_rows(members, resource)])
    table = read_rows(members, path)
    table.append(list(dice.choice(table[1:])))
    tabulate(members, path, table, dice)


def _another_label(members: Members, dice: random.Random) -> None:
    path = dice.choice([resource["path"] for resource in _resources(members)])
    table = read_rows(members, path)
    table[0][dice.randrange(len(table[0]))] += "x"
    tabulate(members, path, table, dice)


def _other_width(members: Members, dice: random.Random) -> None:
    """A cell too few or too many in one row."""
    path = dice.choice([resource["path"] for resource in _resources(members) if _has_rows(members, resource)])
    table = read_rows(members, path)
    row = dice.choice(table[1:])
    row[len(row) - 1 :] = dice.choice([[], [row[-1], "x"]])
    tabulate(members, path, table, dice)


def _file_gone(members: Members, dice: random.Random) -> None:
    del members[dice.choice([resource["path"] for resource in _resources(members)])]


def _resource_gone(members: Members, dice: random.Random) -> None:
    package = read_descriptor(members)
    del package["resources"][dice.randrange(len(package["resources"]))]
    members[DESCRIPTOR] = json.dumps(package, ensure_ascii=False).encode()


def _weaker_schema(members: Members, dice: random.Random) -> None:
    """The descriptor asks for less than the contract."""
    package = read_descriptor(members)
    fields = [
        each for resource in package["resources"] for each in resource["schema"]["fields"] if each.get("constraints")
    ]
    change = dice.choice(["constraint", "field", "key", "type"])
    if change == "constraint":
        constraints = dice.choice(fields)["constraints"]
        del constraints[dice.choice(list(constraints))]
    elif change == "key":
        del dice.choice(package["resources"])["schema"]["primaryKey"]
    elif change == "type":
        dice.choice([each for each in fields if each["type"] != "string"])["type"] = "any"
    else:
        del dice.choice(package["resources"])["schema"]["fields"][0]
    members[DESCRIPTOR] = json.dumps(package, ensure_ascii=False).encode()


def _part_beyond_whole(members: Members, dice: random.Random) -> None:
    """A part larger than its whole, in value and in print alike: only a rule can find it."""
    part = f"{dice.randint(430, 999) / 10}".encode()
    members[OBSERVATIONS] = members[OBSERVATIONS].replace(b"32.9", part)


def _other_bytes(members: Members, dice: random.Random) -> None:
    """Another encoding; what is ASCII alone would be the same in GB18030."""
    path = dice.choice([resource["path"] for resource in _resources(members) if _has_rows(members, resource)])
    content = members[path]
    ways = [
        content + b"\xff\n",
        content.decode().encode("utf-16"),
        *([] if content.isascii() else [content.decode().encode("gb18030")]),
    ]
    members[path] = dice.choice(ways)


# --- what changes nothing


def _bytes_of_lines(members: Members, dice: random.Random) -> None:
    path = dice.choice(_paths(members))
    members[path] = members[path].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _marked(members: Members, dice: random.Random) -> None:
    path = dice.choice(_paths(members))
    if not members[path].startswith((b"\xef\xbb\xbf", b"\xff\xfe")):
        members[path] = b"\xef\xbb\xbf" + members[path]


def _quoted(members: Members, dice: random.Random) -> None:
    path = dice.choice(_paths(members))
    tabulate(members, path, read_rows(members, path), dice)


def _in_another_order(members: Members, dice: random.Random) -> None:
    path = dice.choice(_paths(members))
    table = read_rows(members, path)
    shuffled: Rows = table[1:]
    dice.shuffle(shuffled)
    tabulate(members, path, [*table[:1], *shuffled], dice)


def _described_otherwise(members: Members, dice: random.Random) -> None:
    package = read_descriptor(members)
    keys = list(package)
    dice.shuffle(keys)
    members[DESCRIPTOR] = json.dumps(
        {key: package[key] for key in keys} | {"title": "x", "note_en": "y"},
        ensure_ascii=True,
        indent=dice.choice([None, 1, 4]),
    ).encode()


def _paths(members: Members) -> list[str]:
    return [path for path, content in members.items() if path != DESCRIPTOR and _is_text(content)]


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def _resources(members: Members) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = read_descriptor(members)["resources"]
    return resources


def _fields(members: Members) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (resource, each)
        for resource in _resources(members)
        if _has_rows(members, resource)
        for each in resource["schema"]["fields"]
    ]


def _has_rows(members: Members, resource: dict[str, Any]) -> bool:
    return members[resource["path"]].count(b"\n") > 1


def _put(members: Members, dice: random.Random, path: str, label: str, text: str) -> None:
    table = read_rows(members, path)
    dice.choice(table[1:])[table[0].index(label)] = text
    tabulate(members, path, table, dice)


def _retype_digit(members: Members, dice: random.Random, label: str) -> None:
    table = read_rows(members, OBSERVATIONS)
    place, printed = table[0].index(label), table[0].index("printed")
    row = dice.choice([row for row in table[1:] if _DIGIT.search(row[printed])])
    found = dice.choice(list(_DIGIT.finditer(row[place])))
    other = dice.choice([digit for digit in "123456789" if digit != found[0]])
    row[place] = row[place][: found.start()] + other + row[place][found.end() :]
    tabulate(members, OBSERVATIONS, table, dice)


BREAKING: list[Change] = [
    _another_value,
    _another_printed_form,
    _another_precision,
    _another_unit,
    _unknown_reference,
    _emptied,
    _no_such_type,
    _no_such_code,
    _doubled,
    _another_label,
    _other_width,
    _file_gone,
    _resource_gone,
    _weaker_schema,
    _part_beyond_whole,
    _other_bytes,
]
SOUND: list[Change] = [_bytes_of_lines, _marked, _quoted, _in_another_order, _described_otherwise]
