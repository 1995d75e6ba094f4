"""Citations: the foreign parsers read one set of facts from the three forms; the repository's own CITATION.cff is one of them."""

from __future__ import annotations

import subprocess
import sys

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings

from decheng_data.citations import citation_of
from decheng_data.contents import contents_of
from decheng_data.exporters.citation import files
from decheng_data.packages import open_package
from tests.exporters.generated import contents as generated


@pytest.fixture(scope="module")
def shipped():
    return contents_of(open_package())


def read_bibtex(data: bytes) -> dict[str, str]:
    (entry,) = bibtexparser.parse_string(data.decode(), append_middleware=[LatexDecodingMiddleware()]).entries
    return {"type": entry.entry_type, "key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_the_repository_is_cited_from_the_same_facts(shipped, root):
    assert files(shipped)["CITATION.cff"] == (root / "CITATION.cff").read_bytes(), "write it anew: decheng-data export citation --output CITATION.cff"


def test_the_citation_file_keeps_the_schema_of_its_format(root):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", str(root / "CITATION.cff")]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == "ok -- validation done\n"


def test_cff_tells_the_package(shipped):
    told = yaml.safe_load(files(shipped)["CITATION.cff"])
    cited = citation_of(shipped)
    assert told["title"] == f"{cited.title_en} ({cited.title_zh})"
    assert (told["version"], told["date-released"], told["type"]) == (shipped.version, cited.day, "dataset")
    assert [each["name"] for each in told["authors"]] == list(cited.authors) == ["The decheng_data authors"]
    assert told["license"] == ["CC0-1.0", "MIT"]


def test_bibtex_tells_the_same(shipped):
    told, cited = read_bibtex(files(shipped)["decheng-data.bib"]), citation_of(shipped)
    assert (told["type"], told["key"], told["year"], told["version"]) == ("dataset", "decheng-data", str(cited.day.year), cited.version)
    assert told["author"].strip("{}") == "The decheng_data authors"
    assert told["title"].strip("{}") == cited.title_en
    assert told["titleaddon"] == cited.title_zh


def test_ris_tells_the_same(shipped):
    (told,) = rispy.loads(files(shipped)["decheng-data.ris"].decode())
    cited = citation_of(shipped)
    assert (told["type_of_reference"], told["title"], told["translated_title"], told["authors"]) == (
        "DATA",
        cited.title_en,
        cited.title_zh,
        list(cited.authors),
    )
    assert (told["year"], told["edition"], told["keywords"]) == (str(cited.day.year), cited.version, list(cited.keywords))


def test_a_package_that_says_little_can_be_cited(shipped):
    bare = type(shipped)({"contributors": [{"title": "A\nB", "roles": ["maintainer"]}], "homepage": "https://example.org/"}, shipped.tables)
    told = yaml.safe_load(files(bare)["CITATION.cff"])
    assert (told["authors"], told["title"], told["url"]) == ([{"name": "A B"}], "decheng-data", "https://example.org/")
    assert not {"version", "license", "keywords", "abstract"} & set(told)
    assert citation_of(type(shipped)({}, shipped.tables)).authors == ("The authors of decheng-data",)


@settings(max_examples=40)
@given(contents=generated())
def test_law_the_forms_tell_the_same_of_any_package(contents):
    written, cited = files(contents), citation_of(contents)
    assert written == files(contents)
    assert yaml.safe_load(written["CITATION.cff"])["title"] == f"{cited.title_en} ({cited.title_zh})"
    (reference,) = rispy.loads(written["made-up.ris"].decode())
    assert (reference["title"], reference["translated_title"]) == (cited.title_en, cited.title_zh)
    entry = bibtexparser.parse_string(written["made-up.bib"].decode()).entries
    assert [each.key for each in entry] == ["made-up"]
