"""What the rows of all tables have in common: how cells become a row, and how a row tells that it contradicts itself."""

from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator

from decheng_data.model import row_checks
from decheng_data.model.bilingual import Bilingual, CellsError


@cache
def _names_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


class Row(BaseModel):
    """What all rows share: no unknown field, no change after reading, an empty cell is no value."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True, populate_by_name=True)

    table: ClassVar[str]
    table_title_zh: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    unique_keys: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @classmethod
    def of_typed(cls, cells: dict[str, Any]) -> Self:
        """A row of cells, one for each field by its name here, that have the fields' types and keep their constraints already.

        Only what binds several cells is checked. Raises CellsError.
        """
        row = cls.__new__(cls)  # what model_construct does, without looking at each field again
        put = object.__setattr__
        put(row, "__dict__", cells)
        put(row, "__pydantic_fields_set__", _names_of(cls))  # one set for all rows, which are frozen
        put(row, "__pydantic_extra__", None)
        put(row, "__pydantic_private__", None)
        row.check_cells()
        return row

    def contradiction(self) -> Bilingual | None:
        """What several cells contradict each other in, or one says that no constraint of a Table Schema can forbid."""
        return None

    def check_cells(self) -> None:
        """Raise CellsError where there is a contradiction."""
        if said := self.contradiction():
            raise CellsError(said)

    @model_validator(mode="after")
    def _checked_cells(self) -> Self:
        self.check_cells()
        return self

    @model_validator(mode="before")
    @classmethod
    def _empty_cells(cls, data: object) -> object:
        return (
            {name: None if value == "" else value for name, value in data.items()} if isinstance(data, dict) else data
        )


class PlacedRow(Row):
    """A row that stands somewhere in the repaired text of its release (W3C TextPositionSelector)."""

    words_column: ClassVar[str] = "printed"
    """The column with the words that stand there."""

    @property
    def words(self) -> str:
        """What stands in the text from start to end."""
        return str(getattr(self, self.words_column))

    def contradiction(self) -> Bilingual | None:
        """Start and end."""
        return row_checks.of_span(getattr(self, "start", None), getattr(self, "end", None))
