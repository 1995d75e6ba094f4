"""validate(): of a package, or of an archive of many releases in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.archive.places import ENGINES, is_archive
from decheng_data.errors import PackageError
from decheng_data.packages.opening import open_state
from decheng_data.validation.package import validate as validate_package

if TYPE_CHECKING:
    import os
    from datetime import date

    from decheng_data.archive.places import Engine
    from decheng_data.model.report import Report

DEFAULT_SAMPLE = 100
"""Most findings of one rule that the report of an archive has; all are counted."""


def validate(
    path: Any = None,
    *,
    against: str | os.PathLike[str] | None = None,
    suspects: bool | int = False,
    seconds: float = 10.0,
    vocabulary: str | os.PathLike[str] | None = None,
    engine: Engine = "auto",
    sample_findings: int = DEFAULT_SAMPLE,
    today: date | None = None,
) -> Report:
    """Validate a package, or an archive of many releases.

    A package is a folder, a datapackage.json, a zip or wheel of one, a git revision `REV:PATH`; nothing: the shipped
    package. With `against`, an earlier state of the same package, what changed since is judged too. With `suspects` the
    report has the figures that are likely the wrong ones (True, or how many sets of figures), looking for `seconds`.
    `today` is the day by which waivers expire, by default the present one (UTC).

    An archive has the columns of observations.csv: a Parquet or CSV file, a glob or a folder of them, a folder that
    `decheng-data archive` made, or a frame of polars (eager or lazy), pandas, pyarrow, DuckDB, narwhals or PySpark. It
    is read with the code lists, rules, releases and waivers of the package `vocabulary`, by default its own or else the
    shipped ones. All faults are counted; of each rule at most `sample_findings` are reported.

    Bad data are findings of the report. Raises PackageError where there is nothing that can be read, and where the
    earlier state cannot be compared; PackageError too where an option does not go with what is given; MissingExtraError
    where the engine is not installed.
    """
    if engine not in ENGINES:
        raise PackageError(f"there is no engine {engine!r}; there are {', '.join(ENGINES)}")
    if not is_archive(path, engine):
        if engine not in ("auto", "exact") or vocabulary is not None:
            open_state(path)  # where there is no package either, that is the error
            raise PackageError(
                "a package is validated by the exact engine and its own vocabulary; engine and vocabulary are for"
                " archives"
            )
        return validate_package(path, against=against, suspects=suspects, seconds=seconds, today=today)
    if against is not None:
        raise PackageError("an archive has no earlier state: against is for packages")
    if suspects:
        raise PackageError("suspects are looked for in a package; write the releases in question as one")
    if sample_findings < 0:
        raise PackageError(f"sample_findings is {sample_findings}; it is a number of findings, 0 or more")
    from decheng_data.validation.archive import validate_archive  # only where it is asked for: it takes time to load

    return validate_archive(path, vocabulary=vocabulary, engine=engine, sample_findings=sample_findings)
