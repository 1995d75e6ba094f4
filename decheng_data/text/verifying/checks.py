"""What verify holds: the ids by which its findings are named, as stable as those of rules.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decheng_data.model.fields import Severity

OBSERVATIONS, MENTIONS, RELEASES, STATEMENTS = (
    "data/observations.csv",
    "data/mentions.csv",
    "data/releases.csv",
    "data/statements.csv",
)


class Check(NamedTuple):
    """A relation between a row and the text: severity, and what must hold in two languages."""

    severity: Severity
    title_en: str
    title_zh: str


CHECKS: dict[str, Check] = {
    "text-fingerprint": Check(
        "warning", "The text is the one that the release was made from", "文本是该发布所依据的文本"
    ),
    "text-figure": Check("error", "The printed figure of the row stands in the text", "该行的印刷数字见于文本"),
    "text-statement": Check("error", "The name of the statement stands in the text", "陈述的名称见于文本"),
    "text-position": Check(
        "error",
        "start and end of the row are its place in the text, the hashes those of its neighbours",
        "start 与 end 是该行在文本中的位置，散列与前后文一致",
    ),
    "text-value": Check("error", "The value is what the text says, with its sign", "数值（含正负号）与文本一致"),
    "text-decimals": Check("error", "The decimals are those printed", "小数位数与文本一致"),
    "text-unit": Check("error", "The unit is the one printed", "单位与文本一致"),
    "text-qualifier": Check("error", "The qualifier is the word printed", "修饰词与文本一致"),
    "text-obs-status": Check(
        "error",
        "OBS_STATUS is E where the text says 预计, P where it says 初步核算",
        "文本写“预计”的为 E，写“初步核算”的为 P",
    ),
    "text-measure": Check("warning", "The measure is the one that the sentence is read as", "度量与该句的读法一致"),
    "text-unaccounted": Check(
        "error", "Every numeral of the text belongs to a row, or is a date", "文本中的每个数字都有对应的行，或为日期"
    ),
    "text-twice": Check("error", "No figure of the text belongs to two rows", "文本中的数据不对应两行"),
}
"""By rule id. `text-measure` is a warning: how a sentence is read is a judgement, what is printed is not."""
