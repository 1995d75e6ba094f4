"""Parts, sentences and clauses of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCE_END = re.compile(r"[。!?！？\n]")
_PART = re.compile(r"(?:^|(?<=\n))\s{0,8}([一二三四五六七八九十]{1,3})、")
_NOTICE = re.compile(r"(?:^|(?<=\n))[^\n]{0,30}(?:版权|免责声明|责任编辑)[^\n]{0,30}")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, its closing mark left out; empty ones are passed over."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


class Places:
    """Part and sentence of any position, as `section` and `sentence` of a row count them."""

    def __init__(self, text: str) -> None:
        parts = [match.start(1) for match in _PART.finditer(text)]
        if notice := _NOTICE.search(text, parts[-1] if parts else 0):
            parts.append(notice.start())
        self._parts = parts
        self._sentences = [start for start, end in sentences(text) if text[start:end].strip()]

    def of(self, position: int) -> tuple[int, int]:
        """Part (0 before the first numbered one) and sentence in it, counted from 1."""
        part = bisect_right(self._parts, position)
        first = bisect_right(self._sentences, self._parts[part - 1] if part else -1) - 1 if part else 0
        return part, max(1, bisect_right(self._sentences, position) - max(0, first))
