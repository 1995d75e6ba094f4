"""The messages of level 0: what is wrong with files, descriptors, headers, rows and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.messages import Catalogue
from decheng_data.packages.descriptor import catalogue as descriptor
from decheng_data.packages.structure import catalogue as structure

if TYPE_CHECKING:
    from decheng_data.model.bilingual import Tongue
    from decheng_data.model.finding import Finding


def _framed(finding: Finding, clause: str, tongue: Tongue) -> str:
    """Behind the place; of a descriptor behind the resource too."""
    if resource := finding.parts.get("resource"):
        clause = f"资源 {resource!r}：{clause}" if tongue == "zh" else f"resource {resource!r}: {clause}"
    return finding.behind_place(clause, tongue)


CATALOGUE = Catalogue({**descriptor.MESSAGES, **structure.MESSAGES}, _framed)
