"""An archive opened by DuckDB: Parquet and CSV files as they are, frames through Arrow without copying; spills to disk
instead of failing.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decheng_data.archive.columnar.scan import REQUIRED, WHOLE_NUMBERS, check_columns, literal
from decheng_data.archive.file_faults import Reject, file_fault, none_usable, rejected, unreadable
from decheng_data.archive.partitions import MOST_CELLS, contradiction, folder_cells, is_same_number
from decheng_data.archive.paths import PlainPaths, escaped
from decheng_data.errors import MissingExtraError, PackageError
from decheng_data.model.finding import Finding, Outcome
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.descriptor.schema import Dialect
from decheng_data.packages.opening import Source
from decheng_data.packages.structure.findings import finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import duckdb

    from decheng_data.archive.places import Listing

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_BINARY = ("FLOAT", "DOUBLE")
_UNUSABLE = ("STRUCT", "MAP", "UNION", "BLOB", "BOOLEAN", "TIMESTAMP", "TIME", "INTERVAL")
_FIRST_ROWS = 1000
"""So many rows show in what order figures usually are in their groups."""
_GIGABYTES = 6
"""Most memory that is used; beyond it, temporary files."""


class DuckSession:
    """One archive as the view `figures` of a connection of its own. `faults` are of files that cannot be read, and of
    records that are none.
    """

    wide, word = "HUGEINT", "VARCHAR"
    most_listed, most_filters = 10, 16

    def __init__(self, *, is_ordered: bool = True, reader: str = "duckdb") -> None:
        self._library, self._reader = _library(), reader
        self._listing: Listing | None = None
        self._spill = tempfile.TemporaryDirectory(prefix="decheng-data-")
        self._paths = PlainPaths(Path(self._spill.name) / "links")
        self._folder_cells: dict[Path, dict[str, str | None]] = {}  # of the Parquet files that are used
        self._connection: duckdb.DuckDBPyConnection = self._library.connect()
        self.is_ordered, self.faults = is_ordered, list[Finding]()
        self.columns: dict[str, str] = {}
        self._run(f"SET temp_directory = {literal(self._spill.name)}")
        self._run(f"SET memory_limit = '{_memory()}MB'")
        # What is put aside is temporary, and a checkpoint in the midst takes a second.
        self._run("SET checkpoint_threshold = '1TB'")

    def close(self) -> None:
        """Give back memory and temporary files."""
        self._connection.close()
        self._spill.cleanup()

    def open_listing(self, listing: Listing) -> None:
        """Make `figures` of the files; those that cannot be used become faults, and the others are read."""
        self._listing = listing
        (self._open_parquet if listing.form == "parquet" else self._open_csv)(listing)

    def drop_unreadable(self) -> bool:
        """Read each Parquet file to its end; those that cannot be become faults and are left out of `figures`. Whether
        there was one.
        """
        listing, faults = self._listing, len(self.faults)
        if listing is None or listing.form != "parquet":
            return False
        good = [each for each in self._folder_cells if self._is_whole(each, listing)]
        if len(self.faults) == faults:
            return False
        if not good:
            raise none_usable(self.faults)
        self._folder_cells = {each: self._folder_cells[each] for each in good}
        self._scan_parquet(good, listing)
        return True

    def _is_whole(self, file: Path, listing: Listing) -> bool:
        """Whether every row of the columns can be read."""
        scan = _parquet([self._paths.plain(file)])
        try:
            described = self._connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
            names = [self.quoted(name) for name, *_ in described if name in ObservationRow.model_fields]
            self._connection.execute(f"SELECT bit_xor(hash({', '.join(names)})) FROM {scan}").fetchall()
        except self._library.Error as error:
            self.faults.append(unreadable(str(file.relative_to(listing.root)), self._paths.with_own_names(str(error))))
            return False
        return True

    def _open_with_polars(self, good: list[Path], listing: Listing) -> None:
        from decheng_data.archive.columnar.polars import read_parquet

        arrow, not_read = read_parquet(good, listing.root, self._folder_cells)
        self.faults += [unreadable(name, error) for name, error in not_read]
        if arrow is None:
            raise none_usable(self.faults)
        self._connection.register("frame", arrow)
        self._make_figures("frame", "file, row")

    def open_frame(self, frame: Any) -> None:
        """Make `figures` of a frame of polars, pandas, pyarrow or DuckDB. Rows are numbered from 1, but those of a
        DuckDB relation, which has no order.
        """
        name = type(frame).__module__.partition(".")[0]
        if name == "narwhals":
            self.open_frame(frame.to_native())
            return
        if name in ("duckdb", "_duckdb"):
            self.is_ordered = False
        self._register(frame, name)
        place = "row_number() OVER ()" if self.is_ordered else "NULL"
        self._make_figures("frame", f"'' AS file, {place} AS row")

    def _register(self, frame: Any, name: str) -> None:
        try:
            arrow = _arrow(frame, name)
            if getattr(arrow, "num_columns", 1):
                self._connection.register("frame", arrow)
                return
        except Exception as error:  # each library raises errors of its own kinds
            reason = str(error).partition("\n")[0].rstrip(".")
            raise PackageError(
                f"the {type(frame).__name__} of {name.removeprefix('_')} cannot be read ({reason}); give a frame with each column of observations.csv once"
            ) from error
        check_columns(())  # DuckDB takes no table without columns

    def _open_parquet(self, listing: Listing) -> None:
        good = [each for each in listing.files if self._is_usable(each, listing)]
        if not good:
            raise none_usable(self.faults)
        (self._open_with_polars if self._reader == "polars" else self._scan_parquet)(good, listing)

    def _scan_parquet(self, good: list[Path], listing: Listing) -> None:
        files = [
            (self._paths.plain(each), str(each.relative_to(listing.root)), self._folder_cells[each]) for each in good
        ]
        scan = _parquet([path for path, *_ in files], "filename, file_row_number, union_by_name")
        self._make_figures_of_files(scan, files, "scanned.file_row_number + 1")

    def _is_usable(self, file: Path, listing: Listing) -> bool:
        """Whether a Parquet file can be read, and has its columns or folders that name them; else a fault."""
        name, folders = str(file.relative_to(listing.root)), folder_cells(file, listing.root)
        scan = _parquet([self._paths.plain(file)])
        try:
            described = self._connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
            columns = {column: kind for column, kind, *_ in described}
            contradicted = list(self._contradictions(name, columns, folders, scan))
        except self._library.Error as error:
            self.faults.append(unreadable(name, self._paths.with_own_names(str(error))))
            return False
        if self._lacks(name, dict.fromkeys(folders, "VARCHAR") | columns):
            return False
        self._folder_cells[file] = {label: cell for label, cell in folders.items() if label not in columns}
        self.faults += contradicted
        return True

    def _contradictions(
        self, name: str, columns: Mapping[str, str], folders: Mapping[str, str | None], scan: str
    ) -> Iterator[Finding]:
        """Columns of a file for which its folders name another cell than its own."""
        for label, cell in folders.items():
            if label not in columns:
                continue
            own = f"SELECT NULLIF(CAST({self._column(label, columns[label])} AS VARCHAR), '') AS cell FROM {scan}"
            differs = f"cell IS DISTINCT FROM {literal(cell) if cell else 'NULL'}"
            other = f"SELECT DISTINCT cell FROM ({own}) WHERE {differs} ORDER BY 1 LIMIT {MOST_CELLS + 2}"
            cells = [found for (found,) in self._connection.execute(other).fetchall()]
            if columns[label] != "VARCHAR":
                cells = [each for each in cells if not is_same_number(each, cell)]
            if cells:
                yield contradiction(name, label, cell, cells)

    def _lacks(self, file: str, columns: Mapping[str, str]) -> bool:
        """Whether a file lacks a column, or has one of a type that holds no cells of it; each is a fault."""
        absent = [name for name in REQUIRED if name not in columns]
        other = [name for name in ObservationRow.model_fields if columns.get(name, "").startswith(_UNUSABLE)]
        self.faults += [file_fault(file, "missing-label", "archive.missing-column", column=name) for name in absent]
        self.faults += [
            file_fault(file, "field-error", "archive.column-type", column=name, kind=columns[name]) for name in other
        ]
        return bool(absent or other)

    def _open_csv(self, listing: Listing) -> None:
        headers = {each: header for each in listing.files if (header := self._header(each, listing)) is not None}
        good = [each for each, header in headers.items() if self._is_csv(each, header, listing)]
        if not good:
            raise none_usable(self.faults)
        if (self._reader == "polars" or find_spec("polars") is not None) and self._open_as_parquet(
            good, headers, listing
        ):
            return
        names = [name for name in ObservationRow.model_fields if any(name in headers[each] for each in good)]
        self._run(
            f"CREATE TEMP TABLE records ({', '.join(f'{self.quoted(name)} VARCHAR' for name in names)}, file VARCHAR, row BIGINT)"
        )
        for each in good:
            name = str(each.relative_to(listing.root))
            self._load(each, headers[each], names, name)
            loaded = f"(SELECT * FROM records WHERE file = {literal(name)})"
            self.faults += self._contradictions(
                name, dict.fromkeys(headers[each], "VARCHAR"), folder_cells(each, listing.root), loaded
            )
        self._make_figures("records", "file, row")

    def _open_as_parquet(self, files: list[Path], headers: Mapping[Path, list[str]], listing: Listing) -> bool:
        """Read the files by polars, which is the quicker, and put them aside as Parquet; False where it cannot, or
        would fill up a record that lacks cells.
        """
        from decheng_data.archive.columnar.polars import csv_to_parquet

        folder, targets, contradicted = (
            Path(self._spill.name) / "records",
            list[tuple[str, str, dict[str, str | None]]](),
            list[Finding](),
        )
        if any(_has_like_labels(headers[each]) for each in files):
            return False
        for each in files:
            header, target = headers[each], folder / f"{len(targets)}.parquet"
            name, scan = str(each.relative_to(listing.root)), _parquet([str(target)])
            if not csv_to_parquet(each, header, target) or self.query(
                f"SELECT 1 FROM {scan} WHERE {self.quoted(header[-1])} IS NULL LIMIT 1"
            ):
                return False
            contradicted += self._contradictions(
                name, dict.fromkeys(header, "VARCHAR"), folder_cells(each, listing.root), scan
            )
            targets.append((str(target), name, {}))
        self.faults += contradicted
        scan = _parquet([path for path, *_ in targets], "filename, union_by_name")
        self._make_figures_of_files(scan, targets, "CAST(scanned.row AS BIGINT)")
        return True

    def _header(self, file: Path, listing: Listing) -> list[str] | None:
        """The labels of a file; None where it cannot be read, which is a fault."""
        name = str(file.relative_to(listing.root))
        try:
            source = Source(lambda: file.open("rb"), "utf-8", Dialect())
        except OSError as error:
            self.faults.append(unreadable(name, error))
            return None
        met = [each for each in source.faults if each.rule in ("encoding-error", "source-error") and each.line == 1]
        if met and met[0].rule == "encoding-error":
            self.faults.append(file_fault(name, "encoding-error", "archive.other-encoding", outcome=Outcome.ERROR))
        elif not source.complete:
            self.faults.append(finding(replace(source.faults[-1], outcome="error"), name))
        else:
            return source.header
        return None

    def _is_csv(self, file: Path, header: list[str], listing: Listing) -> bool:
        name = str(file.relative_to(listing.root))
        twice = [label for label in ObservationRow.model_fields if header.count(label) > 1]
        self.faults += [file_fault(name, "duplicate-label", "archive.duplicate-column", column=each) for each in twice]
        return not self._lacks(name, dict.fromkeys(header, "VARCHAR")) and not twice

    def _load(self, file: Path, header: list[str], names: list[str], name: str) -> None:
        chosen = ", ".join(f"c{header.index(each)}" if each in header else "NULL" for each in names)
        columns = ", ".join(f"c{number}: 'VARCHAR'" for number in range(len(header)))
        scan = f"read_csv({literal(escaped(self._paths.plain(file)))}, hive_partitioning = false, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}}, store_rejects = true, allow_quoted_nulls = false)"
        self._run("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        self._run(f"INSERT INTO records SELECT {chosen}, {literal(name)}, row_number() OVER () + 1 FROM {scan}")
        # There is an error for each cell that is missing (numbered from 0) or too many (from 1).
        cells = "if(min(error_type) = 'MISSING COLUMNS', min(column_idx), max(column_idx))"
        rejects = self._connection.execute(
            f"SELECT line, min(error_type), min(error_message), {cells} FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        self.faults += [rejected(name, Reject(*each), labels=len(header)) for each in rejects]
        if rejects:
            lines = ", ".join(f"({line - number})" for number, (line, *_) in enumerate(rejects))
            before = f"SELECT count(*) FROM (VALUES {lines}) AS rejected(after) WHERE records.row >= after"
            self._run(f"UPDATE records SET row = row + ({before}) WHERE file = {literal(name)}")

    def _make_figures_of_files(
        self, scan: str, files: Sequence[tuple[str, str, Mapping[str, str | None]]], row: str
    ) -> None:
        """Make `figures` of a scan of files: each as its reader names it, its name in the archive, and the cells of
        its folders.
        """
        labels = [name for name in ObservationRow.model_fields if any(name in folders for _, _, folders in files)]
        kinds = dict.fromkeys(("folder_path", "folder_file", *(f"folder_{name}" for name in labels)), "VARCHAR")
        self.put("folders", kinds, [(path, name, *map(cells.get, labels)) for path, name, cells in files])
        joined = " AS scanned JOIN folders ON folders.folder_path = scanned.filename"
        self._make_figures(scan, f"folders.folder_file AS file, {row} AS row", labels, joined)

    def _make_figures(self, source: str, place: str, of_folders: Collection[str] = (), joined: str = "") -> None:
        described = {name: kind for name, kind, *_ in self._run(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        wanted = [name for name in ObservationRow.model_fields if name in described or name in of_folders]
        check_columns(wanted)
        columns = ", ".join(
            f"{self._filled(name, described.get(name), of_folders)} AS {self.quoted(name)}" for name in wanted
        )
        self._run(f"CREATE OR REPLACE TEMP VIEW figures AS SELECT {columns}, {place} FROM {source}{joined}")
        known = {name: kind for name, kind, *_ in self._run("DESCRIBE figures").fetchall()}
        self.columns = {name: known[name] for name in wanted}

    def _filled(self, name: str, kind: str | None, of_folders: Collection[str]) -> str:
        """A column of the files, filled by the cells of folders where a file lacks the column."""
        if kind is None:
            return f"folders.folder_{name}"
        column = self._column(name, kind)
        return f"coalesce(folders.folder_{name}, CAST({column} AS VARCHAR))" if name in of_folders else column

    def _column(self, name: str, kind: str) -> str:
        """A column as text or exact number: of floating point the shortest text that means it, NaN being none."""
        quoted = self.quoted(name)
        if kind in _BINARY:
            whole = f"CASE WHEN {quoted} = floor({quoted}) AND abs({quoted}) < 1e15 THEN CAST(CAST({quoted} AS BIGINT) AS VARCHAR) ELSE CAST({quoted} AS VARCHAR) END"
            return f"CASE WHEN isnan({quoted}) THEN NULL ELSE {whole} END"
        is_number = kind in _WHOLE or (kind.startswith("DECIMAL") and self._fits(kind))
        if is_number and (name == "value" or (name in WHOLE_NUMBERS and (kind in _WHOLE or kind.endswith(",0)")))):
            return quoted
        return quoted if kind == "VARCHAR" else f"CAST({quoted} AS VARCHAR)"

    @staticmethod
    def _fits(kind: str) -> bool:
        """Whether DECIMAL(38, 10), in which intervals are reckoned, holds all numbers of a decimal type; others are
        read as text, cell by cell.
        """
        digits, scale = map(int, kind.removeprefix("DECIMAL(").rstrip(")").split(","))
        return scale <= 9 and digits - scale <= 28

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self._run(sql).fetchall()

    def keep(self, name: str, sql: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def put(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {name} ({', '.join(f'{self.quoted(column)} {kind}' for column, kind in columns.items())})"
        )
        if held := list(rows):
            cells = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(columns.values(), start=1))
            self._run(f"INSERT INTO {name} SELECT {cells}", [list(column) for column in zip(*held, strict=True)])

    def quoted(self, name: str) -> str:
        return f'"{name}"'

    def text(self, sql: str) -> str:
        return f"CAST({sql} AS VARCHAR)"

    def decimal(self, sql: str, digits: int = 38, places: int = 9) -> str:
        return f"TRY_CAST({sql} AS DECIMAL({digits}, {places}))"

    def matches(self, sql: str, pattern: str) -> str:
        return f"regexp_full_match({sql}, '{pattern}')"

    def pivoted(self, rows: str, by: Sequence[str], counted: Mapping[str, str], combos: Sequence[int]) -> str:
        usual = self._usual_places(rows, by)
        columns = "".join(f", vs[{_place_of(combo, usual.get(combo))}] AS a{combo}" for combo in combos)
        sums = ", ".join(f"{sql} AS {name}" for name, sql in counted.items())
        lists = f"SELECT {', '.join(by)}, {sums}, count(combo) AS there, list(combo) AS ns, list(value) AS vs FROM ({rows}) GROUP BY {', '.join(by)}"
        different = " + ".join(f"CASE WHEN a{combo} IS NULL THEN 0 ELSE 1 END" for combo in combos) or "0"
        spread = f"SELECT *, there > {different} AS doubled FROM (SELECT *{columns} FROM ({lists}))"
        return f"SELECT * REPLACE (CASE WHEN doubled THEN ns END AS ns, CASE WHEN doubled THEN vs END AS vs) FROM ({spread})"

    def doubled(self, key: str) -> str:
        return f"SELECT {key} AS place, unnest(ns) AS combo, unnest(vs) AS value FROM groups AS figures WHERE doubled"

    def _usual_places(self, rows: str, by: Sequence[str]) -> dict[int, int]:
        """The place among the figures of its group, from 1, at which a combination is in most of the first
        groups.
        """
        groups = defaultdict[tuple[Any, ...], list[int | None]](list)
        for *group, combo in self.query(f"SELECT {', '.join(by)}, combo FROM ({rows}) LIMIT {_FIRST_ROWS}"):
            groups[tuple(group)].append(combo)
        places = Counter(
            (combo, place)
            for combos in groups.values()
            for place, combo in enumerate(combos, start=1)
            if combo is not None
        )
        return {combo: place for (combo, place), _ in reversed(places.most_common())}

    def hash(self, cells: Sequence[str]) -> str:
        return f"hash({', '.join(cells)})"

    def divided(self, sql: str, by: str) -> str:
        return f"{sql} // {by}"

    def tenth(self, sql: str, kind: str) -> str:
        return f"CAST({sql} // 10 AS {kind})"

    def kind(self, name: str) -> str:
        kind = self.columns[name]
        return "whole" if kind in _WHOLE else "decimal" if kind.startswith("DECIMAL") else ""

    def scale(self, name: str) -> int:
        kind = self.columns[name]
        return 0 if kind in _WHOLE else int(kind.rpartition(",")[2].rstrip(")")) if kind.startswith("DECIMAL") else 9

    def scaled(self, sql: str, digits: int, kind: str, whole: int) -> str:
        narrow = whole + digits + digits + 1 <= 18  # then all of it stays in 64 bits
        number, factor = (
            (f"DECIMAL({whole + digits}, {digits})", f"DECIMAL({digits + 1}, 0)")
            if narrow
            else (f"DECIMAL(38, {digits})", self.wide)
        )
        return f"CAST(CAST({sql} AS {number}) * CAST({10**digits} AS {factor}) AS {kind})"

    def _run(self, sql: str, given: object = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, given)
        except self._library.Error as error:
            reason = self._paths.with_own_names(str(error).splitlines()[0])
            raise PackageError(f"the archive cannot be read: {reason}") from error


def _library() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("duckdb", "duckdb") from None
    return duckdb


def _arrow(frame: Any, name: str) -> Any:
    """A frame as what DuckDB reads: an Arrow table."""
    if name == "polars":
        lazy = hasattr(frame, "collect")
        return (frame.collect() if lazy else frame).to_arrow()
    if name == "pandas":
        import pyarrow

        return pyarrow.Table.from_pandas(frame, preserve_index=False)
    return frame.to_arrow_table() if name in ("duckdb", "_duckdb") else frame


def _place_of(combo: int, usual: int | None) -> str:
    """The place of a combination in the list `ns`: looked for where it is not at its usual place."""
    looked_for = f"list_position(ns, {combo})"
    return looked_for if usual is None else f"CASE WHEN ns[{usual}] = {combo} THEN {usual} ELSE {looked_for} END"


def _memory() -> int:
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 8 * 2**30
    return min(_GIGABYTES * 1024, pages // 2**21)


def _parquet(paths: Iterable[str], options: str = "") -> str:
    """Files by the letter of their paths, nothing being read out of these."""
    files = ", ".join(literal(escaped(each)) for each in paths)
    chosen = "".join(f", {each} = true" for each in options.split(", ") if each)
    return f"read_parquet([{files}], hive_partitioning = false{chosen})"


def _has_like_labels(header: Sequence[str]) -> bool:
    """Whether SQL takes two of the labels for one, or one for none."""
    return "" in header or len({label.lower() for label in (*header, "filename")}) <= len(header)
