"""One spelling for what is written in several widths: full-width letters, digits and signs become ASCII.

What only looks like a digit stays as it is. ① ² ⁽¹⁾ are marks of notes in yearbooks, and a reader that made digits of
them would read 157① as 1571. So no character becomes a digit but the full-width digits themselves.
"""

from __future__ import annotations

import unicodedata

_DIGITS = frozenset("0123456789")
_FULL_WIDTH_DIGITS = frozenset("０１２３４５６７８９")
_RAISED = str.maketrans("0123456789()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")
_LOWERED = str.maketrans("0123456789()+-", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋")
_MARKS = frozenset("*＊†‡§※⁽⁾₍₎")


def fold_widths(text: str) -> str:
    """The text with each character in its usual form (NFKC) where that adds no digit; marks of notes stay as is."""
    return text if text.isascii() else unicodedata.normalize("NFC", "".join(map(_usual, text)))


def raised(text: str) -> str:
    """The text as characters above the line: its digits are marks, as `is_mark` knows them."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """The text as characters below the line, as in CO₂."""
    return text.translate(_LOWERED)


def is_mark(character: str) -> bool:
    """Whether a character marks a note: * † ‡ § ※, and numbers that are raised, lowered, in circles or in brackets."""
    is_number = unicodedata.category(character) == "No"  # and no digit
    return character in _MARKS or (is_number and not unicodedata.decomposition(character).startswith("<fraction>"))


def _usual(character: str) -> str:
    usual = character if is_mark(character) else unicodedata.normalize("NFKC", character)
    return usual if character in _FULL_WIDTH_DIGITS or not _DIGITS & set(usual) else character
