"""One spelling of digits and signs for the readers of this package; each character stays in its place."""

from __future__ import annotations

import unicodedata

_SIGNS = {
    "％": "%",
    "，": ",",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
    "．": ".",
    "／": "/",
    "＋": "+",
    "－": "-",
    "−": "-",
    "﹣": "-",
    "！": "!",
    "？": "?",
    "　": " ",
    "\r": "\n",
    "﹪": "%",
}


class _Folding(dict[int, int]):
    """A translation table that fills itself: full-width letters and every script's decimal digits become ASCII."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            code_folded = ord("0") + digit
        elif 0xFF21 <= code <= 0xFF5A and character.isalpha():
            code_folded = code - 0xFEE0
        else:
            code_folded = ord(_SIGNS.get(character, character))
        self[code] = code_folded
        return code_folded


_TABLE = _Folding()


def fold(text: str) -> str:
    """The text with ASCII digits, letters, percent signs, commas and brackets. The length never changes."""
    return text.translate(_TABLE)
