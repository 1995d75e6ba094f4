"""In a short run each value is tried, with as many of the others as can be; what takes no turn is never left out."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

from tests.turns import left_out


def item(test: str, in_turn: tuple[str, ...] | None, **params: object) -> SimpleNamespace:
    marks = [SimpleNamespace(args=in_turn)] if in_turn is not None else []
    given = {"callspec": SimpleNamespace(params=params)} if params else {}
    return SimpleNamespace(nodeid=f"{test}[{params}]", iter_markers=lambda name: marks, **given)


def tried(items: list[SimpleNamespace], *names: str) -> list[tuple[object, ...]]:
    others = left_out(items)
    return [tuple(each.callspec.params[name] for name in names) for each in items if each not in others]


def test_each_case_is_tried_once_and_each_two_values_meet():
    items = [
        item("test_a", ("form",), engine=engine, form=form, place=place)
        for engine, form, place in product(["duckdb", "polars"], ["parquet", "csv"], ["file", "folder"])
    ]
    assert sorted(tried(items, "engine", "place")) == sorted(product(["duckdb", "polars"], ["file", "folder"]))
    assert set(tried(items, "engine", "form")) == set(product(["duckdb", "polars"], ["parquet", "csv"]))
    assert set(tried(items, "place", "form")) == set(product(["file", "folder"], ["parquet", "csv"]))


def test_tests_of_one_case_take_turns():
    items = [item(test, ("form",), form=form) for test, form in product("abcd", ["parquet", "csv"])]
    assert tried(items, "form") == [("parquet",), ("csv",), ("parquet",), ("csv",)]


def test_several_parameters_take_one_turn():
    items = [
        item("test_a", ("one", "two"), one=one, two=two, case=case) for one, two, case in product("ab", "cd", "ef")
    ]
    assert tried(items, "case", "one", "two") == [("e", "a", "c"), ("f", "b", "d")]


def test_what_takes_no_turn_is_never_left_out():
    assert not left_out([item("test_a", None, form=form) for form in ("parquet", "csv")])
    assert not left_out([item("test_a", ("form",)), item("test_b", ("form",), engine="duckdb")])


def test_without_a_name_all_parameters_take_one_turn():
    items = [item("test_a", (), one=one, two=two) for one, two in product("ab", "cd")]
    assert tried(items, "one", "two") == [("a", "c")]
    assert not left_out([item("test_a", ())])
