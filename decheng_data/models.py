"""The former name of `decheng_data.model.rows`; it goes with the next version."""

from __future__ import annotations

import warnings

from decheng_data.model.rows import *  # noqa: F403  # whatever is there is found under the former name too

warnings.warn("decheng_data.models is now decheng_data.model.rows", DeprecationWarning, stacklevel=2)
