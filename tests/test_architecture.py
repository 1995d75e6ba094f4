"""The floors: a room imports only from a lower one, type names included. docs/architecture.md draws them."""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from importlib import import_module

import pytest
from rooms import (  # scripts/rooms.py
    PACKAGE,
    ROOMS,
    Import,
    all_imports,
    beside_the_doors,
    crossing,
    doors_of,
    imports_in,
    room_of,
    signed,
)

import decheng_data

FLOORS: tuple[tuple[str, ...], ...] = (
    ("_version", "errors", "escaping", "folding", "progress"),
    ("model",),
    ("packages", "rules"),
    ("reading",),
    ("archive", "changes", "releases", "error_localisation", "text"),
    ("reporters", "rule_analysis", "validation"),
    ("exporters", "importers", "sheet"),
    ("cli",),
)
"""Rooms and the files without a room, the lowest floor first."""
ENTRANCES = ("__init__", "__main__", "frictionless_check", "models")
"""Files above all floors, which nothing may import: the package, the program, and former names of modules that the docs named."""

EVERYWHERE = frozenset(("pydantic", "pydantic_core"))
AT_TOP: dict[str, str | tuple[str, ...]] = {
    "typer": "cli",
    "rich": "cli.show",
    "frictionless": "validation.frictionless_check",
    "filelock": (),
}
"""The other core libraries and where they stand at the top of a file; elsewhere they are imported inside functions."""
OPTIONAL_HOMES = (
    "packages.table",
    "archive",
    "error_localisation",
    "text",
    "reporters",
    "rule_analysis",
    "exporters",
    "importers",
    "sheet",
)
"""Where optional libraries may be imported, inside functions."""
LONGEST_FILE = 500
MOST_DOORS = 12
EMPTY_NAMES = frozenset(("utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "tools"))


def floor_of(room: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if room in names)


def is_within(module: str, places: tuple[str, ...] | str) -> bool:
    return any(
        module == each or module.startswith(f"{each}.") for each in ((places,) if isinstance(places, str) else places)
    )


FILES = sorted(PACKAGE.rglob("*.py"))
IMPORTS = all_imports()


def breach(module: str, each: Import) -> str | None:
    """What is wrong with an import of one of the project's own modules."""
    here, there = room_of(module), room_of(each.module)
    where = f"{module}, line {each.line}, imports {each.module}"
    if here == there or here in ENTRANCES:
        return None
    if there in ENTRANCES:
        return f"{where}: nothing imports what stands above all floors"
    return (
        None
        if floor_of(there) < floor_of(here)
        else f"{where}: floor {floor_of(there)} is not below floor {floor_of(here)}"
    )


def circle(modules: list[str]) -> list[str]:
    """Modules that import each other in a circle; none is an empty list."""
    graph = {
        module: {each.module for each in IMPORTS[module] if each.is_own} & set(modules) - {module} for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_each_room_and_each_file_without_one_stands_on_one_floor():
    flat = [path.stem for path in PACKAGE.glob("*.py") if path.stem not in ENTRANCES]
    assert sorted([*ROOMS, *flat]) == sorted(name for names in FLOORS for name in names)


def test_no_room_takes_the_place_of_a_public_name():
    """A room that is loaded becomes a name of the package."""
    assert not {path.stem if path.is_file() else path.name for path in PACKAGE.iterdir()} & set(decheng_data.__all__)


def test_imports_lead_downwards():
    own = [(module, each) for module, its in IMPORTS.items() for each in its if each.is_own]
    assert [said for module, each in own if (said := breach(module, each))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_circle_inside_a_room(room):
    assert circle([module for module in IMPORTS if room_of(module) == room]) == []


def misplaced(module: str, each: Import) -> str | None:
    """What is wrong with an import of a library, while it runs."""
    library = each.module.split(".")[0]
    known = library in sys.stdlib_module_names or library in EVERYWHERE or is_within(module, AT_TOP.get(library, ()))
    if each.is_own or each.names_types_only or known:
        return None
    where = f"{module}, line {each.line}, imports {library}"
    if not each.inside_function:
        return f"{where}: import it inside the function that needs it"
    is_home = library in AT_TOP or is_within(module, OPTIONAL_HOMES)
    return None if is_home else f"{where}: optional libraries belong to {OPTIONAL_HOMES}"


def test_libraries_are_imported_where_they_may_be():
    assert [said for module, its in IMPORTS.items() for each in its if (said := misplaced(module, each))] == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("rules.rule", "import polars", "inside the function"),
        ("rules.rule", "def f():\n    import polars", "optional libraries belong to"),
        ("rules.rule", "if TYPE_CHECKING:\n    import polars", None),
        ("exporters.csv", "def f():\n    import polars", None),
        ("cli.show", "import rich", None),
        ("cli.app", "import rich", "inside the function"),
        ("rules.rule", "def f():\n    import frictionless", None),
    ],
)
def test_a_library_out_of_place_is_seen(module, source, expected):
    (said,) = [misplaced(module, each) for each in imports_in(source)]
    assert (said is None) if expected is None else (expected in said)


def test_a_file_holds_one_idea():
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}
    assert [path for path in FILES if path.stem in EMPTY_NAMES] == [], "name the module for the one thing that it does"


def drawing() -> str:
    """The floors, the highest first; rooms end in a slash."""
    drawn = [", ".join(f"{name}/" if name in ROOMS else name for name in names) for names in FLOORS]
    return "".join(f"{number}  {names}\n" for number, names in reversed(list(enumerate(drawn))))


@pytest.mark.parametrize("room", ROOMS)
def test_a_sign_loads_nothing_and_says_what_the_room_is_for_its_doors_and_what_it_must_not_know(room):
    """So nothing is loaded by the way to a module of the room."""
    (only,) = ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")).body
    said = only.value.value
    assert [word for word in ("\nDoors: `", "\nIt must not know") if word not in said] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_by_its_doors_which_are_few(room):
    sign = (PACKAGE / room / "__init__.py").read_text("utf-8")
    assert beside_the_doors(sign, crossing(IMPORTS)[room]) == []
    assert len(doors_of(sign)) <= MOST_DOORS
    assert [door for door in doors_of(sign) if not is_there(room, door)] == []


def is_there(room: str, door: str) -> bool:
    """Whether the door leads to a module of the room, or to a name in one."""
    name = f"{room}.{door}"
    return name in IMPORTS or hasattr(import_module(f"decheng_data.{name.rpartition('.')[0]}"), name.rpartition(".")[2])


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ({"rule": ["RuleSet"]}, []),
        ({"rule": ["Term"]}, ["rule.Term"]),
        ({"kinds.place": ["a", "b"]}, []),
        ({"kinds": ["*"]}, ["kinds.*"]),
    ],
)
def test_a_name_that_is_used_beside_the_doors_is_seen(used, expected):
    sign = '"""A room.\n\nDoors: `rule.RuleSet`,\n`kinds.place`.\nIt must not know `rule.Term`.\n'
    assert beside_the_doors(sign, used) == expected


@pytest.mark.parametrize("room", ROOMS)
def test_a_sign_records_which_names_other_rooms_use(room):
    sign = (PACKAGE / room / "__init__.py").read_text("utf-8")
    assert sign == signed(sign, crossing(IMPORTS)[room]), "python scripts/rooms.py --write records them"


def test_the_page_on_architecture_draws_these_floors(root):
    page = (root / "docs" / "architecture.md").read_text("utf-8")
    assert page.split("```floors\n")[1].split("```")[0] == drawing()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from decheng_data.validation.validate import validate", "not below"),
        ("def f():\n    from decheng_data.cli.app import app", "not below"),
        ("from decheng_data import cli", "not below"),
        ("import decheng_data.cli", "not below"),
        ("if TYPE_CHECKING:\n    from decheng_data.cli.app import app", "not below"),
        ("from decheng_data import __version__", "above all floors"),
        ("from decheng_data.model.quantity import Quantity", None),
        ("from decheng_data.packages.table import Table", "not below"),
        ("from decheng_data.errors import RuleError", None),
    ],
)
def test_a_breach_is_seen(source, expected):
    said = [breach("rules.rule", each) for each in imports_in(source)]
    assert (said in ([], [None])) if expected is None else (expected in said[0])


def test_a_circle_of_names_is_seen(monkeypatch):
    named = "if TYPE_CHECKING:\n    from decheng_data.model.{} import X"
    made = {"model.period": imports_in(named.format("quantity")), "model.quantity": imports_in(named.format("period"))}
    monkeypatch.setattr(sys.modules[__name__], "IMPORTS", made)
    assert set(circle(list(made))) == {"model.period", "model.quantity"}
