"""Which bump a change asks for: a changed contract is major, what is added minor, what is corrected patch.
docs/versioning.md has the same table.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from decheng_data.changes.comparison import Reason, VersionChange
from decheng_data.changes.semver import Bump, Version
from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from decheng_data.changes.comparison import ContractChange, RowChange

_ZH = {
    "releases": "发布",
    "areas": "地区",
    "units": "单位",
    "themes": "主题",
    "indicators": "指标",
    "observations": "数据",
    "statements": "陈述",
    "mentions": "非数据数字",
    "rules": "规则",
    "rule_terms": "规则项",
    "waivers": "豁免",
    "revisions": "修订记录",
    "added": "新增",
    "removed": "移除",
    "revised": "改动",
}
_ONE = {"observations": "figure", "rule_terms": "rule term"}
_ADDED_MINOR = (
    "releases",
    "areas",
    "units",
    "themes",
    "indicators",
    "observations",
    "statements",
    "rules",
    "rule_terms",
)
_REMOVED = {
    **dict.fromkeys(("releases", "areas", "units", "themes", "indicators", "rules"), Bump.MAJOR),
    "rule_terms": Bump.MINOR,
}
"""An id is a public name: one that goes is major. A figure, statement or mention that is withdrawn was wrong: a
correction."""
_RULE = ("kind", "relation", "bound", "bound_source", "factor", "addend", "months", "unit", "severity", "level", "type")
_REVISED: dict[str, dict[str, Bump]] = {
    "units": {
        **dict.fromkeys(("name_zh", "dimension", "counted", "scale", "base_unit"), Bump.MAJOR),
        **dict.fromkeys(("unit_measure", "unit_mult"), Bump.MINOR),
    },
    "indicators": {
        **dict.fromkeys(("unit", "growth_basis", "cumulation"), Bump.MAJOR),
        **dict.fromkeys(("minimum", "maximum", "expected_measures"), Bump.MINOR),
    },
    "areas": dict.fromkeys(("level", "parent", "units_compared"), Bump.MINOR),
    "rules": dict.fromkeys(_RULE, Bump.MINOR),
    "rule_terms": dict.fromkeys(
        ("role", "coefficient", "indicator_id", "measure", "reference", "dimension", "counted"), Bump.MINOR
    ),
}
"""Fields whose change is more than a correction of a value or a text."""


def version_change(
    old: str | None, new: str | None, rows: Iterable[RowChange], contract: Iterable[ContractChange]
) -> VersionChange:
    """The bump that the changes ask for, with reasons, the greatest first, and whether the new version gives it."""
    reasons = tuple(_reasons(rows, contract))
    bump = Bump.greatest(reason.bump for reason in reasons)
    change = VersionChange(old=old, new=new, bump=bump, reasons=reasons)
    try:
        before, after = (Version.parse(each) if each else None for each in (old, new))
    except ValueError as error:
        return change.model_copy(update={"fault": str(error)})
    if before is None or after is None:
        missing = " and ".join(name for name, each in (("old", before), ("new", after)) if each is None)
        return change.model_copy(update={"fault": f"the {missing} descriptor has no version"})
    return change.model_copy(update={"least": str(before.least_after(bump)), "fits": after.gives(bump, after=before)})


def row_bump(change: RowChange) -> Bump:
    """The bump that one changed row asks for."""
    if change.change == "added":
        return Bump.MINOR if change.table in _ADDED_MINOR else Bump.PATCH
    if change.change == "removed":
        return _REMOVED.get(change.table, Bump.PATCH)
    graver = _REVISED.get(change.table, {})
    return Bump.greatest(graver.get(cell.field, Bump.PATCH) for cell in change.cells)


def _reasons(rows: Iterable[RowChange], contract: Iterable[ContractChange]) -> Iterator[Reason]:
    """One reason for all rows of a table that changed alike and ask for one bump, and one for each change of the
    contract.
    """
    counted = Counter((row_bump(row), row.table, row.change) for row in rows)
    reasons = [_reason(bump, count, _count(table, change, count)) for (bump, table, change), count in counted.items()]
    reasons += [_reason(each.bump, 1, Bilingual(str(each), f"契约改动 {each}")) for each in contract]
    for bump in reversed(Bump):
        yield from (reason for reason in reasons if reason.bump is bump)


def _reason(bump: Bump, count: int, why: Bilingual) -> Reason:
    return Reason(bump=bump, count=count, reason_en=why.en, reason_zh=why.zh)


def _count(table: str, change: str, count: int) -> Bilingual:
    """`2 figures added`."""
    one = _ONE.get(table, table.removesuffix("s"))
    return Bilingual(f"{count} {one if count == 1 else one + 's'} {change}", f"{_ZH[change]}{_ZH[table]} {count} 项")
