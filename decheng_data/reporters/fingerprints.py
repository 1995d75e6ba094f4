"""What a finding is known by from run to run: neither lines nor sentences nor values, which change while the fault
stays the same.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decheng_data.model.finding import Finding
    from decheng_data.model.report import InvolvedObservation

DIGITS = 32


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A fingerprint a finding, of hexadecimal digits; no two are the same.

    It is made of rule, outcome, file, field, release and the keys of the figures. A finding without figures is known by
    what was found and what was expected; of several that agree in all of that each is numbered, in their order.
    """
    seen: Counter[str] = Counter()
    made = []
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        made.append(hashlib.sha256(f"{identity}{seen[identity]}".encode()).hexdigest()[:DIGITS])
    return made


def observation_key(observation: InvolvedObservation) -> tuple[str, ...]:
    """The primary key of a figure."""
    return (
        observation.release_id,
        observation.indicator_id,
        observation.measure,
        observation.period,
        observation.area,
        observation.comparison,
    )


def _identity(finding: Finding) -> str:
    keys = sorted(observation_key(each) for each in finding.observations)
    distinct = keys or (finding.found, finding.expected)
    return json.dumps([finding.rule, finding.outcome, finding.file, finding.field, finding.release, distinct])
