"""Two states of a package as rules compare them: what changed, with the figures and their places in the new state."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from decheng_data.changes.ledger import KEY, Cell, Ledger, vintage
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.fields import CHARACTERS_LIMIT, MEASURE_WORDS
from decheng_data.model.report import InvolvedObservation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.changes.comparison import Comparison
    from decheng_data.changes.state import Key, State


@dataclass(frozen=True)
class Between:
    """Two states with what changed between them, and the ledgers of both."""

    old: State
    new: State
    earlier: Ledger
    ledger: Ledger

    @cached_property
    def comparison(self) -> Comparison:
        """What changed."""
        from decheng_data.changes.compare import compare_states  # the ledger alone needs no comparison

        return compare_states(self.old, self.new)

    def file(self, table: str) -> str:
        """The file of a table in the new state."""
        return self.new.tables[table].file

    def vintages(self, release: str) -> tuple[str, str]:
        """The vintage of a release in the old state and in the new one."""
        return vintage(self.old, release), vintage(self.new, release)

    def figure(self, key: Key) -> tuple[InvolvedObservation, ...]:
        """The figure of that key, as the new state has it, else the old one; none where it cannot be read."""
        for state, file in ((self.new, self.file("observations")), (self.old, None)):
            row = state.rows("observations").get(key)
            if row is not None and (value := _decimal(row["value"])) is not None:
                cells = {name: row[name] for name in (*KEY, "printed", "unit")}
                return (InvolvedObservation(**cells, value=value, file=file, line=row.line if file else None),)
        return ()

    def names(self, cell: Cell) -> Bilingual:
        """A cell in words: the indicator by name and code, the measure, the column."""
        _, name, measure, *_ = cell.key
        indicator = self.new.rows("indicators").get((name,)) or self.old.rows("indicators").get((name,))
        names = Bilingual(indicator["name_en"], indicator["name_zh"]) if indicator else Bilingual.same(name)
        return Bilingual(
            f"{names.en} ({cell})",
            f"{names.zh}（{MEASURE_WORDS.get(measure, Bilingual.same(measure)).zh}）的 {cell.field}",
        )

    @property
    def common_releases(self) -> Iterator[tuple[str, int]]:
        """The releases that both states have, each with its line in the new file."""
        return (
            (key[0], row.line) for key, row in self.new.rows("releases").items() if key in self.old.rows("releases")
        )

    @property
    def recording(self) -> str:
        """The command that writes what the ledger lacks."""
        old, new = (shlex.quote(side.path) for side in (self.comparison.old, self.comparison.new))
        return f'decheng-data compare {old} {new} --record --kind correction --reason "…"'


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if len(text) <= CHARACTERS_LIMIT else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None
