"""Vocabulary: the code lists, themes and rules that figures are read with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from decheng_data.rules.evaluation import CodeLists
from decheng_data.rules.rule import RuleSet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from decheng_data.model.rows import Row, ThemeRow

    NumberedRows = Callable[[str], Sequence[tuple[int | None, Any]]]

R = TypeVar("R", bound="Row")


@dataclass(frozen=True)
class Vocabulary:
    """Code lists, themes and rules of one package, with its version and licence."""

    codes: CodeLists
    themes: Mapping[str, ThemeRow] = field(default_factory=dict)
    rules: RuleSet = field(default_factory=lambda: RuleSet([]))
    version: str = ""
    licence: str = ""

    @classmethod
    def of(cls, rows: NumberedRows, descriptor: Mapping[str, Any], unread: Collection[str] = ()) -> Vocabulary:
        """Put the vocabulary of a package together; `rows(table)` gives each row with its line; `unread` are rules with
        a term that is none.
        """
        codes = CodeLists(**{name: _keyed(rows(name)) for name in ("indicators", "units", "areas")})
        terms = [row for _, row in rows("rule_terms")]
        rules = RuleSet.from_rows(rows("rules"), terms, indicators=codes.indicators, units=codes.units, unread=unread)
        licences = descriptor.get("licenses") or [{}]
        return cls(
            codes, _keyed(rows("themes")), rules, str(descriptor.get("version", "")), str(licences[0].get("name", ""))
        )


def _keyed(rows: Sequence[tuple[int | None, R]]) -> dict[str, R]:
    return {getattr(row, row.primary_key[0]): row for _, row in rows}
