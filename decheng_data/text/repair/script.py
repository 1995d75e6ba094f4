"""Undoing a conversion to traditional characters, and the readings in brackets that such a converter leaves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from decheng_data.errors import MissingExtraError
from decheng_data.text.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opencc import OpenCC

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_READING = re.compile(rf"(?<=[㐀-鿿])[(（][a-zü{_TONED}]{{1,7}}[)）]")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v|ng|n|m)"
)
_PLAIN = str.maketrans(_TONED + "ü", "aaaaeeeeiiiioooouuuuvvvvnnn" + "v")


def readings(text: str) -> Iterator[Edit]:
    """Readings in brackets behind characters: 區(qū). A bracket such as (GDP), (km) or (ha) is none.

    A syllable without a tone mark, as in 們(men), counts only behind a character that is not of the simplified set.
    """
    for match in _READING.finditer(text):
        syllable = match[0][1:-1]
        toned = any(character in _TONED for character in syllable)
        if _SYLLABLE.fullmatch(syllable.translate(_PLAIN)) and (toned or not is_simplified(text[match.start() - 1])):
            yield Edit(match.start(), match.end(), "", "reading")


def traditional(text: str) -> Iterator[Edit]:
    """Lines that hold a character which only traditional script has, in simplified characters. Other lines are left
    alone.
    """
    start = 0
    for line in text.split("\n"):
        if any(not is_simplified(character) for character in set(line)) and (simple := _simplified(line)) != line:
            yield from _differences(start, line, simple)
        start += len(line) + 1


def _differences(start: int, line: str, simple: str) -> Iterator[Edit]:
    if len(simple) != len(line):
        yield Edit(start, start + len(line), simple, "traditional")
        return
    for match in re.finditer("x+", "".join("x" if was != now else " " for was, now in zip(line, simple, strict=True))):
        yield Edit(start + match.start(), start + match.end(), simple[match.start() : match.end()], "traditional")


@lru_cache(maxsize=32768)
def is_simplified(character: str) -> bool:
    """Whether the character is in GB 2312, the set of simplified text, or is changed by no conversion."""
    if character < "㐀" or character > "鿿":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return _simplified(character) == character
    return True


def _simplified(text: str) -> str:
    return str(converter().convert(text))


@lru_cache(maxsize=1)
def converter() -> OpenCC:
    """What makes simplified characters of traditional ones. Raises MissingExtraError where opencc is not installed."""
    try:
        from opencc import OpenCC
    except ImportError as missing:
        raise MissingExtraError("opencc", "text") from missing
    return OpenCC("t2s")
