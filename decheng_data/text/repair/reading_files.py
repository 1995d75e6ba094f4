"""A bulletin's text as it comes to the program: from a file or from standard input. What is no text is refused before
anything reads it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import TextError
from decheng_data.packages.files.pointers import refuse_pointer
from decheng_data.text.repair.repairing import repair

if TYPE_CHECKING:
    from decheng_data.text.repair.repairing import RepairedText

STANDARD_INPUT = "-"
BYTES_LIMIT = 64 * 2**20
"""No bulletin comes near it."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\v\x1a")
_TOLERATED = 100
"""One byte in so many may be lost or a control character; more, and it is no text."""


def read_text(place: str) -> RepairedText:
    """The bulletin at a path, or on standard input for `-`, repaired. Raises TextError where there is none,
    PointerError for what Git LFS has not fetched, and MissingExtraError as `repair` does.
    """
    raw = _bytes(place)
    named = "standard input" if place == STANDARD_INPUT else place
    if not raw.strip():
        raise TextError(f"{named} is empty; give the text of a bulletin")
    refuse_pointer(raw, named)
    if _is_binary(raw):
        raise TextError(
            f"{named} is no text (it holds bytes of no character); save the bulletin as plain text in UTF-8, GB18030 or"
            " Big5"
        )
    repaired = repair(raw)
    if repaired.original.count("\ufffd") * _TOLERATED > len(repaired.original):
        raise TextError(
            f"{named} is in no encoding that is known here; save it as plain text in UTF-8, GB18030 or Big5"
        )
    return repaired


def _bytes(place: str) -> bytes:
    try:
        if place == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(BYTES_LIMIT + 1)
        elif (path := Path(place)).is_dir():
            raise TextError(f"{place} is a folder; name the file that holds the bulletin's text")
        else:
            with path.open("rb") as stream:
                raw = stream.read(BYTES_LIMIT + 1)
    except FileNotFoundError as error:
        raise TextError(
            f"there is no file {place!r}; check the path for a typing error, or give - for standard input"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise TextError(
            f"{place} cannot be read: {getattr(error, 'strerror', None) or error}; check the path and your permissions"
        ) from error
    if len(raw) > BYTES_LIMIT:
        raise TextError(
            f"{place} has more than {BYTES_LIMIT // 2**20} MiB, which no bulletin has; name the file that holds its"
            " text"
        )
    return raw


def _is_binary(raw: bytes) -> bool:
    return not raw.startswith(_UTF_16) and sum(
        map(raw.count, map(bytes, zip(_CONTROLS, strict=True)))
    ) * _TOLERATED > len(raw)
