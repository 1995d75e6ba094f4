"""A writer that is stopped or killed at any moment leaves nothing, the old state or the new one, and can be run again.

With HYPOTHESIS_PROFILE=long each moment is tried, else one of each writer; `-o junit_family=xunit1 --junitxml=FILE` keeps how many moments left what.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import decheng_data as dd
from decheng_data.archive.build import archive_packages
from decheng_data.changes.compare import read_state
from decheng_data.changes.recording import record
from decheng_data.importers.table import import_file
from decheng_data.releases import contract
from decheng_data.sheet import page
from decheng_data.text.additions import add_draft
from tests.examples import IS_SEARCH
from tests.made_states import MadeState, made_state
from tests.moments import State, each_moment, laid_out, state_of, stopped_at, visible
from tests.text.prose import BULLETIN

if TYPE_CHECKING:
    from collections.abc import Callable

    Property = Callable[[str, object], None]

pytestmark = pytest.mark.searched

pytest.importorskip("pyarrow")
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Writer:
    """What lies there before, what is run, and the folder or file that it writes; all below one place."""

    prepare: Callable[[Path], object]
    run: Callable[[Path], object]
    target: str


def old_archive(place: Path) -> None:
    """An archive of the shipped package; and a package with a release of another year, and a figure moved to a third."""
    archive_packages([ROOT], place / "archive")
    shutil.copytree(ROOT / "data", place / "package/data")
    shutil.copy(ROOT / "datapackage.json", place / "package")
    for table in ("releases", "observations", "statements", "mentions"):
        path = place / f"package/data/{table}.csv"
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        others = [each.replace("2021-S1", "2020-S1").replace("2021-01-01/P6M", "2020-01-01/P6M") for each in rows]
        if table == "observations":
            rows = [each.replace(",2021-S1,", ",2019-S1,") for each in rows]
        path.write_text("".join([header, *rows, *others]), "utf-8")


def old_export(place: Path) -> None:
    dd.export("csv", place / "out")
    for number, path in enumerate(sorted((place / "out").iterdir())):
        path.write_bytes(b"old")
        path.chmod(0o600 + 0o44 * (number % 2))
    path.unlink()


def revised_state(place: Path) -> None:
    made_state(place / "old").copy("new").move().set("observations", 2, value="151.0", printed="151.0亿元")


def drifted_package(place: Path) -> None:
    made_state(place / "package")
    contract.write(place / "package")
    MadeState(place / "package").describe(resources=MadeState(place / "package").descriptor()["resources"][::-1])
    shutil.rmtree(place / "package/schemas/json")
    (place / "package/schemas/table/units.json").write_text("{}")


def filled_in(place: Path) -> None:
    made_state(place / "package")
    (place / "figures.csv").write_text(
        "release_id,indicator_id,measure,period,area,comparison,value,decimals,unit,obs_status,printed\n"
        "made-up-2031-S1,building_economy_tax,level,2031-S1,371402,none,3.50,2,hundred_million_yuan,A,3.50亿元\n",
        "utf-8",
    )


WRITERS = {
    "archive, first build": Writer(lambda at: None, lambda at: archive_packages([ROOT], at / "archive"), "archive"),
    "archive, into an empty folder": Writer(
        lambda at: (at / "archive").mkdir(), lambda at: archive_packages([ROOT], at / "archive"), "archive"
    ),
    "archive, into one": Writer(
        old_archive, lambda at: archive_packages([at / "package"], at / "archive", replace=True), "archive"
    ),
    "export, into no folder": Writer(lambda at: None, lambda at: dd.export("csv", at / "out"), "out"),
    "export, over files": Writer(old_export, lambda at: dd.export("csv", at / "out"), "out"),
    "compare --record": Writer(
        revised_state,
        lambda at: record(read_state(at / "old"), at / "new", kind="correction", reason="made up"),
        "new",
    ),
    "schema --write": Writer(drifted_package, lambda at: contract.write(at / "package"), "package"),
    "import": Writer(filled_in, lambda at: import_file(at / "figures.csv", at / "package"), "package"),
    "draft --into": Writer(
        lambda at: made_state(at / "package"),
        lambda at: add_draft(dd.repair(BULLETIN), "willow-2022-S1", at / "package"),
        "package",
    ),
    "sheet --output": Writer(
        lambda at: (at / "sheet.html").write_text("old"),
        lambda at: page.data_sheet(output=at / "sheet.html"),
        "sheet.html",
    ),
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sheet is made, and the disk is not waited for."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(page, "sheet_and_report", lambda *_, **__: ("the sheet", None))


@dataclass(frozen=True)
class Course:
    """What lay there before a writer ran, after it, and at each of its moments."""

    old: State
    new: State
    moments: tuple[State, ...]

    def kind(self, number: int) -> str:
        """What is seen of a moment."""
        seen = visible(self.moments[number - 1])
        return "old" if seen == self.old else "new" if seen == self.new else "between"

    def tried(self) -> range | list[int]:
        """The numbers of moments to try: all in a search, else one in the midst of the moves, or right before them."""
        numbers = range(1, len(self.moments) + 1)
        kinds = [self.kind(number) for number in numbers]
        return numbers if IS_SEARCH else [kinds.index("new") - 1 - kinds.count("between") // 2]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Course]:
    @cache
    def run(name: str) -> Course:
        writer, place = WRITERS[name], tmp_path_factory.mktemp("course") / "place"
        place.mkdir()
        writer.prepare(place)
        old, moments = state_of(place), list[State]()
        with each_moment(lambda _: moments.append(state_of(place))):
            writer.run(place)
        return Course(old, state_of(place), tuple(moments))

    return run


@pytest.mark.parametrize("name", WRITERS)
def test_killed(course: Callable[[str], Course], tmp_path: Path, name: str, record_property: Property) -> None:
    """What lies there at a moment is what a killed program leaves; no lock is left with it."""
    writer, ran = WRITERS[name], course(name)
    kinds = [ran.kind(number) for number in range(1, len(ran.moments) + 1)]
    record_property("killed", dict(Counter(kinds)))
    assert ran.old != ran.new == visible(ran.new)
    assert kinds == sorted(kinds, key=["old", "between", "new"].index)
    for number in (each for each, kind in enumerate(kinds, 1) if kind == "between"):
        place = laid_out(ran.moments[number - 1], tmp_path / f"read {number}") / writer.target
        named = [place, *([] if place.is_file() else place.glob("observations/**/*.parquet"))]
        for each in (named[0], named[-1]):  # the whole, and one file of an archive
            with pytest.raises(dd.PackageError, match="is half written: a program that wrote into it was killed"):
                dd.validate(each)
    for number in ran.tried():
        place = laid_out(ran.moments[number - 1], tmp_path / str(number))
        writer.run(place)
        assert state_of(place) == ran.new, f"run again after moment {number}"


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full disk", "Ctrl-C"]
)
@pytest.mark.parametrize("name", WRITERS)
def test_stopped(
    course: Callable[[str], Course], tmp_path: Path, name: str, error: BaseException, record_property: Property
) -> None:
    writer, ran, left = WRITERS[name], course(name), Counter[str]()
    for number in ran.tried():
        place = laid_out(ran.old, tmp_path / str(number))
        with contextlib.suppress(dd.DechengDataError, type(error)), stopped_at(number, error):
            writer.run(place)
        held = state_of(place)
        assert (visible(held) if isinstance(error, OSError) else held) in (ran.old, ran.new), f"at moment {number}"
        left["old" if visible(held) == ran.old else "new"] += 1
        if held != ran.old:  # run again from the old state it was
            writer.run(place)
            assert state_of(place) == ran.new, f"run again after moment {number}"
    record_property("stopped", dict(left))
