"""What is read: a reading of a figure, and the subject that sentences speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from decheng_data.text.grammar.nouns import modifier_of

if TYPE_CHECKING:
    from decheng_data.text.words.spans import Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say of a figure.

    `measure` as in observations.csv, `sign` 1 or -1, `estimate` the OBS_STATUS, `parent` the name of the whole,
    `against` whom a rank or a difference is compared with, `compared` that there is a comparison, `inherited`
    that the name comes from an earlier clause, `origin` that it is the value before a change, `threshold` that it is a
    bound in a name, `nearby` the words around a counted figure, which may have an alias.
    """

    figure: Figure
    name: str
    measure: str
    sign: int = 1
    estimate: str = "A"
    parent: str = ""
    against: str = ""
    compared: bool = False
    inherited: bool = False
    origin: bool = False
    threshold: bool = False
    nearby: str = ""


@dataclass(slots=True)
class Subject:
    """The subject of the last clauses.

    `name`, `kind` of unit and `measure` of the last figure with a name; `topic` what bare nouns are of; `noun` the kind
    of the last counted thing, `counted` its name; `parent` the whole of 其中; `ratio`, `share` and `plan` for the next
    parts; `recent` names in the sentence and `group` those of the last row behind 分别; `aimed` that the sentence has
    targets; `levels` how many levels with a name of their own came last.
    """

    name: str = ""
    kind: str = ""
    measure: str = ""
    topic: str = ""
    noun: str = ""
    counted: str = ""
    parent: str = ""
    parent_kind: str = ""
    status: str = "A"
    ratio: str = ""
    ratio_origin: bool = False
    share: str = ""
    plan: str = ""
    recent: list[str] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    in_sentence: bool = False
    aimed: bool = False
    levels: int = 0

    def begin_sentence(self) -> None:
        """Return to the whole after its parts, and forget what applies within a sentence only."""
        if self.parent:
            self.name, self.kind, self.topic = self.parent, self.parent_kind, modifier_of(self.parent)
        self.in_sentence, self.status, self.recent, self.group, self.parent, self.plan = False, "A", [], [], "", ""
        self.aimed, self.levels = False, 0
