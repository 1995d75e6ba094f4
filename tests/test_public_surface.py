"""The public names are frozen, documented, and cost nothing until they are used."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

import decheng_data
from decheng_data import errors
from tests.programs import run_program

FROZEN = (
    "ArchiveLimitError",
    "Comparison",
    "DechengDataError",
    "DescriptorError",
    "DisagreementError",
    "Finding",
    "FindingsError",
    "Interval",
    "MissingExtraError",
    "NotInReleaseError",
    "Observation",
    "Outcome",
    "PackageError",
    "PackageNotFoundError",
    "Period",
    "Quantity",
    "Release",
    "Report",
    "RuleError",
    "Suspects",
    "Table",
    "TextError",
    "UnsafePathError",
    "__version__",
    "compare",
    "data_sheet",
    "draft",
    "export",
    "frictionless_package",
    "from_frame",
    "package_path",
    "release",
    "repair",
    "suspects",
    "table",
    "validate",
    "verify",
)
PROMISED = {
    "Release": ("get", "filter", "__getitem__", "__len__", "__contains__", "_repr_html_"),
    "Report": ("coverage", "ok", "valid", "findings", "exit_status", "raise_for_findings"),
    "Table": ("records", "to_polars", "to_pandas", "to_arrow", "to_duckdb", "wide", "_repr_html_"),
}
"""Members that the README and the documentation speak of."""
SLOW_TO_VALIDATE = ("frictionless", "rich", "pandas", "polars", "pyarrow", "duckdb", "opencc", "scipy", "numpy")


def loaded_by(statement: str, environment: dict[str, str]) -> set[str]:
    """The modules that a fresh interpreter has loaded after the statement, beyond those that it starts with."""
    code = f"import sys\nbefore = set(sys.modules)\n{statement}\nprint('\\n'.join(set(sys.modules) - before))"
    return set(run_program([sys.executable, "-c", code], check=True, env=environment).stdout.split())


def test_the_public_names_are_frozen():
    assert tuple(sorted(decheng_data.__all__)) == FROZEN


@pytest.mark.parametrize("name", FROZEN)
def test_each_name_resolves_and_says_what_it_is(name):
    value = getattr(decheng_data, name)
    if name == "__version__":
        assert re.fullmatch(r"\d+\.\d+\.\d+", value)
    else:
        assert inspect.getdoc(value), f"{name} has no docstring of its own"
        assert value.__doc__
        assert name in dir(decheng_data)


@pytest.mark.parametrize(
    ("name", "member"), [(name, member) for name, members in PROMISED.items() for member in members]
)
def test_promised_members_are_there(name, member):
    promised = getattr(decheng_data, name)
    assert hasattr(promised, member) or member in getattr(promised, "model_fields", ())


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'releese'"):
        decheng_data.releese  # noqa: B018  # reading the attribute is what is tested


def test_type_checkers_see_the_same_names():
    """What stands under TYPE_CHECKING, what is loaded on first use and `__all__` name the same things."""
    tree = ast.parse(Path(decheng_data.__file__).read_text("utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    checked = {alias.name: node.module for node in guarded.body for alias in node.names}
    assert sorted(checked) == sorted(decheng_data.__all__)
    assert [
        name
        for name, module in checked.items()
        if getattr(import_module(module), name) is not getattr(decheng_data, name)
    ] == []


def test_importing_loads_nothing_else(program_environment):
    """Not even `typing`, which alone would double the time that Python takes to start."""
    assert loaded_by("import decheng_data", program_environment) <= {"decheng_data", "__future__"}


def test_validating_loads_nothing_that_it_does_not_need(program_environment):
    loaded = loaded_by("import decheng_data\ndecheng_data.validate()", program_environment)
    assert sorted(set(SLOW_TO_VALIDATE) & loaded) == []


def test_the_package_is_typed():
    assert (Path(decheng_data.__file__).parent / "py.typed").read_bytes() == b""


def drawn_tree() -> dict[str, str | None]:
    """The error tree as its docstring draws it: name -> name of its parent. Each step to the right is four characters."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in errors.__doc__.split("```")[1].strip().splitlines():
        mark = re.search(r"\w+", line)
        depth = mark.start() // 4
        path[depth:] = [mark[0]]
        parents[mark[0]] = path[depth - 1] if depth else None
    return parents


def test_the_error_tree_is_the_one_drawn():
    public = (getattr(decheng_data, name) for name in decheng_data.__all__)
    classes = [each for each in public if inspect.isclass(each) and issubclass(each, Exception)]
    real = {each.__name__: None if each is errors.DechengDataError else each.__bases__[0].__name__ for each in classes}
    assert drawn_tree() == real


def test_what_the_drawing_says_of_other_bases_is_true():
    said = {
        re.search(r"\w+", line)[0]: re.search(r"also an? (\w+)", line)[1]
        for line in errors.__doc__.splitlines()
        if "(also" in line
    }
    assert said
    for name, base in said.items():
        assert issubclass(getattr(errors, name), getattr(builtins, base))


def test_every_error_is_public():
    assert set(drawn_tree()) <= set(decheng_data.__all__)


@pytest.mark.parametrize(
    ("former", "name"), [("decheng_data.models", "ObservationRow"), ("decheng_data.frictionless_check", "DechengRules")]
)
def test_a_former_name_of_a_module_is_there_for_one_version_and_says_its_new_one(former, name):
    sys.modules.pop(former, None)
    with pytest.warns(DeprecationWarning, match=rf"^{re.escape(former)} is now decheng_data\.\w+\.\w+$") as warned:
        module = importlib.import_module(former)
    assert getattr(module, name) is getattr(importlib.import_module(str(warned[0].message).split()[-1]), name)
