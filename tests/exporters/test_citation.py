"""Citations: the foreign parsers read one set of facts from the three forms; the repository's own CITATION.cff is one of them."""

from __future__ import annotations

import sys

import bibtexparser
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given

from decheng_data.exporters.citation import files
from decheng_data.exporters.citing import citation_of
from decheng_data.exporters.contents import Contents
from tests.examples import examples
from tests.exporters.made_contents import TEXTS, shipped
from tests.programs import run_program

SHIPPED = shipped()


def read_bibtex(data: bytes) -> dict[str, str]:
    (entry,) = bibtexparser.parse_string(data.decode(), append_middleware=[LatexDecodingMiddleware()]).entries
    return {"type": entry.entry_type, "key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_the_repository_is_cited_from_the_same_facts(root):
    assert files(SHIPPED)["CITATION.cff"] == (root / "CITATION.cff").read_bytes(), (
        "write it anew: decheng-data export citation --output CITATION.cff"
    )


def test_the_citation_file_keeps_the_schema_of_its_format(root):
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.citation-file-format",
        str(root / "CITATION.cff"),
    ]
    assert run_program(command).stdout == "ok -- validation done\n"


def test_cff_tells_the_package():
    told = yaml.safe_load(files(SHIPPED)["CITATION.cff"])
    cited = citation_of(SHIPPED)
    assert told["title"] == f"{cited.title_en} ({cited.title_zh})"
    assert (told["version"], told["date-released"], told["type"]) == (SHIPPED.version, cited.day, "dataset")
    assert [each["name"] for each in told["authors"]] == list(cited.authors) == ["The decheng_data authors"]
    assert told["license"] == ["CC0-1.0", "MIT"]


def test_bibtex_tells_the_same():
    told, cited = read_bibtex(files(SHIPPED)["decheng-data.bib"]), citation_of(SHIPPED)
    assert (told["type"], told["key"], told["year"], told["version"]) == (
        "dataset",
        "decheng-data",
        str(cited.day.year),
        cited.version,
    )
    assert told["author"].strip("{}") == "The decheng_data authors"
    assert told["title"].strip("{}") == cited.title_en
    assert told["titleaddon"] == cited.title_zh


def test_ris_tells_the_same():
    (told,) = rispy.loads(files(SHIPPED)["decheng-data.ris"].decode())
    cited = citation_of(SHIPPED)
    assert (told["type_of_reference"], told["title"], told["translated_title"], told["authors"]) == (
        "DATA",
        cited.title_en,
        cited.title_zh,
        list(cited.authors),
    )
    assert (told["year"], told["edition"], told["keywords"]) == (
        str(cited.day.year),
        cited.version,
        list(cited.keywords),
    )


def test_a_package_that_says_little_can_be_cited():
    bare = Contents(
        {"contributors": [{"title": "A\nB", "roles": ["maintainer"]}], "homepage": "https://example.org/"},
        SHIPPED.tables,
    )
    told = yaml.safe_load(files(bare)["CITATION.cff"])
    assert (told["authors"], told["title"], told["url"]) == ([{"name": "A B"}], "decheng-data", "https://example.org/")
    assert not {"version", "license", "keywords", "abstract"} & set(told)
    assert citation_of(Contents({}, SHIPPED.tables)).authors == ("The authors of decheng-data",)


@examples(40)
@given(title=TEXTS, zh=TEXTS, author=TEXTS)
def test_law_the_forms_tell_the_same_of_any_package(title, zh, author):
    contents = Contents(
        {"name": "made-up", "title": title, "title_zh": zh, "contributors": [{"title": author}]}, SHIPPED.tables
    )
    written, cited = files(contents), citation_of(contents)
    told = yaml.safe_load(written["CITATION.cff"])
    assert (told["title"], told["authors"]) == (
        f"{cited.title_en} ({cited.title_zh})" if cited.title_zh else cited.title_en,
        [{"name": each} for each in cited.authors],
    )
    (reference,) = rispy.loads(written["made-up.ris"].decode())
    assert (reference["title"], reference.get("translated_title", "")) == (cited.title_en, cited.title_zh)
    assert [each.key for each in bibtexparser.parse_string(written["made-up.bib"].decode()).entries] == ["made-up"]
