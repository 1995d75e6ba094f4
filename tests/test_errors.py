"""The exception tree is the one that its docstring draws, and messages say what to do next."""

from __future__ import annotations

import re

import pytest

from decheng_data import errors
from decheng_data.errors import DechengDataError, MissingExtraError, NotInReleaseError
from decheng_data.model.report import FindingsError, Report

CLASSES = [
    *(each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)),
    FindingsError,
]


def drawn_parents() -> dict[str, str]:
    """Each class in the drawing with the class that it hangs on."""
    parents, path = {}, ["Exception"]
    for line in errors.__doc__.split("```")[1].strip().splitlines():
        branches, name = re.match(r"([│├└─ ]*)(\w+)", line).groups()
        depth = len(branches) // 4
        del path[depth + 1 :]
        parents[name] = path[-1]
        path.append(name)
    return parents


def test_the_docstring_draws_the_tree():
    assert drawn_parents() == {each.__name__: each.__bases__[0].__name__ for each in CLASSES}


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.__name__)
def test_each_says_what_it_is(each):
    assert each.__doc__.strip()
    assert issubclass(each, DechengDataError)


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("gpd", ["gdp", "retail_sales"], "Did you mean 'gdp'?"),
        ("sales", ["gdp", "total_retail_sales_of_goods"], "Did you mean 'total_retail_sales_of_goods'?"),
        ("zzz", ["b", "a", "a"], "There are 2: a, b."),
        ("", ["b", "a"], "There are 2: a, b."),
        (
            "zzz",
            [f"name_{number}" for number in range(9)],
            "There are 9: name_0, name_1, name_2, name_3, name_4, name_5, name_6, name_7 ….",
        ),
    ],
)
def test_a_name_that_is_not_there_comes_with_those_that_are(name, known, hint):
    assert str(NotInReleaseError("indicator", name, known)) == f"no indicator {name!r}. {hint}"


def test_a_name_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError, match="no table 'observation'"):
        raise NotInReleaseError("table", "observation", ["observations"])


def test_a_missing_library_says_what_brings_it():
    error = MissingExtraError("polars", "polars")
    assert isinstance(error, ImportError)
    assert error.name == "polars"
    assert str(error) == "polars is not installed: pip install 'decheng-data[polars]' brings it"


def test_findings_come_with_their_report():
    report = Report()
    error = FindingsError(report, ["one", "two"])
    assert error.report is report
    assert str(error) == "one\ntwo"
