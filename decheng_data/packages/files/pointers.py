"""Git LFS pointers: three lines that stand in the place of a file which Git LFS keeps elsewhere and has not fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, cast

from decheng_data.errors import PackageError
from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    import io
    from pathlib import Path


POINTER_BYTES = 64
"""So many bytes of a file tell whether it is a pointer."""
FETCH: Bilingual = Bilingual(
    "run git lfs pull (in GitHub Actions, check out with lfs: true)",
    "请运行 git lfs pull（GitHub Actions 中签出时设 lfs: true）",
)
"""What to do in a folder."""
IS_POINTER = Bilingual(
    "the file is a Git LFS pointer, not the data that it stands for", "该文件是 Git LFS 指针，并非数据本身"
)

_LARGEST = 1024  # as Git LFS has it
_BEGINNINGS = (b"version https://git-lfs.github.com/spec/", b"version https://hawser.github.com/spec/")


class PointerError(PackageError):
    """A file is the pointer to another. `said` is the sentence without the file's name; `mend` is what to do."""

    def __init__(self, place: str, mend: Bilingual) -> None:
        self.mend = mend
        self.said = f"{IS_POINTER.en}; {mend.en}"
        super().__init__(f"{place}: {self.said}")


def refuse_pointer(beginning: bytes, place: str, mend: Bilingual = FETCH) -> None:
    """Raise PointerError where a file that begins with these bytes is a pointer."""
    if beginning.startswith(_BEGINNINGS):
        raise PointerError(place, mend)


def check_file(path: Path) -> None:
    """Raise PointerError where a file on disk is a pointer. What cannot be read is told by who reads it."""
    try:
        beginning = b""
        if path.stat().st_size <= _LARGEST:
            with path.open("rb") as stream:
                beginning = stream.read(POINTER_BYTES)
    except OSError:
        return
    refuse_pointer(beginning, str(path))


def checked(stream: BinaryIO, place: str, mend: Bilingual) -> BinaryIO:
    """The buffered stream, from its beginning. Raises PointerError, and closes it, where it holds a pointer."""
    try:
        refuse_pointer(cast("io.BufferedReader", stream).peek(POINTER_BYTES), place, mend)
    except BaseException:
        stream.close()
        raise
    return stream
