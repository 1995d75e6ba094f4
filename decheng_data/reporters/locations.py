"""Where a finding is, as a code host names it: paths inside the repository rather than inside the package."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

WHOLE_PACKAGE = "datapackage.json"
"""What a finding without a file is shown at, where a host asks for one."""


def repository_path(file: str | None, base: str) -> str:
    """The file's path inside the repository; `base` is the package's folder there, with forward slashes, and empty at
    its root.
    """
    return posixpath.normpath(posixpath.join(base, (file or WHOLE_PACKAGE).lstrip("/")))


def relative_uri(path: str) -> str:
    """The path as a URI reference; what no URI may hold is written in percent signs."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/")
