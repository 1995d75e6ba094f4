"""The floors: a module imports only from a lower one. docs/architecture.md draws them."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "decheng_data"
NAME = PACKAGE.name

FLOORS: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            {
                "bars",
                "citations",
                "cli_forms",
                "errors",
                "escaping",
                "faults",
                "fingerprints",
                "json_rows",
                "lines",
                "locations",
                "periods",
                "progress",
                "outputs",
                "quantities",
                "shapes",
                "targets",
                "matching",
                "streams",
                "typed",
                "versions",
            },
            {
                "changes",
                "contradictions",
                "field_descriptors",
                "fields",
                "files",
                "headers",
                "hints",
                "locks",
                "markup",
                "pattern_words",
                "printed",
                "profiles",
                "resource_descriptors",
                "slips",
                "source_faults",
                "strictest",
            },
            {"archive_places", "archives", "bumps", "cells", "contract_changes", "descriptor_lines", "git_files", "models", "notebooks", "sdmx_codes", "wide"},
            {"archive_conflicts", "code_lists", "descriptors", "ledgers", "reports", "rules", "schemas", "sources"},
            {"columns", "findings", "judgements", "keys", "observations", "packages", "sdmx_structures", "sentences", "summaries", "table_states"},
            {"evaluations", "filled", "figure_changes", "overlays", "places", "rows", "stability", "staging", "states", "tables", "waivers"},
            {
                "agreement",
                "comparability",
                "comparisons",
                "contents",
                "filled_rows",
                "placement",
                "revision_sizes",
                "structure",
                "surroundings",
                "vocabularies",
                "wording",
            },
            {"comparison_forms", "engines", "recording", "relational", "tidy"},
            {"archive_rows", "columnar_tables", "localisation", "releases", "revisions", "rule_views", "text"},
            {"prose", "shipped", "validation"},
            {"archive_wording"},
            {"additions", "archive_validation", "archiving", "importing"},
            {"contract", "exporters", "frictionless_check", "importers", "reporters", "sheet", "suspecting", "validating"},
            {"cli_archive", "cli_export", "cli_import", "cli_rules", "cli_sheet", "cli_text", "terminal"},
            {"cli"},
            {"__main__"},
        ),
    )
)
"""Unit by floor, the lowest first. A folder of modules is one unit."""
ROOT_MODULE = "__init__"
"""Below them all: it imports nothing of the project until a name is asked for."""

SIBLINGS = frozenset(("engines", "exporters", "reporters"))
"""Folders whose modules never import each other. A folder inside of them is one of their modules, and its own files may import each other."""
EVERYWHERE = frozenset(("pydantic", "pydantic_core"))
AT_TOP = {
    "typer": {"cli", "cli_archive", "cli_export", "cli_import", "cli_rules", "cli_sheet", "cli_text"},
    "rich": {"terminal"},
    "frictionless": {"frictionless_check"},
}
"""The other core libraries and the units that are made of them; elsewhere they are imported inside functions."""
OPTIONAL_HOMES = frozenset(("tables", "engines", "exporters", "importers", "reporters", "text", "sheet", "localisation"))
"""Where optional libraries may be imported, inside functions."""
LONGEST_FILE = 500
EMPTY_NAMES = frozenset(("utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "tools"))


class Import(NamedTuple):
    target: str
    line: int
    inside_function: bool


class ImportReader(ast.NodeVisitor):
    """Collects what runs: imports under TYPE_CHECKING name types only and are left out, as a floor is about what a module needs to work."""

    def __init__(self, package: str) -> None:
        self.package, self.found, self._depth = package, list[Import](), 0

    def visit_If(self, node: ast.If) -> None:
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  # ast.NodeVisitor looks for this name

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = (
            ".".join([*self.package.split(".")[: len(self.package.split(".")) - node.level + 1], *([node.module] if node.module else [])])
            if node.level
            else node.module or ""
        )
        for alias in node.names:
            self._add(f"{base}.{alias.name}" if module_file(f"{base}.{alias.name}") else base, node)

    def _add(self, target: str, node: ast.stmt) -> None:
        self.found.append(Import(target, node.lineno, self._depth > 0))


def module_file(name: str) -> Path | None:
    """The file of one of the project's modules, or None."""
    parts = name.split(".")
    if parts[0] != NAME:
        return None
    place = PACKAGE.joinpath(*parts[1:])
    candidates = (place.with_suffix(".py") if len(parts) > 1 else place / "__init__.py", place / "__init__.py")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def imports_of(path: Path) -> list[Import]:
    package = ".".join((NAME, *path.relative_to(PACKAGE).parent.parts))
    reader = ImportReader(package)
    reader.visit(ast.parse(path.read_text("utf-8")))
    return reader.found


def unit_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ROOT_MODULE


def sibling_of(module: str) -> str:
    """The module or folder of modules within a unit."""
    return ".".join(module.split(".")[:3])


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join((NAME, *(parts if parts != (ROOT_MODULE,) else ())))


def floor_of(unit: str) -> int:
    return next(number for number, units in enumerate(FLOORS) if unit in units) if unit != ROOT_MODULE else -1


FILES = sorted(PACKAGE.rglob("*.py"))
UNITS = sorted({unit_of(module_name(path)) for path in FILES})
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def breach(path: Path, each: Import) -> str | None:
    """What is wrong with an import of one of the project's own modules."""
    here, there = unit_of(module_name(path)), unit_of(each.target)
    where = f"{path.relative_to(PACKAGE)}:{each.line} imports {each.target}"
    if here == there:
        apart = here in SIBLINGS and sibling_of(module_name(path)) != sibling_of(each.target)
        return f"{where}: siblings in {here}/ never import each other" if apart else None
    return None if floor_of(there) < floor_of(here) else f"{where}: floor {floor_of(there)} is not below floor {floor_of(here)}"


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit != ROOT_MODULE])
def test_each_unit_stands_on_exactly_one_floor(unit):
    assert sum(unit in units for units in FLOORS) == 1, f"{unit} stands on {sum(unit in units for units in FLOORS)} floors"


@each_file
def test_imports_lead_downwards(path):
    own = [each for each in imports_of(path) if each.target.split(".")[0] == NAME]
    assert [said for each in own if (said := breach(path, each))] == []


@pytest.mark.parametrize("folder", sorted(unit for unit in UNITS if (PACKAGE / unit).is_dir()))
def test_modules_of_a_folder_have_no_cycle(folder):
    modules = {module_name(path): {each.target for each in imports_of(path)} for path in (PACKAGE / folder).rglob("*.py")}
    graph = {name: targets & set(modules) - {name} for name, targets in modules.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules)


@each_file
def test_libraries_are_imported_where_they_may_be(path):
    here = unit_of(module_name(path))
    for each in imports_of(path):
        library = each.target.split(".")[0]
        if library in sys.stdlib_module_names or library == NAME or library in EVERYWHERE or here in AT_TOP.get(library, ()):
            continue
        where = f"{path.relative_to(PACKAGE)}:{each.line} imports {library}"
        assert each.inside_function, f"{where}: import it inside the function that needs it"
        assert library in AT_TOP or here in OPTIONAL_HOMES, f"{where}: optional libraries belong to {', '.join(sorted(OPTIONAL_HOMES))}"


@each_file
def test_a_file_holds_one_idea(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    assert path.stem not in EMPTY_NAMES, "name the module for the one thing that it does"


def drawing() -> str:
    """The floors that have a unit today, the highest first; folders end in a slash."""
    floors = [sorted(f"{unit}/" if (PACKAGE / unit).is_dir() else unit for unit in units if unit in UNITS) for units in FLOORS]
    return "".join(f"{number:2}  {', '.join(units)}\n" for number, units in reversed(list(enumerate(floors))))


def test_the_page_on_architecture_draws_these_floors(root):
    page = (root / "docs" / "architecture.md").read_text("utf-8")
    assert page.split("```floors\n")[1].split("```")[0] == drawing()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from decheng_data.validation import validate", "not below"),
        ("def f():\n    from decheng_data.cli import app", "not below"),
        ("from decheng_data import cli", "not below"),
        ("import decheng_data.cli", "not below"),
        ("from . import cli", "not below"),
        ("from decheng_data import __version__", None),
        ("if TYPE_CHECKING:\n    from decheng_data.cli import app", None),
        ("from decheng_data.errors import RuleError", None),
    ],
)
def test_a_breach_is_seen(source, expected):
    reader = ImportReader(NAME)
    reader.visit(ast.parse(source))
    said = [breach(PACKAGE / "rules.py", each) for each in reader.found]
    assert (said in ([], [None])) if expected is None else (expected in said[0])


def test_siblings_that_import_each_other_are_seen():
    exact = Import("decheng_data.engines.exact", 1, False)
    assert "never import each other" in breach(PACKAGE / "engines" / "columnar" / "groups.py", exact)
    assert breach(PACKAGE / "engines" / "columnar" / "groups.py", Import("decheng_data.engines.columnar.cells", 1, False)) is None
