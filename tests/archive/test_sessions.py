"""Every engine has all that the deciding modules ask of it."""

from __future__ import annotations

import inspect

import pytest

from decheng_data.archive.columnar.session import Session
from decheng_data.archive.columnar.spark import SparkArchive

MEMBERS = sorted(
    {name for name, member in vars(Session).items() if inspect.isfunction(member) and not name.startswith("_")}
)


@pytest.mark.parametrize("name", MEMBERS)
def test_a_session_has_the_methods_with_their_parameters(name):
    pytest.importorskip("duckdb")
    from decheng_data.archive.columnar.duckdb import DuckSession

    asked = list(inspect.signature(getattr(Session, name)).parameters)
    for engine in (DuckSession, SparkArchive):
        assert list(inspect.signature(getattr(engine, name)).parameters)[: len(asked)] == asked


def test_there_are_methods_to_have():
    assert {"query", "keep", "put", "scaled", "hash"} <= set(MEMBERS)
