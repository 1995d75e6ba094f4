"""What is said in two languages, how a sentence shows a text, a list of names and a line, and which languages were
asked for.
"""

from __future__ import annotations

from typing import Literal, Self

Said = tuple[str, str]
"""The same said in English and in Chinese."""

NOTHING: Said = ("", "")

Tongue = Literal["en", "zh"]
Language = Literal["en", "zh", "both"]
TONGUES: dict[Language, tuple[Tongue, ...]] = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}
"""The languages that the sentences of a report are told in, by what was asked for."""

SHOWN_CHARACTERS = 60


class CellsError(ValueError):
    """Cells of one row contradict each other, or one says what no constraint can forbid; told in both languages."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.chinese = chinese


def shown(text: str) -> str:
    """A text as a sentence shows it: in quotation marks, on one line, not too long."""
    return f'"{brief(text)}"'


def shown_zh(text: str) -> str:
    """The same in a Chinese sentence."""
    return f"“{brief_zh(text)}”"


def brief(text: str) -> str:
    """The text without control characters; a long one is cut and its length told."""
    return _start(text) if len(text) <= SHOWN_CHARACTERS else f"{_start(text)}… ({len(text)} characters)"


def brief_zh(text: str) -> str:
    """The same in a Chinese sentence."""
    return _start(text) if len(text) <= SHOWN_CHARACTERS else f"{_start(text)}…（共 {len(text)} 个字符）"


def _start(text: str) -> str:
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text[:SHOWN_CHARACTERS]
    )


def listed(names: list[str], most: int = 8) -> str:
    """Names with commas between them; of many the first."""
    return ", ".join(names[:most]) + (f" … ({len(names)})" if len(names) > most else "")


def listed_zh(names: list[str], most: int = 8) -> str:
    """The same in Chinese."""
    return "、".join(names[:most]) + (f"等 {len(names)} 个" if len(names) > most else "")


class Place(int):
    """The number of a row among all rows that are looked at, from 1; as text, where the row stands in the archive."""

    file: str
    row: int
    key: tuple[str | None, ...]

    def __new__(cls, number: int, file: str, row: int, key: tuple[str | None, ...]) -> Self:
        """Row `row` (counted from 1) of `file`, which may be empty where there is one file only; 0 where rows have no
        order, only a key.
        """
        place = super().__new__(cls, number)
        place.file, place.row, place.key = file, row, key
        return place

    def __str__(self) -> str:
        if not self.row:
            return f"of {', '.join(cell or '(empty)' for cell in self.key)}"
        return f"{self.row} of {self.file}" if self.file else str(self.row)

    __format__ = object.__format__

    @property
    def chinese(self) -> str:
        """The same as a Chinese sentence names it."""
        if not self.row:
            return f"主键为 {'、'.join(cell or '（空）' for cell in self.key)} 的行"
        return f"{self.file} 第 {self.row} 行" if self.file else f"第 {self.row} 行"


def in_file(file: str, line: int | None) -> Said:
    """A line of a file as the beginning of a sentence, or the file alone; of a row of an archive that of its own
    file.
    """
    if isinstance(line, Place) and line.file and line.row:
        return f"{line.file} line {line.row}", f"{line.file} 第 {line.row} 行"
    return (f"{file} line {line}", f"{file} {line_zh(line)}") if line else (file, file)


def line_zh(line: int) -> str:
    """A line as a Chinese sentence names it; an English one says `line` before it."""
    return line.chinese if isinstance(line, Place) else f"第 {line} 行"
