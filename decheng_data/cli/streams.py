"""Standard output that may end before all is written: a reader that has seen enough, as `| head -1`, or a disk that is
full.
"""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Outlet(io.RawIOBase):
    """The bytes of a stream. Once its reader is gone they go nowhere; another fault is raised once, held in `fault`,
    and they go nowhere after it.
    """

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream
        self._ended = False
        self.fault: OSError | None = None

    def writable(self) -> bool:
        """Always."""
        return True

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The number by which the system knows it."""
        return self._stream.fileno()

    def write(self, content: ReadableBuffer, /) -> int | None:
        """Write, or drop it."""
        try:
            return len(memoryview(content)) if self._ended else self._stream.write(content)
        except BrokenPipeError:
            self._ended = True
            return len(memoryview(content))
        except OSError as error:
            self._ended, self.fault = True, error
            raise


class _Closed(io.RawIOBase):
    """In place of a stream that the caller has closed."""

    def write(self, _: ReadableBuffer, /) -> int | None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def outlet(stream: TextIO | None) -> tuple[TextIO, Outlet] | None:
    """The stream anew over an Outlet; what no encoding can hold is escaped. None where the stream is no file of the
    system.

    There is no stream where who started the program has closed it: then it is a fault to write.
    """
    if stream is None:
        return _outlet_over(_Closed(), "utf-8")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with python -u it is the raw stream itself
    if not isinstance(raw, io.RawIOBase):
        return None
    stream.flush()
    return _outlet_over(raw, stream.encoding)


def _outlet_over(raw: io.RawIOBase, encoding: str) -> tuple[TextIO, Outlet]:
    place = Outlet(raw)
    return (
        io.TextIOWrapper(
            io.BufferedWriter(place), encoding=encoding, errors="backslashreplace", line_buffering=place.isatty()
        ),
        place,
    )
