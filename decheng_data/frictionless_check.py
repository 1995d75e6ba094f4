"""The former name of `decheng_data.validation.frictionless_check`; it goes with the next version."""

from __future__ import annotations

import warnings

from decheng_data.validation.frictionless_check import *  # noqa: F403  # whatever is there is found under the former name too

warnings.warn(
    "decheng_data.frictionless_check is now decheng_data.validation.frictionless_check",
    DeprecationWarning,
    stacklevel=2,
)
