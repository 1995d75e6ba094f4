"""A package in the formats of other tools: one target a module, each with `files(contents) -> {file name: bytes}`.
`export` finds it by its name.

The first file is the target's main one: it takes the name that a user gives. An exporter imports its library inside
`files`, reads nothing but the contents, knows no time but `contents.created`, and writes nothing: `export` writes its
files, together and whole.
"""

from __future__ import annotations

from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from decheng_data.errors import DechengDataError, NotInReleaseError
from decheng_data.exporters.contents import contents_of
from decheng_data.exporters.targets import TARGETS
from decheng_data.model.report import FindingsError
from decheng_data.packages.files.writing import sole_writer, write_together
from decheng_data.packages.opening import of_one_state, open_state, path_text
from decheng_data.packages.target import refuse_to_overwrite
from decheng_data.reading.read_package import ReadPackage
from decheng_data.validation.package import validate_read

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from decheng_data.exporters.targets import Target
    from decheng_data.model.report import Report


_AS_MODULE = str.maketrans("-.", "__")


@of_one_state
def export(
    target: str,
    output: str | os.PathLike[str],
    package: str | os.PathLike[str] | None = None,
    *,
    allow_findings: bool = False,
) -> tuple[Path, ...]:
    """Write a package for another tool; gives the paths of the files, the main one first.

    `output` is a folder, which is made where it is not there, or the name of the target's main file by its suffix.
    `package` is what `validate` takes: a folder, a datapackage.json, a zip or wheel of one, a git revision; nothing:
    the shipped package. Files are the same byte for byte each time (DuckDB's hold the same, not the same bytes); they
    are written whole or not at all, over files of their names.

    Raises NotInReleaseError for an unknown target; FindingsError, with the report, where the package has findings of
    severity error: with `allow_findings` those of rules are let pass, those of structure never; MissingExtraError where
    the target's library is not installed; PackageError where the package cannot be read, and DechengDataError where the
    files cannot be written or one is a file of the package.
    """
    if target not in TARGETS:
        raise NotInReleaseError("target", target, TARGETS)
    destination = Path(path_text(output))
    _check_destination(target, destination)
    refuse_to_overwrite([destination], package)
    read = ReadPackage(open_state(package))
    _check_valid(validate_read(read), allow_findings=allow_findings)
    asked_stem = destination.stem if _names_file(TARGETS[target], destination) else ""
    files = import_module(f"{__package__}.{target.translate(_AS_MODULE)}").files(contents_of(read, asked_stem))
    folder, named = _places(TARGETS[target], files, destination)
    refuse_to_overwrite([folder / name for name in named], package)
    try:
        with sole_writer(folder) if len(named) > 1 else nullcontext():
            return tuple(write_together(named, folder))
    except OSError as error:
        raise DechengDataError(
            f"{destination} cannot be written: {error.strerror or error}; check the disk and your permissions"
        ) from error


def _names_file(target: Target, output: Path) -> bool:
    return output.suffix.lower() in target.suffixes and not output.is_dir()


def _check_valid(report: Report, *, allow_findings: bool) -> None:
    stopping = [each for each in report.at_or_above("error") if each.level == 0 or not allow_findings]
    if stopping or not report.complete:
        raise FindingsError(
            report, [each.message_en for each in stopping] or ["a rule could not run; validate names it"]
        )


def _check_destination(target: str, output: Path) -> None:
    """Refuse a file name of another format, before anything is read."""
    suffix, own = output.suffix.lower(), TARGETS[target].suffixes
    others = {each for known in TARGETS.values() for each in known.suffixes} | {".txt", ".xls", ".xml", ".json"}
    if not output.is_dir() and suffix not in own and suffix in others:
        fitting = f"a folder or a file that ends in {' or '.join(own)}" if own else "a folder"
        raise DechengDataError(f"{output} is no name for what {target} writes; name {fitting}")


def _places(target: Target, files: Mapping[str, bytes], output: Path) -> tuple[Path, Mapping[str, bytes]]:
    """The folder to write into, and the files by their names in it."""
    if not _names_file(target, output):
        return output, files
    main, *others = files
    return output.parent, {
        output.name: files[main],
        **({name: files[name] for name in others} if target.together else {}),
    }
