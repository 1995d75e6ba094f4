"""Write the tables of docs/formats.md: the targets, and which foreign reader read which, what was compared, and what
the target leaves out.

    python scripts/formats.py [--check]

Exports the shipped package to every target, reads it back with every reader that tests/exporters names, and holds what
was read against the package. Stops at the first difference. With --check nothing is read or written: the exit status is
1 where the page does not have the tables.
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
BEGIN, END = "<!-- written by scripts/formats.py: {} -->\n", "<!-- end -->\n"
HEADER = "| target | reader | what was compared | found | cannot say |\n|---|---|---|---|---|\n"


def readings() -> list[Any]:
    """Every Reading and Proof that a module `*readings` of tests/exporters has, in the order of the targets."""
    found: list[Any] = []
    for path in sorted((ROOT / "tests" / "exporters").glob("*readings.py")):
        module = import_module(f"tests.exporters.{path.stem}")
        found += [
            each
            for value in vars(module).values()
            if isinstance(value, tuple)
            for each in value
            if hasattr(each, "cannot")
        ]
    order = list(targets())
    return sorted((each for each in found if each.target in order), key=lambda each: order.index(each.target))


def targets() -> dict[str, Any]:
    """The targets by name."""
    return dict(import_module("decheng_data.exporters.targets").TARGETS)


def list_of_targets() -> str:
    """The table of the targets, in both languages."""
    rows = [
        (name, target.title_en, target.title_zh, f"`{target.extra}`" if target.extra else "none")
        for name, target in targets().items()
    ]
    return "| target | what it is | 内容 | extra |\n|---|---|---|---|\n" + "".join(
        f"| {' | '.join(row)} |\n" for row in rows
    )


def table() -> str:
    """The table of what was read back; a target that no reader is named for has the tests of its own."""
    known = readings()
    rows = []
    for target in targets():
        own = [each for each in known if each.target == target]
        rows += [(target, each.reader, each.compared, "equal", each.cannot) for each in own]
        rows += (
            []
            if own
            else [(target, f"see tests/exporters/test_{target.translate(str.maketrans('-.', '__'))}.py", "", "", "")]
        )
    return HEADER + "".join("| " + " | ".join(cell.replace("|", "\\|") or " " for cell in row) + " |\n" for row in rows)


def read_all() -> None:
    """Read the shipped package with every reader that works within this process. Raises SystemExit at a difference."""
    equality, made = import_module("tests.exporters.equality"), import_module("tests.exporters.made_contents")
    shipped = made.shipped()
    for each in readings():
        if hasattr(each, "figures"):
            with tempfile.TemporaryDirectory() as folder:
                same = equality.found(each, equality.written(each.target, shipped, Path(folder))) == equality.expected(
                    shipped
                )
            print(f"{each.target} {each.reader}: {'equal' if same else 'DIFFERENT'}")
            if not same:
                raise SystemExit(1)


def page_anew() -> str:
    """The page with its tables as they are to be."""
    page = PAGE.read_text("utf-8")
    for name, new in (("targets", list_of_targets()), ("readers", table())):
        before, begin, rest = page.partition(BEGIN.format(name))
        page = before + begin + new + END + rest.partition(END)[2]
    return page


def main() -> int:
    """The program."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="only say whether the page has the tables")
    page = page_anew()
    if arguments.parse_args().check:
        return int(page != PAGE.read_text("utf-8"))
    read_all()
    PAGE.write_text(page, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
