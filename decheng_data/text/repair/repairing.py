"""The text of a bulletin as it was before it went through the web. Nothing that is not listed is changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from decheng_data.text.repair.edits import Edit, Repair, Working
from decheng_data.text.repair.encodings import decoded, misread
from decheng_data.text.repair.frames import slips
from decheng_data.text.repair.layout import (
    full_width,
    html_marks,
    line_ends,
    paragraph_marks,
    stray_spaces,
    torn_numbers,
)
from decheng_data.text.repair.script import readings, traditional

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_STEPS: tuple[Callable[[str], Iterable[Edit]], ...] = (
    misread,
    html_marks,
    line_ends,
    slips,
    paragraph_marks,
    readings,
    traditional,
    full_width,
    torn_numbers,
    stray_spaces,
)
_NOTICE = re.compile(
    r"(?:^|(?<=\n))[ 　]*(?:[^\n。"
    r"]{0,20}(?:版权(?:与|和|及|声明|所有)|免责声明)|(?:[(（【\[]?(?:责任编辑|责编|编辑|来源|信息来源|作者|打印本页|关闭窗口|分享到|扫一扫|上一篇|下一篇|相关链接|主办单位|网站标识码|备案号|浏览次数)[:：】\]\s])|(?:打印|关闭|分享)(?:本页)?\s*(?:\||\n|$))"
)
_LOST = re.compile("\ufffd")


@dataclass(frozen=True, slots=True)
class Gap:
    """A character that is lost: its position in the repaired text, and the characters that it may have been."""

    position: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text.

    `origin[i]` is the place of character i in `original` (code points of the decoded text), with one entry more for the
    end; `repairs` lists every change; `boilerplate_start` is where notices of the site begin behind the bulletin, or
    None; `sha256_collected` is the fingerprint of what was given (of a str, in UTF-8).
    """

    text: str
    original: str
    origin: tuple[int, ...]
    repairs: tuple[Repair, ...]
    boilerplate_start: int | None
    sha256_collected: str

    @property
    def sha256(self) -> str:
        """The fingerprint of the repaired text in UTF-8: `sha256_repaired` of a release whose positions count in it."""
        return fingerprint(self.text)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The characters that are lost, in order."""
        return tuple(
            Gap(self.position_of(repair.start), repair.candidates) for repair in self.repairs if repair.kind == "gap"
        )

    def place_of(self, position: int) -> int:
        """A position of the repaired text in the original."""
        return self.origin[position]

    def position_of(self, place: int) -> int:
        """A place of the original in the repaired text: the last position that comes from it or from
        before it.
        """
        return max(0, bisect_right(self.origin, place) - 1)


def repair(raw: bytes | str) -> RepairedText:
    """Undo what converters and web pages did to a text. Raises MissingExtraError where the text needs opencc and it is
    not installed.
    """
    original, first = decoded(raw)
    working = Working.of(original)
    for step in _STEPS:
        working = working.edited(step(working.text))
    working = working.edited(
        Edit(match.start(), match.end(), match[0], "gap") for match in _LOST.finditer(working.text)
    )
    return RepairedText(
        working.text,
        original,
        tuple(working.origin),
        (*first, *working.repairs),
        boilerplate_start(working.text),
        fingerprint(raw),
    )


def fingerprint(text: bytes | str) -> str:
    """SHA-256 of bytes, or of a text in UTF-8, in hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()


def boilerplate_start(text: str) -> int | None:
    """Where the notices of the site begin: the first such line in the last part of the text that no long paragraph
    follows.
    """
    for match in _NOTICE.finditer(text):
        near_end = len(text) - match.start() < 400
        if match.start() > len(text) // 3 and (
            near_end or re.search("版权|声明|编辑", text[match.start() : match.start() + 40])
        ):
            return match.start()
    return None
