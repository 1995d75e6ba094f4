"""What a person most likely meant by a cell that does not read, and what would mend it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from decheng_data.folding import fold_widths, is_mark
from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Collection


HINTED_CHARACTERS = 64
COMPARED_NAMES = 2000

_SIGNS = str.maketrans(dict.fromkeys("−﹣‐‑‒–—", "-"))
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(([,' ][0-9]{3})+|(_[0-9]+)+)(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_WITH_UNIT = re.compile(r"(?P<number>[+-]?[0-9][0-9,]*(\.[0-9]+)?)\s*(?P<unit>[^0-9\s.,+-][^0-9]*)")
_NO_VALUE = {
    "nan",
    "inf",
    "+inf",
    "-inf",
    "infinity",
    "-infinity",
    "na",
    "n/a",
    "#n/a",
    "null",
    "none",
    "nil",
    "-",
    "--",
    "...",
    "…",
    "/",
    "无",
    "不详",
    "暂无",
}
_DATE = re.compile(r"([0-9]{4})[-/.年 ]?([0-9]{1,2})[-/.月 ]?([0-9]{1,2})日?")


def folded(text: str) -> str:
    """The text with full-width digits, letters and signs made ASCII and without spaces around it."""
    return fold_widths(text).translate(_SIGNS).strip()


def rewritten(text: str, better: str) -> Bilingual:
    """Write it so."""
    if text.strip() == better:
        return Bilingual("remove the spaces around it", "去掉首尾空格")
    return Bilingual(f"write {better} in ASCII characters", f"请用半角字符写作 {better}")


def number_hint(text: str, *, required: bool) -> Bilingual | None:
    """For a cell that should be a number: marks of notes, thousands separators, a decimal comma, a unit, a word for
    nothing, which no `required` cell may be.
    """
    plain = folded(text)
    if marks := "".join(filter(is_mark, plain)):
        return _without_marks(plain, marks)
    if _NUMBER.fullmatch(plain):
        return rewritten(text, plain) if plain != text else None
    if _GROUPED.fullmatch(plain):
        return _without_separators(plain)
    if _DECIMAL_COMMA.fullmatch(plain):
        return Bilingual(
            f"write {plain.replace(',', '.')} with a decimal point", f"请用小数点写作 {plain.replace(',', '.')}"
        )
    if plain.lower() in _NO_VALUE:
        if required:
            return Bilingual(
                "write the number, or delete the row where there is none", "请填写数值；没有数值时请删除该行"
            )
        return Bilingual("leave the cell empty where there is no value", "没有数值时请留空")
    return _without_unit(plain)


def date_hint(text: str) -> Bilingual | None:
    """For a cell that should be a date: the same in ISO 8601, where it can be told."""
    parts = _DATE.fullmatch(folded(text))
    try:
        meant = date(*map(int, parts.groups())).isoformat() if parts else None
    except ValueError:
        return None
    return Bilingual(f"write {meant}", f"请写作 {meant}") if meant and meant != text else None


def near_hint(text: str, known: Collection[object]) -> Bilingual | None:
    """The known name that comes nearest to the text, when one is near."""
    names = [name for name in known if isinstance(name, str)]
    if len(names) > COMPARED_NAMES or len(text) > HINTED_CHARACTERS:
        return None
    if (plain := folded(text)) in names:
        return rewritten(text, plain)
    from difflib import get_close_matches  # only where there is a fault

    near = get_close_matches(plain, names, n=1, cutoff=0.6)
    return Bilingual(f'did you mean "{near[0]}"?', f"是否应为“{near[0]}”？") if near else None


def _without_marks(plain: str, marks: str) -> Bilingual:
    """What a note says belongs beside the figure; with its mark the cell is no number, and the mark is no digit."""
    number = "".join(character for character in plain if not is_mark(character)).strip()
    if not _NUMBER.fullmatch(number):
        return Bilingual(f"take out {marks}, which marks a note", f"请去掉注释标记 {marks}")
    return Bilingual(
        f"write {number} without {marks}, which marks a note; what the note says belongs in note_en and note_zh",
        f"请去掉注释标记 {marks}，写作 {number}；注释内容请写入 note_zh 和 note_en",
    )


def _without_separators(plain: str) -> Bilingual:
    better = re.sub(r"[,' _]", "", plain)
    return Bilingual(f"write {better} without thousands separators", f"请去掉千位分隔符，写作 {better}")


def _without_unit(plain: str) -> Bilingual | None:
    parts = _WITH_UNIT.fullmatch(plain)
    if not parts:
        return None
    number, unit = parts["number"].replace(",", ""), parts["unit"].strip()
    return Bilingual(f"write {number} and put the unit {unit} in its own column", f"请只写 {number}，单位“{unit}”另列")
