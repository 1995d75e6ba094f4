"""The version of the code, and of what the data package promises (docs/versioning.md)."""

from __future__ import annotations

__version__ = "0.2.0"
