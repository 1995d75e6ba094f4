"""How many examples hypothesis tries: few and always the same in a run of all tests, more and other ones in a search.

HYPOTHESIS_PROFILE=long python -m pytest -n auto -m "hypothesis or in_turn or searched"
HYPOTHESIS_PROFILE=long EXAMPLES_FACTOR=400 python -m pytest -n auto tests/packages/test_structure_oracle.py
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

EXAMPLES = 30
"""Of a law in the short profile, unless the law says otherwise by `examples`."""
IS_SEARCH = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Whether this run searches, as .ci/run does, or is the short one of the README."""
FACTOR = int(os.environ.get("EXAMPLES_FACTOR", "5")) if IS_SEARCH else 1
"""How many times as many a search tries."""


def examples(count: int, *, searched: int | None = None, **more: Any) -> settings:
    """The settings of a law that is tried on `count` examples; a search tries so many times as many, or as `searched`."""
    return settings(max_examples=(searched if IS_SEARCH and searched else count) * FACTOR, **more)
