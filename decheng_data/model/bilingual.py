"""A text in two languages, which languages were asked for, and how a sentence shows texts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Tongue = Literal["en", "zh"]
Language = Literal["en", "zh", "both"]
TONGUES: dict[Language, tuple[Tongue, ...]] = {"en": ("en",), "zh": ("zh",), "both": ("en", "zh")}
"""The languages that a report is written in, by what was asked for."""

SHOWN_CHARACTERS = 60


class Bilingual(NamedTuple):
    """One text in English and in Chinese. It is true where it is not empty."""

    en: str
    zh: str

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)

    def __format__(self, _: str) -> str:
        raise TypeError("a sentence is in one language; write .en, .zh or .of(language)")

    def of(self, language: Language) -> str:
        """The text in that language; in both one after the other, once where they are alike."""
        return " ".join(dict.fromkeys(getattr(self, tongue) for tongue in TONGUES[language]))

    @classmethod
    def joined(cls, parts: Iterable[Bilingual], en: str = ", ", zh: str = "、") -> Self:
        """The texts with separators between them; empty ones are left out."""
        parts = [part for part in parts if part]
        return cls(en.join(part.en for part in parts), zh.join(part.zh for part in parts))

    @classmethod
    def same(cls, text: str) -> Self:
        """What reads alike in both languages, such as a code."""
        return cls(text, text)


NOTHING = Bilingual("", "")


class CellsError(ValueError):
    """Cells of one row contradict each other, or one says what no constraint can forbid."""

    def __init__(self, text: Bilingual) -> None:
        super().__init__(text.en)
        self.text = text


def shown(text: str) -> Bilingual:
    """A text as a sentence shows it: in quotation marks, on one line, not too long."""
    short = brief(text)
    return Bilingual(f'"{short.en}"', f"“{short.zh}”")


def shown_cell(cell: str | None) -> Bilingual:
    """A cell as a sentence shows it."""
    return shown(cell) if cell else Bilingual("an empty cell", "空单元格")


def brief(text: str) -> Bilingual:
    """The text without control characters; of a long one the beginning and the length."""
    start = text[:SHOWN_CHARACTERS]
    if not start.isprintable():
        start = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in start)
    if len(text) <= SHOWN_CHARACTERS:
        return Bilingual.same(start)
    return Bilingual(f"{start}… ({len(text)} characters)", f"{start}…（共 {len(text)} 个字符）")


def listed(names: Sequence[str], most: int = 8) -> Bilingual:
    """Names with commas between them; of many the first, and how many there are."""
    more = Bilingual(f" … ({len(names)})", f"等 {len(names)} 个") if len(names) > most else NOTHING
    return Bilingual(", ".join(names[:most]) + more.en, "、".join(names[:most]) + more.zh)
