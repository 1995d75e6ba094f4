"""Write the table of docs/formats.md: which foreign reader read which target, what was compared, and what the target cannot say.

    python scripts/formats.py [--check]

Exports the shipped package to every target, reads it back with every reader that tests/exporters names, and holds what was read against the package.
Stops at the first difference. With --check nothing is read or written: the exit status is 1 where the page does not have the table.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "formats.md"
BEGIN, END = "<!-- written by scripts/formats.py: begin -->\n", "<!-- end -->\n"
HEADER = "| target | reader | what was compared | found | cannot say |\n|---|---|---|---|---|\n"


def readings() -> list[Any]:
    """Every Reading and Proof that a module `*readings` of tests/exporters has, in the order of the targets."""
    found: list[Any] = []
    for path in sorted((ROOT / "tests" / "exporters").glob("*readings.py")):
        module = import_module(f"tests.exporters.{path.stem}")
        found += [each for value in vars(module).values() if isinstance(value, tuple) for each in value if hasattr(each, "cannot")]
    order = list(targets())
    return sorted((each for each in found if each.target in order), key=lambda each: order.index(each.target))


def targets() -> dict[str, Any]:
    """The targets by name."""
    return dict(import_module("decheng_data.targets").TARGETS)


def table() -> str:
    """The table; a target that no reader is named for has the tests of its own."""
    known = readings()
    rows = []
    for target in targets():
        own = [each for each in known if each.target == target]
        rows += [(target, each.reader, each.compared, "equal", each.cannot) for each in own]
        rows += [] if own else [(target, f"see tests/exporters/test_{target.translate(str.maketrans('-.', '__'))}.py", "", "", "")]
    return HEADER + "".join("| " + " | ".join(cell.replace("|", "\\|") or " " for cell in row) + " |\n" for row in rows)


def read_all() -> None:
    """Read the shipped package with every reader that works within this process. Raises SystemExit at a difference."""
    equality, made = import_module("tests.exporters.equality"), import_module("tests.exporters.made_contents")
    shipped = made.shipped()
    for each in readings():
        if hasattr(each, "figures"):
            with tempfile.TemporaryDirectory() as folder:
                same = equality.found(each, equality.written(each.target, shipped, Path(folder))) == equality.expected(shipped)
            print(f"{each.target} {each.reader}: {'equal' if same else 'DIFFERENT'}")
            if not same:
                raise SystemExit(1)


def page_with(new: str) -> str:
    """The page with this table."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return before + BEGIN + new + END + rest.partition(END)[2]


def main() -> int:
    """The program."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="only say whether the page has the table")
    page = page_with(table())
    if arguments.parse_args().check:
        return int(page != PAGE.read_text("utf-8"))
    read_all()
    PAGE.write_text(page, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
