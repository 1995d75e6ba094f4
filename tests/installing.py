"""Installing the project with pip where there is no network: what it depends on is taken from the environment of the tests."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

_NOT_A_DEPENDENCY = ("decheng_data", "pip", "_virtualenv", "__pycache__", "distutils-precedence")


def offline(folder: Path) -> dict[str, str]:
    """Environment variables for pip and for what it installs. `folder` gets a link to each installed library, without the project itself.

    pip still checks that every requirement is met, and builds the wheel with the hatchling that is installed.
    """
    for installed in Path(sysconfig.get_path("purelib")).iterdir():
        if not installed.name.startswith(_NOT_A_DEPENDENCY) and installed.suffix != ".pth":
            (folder / installed.name).symlink_to(installed)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR")
    }
    return {
        **kept,
        "PYTHONPATH": str(folder),
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_CONFIG_FILE": os.devnull,
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
