"""The shipped package by name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import decheng_data as dd


def test_the_latest_release_is_the_default() -> None:
    assert dd.release() is dd.release("decheng-2021-S1")
    assert dd.release()["gdp"].value == Decimal("157.5")


def test_an_unknown_release_suggests_near_ids() -> None:
    with pytest.raises(KeyError, match="decheng-2021-S1"):
        dd.release("decheng-2021-S2")


def test_an_unknown_table_suggests_near_names() -> None:
    with pytest.raises(KeyError, match="observations"):
        dd.table("observation")


def test_frictionless_reads_the_shipped_package() -> None:
    package = dd.frictionless_package()
    rows = package.get_resource("observations").read_rows()
    assert [row["printed"] for row in rows] == [record["printed"] for record in dd.table("observations").records]


def test_package_path_is_a_real_folder() -> None:
    with dd.package_path() as folder:
        assert (Path(folder) / "datapackage.json").is_file()
        assert dd.validate(folder).ok
