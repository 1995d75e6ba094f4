"""docs/example.ipynb runs, and what it shows is there to be seen once it is converted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import nbformat
import pytest

from tests.made_states import ROOT
from tests.programs import PROGRAM_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK = ROOT / "docs" / "example.ipynb"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The notebook run and converted, without the styles and scripts of nbconvert's template."""
    from nbconvert import HTMLExporter
    from nbconvert.preprocessors import ExecutePreprocessor

    folder: Path = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(ROOT))
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patched.setenv(name, str(folder / name))
        ExecutePreprocessor(timeout=PROGRAM_LIMIT, startup_timeout=PROGRAM_LIMIT, kernel_name="python3").preprocess(
            notebook, {"metadata": {"path": str(folder)}}
        )
    told, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    return str(told)


def test_no_outputs_are_stored() -> None:
    nbformat.validate(notebook := nbformat.read(NOTEBOOK, as_version=4))
    assert [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_the_figures_and_the_reports_are_shown(page: str) -> None:
    text = " ".join(re.sub("<.*?>", " ", page).split())
    for told in (
        "德城区经济社会发展情况",
        "157.5亿元",
        "hundred million yuan",
        "预计 estimated",
        "[16.5, 17.5]",
        "✓ 校验通过",
        "✗ 校验未通过",
        "data/observations.csv:18:value",
    ):
        assert told in text
    assert page.count('class="decheng-data"') == 5
