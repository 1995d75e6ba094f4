"""The readers the other way: a table in the tidy shape, filled in by a colleague or made in a frame, is taken into a
package, or refused with a finding for each cell.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from decheng_data.errors import DechengDataError, PackageError
from decheng_data.importers.importing import import_rows
from decheng_data.packages.descriptor.profile import DESCRIPTOR_NAME
from decheng_data.packages.files.pointers import POINTER_BYTES, refuse_pointer
from decheng_data.packages.files.writing import sole_writer, write_together
from decheng_data.packages.opening import open_package, open_state
from decheng_data.packages.table import Table, read_table
from decheng_data.packages.target import target_folder

if TYPE_CHECKING:
    import os

    from decheng_data.importers.grid import Grid
    from decheng_data.importers.importing import Imported
    from decheng_data.packages.opening import Package


def from_frame(df: Any, package: str | os.PathLike[str] | None = None) -> Table:
    """The rows of a data frame as a table of observations, validated by the fields, code lists and rules of a package
    (nothing: the shipped one).

    `df` is a frame of pandas, polars, pyarrow, DuckDB or any other library that Narwhals reads, with the columns of
    tidy.csv or of the table observations. Raises FindingsError, whose `report` has a finding for each cell that does
    not fit, and PackageError where the package cannot be read. Rows of the same key in the package are no fault: the
    frame's take their place in what is validated. Nothing is written.
    """
    from decheng_data.importers.frame import grid_of

    imported = import_rows(open_state(package), [grid_of(df)], replace=True, judge_unchanged=True)
    imported.report.raise_for_findings()
    table = read_table(imported.package, "observations")
    rows = dict(zip(table.lines, table.rows, strict=True))
    return Table(table.model, tuple(rows[line] for line in imported.lines), tuple(imported.lines))


def import_file(path: str | os.PathLike[str], into: str | os.PathLike[str], *, replace: bool = False) -> Imported:
    """Take the rows of a CSV or Excel file into the package in a folder, whole or not at all: where there is a finding
    of severity error nothing is written.

    Raises DechengDataError where the file cannot be read or the table not be written, PackageError where the folder is
    no sound package.
    """
    target = target_folder(into, "nothing can be imported into it")
    with sole_writer(target):
        return _imported(path, target, open_package(into), replace=replace)


def _imported(path: str | os.PathLike[str], target: Path, package: Package, *, replace: bool) -> Imported:
    imported = import_rows(package, _grids(Path(path)), replace=replace)
    if imported.report.ok and (imported.added or imported.replaced):
        resource = package.resource("observations")
        if "hash" in resource or "bytes" in resource:
            raise PackageError(
                f"{DESCRIPTOR_NAME} tells the hash or the size of {resource['path']}; take these out of it first, and"
                " write them anew afterwards"
            )
        path = str(resource["path"])
        try:
            write_together({path: imported.text.encode()}, target)
        except OSError as error:
            raise DechengDataError(
                f"{target / path} cannot be written: {error.strerror or error}; check the disk and your permissions"
            ) from error
    return imported


def _grids(path: Path) -> list[Grid]:
    """The tables in a file, read by its kind, which its first bytes show."""
    try:
        with path.open("rb") as stream:
            first = stream.read(POINTER_BYTES)
    except FileNotFoundError as error:
        raise DechengDataError(f"there is nothing at {str(path)!r}; check the path for a typing error") from error
    except IsADirectoryError as error:
        raise DechengDataError(
            f"{path} is a folder; name the CSV file or the Excel workbook that holds the rows"
        ) from error
    except OSError as error:
        raise DechengDataError(
            f"{path} cannot be read: {error.strerror or error}; check the path and your permissions"
        ) from error
    refuse_pointer(first, str(path))
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        raise DechengDataError(f"{path} is a file of Excel 97 to 2003, or has a password; save it as .xlsx without one")
    if first.startswith(b"PK\x03\x04"):
        from decheng_data.importers.xlsx import grids_of

        return grids_of(path)
    from decheng_data.importers.csv import grid_of

    return [grid_of(path)]
