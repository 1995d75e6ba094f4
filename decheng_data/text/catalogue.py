"""The messages of verify: what a row has, what the text has, and where."""

from __future__ import annotations

from decheng_data.model.bilingual import Bilingual, shown
from decheng_data.model.messages import Catalogue, Message


def _where(part: int, sentence: int, position: int, around: str, **_: object) -> Bilingual:
    """A place of the text, with the words around it."""
    return Bilingual(
        f"part {part}, sentence {sentence}, position {position}: …{around}…",
        f"第{part}部分第{sentence}句，位置{position}：…{around}…",
    )


_CORRECT_EN, _CORRECT_ZH = (
    "correct the row after the text, or take it out if the text does not have it",
    "请按文本更正该行；文本没有的，请删除",
)
_COUNT_ANEW_EN = (
    "count start, end and hashes of the rows anew in the text that repair gives, and enter its hash and length"
)
_COUNT_ANEW_ZH = "按 repair 给出的文本重新计算各行的 start、end 与散列，并登记其散列与长度"

CATALOGUE = Catalogue(
    {
        "other-words": Message(
            lambda finding, name, **place: (
                f"{name.en} is {finding.found} in the row, {finding.expected or 'nothing'} in the text"
                f" ({_where(**place).en})"
            ),
            lambda finding, name, **place: (
                f"{name.zh}该行为“{finding.found}”，文本{f'为“{finding.expected}”' if finding.expected else '没有文字'}"
                f"（{_where(**place).zh}）"
            ),
            _CORRECT_EN,
            _CORRECT_ZH,
        ),
        "no-figure": Message(
            lambda finding, name, **place: (
                f"{name.en} is {finding.found} in the row, which the text has as no figure ({_where(**place).en})"
            ),
            lambda finding, name, **place: (
                f"{name.zh}该行为“{finding.found}”，在文本中却不是数据（{_where(**place).zh}）"
            ),
            "move the row to mentions.csv, or check how the sentence is read",
            "请将该行移到 mentions.csv，或核对该句的读法",
        ),
        "not-found": Message(
            lambda finding, name: (
                f"{name.en} is {finding.found} in the row, and is nowhere in the text, nor are the words around it"
            ),
            lambda finding, name: f"{name.zh}该行为“{finding.found}”，文本中未找到，前后文也不在文本中",
            _CORRECT_EN,
            _CORRECT_ZH,
        ),
        "no-position": Message(
            lambda finding, name: (
                f"{name.en} is {finding.found} in the row, and cannot be looked up: the row has no start and end"
            ),
            lambda finding, name: f"{name.zh}该行为“{finding.found}”，但没有 start 与 end，无从查找",
            "enter start and end of the words, or take the row out if the text does not have them",
            "请填写该处的 start 与 end；文本没有的，请删除该行",
        ),
        "read-otherwise": Message(
            lambda finding, name, words, **place: (
                f"{name.en} has {finding.found}, the text says {finding.expected} ({words} at {_where(**place).en})"
            ),
            lambda finding, name, words, **place: (
                f"{name.zh}为 {finding.found}，文本读作 {finding.expected}（{words}，{_where(**place).zh}）"
            ),
            lambda finding, **_: f"write {finding.expected}, or check how the sentence is read",
            lambda finding, **_: f"请改为 {finding.expected}，或核对该句的读法",
        ),
        "misplaced": Message(
            lambda finding, words, there, **place: (
                f"at {finding.found} the text has {shown(there).en if there else 'nothing'}; {words} is elsewhere"
                f" ({_where(**place).en})"
            ),
            lambda finding, words, there, **place: (
                f"文本 {finding.found} 处{f'为{shown(there).zh}' if there else '没有文字'}，“{words}”在别处"
                f"（{_where(**place).zh}）"
            ),
            lambda _, start, end, **_more: f"write {start} into start and {end} into end",
            lambda _, start, end, **_more: f"请将 start 改为 {start}，end 改为 {end}",
        ),
        "other-neighbour": Message(
            lambda finding, name, words, position: (
                f"{name.en} has {finding.found}, beside {words} at {position} it is {finding.expected}"
            ),
            lambda finding, name, words, position: (
                f"{name.zh}为 {finding.found}，位置 {position} 处“{words}”的应为 {finding.expected}"
            ),
            lambda finding, **_: f"write {finding.expected}, or correct start and end if the row is of another place",
            lambda finding, **_: f"请改为 {finding.expected}；该行若在别处，请更正 start 与 end",
        ),
        "unaccounted": Message(
            lambda finding, kind, **place: f"{finding.found} ({kind.en}) belongs to no row: {_where(**place).en}",
            lambda finding, kind, **place: f"“{finding.found}”（{kind.zh}）没有对应的行：{_where(**place).zh}",
            "add the figure to observations.csv, or the numeral to mentions.csv if it is none",
            "是数据的请补入 observations.csv，不是数据的请补入 mentions.csv",
        ),
        "two-rows": Message(
            lambda finding, words, others, **place: (
                f"{words} belongs to {' and '.join(each.text(finding.file).en for each in others)} too"
                f" ({_where(**place).en})"
            ),
            lambda finding, words, others, **place: (
                f"“{words}”也是{'、'.join(each.text(finding.file).zh for each in others)}的数据（{_where(**place).zh}）"
            ),
            "keep the row that the figure belongs to, delete the other",
            "请保留一行，删除其余",
        ),
        "other-text": Message(
            lambda finding: (
                f"the text has SHA-256 {finding.found}, the release was made from {finding.expected}; rows are looked"
                " for by their words and neighbours"
            ),
            lambda finding: f"文本散列为 {finding.found}，该发布登记的是 {finding.expected}；各行改按文字与前后文查找",
            f"give the text that the release was made from, or {_COUNT_ANEW_EN}",
            f"请提供该发布所依据的文本，或{_COUNT_ANEW_ZH}",
        ),
        "other-repair": Message(
            lambda finding: (
                f"positions count in another repair of this text, {finding.found}, not in {finding.expected}; they are"
                " not judged, rows are looked for by their words and neighbours"
            ),
            lambda finding: (
                f"位置按本文本的另一种修复结果 {finding.found} 计，现修复结果为 {finding.expected}；"
                "位置不作判断，各行改按文字与前后文查找"
            ),
            _COUNT_ANEW_EN,
            f"请{_COUNT_ANEW_ZH}",
        ),
    }
)
