"""Reading one CSV file: records, lines, and what is wrong with its bytes."""

from __future__ import annotations

import csv
import io
import itertools
import threading
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.packages.descriptor.resource import Dialect
from decheng_data.packages.structure import source as sources
from decheng_data.packages.structure.source import BLOCK_BYTES, RECORD_LIMIT, Source
from tests.counted_reading import Reading
from tests.made_packages import as_csv


def read(
    content: bytes, encoding: str = "utf-8", dialect: Dialect | None = None
) -> tuple[Source, list[tuple[int, list[str]]]]:
    source = Source(lambda: io.BytesIO(content), encoding, dialect or Dialect())
    return source, list(source.rows)


def met(content: bytes, encoding: str = "utf-8") -> list[tuple[str, int | None, int | None]]:
    """The code of each fault, the first line that has it, and how many lines do."""
    return [(fault.code, fault.line, fault.parts.get("count")) for fault in read(content, encoding)[0].faults]


def test_records_and_the_lines_on_which_they_start():
    source, rows = read(b'a,b\n1,"x\ny"\n\n2,z')
    assert source.header == ["a", "b"]
    assert rows == [(2, ["1", "x\ny"]), (4, []), (5, ["2", "z"])]
    assert source.complete
    assert source.faults == []


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_header(content):
    source, rows = read(content)
    assert source.header == []
    assert rows == []
    assert source.complete


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 9),
)
def test_what_is_written_is_read_whatever_the_size_of_a_block(rows, size):
    content = as_csv(rows)
    block, sources.BLOCK_BYTES = sources.BLOCK_BYTES, size
    try:
        source, found = read(content)
    finally:
        sources.BLOCK_BYTES = block
    assert [source.header, *(cells for _, cells in found)] == rows
    assert source.faults == []


@given(
    st.lists(st.sampled_from([b"a", b",", b"\r", b"\n", b"\r\n", b'"', "德".encode()]), max_size=20).map(b"".join),
    st.integers(1, 3),
)
def test_records_are_those_of_the_csv_module(content, size):
    block, sources.BLOCK_BYTES = sources.BLOCK_BYTES, size
    try:
        source, found = read(content)
    finally:
        sources.BLOCK_BYTES = block
    expected = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert ([source.header] if expected else []) + [cells for _, cells in found] == expected


def test_a_byte_order_mark_is_skipped_and_said():
    source, _ = read(b"\xef\xbb\xbfa\nx\n")
    assert source.header == ["a"]
    (fault,) = source.faults
    assert (fault.rule, fault.severity, fault.line) == ("byte-order-mark", "information", 1)


def test_crlf_is_read_and_said():
    source, rows = read(b"a\nx\r\ny\r\n")
    assert rows == [(2, ["x"]), (3, ["y"])]
    (fault,) = source.faults
    assert (fault.rule, fault.severity, fault.line) == ("line-ending", "information", 2)
    assert (fault.code, fault.parts) == ("packages.crlf", {"count": 2})


def test_a_lone_cr_is_read_and_said():
    _, rows = read(b"a\rx\ry")
    assert rows == [(2, ["x"]), (3, ["y"])]
    assert met(b"a\rx\ry") == [("packages.lone-cr", 1, 2)]


def test_nul_is_told_at_its_line():
    assert met(b"a\nx\0\n") == [("packages.nul", 2, 1)]


def test_gb18030_is_named_and_its_lines_are_read():
    content = "名,值\n德城,1\n德州,2\n".encode("gb18030")
    source, rows = read(content)
    assert source.header == ["名", "值"]
    assert rows == [(2, ["德城", "1"]), (3, ["德州", "2"])]
    assert source.faults[0].found == "GB18030"
    assert met(content) == [("packages.line-in-other-encoding", 1, 3)]


def test_big5_is_named_and_its_lines_are_read():
    content = "名,值\n德城區,1\n德州,2\n".encode("big5")
    source, rows = read(content)
    assert (source.header, rows) == (["名", "值"], [(2, ["德城區", "1"]), (3, ["德州", "2"])])
    assert source.faults[0].found == "Big5"
    assert met(content) == [("packages.line-in-other-encoding", 1, 3)]


def test_a_damaged_character_is_told_and_the_rest_is_read():
    content = "a\n德城区经济社会发展\n".encode().replace("济".encode(), "济".encode()[:2])
    _, ((_, (cell,)),) = read(content)
    assert cell == "德城区经\ufffd社会发展"
    assert met(content) == met(b"a\n\xff\n") == [("packages.other-bytes", 2, 1)]


def test_utf_16_is_named_and_not_read():
    source, rows = read("a\nx\n".encode("utf-16"))
    assert not source.complete
    assert rows == []
    (fault,) = source.faults
    assert (fault.code, fault.found, fault.expected) == ("packages.file-in-other-encoding", "UTF-16", "utf-8")


def test_a_declared_encoding_is_used():
    assert read("德\n城\n".encode("gb18030"), "gb18030")[1] == [(2, ["城"])]


def test_an_open_quotation_is_told_where_its_record_starts():
    source, rows = read(b'a,b\n1,"x\n2,y\n')
    assert rows == [(2, ["1", "x\n2,y\n"])]
    assert met(b'a,b\n1,"x\n2,y\n') == [("packages.open-quotation", 2, None)]
    assert source.complete


@pytest.mark.parametrize(
    ("described", "dialect"),
    [
        (None, Dialect(",", '"', skip_initial_space=False)),
        ({"delimiter": ";", "quoteChar": "'", "skipInitialSpace": True}, Dialect(";", "'", skip_initial_space=True)),
        ({"delimiter": "'", "quoteChar": "'"}, Dialect(",", "'")),
        ({"delimiter": "ab", "quoteChar": ""}, Dialect()),
    ],
)
def test_what_of_a_dialect_can_be_used(described, dialect):
    assert Dialect.of(described) == dialect


def test_dialects():
    assert read(b"a; b\n'x;y'; 1\n", dialect=Dialect(";", "'", skip_initial_space=True))[1] == [(2, ["x;y", "1"])]


def test_a_cell_beyond_the_csv_modules_own_limit_is_read_and_the_limit_is_put_back():
    before = csv.field_size_limit()
    assert read(b"a\n" + b"9" * 1_000_000 + b"\n")[1] == [(2, ["9" * 1_000_000])]
    assert csv.field_size_limit() == before


def test_the_limit_is_put_back_when_two_threads_read_at_once():
    before, failed = csv.field_size_limit(), []

    def read_long() -> None:
        failed.extend(fault for _ in range(5) for fault in read(b"a\n" + b"9" * 300_000 + b"\n")[0].faults)

    threads = [threading.Thread(target=read_long) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("beginning", [b"", b"a\nx\n"])
def test_a_file_of_one_line_of_100_mb_is_one_fault_and_not_read_to_its_end(tmp_path, beginning):
    path = tmp_path / "large.csv"
    path.write_bytes(beginning)
    with path.open("r+b") as stream:
        stream.truncate(100 * 2**20)
    reading = Reading()
    source = Source(lambda: reading.open(path), "utf-8", Dialect())
    rows = list(source.rows)
    assert RECORD_LIMIT < reading.taken < RECORD_LIMIT + 2 * BLOCK_BYTES
    assert rows == ([(2, ["x"])] if beginning else [])
    assert not source.complete
    (fault,) = source.faults
    assert (fault.code, fault.line) == ("packages.long-record", 3 if beginning else 1)
    assert fault.parts == {"limit": RECORD_LIMIT}


def test_a_quotation_left_open_in_a_large_file_is_one_fault_where_it_starts(monkeypatch):
    monkeypatch.setattr(sources, "RECORD_LIMIT", 10_000)
    monkeypatch.setattr(sources, "BLOCK_BYTES", 1000)
    content = b'a\nx\n"y\n' + b"z\n" * 50_000
    source, rows = read(content)
    assert rows == [(2, ["x"])]
    assert [(fault.rule, fault.line) for fault in source.faults] == [("source-error", 3)]
    assert not source.complete


class TestKept:
    CONTENT = b"a,b\n1,2\n3,4\n5,6\n"
    ROWS: typing.ClassVar = [(2, ["1", "2"]), (3, ["3", "4"]), (4, ["5", "6"])]

    @pytest.mark.parametrize("taken", [0, 1, 2, 3])
    def test_each_reader_gets_all_rows_however_far_the_one_before_read(self, taken):
        opened = []
        source = Source(lambda: opened.append(1) or io.BytesIO(self.CONTENT), "utf-8", Dialect()).keep()
        assert list(itertools.islice(source.rows, taken)) == self.ROWS[:taken]
        assert [list(source.rows), list(source.rows)] == [self.ROWS, self.ROWS]
        assert opened == [1]

    def test_a_file_that_breaks_off_breaks_off_for_each_reader(self):
        source = Source(lambda: Broken(b"1,2\n" * BLOCK_BYTES), "utf-8", Dialect()).keep()
        for _ in range(2):
            with pytest.raises(OSError, match="worn out"):
                list(source.rows)


class Broken(io.BytesIO):
    """A file of which the first block can be read."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError("the disk is worn out")
        return super().read(size)
