"""An archive in Apache Spark: the same SQL on a cluster, without a Python function on a row; only counts and so many
findings come back.
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.scan import WHOLE_NUMBERS, check_columns, literal
from decheng_data.archive.paths import escaped_for_hadoop
from decheng_data.errors import MissingExtraError, PackageError
from decheng_data.model.rows import ObservationRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyspark.sql import DataFrame

    from decheng_data.model.finding import Finding

_WHOLE = ("tinyint", "smallint", "int", "bigint")
_BINARY = ("float", "double")


class SparkArchive:
    """One archive as the temporary view `figures` of a Spark session. Rows have no order: their keys are their
    places.
    """

    wide, word, is_ordered = "DECIMAL(38, 0)", "STRING", False
    most_listed, most_filters = 1000, 0  # every query costs a job, however little it reads

    def __init__(self, frame: DataFrame) -> None:
        self.faults: list[Finding] = []
        self._spark, self._tables = frame.sparkSession, dict[str, Any]()
        self._make_figures(frame)

    @classmethod
    def of(cls, place: Any) -> SparkArchive:
        """A DataFrame of PySpark or Spark Connect; or a path of Parquet or CSV files on any file system that the
        session reads.
        """
        if not isinstance(place, str) and hasattr(place, "sparkSession"):
            return cls(place)
        session = _session()
        path = str(place)
        name = escaped_for_hadoop(path) if os.path.lexists(path) else path
        try:
            if path.lower().rstrip("/*").endswith(".csv"):
                return cls(session.read.csv(name, header=True, inferSchema=False, escape='"', multiLine=True))
            return cls(session.read.option("mergeSchema", "true").parquet(name))
        except Exception as error:  # PySpark raises errors of many kinds, of Java too
            raise _unreadable(error) from error

    def _make_figures(self, frame: DataFrame) -> None:
        types = dict(frame.dtypes)
        check_columns(types)
        wanted = [name for name in ObservationRow.model_fields if name in types]
        columns = [f"{self._column(name, types[name])} AS {self.quoted(name)}" for name in wanted]
        frame.createOrReplaceTempView("source")
        self._tables["source"] = None
        self.keep(
            "figures",
            f"SELECT {', '.join(columns)}, CAST(NULL AS STRING) AS file, CAST(NULL AS BIGINT) AS row FROM source",
            cached=False,
        )
        self.columns = {name: kind for name, kind in self._spark.table("figures").dtypes if name in wanted}

    def _column(self, name: str, kind: str) -> str:
        quoted = self.quoted(name)
        if kind in _BINARY:
            whole = f"CASE WHEN {quoted} = floor({quoted}) AND abs({quoted}) < 1e15 THEN CAST(CAST({quoted} AS BIGINT) AS STRING) ELSE CAST({quoted} AS STRING) END"
            return f"CASE WHEN isnan({quoted}) THEN NULL ELSE {whole} END"
        most_places = 9 if name == "value" else 0 if name in WHOLE_NUMBERS else -1  # 9 are the decimals of a Number
        if most_places >= (0 if kind in _WHOLE else _scale(kind) if kind.startswith("decimal") else 10):
            return quoted
        return quoted if kind == "string" else f"CAST({quoted} AS STRING)"

    def close(self) -> None:
        """Drop what was made in the session."""
        for frame in self._tables.values():  # before any view goes: Spark Connect looks their names up once more
            if frame is not None:
                frame.unpersist()
        for name in self._tables:
            self._spark.catalog.dropTempView(name)

    def drop_unreadable(self) -> bool:
        """Spark names the file in its own error; nothing is left out."""
        return False

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._run(sql, collect=True)]

    def keep(self, name: str, sql: str, *, cached: bool = True) -> None:
        frame = self._run(sql)
        if cached:
            frame = frame.persist()
        if (earlier := self._tables.get(name)) is not None:
            earlier.unpersist()
        frame.createOrReplaceTempView(name)
        self._tables[name] = frame if cached else None

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        exact = [kind.startswith("DECIMAL") for kind in columns.values()]
        held = [
            tuple(
                Decimal(cell) if is_exact and cell is not None else cell
                for cell, is_exact in zip(row, exact, strict=True)
            )
            for row in rows
        ]
        schema = ", ".join(f"{self.quoted(column)} {kind}" for column, kind in columns.items())
        self._spark.createDataFrame(held, schema).createOrReplaceTempView(name)
        self._tables[name] = None

    def quoted(self, name: str) -> str:
        return f"`{name}`"

    def text(self, sql: str) -> str:
        return f"CAST({sql} AS STRING)"

    def decimal(self, sql: str, digits: int = 38, places: int = 9) -> str:
        return f"TRY_CAST({sql} AS DECIMAL({digits}, {places}))"

    def matches(self, sql: str, pattern: str) -> str:
        return f"({sql} RLIKE {literal(f'^(?:{pattern})$')})"

    def pivoted(self, rows: str, by: Sequence[str], counted: Mapping[str, str], combos: Sequence[int]) -> str:
        columns = "".join(f", max(CASE WHEN combo = {combo} THEN value END) AS a{combo}" for combo in combos)
        sums = ", ".join(f"{sql} AS {name}" for name, sql in counted.items())
        there = f"count(combo) AS there, count(combo) > count(DISTINCT combo) AS doubled{columns}"
        return f"SELECT {', '.join(by)}, {sums}, {there} FROM ({rows}) q GROUP BY {', '.join(by)}"

    def doubled(self, key: str) -> str:  # noqa: ARG002  # lists of all figures would have to be shuffled
        return ""

    def hash(self, cells: Sequence[str]) -> str:
        return f"xxhash64({', '.join(cells)})"

    def divided(self, sql: str, by: str) -> str:
        return f"floor(({sql} - {sql} % {by}) / {by})"

    def tenth(self, sql: str, kind: str) -> str:
        return f"CAST({sql} * CAST(0.1 AS DECIMAL(2, 1)) AS {kind})"

    def kind(self, name: str) -> str:
        kind = self.columns[name]
        return "whole" if kind in _WHOLE else "decimal" if kind.startswith("decimal") else ""

    def scale(self, name: str) -> int:
        kind = self.columns[name]
        return 0 if kind in _WHOLE else _scale(kind) if kind.startswith("decimal") else 9

    def scaled(self, sql: str, digits: int, kind: str, whole: int) -> str:  # noqa: ARG002  # Spark has no narrower decimals to gain by
        return f"CAST(CAST({sql} AS DECIMAL(38, {digits})) * {10**digits} AS {kind})"

    def _run(self, sql: str, *, collect: bool = False) -> Any:
        try:
            frame = self._spark.sql(sql)
            return frame.collect() if collect else frame
        except Exception as error:  # PySpark raises errors of many kinds, of Java too
            raise _unreadable(error) from error


def _session() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("pyspark", "spark") from None
    return SparkSession.builder.getOrCreate()


def _unreadable(error: Exception) -> PackageError:
    return PackageError(f"Spark cannot read the archive: {str(error).strip().splitlines()[0]}")


def _scale(kind: str) -> int:
    return int(kind.rpartition(",")[2].rstrip(")"))
