"""Parquet and Arrow: every table with its types, and all that is known of it in its metadata."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pyarrow.ipc
import pyarrow.parquet
import pytest

from tests.exporters.equality import files_of
from tests.exporters.made_contents import contents, hard, shipped

READ = {
    "parquet": lambda data: pyarrow.parquet.read_table(io.BytesIO(data)),
    "arrow": lambda data: pyarrow.ipc.open_file(data).read_all(),
}


def tables(target: str, package) -> dict[str, pyarrow.Table]:
    return {name.partition(".")[0]: READ[target](data) for name, data in files_of(target, package).items()}


def plain(rows: list[dict]) -> list[dict]:
    return [{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("target", READ)
class TestColumns:
    @pytest.mark.parametrize("made", [shipped, hard])
    def test_hold_the_records_of_every_table(self, target, made):
        package, read = made(), tables(target, made())
        assert set(read) == {"tidy", *package.tables}
        assert all(plain(read[name].to_pylist()) == list(table.records) for name, table in package.tables.items())

    def test_tell_what_is_known_of_table_and_column(self, target):
        schema = tables(target, shipped())["observations"].schema
        assert {key.decode() for key in schema.metadata} >= {
            "package",
            "version",
            "license",
            "table",
            "title_zh",
            "description",
            "primary_key",
        }
        assert (schema.metadata[b"package"], schema.metadata[b"version"]) == (
            b"decheng-data",
            shipped().version.encode(),
        )
        value = schema.field("value").metadata
        assert (value[b"title"], value[b"title_zh"].decode(), value[b"unit_field"], value[b"decimals_field"]) == (
            b"Value",
            "数值",
            b"unit",
            b"decimals",
        )
        assert str(schema.field("value").type) == "decimal128(38, 2)"
        assert pyarrow.types.is_dictionary(schema.field("measure").type)

    def test_without_version_and_licence_say_nothing_of_them(self, target):
        read = tables(target, contents({}, {"name": None, "version": None}))
        assert set(read["units"].schema.metadata) >= {b"package", b"table"}
        assert not {b"version", b"license"} & set(read["units"].schema.metadata)


def test_json_lines_hold_the_records_of_every_table():
    from decheng_data.exporters.jsonl import files

    exported, package = files(hard()), hard()
    for name, table in package.tables.items():
        read = [json.loads(line, parse_float=Decimal) for line in exported[f"{name}.jsonl"].decode().split("\n")[:-1]]
        expected = [
            {key: str(value) if hasattr(value, "isoformat") else value for key, value in record.items()}
            for record in table.records
        ]
        assert plain(read) == expected


def test_the_moment_of_a_package_is_told_by_it_or_by_its_youngest_vintage():
    from tests.made_figures import release

    said = {
        text: str(contents({"releases": [release()]}, {"created": text}).created)
        for text in ("2031-08-02T10:00:00+08:00", "2031-08-03", "when?", "1970-01-01")
    }
    assert said == {
        "2031-08-02T10:00:00+08:00": "2031-08-02 02:00:00+00:00",
        "2031-08-03": "2031-08-03 00:00:00+00:00",
        "when?": "2031-08-01 00:00:00+00:00",
        "1970-01-01": "1980-01-01 00:00:00+00:00",
    }
    assert str(contents({}).created) == "1980-01-01 00:00:00+00:00"
