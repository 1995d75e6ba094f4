"""Lines as sentences name them: that of a file, or where a row of an archive stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from decheng_data.faults import Said


class Place(int):
    """The number of a row among all rows that are looked at, from 1; as text, where the row stands in the archive."""

    file: str
    row: int
    key: tuple[str | None, ...]

    def __new__(cls, number: int, file: str, row: int, key: tuple[str | None, ...]) -> Self:
        """Row `row` (counted from 1) of `file`, which may be empty where there is one file only; 0 where rows have no order, only a key."""
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
    """A line of a file as the beginning of a sentence, or the file alone; of a row of an archive that of its own file."""
    if isinstance(line, Place) and line.file and line.row:
        return f"{line.file} line {line.row}", f"{line.file} 第 {line.row} 行"
    return (f"{file} line {line}", f"{file} {line_zh(line)}") if line else (file, file)


def line_zh(line: int) -> str:
    """A line as a Chinese sentence names it; an English one says `line` before it."""
    return line.chinese if isinstance(line, Place) else f"第 {line} 行"
