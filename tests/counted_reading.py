"""Files that count how many bytes are read of them: how far a program reads does not depend on how fast it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Reading:
    """`open` opens a file; `taken` is how many bytes have been read of all that were opened."""

    def __init__(self) -> None:
        self.taken = 0

    def open(self, path: Path) -> io.FileIO:
        return _Counted(path, self)


class _Counted(io.FileIO):
    def __init__(self, path: Path, reading: Reading) -> None:
        super().__init__(path)
        self.reading = reading

    def read(self, size: int | None = -1) -> bytes:
        content = super().read(size)
        self.reading.taken += len(content)
        return content
