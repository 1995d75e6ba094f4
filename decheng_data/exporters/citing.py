"""How a package is cited: one set of facts from its descriptor, written as CITATION.cff, BibTeX and RIS."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from decheng_data.exporters.contents import Contents

MESSAGE = "If you use the data or the software, please cite it as below, and name the release and its vintage."
_BIBTEX_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    """The facts of a reference; a text is empty where the package states none."""

    name: str
    title_en: str
    title_zh: str
    abstract: str
    authors: tuple[str, ...]
    version: str
    day: date
    licences: tuple[str, ...]
    keywords: tuple[str, ...]
    url: str


def citation_of(contents: Contents) -> Citation:
    """The facts of a citation; texts on one line, as none of the formats has line ends."""
    described = contents.descriptor
    people = [each for each in described.get("contributors", ()) if _line(each.get("title", ""))]
    authors = [each for each in people if "author" in each.get("roles", ("author",))] or people
    return Citation(
        contents.name,
        _line(described.get("title") or "") or contents.name,
        _line(described.get("title_zh") or ""),
        _line(described.get("description") or ""),
        tuple(_line(each["title"]) for each in authors) or (f"The authors of {contents.name}",),
        contents.version,
        contents.created.date(),
        tuple(each["name"] for each in described.get("licenses", ()) if each.get("name")),
        tuple(_line(each) for each in described.get("keywords", ())),
        _line(described.get("homepage") or ""),
    )


def cff(contents: Contents) -> str:
    """CITATION.cff (Citation File Format 1.2.0)."""
    cited = citation_of(contents)
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted(MESSAGE)}",
        f"title: {_quoted(cited.title_en + (f' ({cited.title_zh})' if cited.title_zh else ''))}",
        *([f"abstract: {_quoted(cited.abstract)}"] if cited.abstract else []),
        "type: dataset",
        "authors:",
        *(f"  - name: {_quoted(each)}" for each in cited.authors),
        *([f"version: {_quoted(cited.version)}"] if cited.version else []),
        f"date-released: {cited.day}",
        *(["license:", *(f"  - {_quoted(each)}" for each in cited.licences)] if cited.licences else []),
        *([f"url: {_quoted(cited.url)}"] if cited.url else []),
        *(["keywords:", *(f"  - {_quoted(each)}" for each in cited.keywords)] if cited.keywords else []),
    ]
    return "\n".join(lines) + "\n"


def bibtex(contents: Contents) -> str:
    """One entry of type dataset (biblatex); braces protect the names of authors and titles."""
    cited = citation_of(contents)
    fields = {
        "author": " and ".join(f"{{{_bibtex(each)}}}" for each in cited.authors),
        "title": f"{{{_bibtex(cited.title_en)}}}",
        "titleaddon": _bibtex(cited.title_zh),
        "year": str(cited.day.year),
        "date": str(cited.day),
        "version": _bibtex(cited.version),
        "url": cited.url,
        "keywords": _bibtex(", ".join(cited.keywords)),
        "abstract": _bibtex(cited.abstract),
        "note": _bibtex(" AND ".join(cited.licences)),
        "langid": "english",
    }
    entries = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@dataset{{{cited.name},\n{entries}\n}}\n"


def ris(contents: Contents) -> str:
    """One reference of type DATA; each line ends with CR LF, as the format has it."""
    cited = citation_of(contents)
    tags = [
        ("TY", "DATA"),
        ("ID", cited.name),
        *(("AU", each) for each in cited.authors),
        ("TI", cited.title_en),
        ("TT", cited.title_zh),
        ("AB", cited.abstract),
        ("PY", str(cited.day.year)),
        ("DA", f"{cited.day:%Y/%m/%d}"),
        ("ET", cited.version),
        ("LA", "en, zh"),
        ("UR", cited.url),
        *(("KW", each) for each in cited.keywords),
        ("N1", " AND ".join(cited.licences)),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in tags if text) + "ER  - \r\n"


def _line(text: str) -> str:
    return " ".join(str(text).split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a YAML string in double quotation marks


def _bibtex(text: str) -> str:
    return text.translate(_BIBTEX_SPECIAL)
