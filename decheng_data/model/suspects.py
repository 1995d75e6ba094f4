"""Which figures are likely the wrong ones, and which missing ones the rules fix: as in a report."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from decheng_data.model.bilingual import NOTHING, Tongue
from decheng_data.model.parts import Line, Words
from decheng_data.model.printed import figure_text


class InvolvedObservation(BaseModel):
    """A figure that a finding is about, by its key, with its printed form and its place in the package."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    release_id: str
    indicator_id: str
    measure: str
    period: str
    area: str
    comparison: str
    printed: str
    value: Decimal
    unit: str
    file: str | None = None
    line: int | None = None
    at: Annotated[Words, Field(description="How a sentence names its row, where that is not its line; else empty.")] = (
        NOTHING
    )
    name_en: Annotated[str, Field(description="Name of the indicator.")] = ""
    name_zh: Annotated[str, Field(description="Name of the indicator in Chinese.")] = ""

    def moved(self, move: Callable[[Line], Line]) -> Self:
        """The figure with its line moved, where it has one."""
        line = move(Line(self.line, self.file, self.at)) if self.line else Line(0, self.file, self.at)
        return self.model_copy(update={"file": line.file or self.file, "line": line.number or None, "at": line.at})

    @property
    def figure(self) -> str:
        """The printed form with the sign of the value; the value with the printed unit where that is another number."""
        return figure_text(self.printed, self.value)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.measure} {self.figure}"


class LikelySlip(BaseModel):
    """A slip of the hand or the eye that would explain a figure: with it undone every rule holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: Annotated[str, Field(description="Id of the kind of slip, such as point-moved.")]
    value: Annotated[
        Decimal | None,
        Field(description="What the figure would have been, in `unit`; empty where the slip does not tell it."),
    ] = None
    decimals: Annotated[int | None, Field(ge=0, description="Decimals of that value.")] = None
    unit: Annotated[str | None, Field(description="Unit of that value.")] = None
    keystrokes: Annotated[int, Field(ge=0, description="How many keys went wrong.")]
    agrees_with_printed: Annotated[
        bool, Field(description="Whether `printed` says that value, while `value` does not.")
    ] = False
    said_en: Annotated[str, Field(description="329 would hold as 32.9: the decimal point moved.")]
    said_zh: Annotated[str, Field(description="The same in Chinese.")]

    def said(self, tongue: Tongue) -> str:
        """The slip in one clause of that language."""
        return self.said_zh if tongue == "zh" else self.said_en


class Suspect(InvolvedObservation):
    """A figure that may be the wrong one: what it would have to be, and the slips that would explain it, the likeliest first."""

    low: Annotated[
        Decimal | None,
        Field(description="Least value, printed as precisely as now in the same unit, that mends; empty: none."),
    ] = None
    high: Annotated[Decimal | None, Field(description="Greatest such value; empty: none.")] = None
    slips: Annotated[
        tuple[LikelySlip, ...], Field(description="Slips that would explain it, the likeliest first.")
    ] = ()

    @property
    def interval(self) -> tuple[Decimal | None, Decimal | None]:
        """From the least to the greatest value that fixes it, in the printed unit; None where there is no bound."""
        return self.low, self.high


class SuspectSet(BaseModel):
    """Figures whose change, all of them together, lets every rule hold; no part of them alone would do. None: it may be the warning that is wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    figures: Annotated[tuple[Suspect, ...], Field(description="The figures that would have to change.")]
    standing: Annotated[
        tuple[str, ...], Field(description="Warnings, by rule id, that would still fail and could be true.")
    ] = ()
    weight: Annotated[
        int,
        Field(
            description=(
                "How much speaks against it: 100 for an ordinary figure that is wrong. The lightest set is the"
                " likeliest."
            )
        ),
    ]
    confirmed: Annotated[
        bool, Field(description="Whether values were found for which validation itself passes every rule.")
    ] = True


class Localisation(BaseModel):
    """Failed rules that hang together, and the sets of figures that would mend them, the likeliest first."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rules: Annotated[tuple[str, ...], Field(description="Ids of the rules that failed, in their order.")]
    sets: Annotated[tuple[SuspectSet, ...], Field(description="The minimal sets, the likeliest first.")] = ()
    settled: Annotated[
        bool, Field(description="Whether the search came to its end: these are the sets up to the number asked for.")
    ] = True
    more: Annotated[
        bool,
        Field(
            description="Whether there are further sets, beyond the number asked for or much heavier than the first."
        ),
    ] = False
    note_en: Annotated[str | None, Field(description="What the search could not take exactly.")] = None
    note_zh: Annotated[str | None, Field(description="The same in Chinese.")] = None


class ForcedValue(BaseModel):
    """A figure that is missing and that the rules fix to one value or a narrow interval. It is told, and never filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    release_id: str
    indicator_id: str
    measure: str
    period: str
    area: str
    low: Annotated[Decimal, Field(description="Least value that the rules allow, in `unit`.")]
    high: Annotated[Decimal, Field(description="Greatest value that they allow.")]
    unit: str
    rules: Annotated[tuple[str, ...], Field(description="Ids of the rules that fix it.")]
    said_en: str
    said_zh: str

    def said(self, tongue: Tongue) -> str:
        """What the rules fix, in one sentence of that language."""
        return self.said_zh if tongue == "zh" else self.said_en


class Suspects(BaseModel):
    """Which figures are likely the wrong ones, and which missing ones the rules fix."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    localisations: tuple[Localisation, ...] = ()
    forced: tuple[ForcedValue, ...] = ()

    @property
    def first(self) -> tuple[Suspect, ...]:
        """The figures to look up first: of each localisation those of its likeliest set that names any."""
        named = (
            next((each for each in localisation.sets if each.figures), None) for localisation in self.localisations
        )
        return tuple(suspect for each in named if each for suspect in each.figures)

    @property
    def settled(self) -> bool:
        """Whether every search came to its end."""
        return all(each.settled for each in self.localisations)

    def __len__(self) -> int:
        return len(self.localisations)

    def __repr__(self) -> str:
        figures = "; ".join(
            f"{suspect} ({suspect.slips[0].said_en})" if suspect.slips else str(suspect) for suspect in self.first
        )
        return (
            f"<Suspects {figures or 'none'}{'' if self.settled else '; not settled'}; {len(self.forced)} missing figures"
            " are fixed by the rules>"
        )

    __str__ = __repr__
