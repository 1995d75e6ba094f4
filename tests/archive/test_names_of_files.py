"""Names of files and folders are taken by the letter, and what folders say by what stands below the root."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.archive.columnar import duckdb
from decheng_data.archive.columnar.duckdb import DuckSession
from decheng_data.archive.paths import escaped, escaped_for_hadoop
from decheng_data.archive.places import list_archive
from decheng_data.errors import PackageNotFoundError
from tests.archive.made_archives import Row, shipped
from tests.archive.test_hostile_archives import csv_text, of_file, table
from tests.examples import examples

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("polars")
each_engine = pytest.mark.parametrize("engine", ["duckdb", "polars", "exact"])
each_form = pytest.mark.parametrize("form", ["parquet", "csv"])
in_one_form = pytest.mark.in_turn("form")

GOOD = shipped()
BAD = [GOOD[0] | {"value": "x"}, *GOOD[1:]]
NAMES = st.lists(
    st.sampled_from(["a", "b", *"[]*?{}'\"% !-^,~\\=", "德", *map(unicodedata.normalize, ("NFC", "NFD"), "éé")]),
    min_size=1,
    max_size=6,
).map("".join)
"""Names with what patterns, SQL and URLs are made of."""
HARD = [
    ("n16[1]", "a[ab]"),
    ("*", "*"),
    ("{a,b}", "?'\""),
    ("\\*", "a[b]\\"),
    ("[[]", "%5B"),
    ("**", "[!a]"),
    ("~", "~"),
    (unicodedata.normalize("NFC", "[é]"), unicodedata.normalize("NFD", "[é]")),
]


def write(file: Path, rows: list[Row], **changed: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix == ".csv":
        file.write_text(csv_text(rows), "utf-8")
    else:
        pq.write_table(table(rows, **changed), str(file))
    return file


def matched_by(name: str) -> str:
    """Another name, that the given one matches where it is read as a pattern."""
    other = re.sub(r"\[!?(.)[^]]*\]", lambda met: "b" if met[0].startswith("[!") else met[1], name)
    other = other.replace("*", "x").replace("?", "y")
    return other if other != name else f"{name}z"


def marked(mark: str) -> list[Row]:
    return [GOOD[0] | {"note_en": mark_of(mark)}]


def mark_of(name: str) -> str:
    return name.replace('"', "”")


def read(place: Path, reader: str) -> set[tuple[str, str]]:
    """The file and the mark of each row."""
    session = DuckSession(reader=reader)
    try:
        session.open_listing(list_archive(place))
        assert not session.faults
        return set(session.query("SELECT file, note_en FROM figures"))
    finally:
        session.close()


@in_one_form
@pytest.mark.parametrize("reader", ["duckdb", "polars", "duckdb without polars"])
@each_form
@examples(2, searched=10)
@given(folder=NAMES, name=NAMES)
def test_what_is_read_is_what_was_named(reader, form, folder, name):
    beside, other = matched_by(folder), matched_by(name)
    with (
        TemporaryDirectory() as made,
        mock.patch.object(duckdb, "find_spec", return_value=None if "without" in reader else True),
    ):
        files = {f"{at}/{each}.{form}" for at in (folder, beside) for each in (name, other)}
        for each in files:
            write(Path(made) / each, marked(each))
        engine = reader.partition(" ")[0]
        for each in files:
            assert read(Path(made) / each, engine) == {(Path(each).name, mark_of(each))}
        assert read(Path(made) / folder, engine) == {
            (f"{each}.{form}", mark_of(f"{folder}/{each}.{form}")) for each in (name, other)
        }
        assert read(Path(made), engine) == {(each, mark_of(each)) for each in files}


for hard_folder, hard_name in HARD:
    test_what_is_read_is_what_was_named = example(folder=hard_folder, name=hard_name)(
        test_what_is_read_is_what_was_named
    )


@in_one_form
@each_engine
@each_form
@pytest.mark.in_turn("folder", "name")
@pytest.mark.parametrize(("folder", "name"), HARD[:4])
def test_each_finding_names_its_own_file(tmp_path, engine, form, folder, name):
    write(tmp_path / folder / f"{name}.{form}", BAD)
    write(tmp_path / folder / f"{matched_by(name)}.{form}", shipped_as("other"))
    write(tmp_path / matched_by(folder) / f"{name}.{form}", shipped_as("third"))
    write(tmp_path / matched_by(folder) / f"{matched_by(name)}.{form}", shipped_as("fourth"))
    for place, told in [
        (tmp_path / folder / f"{name}.{form}", f"{name}.{form}"),
        (tmp_path, f"{folder}/{name}.{form}"),
    ]:
        report = dd.validate(place, engine=engine)
        assert {each.file for each in report.findings if each.rule == "type-error"} == {told}


def shipped_as(release_id: str) -> list[Row]:
    return [row | {"release_id": release_id} for row in GOOD[:3]]


class TestPatterns:
    def test_a_path_that_is_there_is_none(self, tmp_path):
        write(tmp_path / "ab.csv", GOOD[:1])
        literal = write(tmp_path / "a[b].csv", GOOD[:1])
        assert list_archive(literal).files == (literal,)
        assert {each.name for each in list_archive(tmp_path / "?[b].csv").files} == {"ab.csv"}

    def test_nor_is_a_link_that_leads_nowhere(self, tmp_path):
        write(tmp_path / "ab.csv", GOOD[:1])
        (tmp_path / "*.csv").symlink_to(tmp_path / "nothing")
        with pytest.raises(PackageNotFoundError):
            list_archive(tmp_path / "*.csv")

    @pytest.mark.parametrize(
        ("pattern", "root", "number"),
        [("area=*/*.csv", ".", 2), ("area=1/*.csv", "area=1", 1), ("**/a.csv", ".", 2), ("area=[2]/a.csv", ".", 1)],
    )
    def test_the_root_is_the_folder_before_the_pattern(self, tmp_path, pattern, root, number):
        for each in ("1", "2"):
            write(tmp_path / f"area={each}" / "a.csv", GOOD[:1])
        listing = list_archive(tmp_path / pattern)
        assert (listing.root, len(listing.files)) == (tmp_path / root, number)

    def test_hadoop_is_told_none(self):
        assert escaped_for_hadoop("/a[b]/{c,d}*?/é 德%") == "/a\\[b\\]/\\{c,d\\}\\*\\?/é 德%"


class TestPlaces:
    @in_one_form
    @each_engine
    @each_form
    @pytest.mark.parametrize("folder", ["~", "file:", "s3:"])
    def test_a_relative_path_that_reads_as_another_place(self, tmp_path, monkeypatch, engine, form, folder):
        write(tmp_path / folder / f"a.{form}", BAD)
        monkeypatch.chdir(tmp_path)
        report = dd.validate(f"{folder}/a.{form}", engine=engine)
        assert {each.file for each in report.findings if each.rule == "type-error"} == {f"a.{form}"}

    def test_what_a_reader_says_names_the_file_itself(self, tmp_path):
        write(tmp_path / "good.parquet", GOOD)
        (tmp_path / "a[b].parquet").write_bytes(b"PAR1 no more than this")
        (said,) = of_file(dd.validate(tmp_path), "a[b].parquet")
        assert (f"{tmp_path}/a[b].parquet" in said, "links" in said) == (True, False)

    def test_where_there_are_no_links_the_pattern_is_escaped(self, tmp_path):
        write(tmp_path / "a[b].parquet", marked("named"))
        write(tmp_path / "ab.parquet", marked("other"))
        with mock.patch.object(Path, "symlink_to", side_effect=OSError):
            assert read(tmp_path / "a[b].parquet", "duckdb") == {("a[b].parquet", "named")}
        assert escaped("a[b]*?") == "a[[]b][*][?]"
