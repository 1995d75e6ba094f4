"""The rooms of the library: what each imports, and which of its names other rooms use.

    python scripts/rooms.py            the names that cross between rooms, room by room
    python scripts/rooms.py --write    write them into the sign of each room, its `__init__.py`
    python scripts/rooms.py --check    exit with 1 where a sign says something else

`tests/test_architecture.py` holds the floors by what is read here.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parent.parent / "decheng_data"
NAME = PACKAGE.name
ROOMS = sorted(each.name for each in PACKAGE.iterdir() if (each / "__init__.py").is_file())
HEADING = "What other rooms use of it today (written by scripts/rooms.py):"
_WIDTH = 120


class Import(NamedTuple):
    """One imported name or module. `module` is dotted, and without the name of the package when it is one of its
    own.
    """

    module: str
    name: str | None
    """What is taken of the module; None where it is the module itself."""
    line: int
    inside_function: bool
    is_own: bool
    names_types_only: bool


class _Reader(ast.NodeVisitor):
    """Collects every import, those that name types only as well: a room that is named must be known."""

    def __init__(self) -> None:
        self.found, self._depth, self._runs = list[Import](), 0, True

    def visit_If(self, node: ast.If) -> None:
        """Imports under TYPE_CHECKING name types only."""
        before = self._runs
        self._runs = before and not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")
        self.generic_visit(node)
        self._runs = before

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Imports in a function run when it is called."""
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  # ast.NodeVisitor looks for this name

    def visit_Import(self, node: ast.Import) -> None:
        """`import a.b`."""
        for alias in node.names:
            self._add(alias.name, None, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """`from a.b import c`, where c may be a module."""
        if node.level or node.module is None:
            raise ValueError(f"line {node.lineno}: the project names its modules in full")
        for alias in node.names:
            deeper = f"{node.module}.{alias.name}"
            is_module = _file_of(deeper) is not None
            self._add(deeper if is_module else node.module, None if is_module else alias.name, node)

    def _add(self, module: str, name: str | None, node: ast.stmt) -> None:
        is_own = module.split(".", maxsplit=1)[0] == NAME
        own = module.removeprefix(NAME).removeprefix(".") or "__init__"
        self.found.append(Import(own if is_own else module, name, node.lineno, self._depth > 0, is_own, not self._runs))


def _file_of(module: str) -> Path | None:
    """The file of one of the project's modules, or None."""
    first, *parts = module.split(".")
    place = PACKAGE.joinpath(*parts)
    candidates = (place.with_suffix(".py"), place / "__init__.py") if first == NAME and parts else ()
    return next((file for file in candidates if file.is_file()), None)


def imports_in(source: str) -> list[Import]:
    """The imports of a module, in the order of its lines."""
    reader = _Reader()
    reader.visit(ast.parse(source))
    return reader.found


def module_name(path: Path) -> str:
    """`model.quantity`, `model` for its sign, `__init__` for the package's own."""
    *folders, name = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join([*folders, name] if name != "__init__" or not folders else folders)


def room_of(module: str) -> str:
    """The room of a module, or its own name where it has none."""
    return module.partition(".")[0]


def all_imports() -> dict[str, list[Import]]:
    """The imports of every module of the library, by the module's name."""
    return {module_name(path): imports_in(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def crossing(imports: dict[str, list[Import]]) -> dict[str, dict[str, list[str]]]:
    """By room and module, the names that other rooms use; a module that is used as a whole is `*`."""
    found: dict[str, dict[str, set[str]]] = {room: defaultdict(set) for room in ROOMS}
    for module, each in ((module, each) for module, its in imports.items() for each in its):
        room, _, inner = each.module.partition(".")
        if each.is_own and room in found and room != room_of(module) and each.name != "*":
            found[room][inner].add(each.name or "*")
    return {
        room: {module: sorted(names) for module, names in sorted(modules.items())} for room, modules in found.items()
    }


def doors_of(sign: str) -> list[str]:
    """The doors that a room's sign lists: `module.name`, or `module` for all of a module."""
    listed = sign.partition("\nDoors: ")[2].partition("\nIt must not know")[0]
    return re.findall(r"`([^`]+)`", listed)


def beside_the_doors(sign: str, used: dict[str, list[str]]) -> list[str]:
    """The names that other rooms use though the room's sign has no door for them."""
    doors = set(doors_of(sign))
    return [
        f"{module}.{name}"
        for module, names in used.items()
        for name in names
        if not {module, f"{module}.{name}"} & doors
    ]


def signed(sign: str, doors: dict[str, list[str]]) -> str:
    """The text of a room's `__init__.py` with these names in it."""
    written = sign.partition(f"\n{HEADING}")[0].rstrip().removesuffix('"""').rstrip()
    lines = (
        textwrap.fill(
            f"{module}: {', '.join(names)}",
            _WIDTH,
            initial_indent="    ",
            subsequent_indent="        ",
            break_long_words=False,
        )
        for module, names in doors.items()
    )
    return "\n".join([written, "", HEADING, "", *lines, '"""', ""]) if doors else f'{written}\n"""\n'


def main() -> None:
    """Print, write or check the names that cross."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true")
    what.add_argument("--check", action="store_true")
    asked, wrong = parser.parse_args(), list[str]()
    found = crossing(all_imports())
    for room, doors in found.items():
        path = PACKAGE / room / "__init__.py"
        sign = path.read_text("utf-8")
        if signed(sign, doors) != sign:
            wrong.append(room)
            if asked.write:
                path.write_text(signed(sign, doors), "utf-8")
    numbers = {room: sum(map(len, doors.values())) for room, doors in found.items()}
    print(
        *(f"{room:20}{number:4}" for room, number in numbers.items()),
        f"{'together':20}{sum(numbers.values()):4}",
        sep="\n",
    )
    if asked.check and wrong:
        sys.exit(f"the signs of {', '.join(wrong)} say something else; python scripts/rooms.py --write writes them")


if __name__ == "__main__":
    main()
