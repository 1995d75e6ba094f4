"""The rules and the figures of a package, for those who look at the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from decheng_data.packages.opening import of_one_state, open_state
from decheng_data.packages.table import read_table
from decheng_data.releases.vocabulary import vocabulary_of
from decheng_data.rules.observation import Observation, ObservationIndex

if TYPE_CHECKING:
    import os

    from decheng_data.rules.vocabulary import Vocabulary


class Source(NamedTuple):
    """A package's vocabulary and figures."""

    vocabulary: Vocabulary
    figures: ObservationIndex


@of_one_state
def source_of(path: str | os.PathLike[str] | None) -> Source:
    """Read a package, named as for validate(). Raises DechengDataError where a table does not fit its model."""
    package = open_state(path)
    vocabulary = vocabulary_of(package)
    indicators, units = vocabulary.codes.indicators, vocabulary.codes.units
    rows, releases = read_table(package, "observations"), list(read_table(package, "releases"))
    known = (row for row in rows.records if row["indicator_id"] in indicators and row["unit"] in units)
    observations = [
        Observation.model_validate(row).bind(indicators[row["indicator_id"]], units[row["unit"]]) for row in known
    ]
    return Source(vocabulary, ObservationIndex(observations, releases))  # type: ignore[arg-type]  # the rows of the table releases
