"""States of a package made for tests: the shipped code lists and rules, with releases of a year that no bulletin has told of."""

from __future__ import annotations

import atexit
import csv
import json
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.programs import run_program

ROOT = Path(__file__).resolve().parent.parent
RELEASE = "made-up-2031-S1"
PERIOD = "2031-S1"
VINTAGE = "2031-08-01"
LATER = "2031-09-01"
VERSION = "1.0.0"

_FIGURES = (
    ("gdp", "level", "none", "150.0", "1", "hundred_million_yuan", "", "E", "150.0亿元"),
    ("gdp", "growth_rate", "previous_year", "6.1", "1", "percent", "", "E", "6.1%"),
    ("general_budget_revenue", "level", "none", "12.0", "1", "hundred_million_yuan", "", "P", "12.0亿元"),
    ("general_budget_revenue", "growth_rate", "previous_year", "5.0", "1", "percent", "", "A", "5.0%"),
    ("fixed_asset_investment", "level", "none", "70.0", "1", "hundred_million_yuan", "", "A", "70.0亿元"),
    ("fixed_asset_investment", "growth_rate", "previous_year", "-3.5", "1", "percent", "", "A", "-3.5%"),
    ("retail_sales", "level", "none", "90", "0", "hundred_million_yuan", "", "A", "90亿元"),
    ("retail_sales", "growth_rate", "previous_year", "0.1", "1", "percent", "", "A", "0.1%"),
    ("industrial_value_added", "growth_rate", "previous_year", "7.0", "1", "percent", "", "A", "7.0%"),
    ("key_projects", "level", "none", "40", "0", "item", "", "A", "40个"),
    ("land_cleared", "level", "none", "1400", "0", "mu", "余", "A", "1400余亩"),
    ("gdp", "rank", "371400", "3", "0", "rank", "", "A", "第三位"),
    ("serious_work_accidents", "level", "none", "0", "0", "incident", "", "A", "未发生"),
)


class MadeState:
    """A package in a folder, whose tables and descriptor are changed cell by cell. Lines are those of the file, the header being 1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __fspath__(self) -> str:
        return str(self.folder)

    def path(self, table: str) -> Path:
        return self.folder / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def write(self, table: str, rows: list[dict[str, str]], header: list[str] | None = None) -> None:
        names = header or self.header(table)
        with self.path(table).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n", restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)

    def header(self, table: str) -> list[str]:
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            return next(csv.reader(stream))

    def set(self, table: str, line: int, **cells: str) -> MadeState:
        rows = self.rows(table)
        rows[line - 2] |= cells
        self.write(table, rows)
        return self

    def add(self, table: str, **cells: str) -> MadeState:
        self.write(table, [*self.rows(table), cells])
        return self

    def drop(self, table: str, line: int) -> MadeState:
        rows = self.rows(table)
        del rows[line - 2]
        self.write(table, rows)
        return self

    def descriptor(self) -> dict[str, Any]:
        described: dict[str, Any] = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        return described

    def describe(self, **properties: Any) -> MadeState:
        described = {name: value for name, value in (self.descriptor() | properties).items() if value is not None}
        (self.folder / "datapackage.json").write_text(
            json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
        return self

    def move(self, version: str = "1.0.1", vintage: str = LATER) -> MadeState:
        """Move version and vintage, as a correction asks for."""
        return self.describe(version=version).set("releases", 2, vintage=vintage)

    def copy(self, name: str) -> MadeState:
        shutil.copytree(self.folder, self.folder.parent / name)
        return MadeState(self.folder.parent / name)

    def texts(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


def made_state(folder: Path) -> MadeState:
    """A valid package with one made-up release."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(_template(), folder)
    return MadeState(folder)


@cache
def _template() -> Path:
    kept = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, kept)
    return _make(Path(kept) / "template").folder


def _make(folder: Path) -> MadeState:
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "datapackage.json", folder)
    for path in (ROOT / "data").glob("*.csv"):
        shutil.copy(path, folder / "data")
    state = MadeState(folder).describe(version=VERSION)
    state.write("releases", [_release(state, RELEASE, PERIOD)])
    state.write("observations", [_observation(*figure) for figure in _FIGURES])
    state.write(
        "statements",
        [
            state.rows("statements")[0]
            | {"statement_id": "made_up_programme", "release_id": RELEASE, "name_zh": "虚构项目", "name_en": "Made up"}
        ],
    )
    state.write("mentions", [state.rows("mentions")[0] | {"release_id": RELEASE}])
    for table in ("waivers", "revisions"):
        state.write(table, [])
    return state


def add_release(state: MadeState, release: str, period: str) -> MadeState:
    """Add another made-up release with one figure."""
    state.add("releases", **_release(state, release, period))
    return state.add("observations", **_observation(*_FIGURES[9]) | {"release_id": release, "period": period})


def waiver(rule: str, indicator: str, until: str = "2999-12-31", release: str = RELEASE) -> dict[str, str]:
    """A row of waivers.csv."""
    return {
        "rule_id": rule,
        "release_id": release,
        "indicator_id": indicator,
        "reason": "made up",
        "author": "a test",
        "until": until,
    }


def _release(state: MadeState, release: str, period: str) -> dict[str, str]:
    kept = {"area": "371402", "frequency": "S", "year_basis": "printed", "coverage": "made_up"}
    titles = {name: f"made up for tests: {name}" for name in ("title_zh", "title_en", "publisher_zh", "publisher_en")}
    year, half = period.split("-S")
    return (
        kept
        | titles
        | {
            "release_id": release,
            "period": period,
            "period_range": f"{year}-{'01' if half == '1' else '07'}-01/P6M",
            "vintage": VINTAGE,
        }
    )


def _observation(*figure: str) -> dict[str, str]:
    names = ("indicator_id", "measure", "comparison", "value", "decimals", "unit", "qualifier", "obs_status", "printed")
    return {"release_id": RELEASE, "period": PERIOD, "area": "371402", **dict(zip(names, figure, strict=True))}


def packed(state: MadeState, path: Path, folder: str = "") -> Path:
    """The package in a zip (or wheel), inside a folder of it."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in state.texts().items():
            archive.writestr(folder + name, content)
    return path


class Repository:
    """A scratch git repository that knows nothing of the machine's own configuration."""

    def __init__(self, folder: Path, *, made: bool = False) -> None:
        self.folder = folder
        if not made:
            folder.mkdir(parents=True, exist_ok=True)
            self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        return run_program(["git", *identity, *words], cwd=self.folder, check=True).stdout.strip()

    def commit(self, message: str = "made up") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")
