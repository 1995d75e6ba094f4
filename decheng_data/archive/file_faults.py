"""Faults of whole files of an archive, and of records that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.errors import PackageError
from decheng_data.model.bilingual import Bilingual
from decheng_data.model.finding import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable


def file_fault(
    file: str,
    rule: str,
    en: str,
    zh: str,
    mend: str,
    mend_zh: str = "请更正或移出该文件。",
    outcome: Outcome = Outcome.FAILED,
    *,
    line: int | None = None,
) -> Finding:
    """A fault of a file, or of one line of it."""
    return Finding(
        rule=rule,
        code="packages.said",
        severity="error",
        outcome=outcome,
        file=file,
        line=line,
        parts={"said": Bilingual(en, zh), "mend": Bilingual(mend, mend_zh)},
    )


def rejected(file: str, line: int, kind: str, message: str) -> Finding:
    """A line that DuckDB takes for no record."""
    rule = {"MISSING COLUMNS": "missing-cell", "TOO MANY COLUMNS": "extra-cell"}.get(str(kind), "source-error")
    said = str(message).splitlines()[0].rstrip(". ")
    return file_fault(file, rule, said, "此行的单元格数与表头不符", "Correct the line.", line=line)


def unreadable(file: str, error: Exception | str) -> Finding:
    """A file that cannot be read, with what its reader says."""
    return file_fault(
        file,
        "source-error",
        f"the file cannot be read: {str(error).splitlines()[0].rstrip('. ')}",
        "文件无法读取",
        "Write the file anew, or leave it out.",
        outcome=Outcome.ERROR,
    )


def none_usable(faults: Iterable[Finding]) -> PackageError:
    """The error where no file is left."""
    return PackageError("no file of the archive can be read: " + " ".join(each.message_en for each in list(faults)[:5]))
