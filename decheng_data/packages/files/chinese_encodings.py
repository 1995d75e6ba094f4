"""Bytes that are not UTF-8, in the Chinese encoding that they most likely have: GB 18030 or Big5."""

from __future__ import annotations

_CODECS = {"GB18030": "gb18030", "Big5": "cp950"}  # Windows saves Big5 as its code page 950
_COMMON = {"GB18030": ("gb2312", b"\xb0\xa1", b"\xd7\xf9"), "Big5": ("big5", b"\xa4\x40", b"\xc6\x7e")}
"""Where each encoding has its common characters: level 1 of GB/T 2312 (3,755) and of Big5 (5,401)."""


def chinese_encoding(data: bytes, errors: str = "strict") -> str | None:
    """`"GB18030"` or `"Big5"`, whichever makes more of the bytes common characters; None where neither can read them
    with these `errors`.

    Nearly all characters of a text are common ones in its own encoding. In the other one most are rare, for private
    use, or none.
    """
    readable = {name: share for name in _CODECS if (share := _common_share(data, name, errors)) is not None}
    return max(readable, key=readable.__getitem__, default=None)


def read_as(data: bytes, encoding: str, errors: str = "strict") -> str:
    """The bytes as characters of an encoding that `chinese_encoding` named. Raises UnicodeDecodeError."""
    return data.decode(_CODECS[encoding], errors)


def _common_share(data: bytes, encoding: str, errors: str) -> float | None:
    try:
        characters = [character for character in read_as(data, encoding, errors) if not character.isascii()]
    except UnicodeDecodeError:
        return None
    if any("\ue000" <= character <= "\uf8ff" for character in characters):  # for private use: nobody writes them
        return None
    codec, first, last = _COMMON[encoding]
    common = sum(first <= character.encode(codec, "ignore") <= last for character in characters)
    return common / max(1, len(characters))
