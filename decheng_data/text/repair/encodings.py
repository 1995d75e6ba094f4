"""From bytes to characters, and back from characters that were read in the wrong encoding."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from decheng_data.packages.files.chinese_encodings import chinese_encoding, read_as
from decheng_data.text.repair.edits import Edit, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WRONG = (("utf8_read_as_gbk", "gb18030"), ("utf8_read_as_latin1", "latin-1"), ("utf8_read_as_cp1252", "cp1252"))
_RUN = re.compile(r"[^\x00-\x7f]+")
_SENSIBLE = re.compile(r"[一-鿿　-〿！-～“”‘’…—·①-⑳％\x00-\x7fāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü℃²³㎡㎥×÷±°‰Ⅰ-Ⅻ–￥¥ ]+")
_CHINESE = re.compile("[一-鿿　-〿！-～]")
_WESTERN = re.compile("[一-鿿　-〿！-～—…“”‘’·℃²³]")
"""What a stretch read as Latin-1 must hold: a dash alone, too, for its letters are no words of a Chinese text."""


def decoded(raw: bytes | str) -> tuple[str, tuple[Repair, ...]]:
    """The characters, and what was done to get them: a mark taken off, another encoding than UTF-8, bytes that nothing
    could be made of.
    """
    if isinstance(raw, str):
        return (raw[1:], (Repair("byte_order_mark", 0, 1, "\ufeff", ""),)) if raw.startswith("\ufeff") else (raw, ())
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), (Repair("byte_order_mark", 0, 0, encoding, ""),)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _by_fewest_losses(raw)


def _by_fewest_losses(raw: bytes) -> tuple[str, tuple[Repair, ...]]:
    encoding = chinese_encoding(raw, "replace") or "GB18030"
    readings = [(encoding.lower(), read_as(raw, encoding, "replace")), ("utf-8", raw.decode("utf-8", "replace"))]
    encoding, text = min(readings, key=lambda reading: reading[1].count("\ufffd"))
    return text, (Repair("encoding", 0, len(text), encoding, "utf-8"),)


def misread(text: str) -> Iterator[Edit]:
    """Stretches of UTF-8 that were read as GBK or Latin-1, as they should read. Only what can be turned back without
    loss.
    """
    for match in _RUN.finditer(text):
        for kind, codec in _WRONG:
            if (right := _reread(match[0], codec)) is not None:
                yield Edit(match.start(), match.end(), right, kind)
                break


def _reread(run: str, codec: str) -> str | None:
    try:
        right = run.encode(codec).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    expected = _CHINESE if codec == "gb18030" else _WESTERN
    return right if len(right) < len(run) and _SENSIBLE.fullmatch(right) and expected.search(right) else None
