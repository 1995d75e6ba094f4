"""An archive that was named, and the engine that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decheng_data.archive.places import is_frame, list_archive

if TYPE_CHECKING:
    from decheng_data.archive.columnar.session import Session


class Archive:
    """A Parquet or CSV file, a glob, a folder of them, or a frame of a library that is known here.

    `location` names it in reports; `vocabulary` is the place of its own package, None where it has none.
    """

    def __init__(self, place: Any, engine: str) -> None:
        """List its files. Raises what `list_archive` does."""
        self._place, self._engine = place, engine
        self._listing = None if is_frame(place) or engine == "spark" else list_archive(place)
        self.location = "frame" if is_frame(place) else str(place)
        self.vocabulary = self._listing.vocabulary if self._listing else None

    def open(self) -> Session:
        """Open it by the engine that was asked for or that suits it.

        Raises PackageError where nothing can be read, MissingExtraError where the engine is not installed.
        """
        if self._engine == "spark" or type(self._place).__module__.startswith("pyspark"):
            from decheng_data.archive.columnar.spark import SparkArchive

            return SparkArchive.of(self._place)
        from decheng_data.archive.columnar.duckdb import DuckSession

        session = DuckSession(reader="polars" if self._engine == "polars" else "duckdb")
        try:
            if self._listing is not None:
                session.open_listing(self._listing)
            else:
                session.open_frame(self._place)
        except BaseException:
            session.close()
            raise
        return session
