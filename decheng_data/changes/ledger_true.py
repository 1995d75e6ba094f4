"""Is the ledger of revisions true? It must agree with the figures in any state, beside an earlier one or alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.changes.ledger import KEY, NEW_OR_WITHDRAWN, leads
from decheng_data.model.rows import TABLES
from decheng_data.rules.judgement import Judgement, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decheng_data.changes.between import Between
    from decheng_data.changes.ledger import Cell, Entry
    from decheng_data.rules.rule import Rule


class _Untrue(NamedTuple):
    """A row of the ledger that is not true, the column to look at, the message and its parts, and what was expected."""

    entry: Entry
    field: str
    code: str
    parts: Mapping[str, object]
    expected: str


def revision_ledger_true(rule: Rule, between: Between) -> Iterator[Judgement]:
    """The ledger agrees with the figures of its own state, begins where the old state ended, and has lost no row."""
    for cell in between.ledger:
        found = next(_untrue(between, cell), None)
        if found is None:
            yield passed(rule)
        else:
            entry, field, code, parts, expected = found
            yield failed(
                rule,
                code,
                parts,
                file=between.file("revisions"),
                line=entry.line,
                release=cell.release,
                observations=between.figure(cell.key),
                field=field,
                found={"field": cell.field, "from": entry.before, "vintage": entry.vintage}.get(field, entry.after),
                expected=expected,
            )
    yield from _lost_rows(rule, between)


def _untrue(between: Between, cell: Cell) -> Iterator[_Untrue]:
    """The rows of a cell that are not true."""
    entries, named = between.ledger[cell], {"cell": between.names(cell)}
    last, row = entries[-1], between.new.rows("observations").get(cell.key)
    now = between.vintages(cell.release)[1]
    if cell.field not in TABLES["observations"].model_fields or cell.field in KEY:
        yield _Untrue(last, "field", "changes.no-such-column", {}, "a column of observations.csv")
    for one, other in pairwise(entries):
        if other.before != one.after:
            parts = named | {"ended": one.vintage, "began": other.vintage}
            yield _Untrue(other, "from", "changes.broken-chain", parts, one.after)
    if last.vintage > now:
        yield _Untrue(last, "vintage", "changes.after-vintage", named | {"vintage": now}, f"a vintage up to {now}")
    present = row[cell.field] if row else ""
    if last.after != present and (row or cell.field == NEW_OR_WITHDRAWN):
        yield _Untrue(last, "to", "changes.not-as-recorded", named | {"since": last.vintage}, present)
    yield from _unfounded(between, cell)


def _unfounded(between: Between, cell: Cell) -> Iterator[_Untrue]:
    """A first new entry that does not start from what the old state shows. A release that the old state has not may
    come with its history.
    """
    entries, row = between.ledger.since(between.earlier, cell), between.old.rows("observations").get(cell.key)
    started = row[cell.field] if row else ""
    known = (cell.release,) in between.old.rows("releases") and (row is not None or cell.field == NEW_OR_WITHDRAWN)
    if between.old is not between.new and known and entries and entries[0].before != started:
        yield _Untrue(entries[0], "from", "changes.not-from-old", {"cell": between.names(cell)}, started)


def _lost_rows(rule: Rule, between: Between) -> Iterator[Judgement]:
    for cell in between.earlier:
        for entry in between.earlier[cell] if (cell.release,) in between.new.rows("releases") else ():
            if not any(
                leads([other], entry.before, entry.after) and other.vintage == entry.vintage
                for other in between.ledger[cell]
            ):
                yield failed(
                    rule,
                    "changes.lost-entry",
                    {"cell": between.names(cell), "vintage": entry.vintage, "old_line": entry.line},
                    file=between.file("revisions"),
                    release=cell.release,
                    observations=between.figure(cell.key),
                    expected=f"{entry.before} → {entry.after}, vintage {entry.vintage}",
                )
