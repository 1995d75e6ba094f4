"""The records of one CSV file, read as a stream: raw cells, the line on which each record starts, and the faults met on
the way.
"""

from __future__ import annotations

import csv
import io
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

from decheng_data.errors import PackageError
from decheng_data.packages.files.chinese_encodings import chinese_encoding, read_as
from decheng_data.packages.structure.source_faults import SOURCE_FAULTS, in_utf_16, too_long, too_many_columns

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterator
    from typing import Self

    from decheng_data.packages.descriptor.resource import Dialect
    from decheng_data.packages.fault import Fault

BLOCK_BYTES = 2**20
RECORD_LIMIT = 16 * 2**20
"""Most bytes of one line, and of one record of several lines."""
COLUMNS_LIMIT = 10_000
"""Most labels of a header; a file with more is not read."""
BATCH_RECORDS = 1000

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ASCII = bytes(range(128))
_WIDEST_FIELD = 2**31 - 1


class Source:
    """One CSV file. `header` are the labels of its first record (none when it is blank, or too long), `rows` the others
    with the lines they start on.

    `faults` are complete, and `complete` says whether the file was read to its end, once `rows` are exhausted.
    Raises OSError or PackageError, here or while rows are read, where the bytes cannot be had.
    """

    def __init__(self, open_stream: Callable[[], BinaryIO], encoding: str, dialect: Dialect) -> None:
        self.complete = True
        self._open, self._encoding, self._quote = open_stream, encoding, dialect.quote
        self._format: dict[str, Any] = {
            "delimiter": dialect.delimiter,
            "quotechar": dialect.quote,
            "skipinitialspace": dialect.skip_initial_space,
        }
        self._stopped: list[Fault] = []
        self._met: dict[str, tuple[int, int]] = {}
        self._lines_read, self._record_line = 0, 1
        self._guarded_line, self._guarded_bytes = 0, 0
        records = self._records()
        self.header: list[str] = next(records, (1, []))[1]
        self._rest: Iterator[tuple[int, list[str]]] = records
        self._kept: list[tuple[int, list[str]]] | None = None
        self._broken: OSError | PackageError | None = None
        if len(self.header) > COLUMNS_LIMIT:
            self.complete = False
            self._stopped.append(too_many_columns(len(self.header), COLUMNS_LIMIT))
            self.header, self._rest = [], iter(())

    def keep(self) -> Self:
        """Hold the rows as they are read, so that they can be read again, by one reader after another."""
        self._kept = []
        return self

    @property
    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The records after the header, with the lines that they start on: once, or again where they are kept."""
        return self._rest if self._kept is None else self._again(self._kept)

    def _again(self, kept: list[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        yield from kept
        if self._broken:
            raise self._broken
        try:
            for record in self._rest:
                kept.append(record)
                yield record
        except (OSError, PackageError) as error:
            self._broken = error  # for the next reader too: the rest is not there
            raise

    @property
    def faults(self) -> list[Fault]:
        """What was met so far: bytes of another encoding, a byte-order mark, line ends other than LF, NUL, an open
        quotation, a line too long.
        """
        return [
            *(SOURCE_FAULTS[what](line, count, self._encoding) for what, (line, count) in self._met.items()),
            *self._stopped,
        ]

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(), **self._format)
        while batch := self._batch(reader):
            yield from batch

    def _batch(self, reader: Reader) -> list[tuple[int, list[str]]]:
        batch: list[tuple[int, list[str]]] = []
        try:
            with _WideFields():
                for cells in reader:
                    line, self._record_line = self._record_line, reader.line_num + 1
                    if reader.line_num > self._lines_read and self._ends(line):
                        break
                    batch.append((line, cells))
                    if len(batch) == BATCH_RECORDS:
                        break
        except _Unreadable as stop:
            self.complete = False
            self._stopped.append(stop.fault)
        return batch

    def _ends(self, line: int) -> bool:
        """Whether the record is only the quotation mark put after the file's end. If that mark ended a record of the
        file, a quotation was left open.
        """
        if line <= self._lines_read:
            self._note("open quotation", [line])
        return line > self._lines_read

    def _lines(self) -> Iterator[str]:
        for block in self._blocks():
            lines = list(io.StringIO(self._decoded(block), newline=""))
            self._look(block, lines)
            self._lines_read += len(lines)
            yield from lines
        yield self._quote

    def _blocks(self) -> Iterator[bytes]:
        """The file in blocks that end where a line ends."""
        rest, first = b"", True
        with self._open() as stream:
            while chunk := stream.read(BLOCK_BYTES):
                block, first = rest + (self._unmarked(chunk) if first else chunk), False
                end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
                if end:
                    self._guard_record(end)
                    yield block[:end]
                rest = block[end:]
                self._guard_line(len(rest))
        if rest:
            yield rest

    def _unmarked(self, chunk: bytes) -> bytes:
        if chunk.startswith(_UTF_16):
            raise _Unreadable(in_utf_16(self._encoding))
        if chunk.startswith(_BYTE_ORDER_MARK):
            self._note("byte-order mark", [1])
        return chunk.removeprefix(_BYTE_ORDER_MARK)

    def _guard_line(self, size: int) -> None:
        if size > RECORD_LIMIT:
            raise _Unreadable(too_long(self._lines_read + 1, RECORD_LIMIT))

    def _guard_record(self, size: int) -> None:
        """A record that goes on and on: a quotation mark is missing somewhere, and all that follows is in the
        quotation.
        """
        if self._guarded_line != self._record_line:
            self._guarded_line, self._guarded_bytes = self._record_line, 0
        self._guarded_bytes += size
        if self._guarded_bytes > RECORD_LIMIT + BLOCK_BYTES:
            raise _Unreadable(too_long(self._record_line, RECORD_LIMIT))

    def _decoded(self, block: bytes) -> str:
        try:
            return block.decode(self._encoding)
        except UnicodeDecodeError:
            return "".join(
                self._decoded_line(line, number)
                for number, line in enumerate(block.splitlines(keepends=True), self._lines_read + 1)
            )

    def _decoded_line(self, line: bytes, number: int) -> str:
        text = line.decode(self._encoding, "replace")
        if "\ufffd" not in text:
            return text
        encoding = _likely_encoding(line, text)
        self._note(encoding or "other bytes", [number])
        return read_as(line, encoding) if encoding else text

    def _look(self, block: bytes, lines: list[str]) -> None:
        if b"\r" in block:
            self._note(
                "CRLF", [number for number, line in enumerate(lines, self._lines_read + 1) if line.endswith("\r\n")]
            )
            self._note("CR", [number for number, line in enumerate(lines, self._lines_read + 1) if line.endswith("\r")])
        if b"\0" in block:
            self._note("NUL", [number for number, line in enumerate(lines, self._lines_read + 1) if "\0" in line])

    def _note(self, what: str, lines: list[int]) -> None:
        if lines:
            first, count = self._met.get(what, (lines[0], 0))
            self._met[what] = first, count + len(lines)


class _Unreadable(Exception):
    """The rest of the file is not read; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _WideFields:
    """The csv module's limit on a cell, one for the whole process, is lifted while a batch is read, and then put
    back.
    """

    _lock = threading.Lock()
    _depth, _limit = 0, 0

    def __enter__(self) -> None:
        with self._lock:
            if not _WideFields._depth:
                _WideFields._limit = csv.field_size_limit(_WIDEST_FIELD)
            _WideFields._depth += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            _WideFields._depth -= 1
            if not _WideFields._depth:
                csv.field_size_limit(_WideFields._limit)


def _likely_encoding(line: bytes, replaced: str) -> str | None:
    """The Chinese encoding of a line, if that is likely: most of what is not ASCII in it cannot be read otherwise."""
    return None if replaced.count("\ufffd") * 4 < len(line.translate(None, _ASCII)) else chinese_encoding(line)
