"""Standard output that ends early."""

from __future__ import annotations

import io

import pytest

from decheng_data.streams import outlet


class Raw(io.RawIOBase):
    """A stream that fails at each write."""

    def __init__(self, error: OSError) -> None:
        self.error, self.asked = error, 0

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 7

    def write(self, content: object) -> int:
        self.asked += 1
        raise self.error


def test_after_the_reader_has_gone_all_goes_nowhere() -> None:
    raw = Raw(BrokenPipeError())
    told = outlet(io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))
    assert told is not None
    for _ in range(2):
        told[0].write("德\ud800")
        told[0].flush()
    assert (raw.asked, told[1].fault, told[1].fileno(), told[0].isatty()) == (1, None, 7, False)


def test_another_fault_is_raised_once() -> None:
    raw = Raw(OSError(28, "No space left on device"))
    told = outlet(io.TextIOWrapper(raw, encoding="utf-8"))  # as with python -u
    assert told is not None
    told[0].write("x")
    with pytest.raises(OSError, match="No space left") as caught:
        told[0].flush()
    told[0].flush()
    assert told[1].fault is caught.value


def test_a_stream_in_memory_stays_as_it_is() -> None:
    assert outlet(io.StringIO()) is None
