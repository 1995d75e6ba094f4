"""The data that a page carries in itself, each as a file to be saved."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from decheng_data.model.bilingual import Bilingual

if TYPE_CHECKING:
    from decheng_data.model.rows import Row
    from decheng_data.sheet.material import Material

JSON_LIMIT = 400_000
"""Most bytes of a JSON file that a page carries."""

_UNSAFE = re.compile(r"[\x00-\x20%#'<>&\x7f]")
"""What would end a data: URL, or the attribute in single quotation marks around it, or be read as something
else."""


class Download(NamedTuple):
    """A file in the page: its name, what it is, its bytes as a data: URL, and how many there are."""

    name: str
    title: Bilingual
    url: str
    size: int

    @property
    def of_report(self) -> bool:
        """Whether it is the report, and not data."""
        return self.name.endswith("-report.json")


def downloads_of(material: Material) -> tuple[Download, ...]:
    """The figures as CSV, the releases and the report as JSON; those that are too large for a page are left out."""
    name = str(material.descriptor.get("name") or "package")
    files = (
        (f"{name}-observations.csv", Bilingual("Figures (CSV)", "观测值（CSV）"), "text/csv", material.csv),
        (
            f"{name}-releases.json",
            Bilingual("Releases with their figures (JSON)", "发布与数据（JSON）"),
            "application/json",
            _releases(material),
        ),
        (
            f"{name}-report.json",
            Bilingual("Validation report (JSON)", "校验报告（JSON）"),
            "application/json",
            _report(material),
        ),
    )
    return tuple(_download(*each) for each in files if each[3] is not None and len(each[3]) <= JSON_LIMIT)


def _download(name: str, title: Bilingual, kind: str, text: str | None) -> Download:
    content = (text or "").encode("utf-8", "backslashreplace").decode()
    url = f"data:{kind};charset=utf-8,{_UNSAFE.sub(lambda found: f'%{ord(found[0]):02X}', content)}"
    return Download(name, title, url, len(content.encode()))


def _releases(material: Material) -> str:
    """Each release with its figures, as schemas/json/release.json describes one."""
    releases = [
        _cells(release)
        | {"observations": [_cells(row) for row in material.observations if row.release_id == release.release_id]}
        for release in material.releases
    ]
    described = {key: material.descriptor.get(key) for key in ("name", "version", "licenses")}
    return _json({**described, "releases": releases})


def _report(material: Material) -> str:
    """The report without what is not the same each time (time, place on disk) and without the words of the rules, which
    the page has.
    """
    return _json(
        material.report.model_dump(
            mode="json",
            exclude={
                "time": True,
                "path": True,
                "rules": {"__all__": {"rationale_zh", "rationale_en", "title_zh", "title_en", "expression"}},
            },
            exclude_none=True,
        )
    )


def _cells(row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = row.model_dump(mode="json", by_alias=True, exclude_none=True)
    return cells


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
