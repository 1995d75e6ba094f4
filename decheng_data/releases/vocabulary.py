"""The vocabulary of a package: its code lists, themes and rules, from its tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from decheng_data.packages.opening import open_package
from decheng_data.packages.table import read_table
from decheng_data.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from decheng_data.packages.opening import Package


def vocabulary_of(package: Package) -> Vocabulary:
    """The vocabulary of a package whose tables fit their models; raises DechengDataError where they do not."""

    def numbered(name: str) -> list[tuple[int | None, Any]]:
        table = read_table(package, name)
        return list(zip(table.lines, table.rows, strict=True))

    return Vocabulary.of(numbered, package.descriptor)


@cache
def shipped_vocabulary() -> Vocabulary:
    """The vocabulary of the shipped package."""
    return vocabulary_of(open_package())
