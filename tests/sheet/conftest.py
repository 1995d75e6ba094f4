"""Sheets, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decheng_data.sheet.page import data_sheet
from tests.sheet.made_sheets import faulty, hostile, several_years

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of five sheets by name."""
    folder = tmp_path_factory.mktemp("sheets")
    packages = {
        "shipped": None,
        "static": None,
        "faulty": faulty(folder / "faulty"),
        "years": several_years(folder / "years"),
        "hostile": hostile(folder / "hostile"),
    }
    for name, package in packages.items():
        data_sheet(package, folder / f"{name}.html", static=name == "static")
    return {name: folder / f"{name}.html" for name in packages}
