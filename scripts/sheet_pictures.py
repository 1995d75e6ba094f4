"""Take the pictures of the README: the data sheet of the shipped package, and of one with mistyped figures.

`python scripts/sheet_pictures.py` needs the extra `test`, pillow (to keep the files small) and chromium; it overwrites
docs/sheet*.png.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from decheng_data.sheet.page import data_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SIZE = {"width": 1200, "height": 900}
MISTYPED = (("32.9", "52.9"), ("none,12.8,1,", "none,128,1,"))
COLOURS = 128


def main() -> None:
    """Write both pictures and print how large they are."""
    with tempfile.TemporaryDirectory() as folder:
        for name, page in pages(Path(folder)):
            picture = ROOT / "docs" / f"{name}.png"
            picture.write_bytes(small(taken(page)))
            print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1000:.0f} kB")


def pages(folder: Path) -> Iterator[tuple[str, Path]]:
    """The name of each picture with the file of its page."""
    data_sheet(None, folder / "sheet.html")
    yield "sheet", folder / "sheet.html"
    copy = folder / "copy"
    shutil.copytree(ROOT / "data", copy / "data")
    shutil.copy(ROOT / "datapackage.json", copy)
    path = copy / "data" / "observations.csv"
    text = path.read_text("utf-8")
    for printed, mistyped in MISTYPED:
        text = text.replace(printed, mistyped)
    path.write_text(text, "utf-8")
    data_sheet(copy, folder / "faults.html")
    yield "sheet-faults", folder / "faults.html"


def taken(page: Path) -> bytes:
    """A picture of the top of the page, in English."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        opened = browser.new_page(viewport=SIZE, locale="en-GB")  # type: ignore[arg-type]  # a dict is what it takes
        opened.goto(page.as_uri())
        picture = opened.screenshot()
        browser.close()
    return picture


def small(picture: bytes) -> bytes:
    """The picture with few colours."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        written = io.BytesIO()
        image.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    main()
