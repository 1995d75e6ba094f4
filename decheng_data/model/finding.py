"""A finding in parts: its sentences are made of them when they are asked for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from decheng_data.model.bilingual import NOTHING, Bilingual, Tongue
from decheng_data.model.fields import Severity
from decheng_data.model.messages import Say, catalogue_of
from decheng_data.model.parts import Line as Line
from decheng_data.model.parts import Parts, Words, relocated
from decheng_data.model.suspects import InvolvedObservation

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information")
"""The worst first (ESS handbook on validation: error, warning, information)."""
WORDS = "model.words"
"""The code of a finding whose sentences were given as they are: by a check of your own, or by another program."""
_SENTENCES = ("message_en", "message_zh", "mend", "mend_zh")


class Outcome(StrEnum):
    """What came of running a rule once: ESS 1, 0, NA, and held apart from them, that it could not be evaluated."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Waived(BaseModel):
    """The waiver by which a failure is accepted: it is shown, and does not fail the report."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    reason: Annotated[str, Field(description="Why the failure is accepted.")]
    author: Annotated[str, Field(description="Who accepted it.")]
    until: Annotated[date, Field(description="Last day on which the waiver holds.")]


class Finding(BaseModel):
    """An outcome that failed or could not be evaluated: where, what is there, what was expected, what would fix it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule: Annotated[str, Field(description="Rule id, or for structure the Frictionless error type.")]
    code: Annotated[
        str, Field(description="Which message it is: the room of the program that words it, and its name there.")
    ] = WORDS
    severity: Severity
    outcome: Annotated[Outcome, Field(description="failed: bad data; error: the rule could not be evaluated.")] = (
        Outcome.FAILED
    )
    level: Annotated[int, Field(ge=0, le=3, description="ESS validation level.")] = 0
    file: Annotated[str | None, Field(description="Path inside the package.")] = None
    line: Annotated[int | None, Field(ge=1, description="Line of the file, the header being 1.")] = None
    field: Annotated[str | None, Field(description="Name of the field (column).")] = None
    column: Annotated[
        int | None, Field(ge=1, description="First code point of the cell in its line, counted from 1.")
    ] = None
    end_column: Annotated[int | None, Field(ge=1, description="Code point after the last one of the cell.")] = None
    release: Annotated[str | None, Field(description="Release id.")] = None
    observations: Annotated[
        tuple[InvolvedObservation, ...], Field(description="Figures involved, the likeliest to look up first.")
    ] = ()
    excess: Annotated[Decimal | None, Field(description="By how much the printed values miss, in the rule's unit.")] = (
        None
    )
    tolerance: Annotated[
        Decimal | None, Field(description="How much of that rounding could hide, in the rule's unit.")
    ] = None
    unit: Annotated[str | None, Field(description="Unit of excess and tolerance, as printed.")] = None
    found: Annotated[str | None, Field(description="What stands there.")] = None
    expected: Annotated[str | None, Field(description="What was expected.")] = None
    parts: Annotated[Parts, Field(description="What the message names beside the other fields.")] = Field(
        default_factory=dict
    )
    at: Annotated[
        Words, Field(description="How a sentence names the place, where that is not file, line and field; else empty.")
    ] = NOTHING
    hint: Annotated[Words, Field(description="Where to look first, where suspects were asked for; else empty.")] = (
        NOTHING
    )
    waived: Annotated[Waived | None, Field(description="The waiver that accepts it, where there is one.")] = None
    localisation: Annotated[
        int | None,
        Field(ge=0, description="Which of the report's suspects.localisations is about it, where they were asked for."),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _without_sentences(cls, given: Any) -> Any:
        """Sentences that were made of a code are made again; without a code they are the parts."""
        if not isinstance(given, dict) or given.keys().isdisjoint(_SENTENCES):
            return given
        fields = {name: value for name, value in given.items() if name not in _SENTENCES}
        if "code" not in fields:
            fields["parts"] = {name: given[name] for name in _SENTENCES if given.get(name) is not None}
        return fields

    @model_validator(mode="after")
    def _with_words(self) -> Self:
        if self.code == WORDS and not {"message_en", "message_zh"} <= self.parts.keys():
            raise ValueError("a finding needs a code, or message_en and message_zh")
        return self

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order of decorators; mypy does not know it
    @property
    def message_en(self) -> str:
        """What is wrong, in one sentence."""
        return self.message("en")

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def message_zh(self) -> str:
        """The sentence in Chinese."""
        return self.message("zh")

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def mend(self) -> str | None:
        """What would fix it."""
        return self.advice("en")

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def mend_zh(self) -> str | None:
        """What would fix it, in Chinese."""
        return self._advice("zh")

    def __hash__(self) -> int:
        """Of the fields that tell most findings apart; parts may be of any kind."""
        return hash((self.rule, self.code, self.file, self.line, self.field, self.release, self.found, self.expected))

    def message(self, tongue: Tongue) -> str:
        """What is wrong, in one sentence of that language."""
        catalogue, message = catalogue_of(self.code)
        clause = self._made(message.zh if tongue == "zh" else message.en)
        return catalogue.frame(self, clause, tongue) if catalogue.frame else self.behind_place(clause, tongue)

    def clause(self, tongue: Tongue) -> str:
        """What is wrong without its place and without a full stop, for a sentence that says the place itself."""
        _, message = catalogue_of(self.code)
        return self._made(message.zh if tongue == "zh" else message.en)

    def advice(self, tongue: Tongue) -> str | None:
        """What would fix it, in that language; in English where it is not known in Chinese. A hint where to look first
        comes before it.
        """
        return self._advice(tongue) or self._advice("en")

    def behind_place(self, clause: str, tongue: Tongue) -> str:
        """The sentence that begins with the place: `data/units.csv line 2, field scale: …`."""
        return f"{self.beginning.zh}：{clause}。" if tongue == "zh" else f"{self.beginning.en}: {clause}."

    @property
    def beginning(self) -> Bilingual:
        """The place as the beginning of a sentence."""
        if self.at:
            return self.at
        line = Bilingual(f" line {self.line}", f" 第 {self.line} 行") if self.line else NOTHING
        field = Bilingual(f", field {self.field}", f" {self.field} 字段") if self.field else NOTHING
        return Bilingual(f"{self.file or ''}{line.en}{field.en}", f"{self.file or ''}{line.zh}{field.zh}")

    @property
    def place(self) -> str:
        """`data/observations.csv:18:value`, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.field) if part is not None)

    def moved(self, move: Callable[[Line], Line], **where: object) -> Self:
        """The finding with other values of the fields in `where`, and with each line that its parts and figures name
        moved. Each comes with its file.
        """
        observations = tuple(each.moved(move) for each in self.observations)
        parts = relocated(self.parts, lambda line: move(line._replace(file=line.file or self.file)))
        return self.model_copy(update={"observations": observations, "parts": parts, **where})

    def _made(self, say: Say) -> str:
        return say if isinstance(say, str) else say(self, **self.parts)

    def _advice(self, tongue: Tongue) -> str | None:
        _, message = catalogue_of(self.code)
        fix = self._made(message.fix_zh if tongue == "zh" else message.fix_en)
        stop = "" if not fix or fix.endswith((".", "?", "。", "？")) else "。" if tongue == "zh" else "."
        fix = fix[:1].upper() + fix[1:] + stop
        advice = Bilingual.joined((self.hint, Bilingual.same(fix)), " ", "")
        return advice.of(tongue) or None
