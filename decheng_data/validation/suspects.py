"""suspects(): which figures of a release or a package are likely the wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from decheng_data.error_localisation.locate import LIMIT, SECONDS, suspicion
from decheng_data.errors import NotInReleaseError
from decheng_data.model.rows import ReleaseRow
from decheng_data.releases.release import Release
from decheng_data.releases.vocabulary import shipped_vocabulary
from decheng_data.rules.observation import Observation, ObservationIndex
from decheng_data.validation.package import validate

if TYPE_CHECKING:
    import os

    from decheng_data.model.report import Suspects
    from decheng_data.rules.vocabulary import Vocabulary


def suspects(
    of: Release | Mapping[str, Any] | str | os.PathLike[str] | None = None,
    *,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    vocabulary: Vocabulary | None = None,
) -> Suspects:
    """Which figures are likely the wrong ones: the lightest sets whose change lets every rule hold, with the slips that
    would explain them.

    `of` is a Release, the dict that `Release.model_validate` takes (also one that it refuses), or a package, named as
    for validate(); nothing: the shipped package. `limit` sets are reported of each group of failed rules; after
    `seconds` what is left is not settled. `vocabulary` is for a dict whose code lists and rules are not the shipped.

    Raises MissingExtraError where scipy is not installed, PackageError where there is no such package,
    pydantic.ValidationError for a row that is none, NotInReleaseError for an indicator or a unit that does not exist.
    """
    if isinstance(of, Release):
        return _of_rows(of, list(of.observations), of.vocabulary, limit, seconds)
    if isinstance(of, Mapping):
        cells = {**of["release"], **of} if isinstance(of.get("release"), Mapping) else dict(of)
        rows = [
            each if isinstance(each, Observation) else Observation.model_validate(each)
            for each in cells["observations"]
        ]
        release = ReleaseRow.model_validate(
            {name: cell for name, cell in cells.items() if name in ReleaseRow.model_fields}
        )
        return _of_rows(release, rows, vocabulary or shipped_vocabulary(), limit, seconds)
    found = validate(of, suspects=limit, seconds=seconds).suspects
    if found is None:  # pragma: no cover  # a report has them where they were asked for
        raise AssertionError
    return found


def _of_rows(
    release: ReleaseRow, rows: list[Observation], vocabulary: Vocabulary, limit: int, seconds: float
) -> Suspects:
    codes = vocabulary.codes
    for each in rows:
        for name, key, known in (("indicator", each.indicator_id, codes.indicators), ("unit", each.unit, codes.units)):
            if key not in known:
                raise NotInReleaseError(name, key, known)
    bound = [
        each.model_copy().bind(codes.indicators[each.indicator_id], codes.units[each.unit], each.line) for each in rows
    ]
    return suspicion(
        vocabulary.rules, ObservationIndex(bound, [release]), codes, limit=limit, seconds=seconds, file=None
    ).suspects
