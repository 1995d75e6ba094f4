"""On which line of datapackage.json a property of the package stands, so that a finding can point at it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.packages.descriptor.profile import DESCRIPTOR_LIMIT, DESCRIPTOR_NAME

if TYPE_CHECKING:
    from decheng_data.packages.opening import Package

_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,\n]')
_OPENING, _CLOSING = "{[", "}]"


def line_of(package: Package, name: str) -> int | None:
    """The line of a property at the top of the descriptor; None where it has none, or the package lies in no folder."""
    place = Path(package.location)
    try:
        with (place / DESCRIPTOR_NAME if place.is_dir() else place).open("rb") as stream:
            text = stream.read(DESCRIPTOR_LIMIT).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    return _line(text, f'"{name}"') if text.lstrip().startswith("{") else None


def _line(text: str, name: str) -> int | None:
    depth, line, named = 0, 1, None
    for mark in _MARK.findall(text):
        if mark == "\n":
            line += 1
        elif mark == ":" and named is not None:
            return named
        else:
            depth += (mark in _OPENING) - (mark in _CLOSING)
            named = line if depth == 1 and mark == name else None
    return None
