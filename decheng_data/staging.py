"""Several files written together: all of them, or none."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from decheng_data.packages import write_text_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_texts_whole(texts: Mapping[Path, str]) -> None:
    """Write existing text files anew, in UTF-8. Where one cannot be written, those before it get back what they held. Raises OSError."""
    before = {path: path.read_bytes().decode("utf-8") for path in texts}
    written: list[Path] = []
    try:
        for path, text in texts.items():
            written.append(path)
            write_text_whole(path, text)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                write_text_whole(path, before[path])
        raise
