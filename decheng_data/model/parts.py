"""What a message names, as a finding holds it: texts, numbers, texts in two languages, lines; in JSON and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, PlainSerializer

from decheng_data.model.bilingual import NOTHING, Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable


class Line(NamedTuple):
    """A line of a file that a message names. `at` is how a sentence names it where that is not its number: a row of a
    workbook, a row that is known by its key alone.
    """

    number: int
    file: str | None = None
    at: Bilingual = NOTHING

    def text(self, here: str | None = None) -> Bilingual:
        """The line as a sentence on the file `here` names it."""
        if self.at:
            return self.at
        if self.file in (None, here):
            return Bilingual(f"line {self.number}", f"第 {self.number} 行")
        return Bilingual(f"line {self.number} of {self.file}", f"{self.file} 第 {self.number} 行")


def as_json(part: object) -> object:
    """A part, or a mapping of parts, as JSON has it: Bilingual and Line become objects."""
    if isinstance(part, Bilingual | Line):
        return {name: as_json(value) for name, value in part._asdict().items()}
    if isinstance(part, dict):
        return {name: as_json(value) for name, value in part.items()}
    return [as_json(each) for each in part] if isinstance(part, list | tuple) else part


def of_json(part: Any) -> Any:
    """What `as_json` was made of; parts that were never JSON stay as they are."""
    if isinstance(part, dict):
        values = {name: of_json(value) for name, value in part.items()}
        for kind in (Bilingual, Line):
            if values.keys() == set(kind._fields):
                return kind(**values)
        return values
    return tuple(map(of_json, part)) if type(part) in (list, tuple) else part


def relocated(part: object, move: Callable[[Line], Line]) -> object:
    """A part, or a mapping of parts, with each of its lines moved."""
    if isinstance(part, Line):
        return move(part)
    if isinstance(part, dict):
        return {name: relocated(value, move) for name, value in part.items()}
    return tuple(relocated(each, move) for each in part) if type(part) is tuple else part


Parts = Annotated[dict[str, Any], BeforeValidator(of_json), PlainSerializer(as_json, return_type=dict[str, Any])]
Words = Annotated[Bilingual, BeforeValidator(of_json), PlainSerializer(as_json, return_type=dict[str, str])]
"""A text in two languages, in JSON an object with `en` and `zh`."""
