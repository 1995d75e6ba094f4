"""How large revisions are, the two ESS rules: VRT, each within a tolerance, and RRL, not too many at once. Their bounds
are in rules.csv, in %.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from decheng_data.changes.figures import certain_percent, figure
from decheng_data.changes.ledger import Cell
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Line
from decheng_data.model.quantity import plain
from decheng_data.rules.judgement import failed, not_applicable, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.changes.between import Between
    from decheng_data.changes.comparison import RowChange
    from decheng_data.rules.judgement import Judgement
    from decheng_data.rules.rule import Rule

NAMED_AT_MOST = 100
"""Most figures that a finding about a whole release names."""

_SIZE = ("value", "decimals", "unit", "qualifier")
_CENTS = Decimal("0.01")


def revision_within_tolerance(rule: Rule, between: Between) -> Iterator[Judgement]:
    """ESS VRT: a figure changed by at most the bound, in % of what it was, beyond what rounding can hide."""
    for row in between.comparison.figures.revised:
        if any(row.cell(name) for name in _SIZE):
            yield _size_outcome(rule, between, row)


def _size_outcome(rule: Rule, between: Between, row: RowChange) -> Judgement:
    key = tuple(row.key.values())
    earlier, later = (figure(state, state.rows("observations")[key]) for state in (between.old, between.new))
    sizes = certain_percent(earlier, later) if earlier and later else None
    if earlier is None or later is None or sizes is None:
        reason = f"{row.label}: it was 0 or could not be read, or its units do not convert, so there is no share of it"
        return not_applicable(
            rule, Bilingual(reason, f"{row.label}：原值为 0 或无法读取，或单位不能换算，无从计算幅度")
        )
    return (
        passed(rule)
        if sizes[1] <= _bound(rule)
        else _too_large(rule, between, row, (str(earlier.quantity), str(later.quantity)), sizes)
    )


def _too_large(
    rule: Rule, between: Between, row: RowChange, figures: tuple[str, str], sizes: tuple[Decimal, Decimal]
) -> Judgement:
    key, (before, after), (printed, certain) = tuple(row.key.values()), figures, sizes
    field = next(name for name in _SIZE if row.cell(name))
    most = plain(_bound(rule))
    parts = {
        "cell": between.names(Cell(key, field)),
        "row": Line(row.new_line or 0),
        "before": before,
        "amount": str(_rounded(printed)),
        "most": most,
    }
    return failed(
        rule,
        "changes.too-large",
        parts,
        file=between.file("observations"),
        line=row.new_line,
        field=field,
        release=row.release,
        observations=between.figure(key),
        excess=_rounded(printed - _bound(rule)),
        tolerance=_rounded(printed - certain),
        unit="%",
        found=after,
        expected=f"within {most} % of {before}",
    )


def records_revised_limited(rule: Rule, between: Between) -> Iterator[Judgement]:
    """ESS RRL: of the figures of a release at most the bound, in %, were revised or withdrawn."""
    revised = _by_release((*between.comparison.figures.revised, *between.comparison.figures.removed))
    had = Counter(key[0] for key in between.old.rows("observations"))
    for release, line in between.common_releases:
        if not had[release]:
            yield not_applicable(rule, Bilingual(f"{release} had no figures", f"{release} 原来没有数据"))
        elif Decimal(100 * len(revised[release])) <= _bound(rule) * had[release]:
            yield passed(rule)
        else:
            yield _too_many(rule, between, _Revised(release, line, revised[release], had[release]))


def _by_release(rows: Iterable[RowChange]) -> defaultdict[str, list[RowChange]]:
    """The rows of withdrawn figures, and of those whose size was revised."""
    found: defaultdict[str, list[RowChange]] = defaultdict(list)
    for row in rows:
        if row.change == "removed" or any(row.cell(name) for name in _SIZE):
            found[row.release or ""].append(row)
    return found


class _Revised(NamedTuple):
    """A release, its line in the new file, its revised or withdrawn figures, and how many figures it had."""

    release: str
    line: int
    rows: list[RowChange]
    figures: int


def _too_many(rule: Rule, between: Between, revised: _Revised) -> Judgement:
    share, most = Decimal(100 * len(revised.rows)) / revised.figures, plain(_bound(rule))
    amount = str(_rounded(share))
    return failed(
        rule,
        "changes.too-many",
        {"revised": len(revised.rows), "figures": revised.figures, "amount": amount, "most": most},
        file=between.file("releases"),
        line=revised.line,
        release=revised.release,
        observations=tuple(
            figure for row in revised.rows[:NAMED_AT_MOST] for figure in between.figure(tuple(row.key.values()))
        ),
        excess=_rounded(share - _bound(rule)),
        tolerance=Decimal(0),
        unit="%",
        found=f"{amount} %",
        expected=f"at most {most} %",
    )


def _bound(rule: Rule) -> Decimal:
    return rule.row.bound or Decimal(0)


def _rounded(percent: Decimal) -> Decimal:
    return Decimal(plain(percent.quantize(_CENTS)))
