"""Packages whose sheets the tests look at: the shipped one with three faults, one of several made-up years, one full of hostile texts."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tests.made_states import PERIOD, RELEASE, ROOT, MadeState, add_release, made_state, waiver

if TYPE_CHECKING:
    from pathlib import Path

GDP = 2
"""Line of the level of gdp in the made-up observations."""
HOSTILE = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)> javascript:alert(1) \u202e{{7*7}}'
"""Markup, a URL that runs, both quotation marks, a right-to-left override and a template's braces; each field has a number behind it."""
FIELDS = {
    "releases": "title_zh title_en publisher_zh publisher_en coverage_note_zh coverage_note_en year_evidence_zh year_evidence_en note_zh note_en",
    "areas": "name_zh name_en note_zh note_en",
    "units": "name_en note_zh note_en",
    "themes": "name_zh name_en description_zh description_en",
    "indicators": "name_zh name_en definition_zh definition_en aliases_zh note_zh note_en",
    "observations": "printed note_zh note_en",
    "statements": "name_zh name_en summary_zh summary_en",
    "mentions": "printed meaning_zh meaning_en",
    "rules": "title_zh title_en rationale_zh rationale_en",
    "waivers": "reason author",
}
PROPERTIES = ("title", "title_zh", "description", "description_zh", "source", "licence")
MARKS = [f"{table}.{field}" for table, fields in FIELDS.items() for field in fields.split()] + [
    f"descriptor.{name}" for name in PROPERTIES
]


def faulty(folder: Path) -> Path:
    """The shipped package with three figures mistyped."""
    folder.mkdir()
    shutil.copy(ROOT / "datapackage.json", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    path = folder / "data" / "observations.csv"
    text = (
        path.read_text("utf-8")
        .replace("32.9", "52.9")
        .replace("none,12.8,1,", "none,128,1,")
        .replace("91亿元", "91.0亿元")
    )
    path.write_text(text, "utf-8")
    return folder


def several_years(folder: Path) -> MadeState:
    """Releases of the years 2026 to 2031 without 2030: the coverage changes in 2028, and the level of gdp of 2027 was revised."""
    state = made_state(folder)
    row = state.rows("observations")[0]
    for year, value, coverage in (
        (2026, "118.0", "made_up_too"),
        (2027, "121.5", "made_up_too"),
        (2028, "131.0", "made_up"),
        (2029, "139.0", "made_up"),
    ):
        release, period = f"made-up-{year}-S1", f"{year}-S1"
        add_release(state, release, period)
        state.set("releases", len(state.rows("releases")) + 1, coverage=coverage)
        state.add(
            "observations",
            **row
            | {"release_id": release, "period": period, "value": value, "printed": f"{value}亿元", "obs_status": "A"},
        )
    key = {
        "release_id": "made-up-2027-S1",
        "indicator_id": "gdp",
        "measure": "level",
        "period": "2027-S1",
        "area": "371402",
        "comparison": "none",
    }
    state.add(
        "revisions",
        **key,
        vintage="2031-08-01",
        field="value",
        to="121.5",
        kind="revision",
        reason="made up",
        **{"from": "119.0"},
    )
    return state


def hostile(folder: Path) -> MadeState:
    """Every text of a package that reaches the page is hostile, and bears its own mark."""
    state = made_state(folder)
    state.add("waivers", **waiver("printed-agrees", "gdp"))
    last = {"rules": len(state.rows("rules")) + 1, "indicators": 2, "areas": 4, "units": 4}
    for table, fields in FIELDS.items():
        for name in fields.split():
            state.set(table, last.get(table, GDP), **{name: hostile_text(f"{table}.{name}")})
    texts = {name: hostile_text(f"descriptor.{name}") for name in PROPERTIES}
    sources, licences = [{"title": texts.pop("source")}], [{"name": "CC0-1.0", "title": texts.pop("licence")}]
    return state.describe(**texts, sources=sources, licenses=licences)


def hostile_text(mark: str) -> str:
    """The hostile text of one field."""
    return f"{HOSTILE}{MARKS.index(mark)};"


class Page(HTMLParser):
    """What a page holds: its texts, its elements with their attributes, and what stands in script elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._inside = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _, attributes in self.elements if attribute in attributes]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


__all__ = ["GDP", "MARKS", "PERIOD", "RELEASE", "Page", "faulty", "hostile", "hostile_text", "several_years"]
