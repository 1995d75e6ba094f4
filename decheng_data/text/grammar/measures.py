"""Which measure a figure is of, with which sign, and how a part, a share or a change is named after its indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from decheng_data.text.words.lexicon import FALLS

if TYPE_CHECKING:
    from decheng_data.text.grammar.clauses import Clause
    from decheng_data.text.grammar.phrases import Phrase
    from decheng_data.text.grammar.subjects import Subject
    from decheng_data.text.words.spans import Figure

_RATE_NAME = re.compile(r"(?:率|面|比|比重|占比|比例|份额|覆盖|度)$")
_INDEX_NAME = re.compile(r"(?:指数|CPI|PPI|PMI|IPO|价格|系数|得分|评分)$")

_LONGEST_BESIDE = 8


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure with its phrase, name and clause; `inherited`: the name comes from an earlier clause."""

    figure: Figure
    phrase: Phrase
    name: str
    clause: Clause
    subject: Subject
    inherited: bool

    def measured(self) -> tuple[str, int, str]:
        """The measure, the sign (1 or -1) and the name with what the measure adds to it: 占…比重, 增速, 增加额."""
        figure, phrase, name = self.figure, self.phrase, self.name
        if figure.kind == "rank":
            among = phrase.against.removesuffix("各")
            return "rank", 1, f"{name}居{among}" if name and 1 < len(among) < _LONGEST_BESIDE else name
        if figure.form == "zero" and self.clause.after.startswith("增长"):
            return "growth_rate", 1, name
        if figure.kind == "points":
            return "change_pp", self._sign, self._difference_name()
        if figure.kind == "percent":
            return self._percent()
        if phrase.plan:
            return "target", 1, name
        if phrase.direction and not phrase.arrives and not phrase.facet and figure.form != "zero":
            return "level", self._sign, self._change_name()
        return "level", -1 if figure.negative else 1, name

    @property
    def _sign(self) -> int:
        return -1 if self.figure.negative else self.phrase.direction or 1

    def _percent(self) -> tuple[str, int, str]:
        phrase, name, clause, subject = self.phrase, self.name, self.clause, self.subject
        if phrase.plan:
            return "share", 1, f"{name}{'占' if phrase.word in ('占', '占到') else '完成'}{phrase.plan}比重"
        if phrase.whole:
            return "share", 1, f"{name}{phrase.word}{phrase.whole}比重"
        if phrase.arrives and self.inherited and subject.share:
            return "share", 1, subject.share
        beside = not clause.near and clause.gap.endswith("(") and subject.measure == "growth_rate"
        if beside or phrase.facet or (phrase.direction and not phrase.arrives):
            return "growth_rate", self._sign, name
        if (phrase.compared and not phrase.arrives and not _RATE_NAME.search(name)) or self.figure.signed:
            return "growth_rate", -1 if self.figure.negative else 1, name
        return "level" if _INDEX_NAME.search(name) else "share", 1, name

    def _difference_name(self) -> str:
        phrase, name, subject = self.phrase, self.name, self.subject
        if re.search("拉动|带动|贡献|影响", name):
            name = f"{subject.name}{name}" if name.startswith(("拉动", "带动", "贡献", "影响")) else name
            return f"{name}增长" if not name.endswith("增长") else name
        if self.inherited and subject.share and subject.measure in ("share", "change_pp"):
            return subject.share
        of_growth = phrase.facet or (self.inherited and subject.measure in ("growth_rate", "change_pp"))
        if not name.endswith(("率", "比重", "占比", "增速", "比例")) and of_growth:
            name = f"{name}{phrase.facet or '增速'}"
        return f"{name}{_comparison(phrase)}" if name.endswith("速") else name

    def _change_name(self) -> str:
        word = self.phrase.word
        noun = {"counted": "数", "none": "数", "time": "数", "money": "额"}.get(self.figure.kind, "量")
        if word in ("净增", "净增加", "增收", "增产", "净减少", "减收", "减产", "减亏"):
            return f"{self.name}{word}{noun if len(word) < 2 else ''}"
        return f"{self.name}{'减少' if word in FALLS else '增加'}{noun}"


def _comparison(phrase: Phrase) -> str:
    """What a growth rate is compared with: (高于全市), (较上年同期)."""
    words = (
        f"{phrase.word}{phrase.against}"
        if phrase.against
        else phrase.beside
        if phrase.beside[:1] in ("比", "较")
        else ""
    )
    return f"({words})" if words and len(words) <= _LONGEST_BESIDE else ""
