"""Changing a text while keeping, for each position, its place in the original and a list of what was changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: its kind, its place in the original (code points), what was there and what is there now.

    `candidates` are the characters that a gap may have had; they are given for repairs of kind `gap` only.
    """

    kind: str
    start: int
    end: int
    was: str
    now: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that is to be made in a working text, in its own positions."""

    start: int
    end: int
    now: str
    kind: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Working:
    """A text on its way: `origin[i]` is the place of its character i in the original, and one more for the end."""

    text: str
    origin: list[int]
    repairs: tuple[Repair, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> Working:
        """A text that nothing has been done to yet."""
        return cls(text, list(range(len(text) + 1)))

    def edited(self, edits: Iterable[Edit]) -> Working:
        """The text with the edits made; they are in order and do not overlap."""
        pieces, origin, repairs, position = list[str](), list[int](), list[Repair](), 0
        for edit in edits:
            pieces += [self.text[position : edit.start], edit.now]
            origin += self.origin[position : edit.start]
            origin += self._places(edit)
            repairs.append(
                Repair(
                    edit.kind,
                    self.origin[edit.start],
                    self.origin[edit.end],
                    self.text[edit.start : edit.end],
                    edit.now,
                    edit.candidates,
                )
            )
            position = edit.end
        if not repairs:
            return self
        return Working(
            "".join([*pieces, self.text[position:]]), origin + self.origin[position:], (*self.repairs, *repairs)
        )

    def _places(self, edit: Edit) -> list[int]:
        """Places of the new characters: one for one where the lengths agree, else all at the beginning of what they
        replace.
        """
        if len(edit.now) == edit.end - edit.start:
            return self.origin[edit.start : edit.end]
        return [self.origin[edit.start]] * len(edit.now)
