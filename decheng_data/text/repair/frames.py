"""A slip of the byte frame: one byte of GBK was lost, and every character after it was read half a character off.

`“?！钡幕…A` was `“?”的基礎`: the bytes behind the lost one, paired anew, give the text back up to the next ASCII
letter, which was the second half of a character. The character that lost its first byte cannot be proved: it is left as
a gap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from decheng_data.text.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "□"
"""Stands in the repaired text where a character is lost."""

_SLIP = re.compile(
    r"[?？\ufffd](?P<run>[^\x00-\x3f\x7f-\xa0A-Za-z\ufffd]{1,12}|![^\x00-\x3f\x7f-\xa0A-Za-z\ufffd]{1,12})(?P<letter>[@-~])"
)
_READABLE = re.compile(r"[“”‘’《》（），。、；：！？一-鿿]+")
_FULL_WIDTH = {
    ord("!"): "！",
    ord(","): "，",
    ord(":"): "：",
    ord(";"): "；",
    ord("?"): "？",
    ord("("): "（",
    ord(")"): "）",
}
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装"
)


def slips(text: str) -> Iterator[Edit]:
    """The slips that can be proved by the text itself: paired anew, the bytes are readable and close a quotation or
    hold common words.
    """
    for match in _SLIP.finditer(text):
        lost, right = _shifted(match["run"], match["letter"])
        if right and _READABLE.fullmatch(right) and _proved(text, match.start(), match["run"], right):
            yield Edit(match.start(), match.start() + 1, GAP, "gap", _candidates(lost))
            yield Edit(match.start() + 1, match.end(), right, "byte_slip")


def _shifted(run: str, letter: str) -> tuple[int, str]:
    """The lone second byte of the lost character, and the characters that the bytes after it make."""
    try:
        raw = (run.translate(_FULL_WIDTH) + letter).encode("gb18030")
        return raw[0], raw[1:].decode("gb18030")
    except UnicodeError:
        return 0, ""


def _proved(text: str, start: int, run: str, right: str) -> bool:
    line = text[max(0, start - 200) : start].rpartition("\n")[2]
    closes = "”" in right and line.count("“") > line.count("”")
    return closes or (
        sum(character in _COMMON for character in right) > sum(character in _COMMON for character in run)
        and len(right) > 2
    )


def _candidates(second: int) -> tuple[str, ...]:
    """All characters of GB 2312 whose second byte is the one that is left."""
    found = (bytes((first, second)) for first in range(0xB0, 0xF8))
    return (
        tuple(character for raw in found for character in (raw.decode("gb2312", "ignore"),) if character)
        if second >= 0xA1
        else ()
    )
