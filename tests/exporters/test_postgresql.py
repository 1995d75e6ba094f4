"""PostgreSQL: a real server loads the script, holds its keys and checks, and says what the package says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, given

from decheng_data.exporters.postgresql import files, schema_name
from tests.examples import examples
from tests.exporters.equality import Reading, expected, found
from tests.exporters.made_contents import contents, hard, packages, shipped
from tests.exporters.postgresql_server import SUPERUSER, Server, started
from tests.exporters.readings import rows_of_views

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with started() as server:
        yield server


def load(server: Server, package) -> psycopg.Connection:
    """A connection to a server that holds the package and nothing else."""
    (script,) = files(package).values()
    connection = psycopg.connect(host=str(server.folder), user=SUPERUSER, dbname="postgres", autocommit=True)
    schema = f'"{schema_name(package)}"'
    connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    done = server.psql("--file", "-", data=script)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    connection.execute(f"SET search_path = {schema}")
    return connection


def reading(connection: psycopg.Connection) -> Reading:
    return Reading("postgresql", "psql and psycopg", lambda _: rows_of_views(connection))


@pytest.mark.parametrize("made", [shipped, hard])
def test_a_package_is_read_back_as_it_is(server, made, tmp_path):
    package = made()
    with load(server, package) as connection:
        assert found(reading(connection), tmp_path) == expected(package)
        for name, table in package.tables.items():
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            stored = [tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows]
            assert stored == [tuple(record.values()) for record in table.records]
            assert [f"{value:f}" for row in stored for value in row if isinstance(value, Decimal)] == [
                f"{value:f}" for record in table.records for value in record.values() if isinstance(value, Decimal)
            ]


@examples(4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(package=packages())
def test_any_package_is_read_back_as_it_is(server, package, tmp_path):
    with load(server, package) as connection:
        assert found(reading(connection), tmp_path) == expected(package)


def test_what_the_package_forbids_the_server_forbids(server):
    with load(server, shipped()) as connection:
        for statement, error in (
            ("UPDATE observations SET unit = 'furlong'", psycopg.errors.ForeignKeyViolation),
            ("UPDATE units SET base_unit = 'furlong'", psycopg.errors.ForeignKeyViolation),
            ("UPDATE observations SET value = NULL", psycopg.errors.NotNullViolation),
            ("UPDATE observations SET period = '2021-S3'", psycopg.errors.CheckViolation),
            ("UPDATE observations SET value = 1000000000000001", psycopg.errors.CheckViolation),
            ("UPDATE units SET name_zh = '元'", psycopg.errors.UniqueViolation),
        ):
            with pytest.raises(error):
                connection.execute(statement)


def test_comments_speak_both_languages(server):
    with load(server, shipped()) as connection:
        column = "SELECT col_description('observations'::regclass, ordinal_position) FROM information_schema.columns WHERE table_name = 'observations' AND column_name = 'value'"
        assert connection.execute(column).fetchone() == (
            "Value / 数值. The figure in its printed unit, with its sign.",
        )
        assert (
            connection.execute("SELECT obj_description('observations_zh'::regclass)")
            .fetchone()[0]
            .startswith("Observations with names / 观测值及其名称.")
        )
        assert "德城区" in connection.execute("SELECT obj_description('decheng_data'::regnamespace)").fetchone()[0]


def test_a_schema_that_is_there_already_is_left_alone(server):
    with load(server, shipped()) as connection:
        connection.execute("DELETE FROM statements")
        done = server.psql("--file", "-", data=next(iter(files(shipped()).values())))
        assert done.returncode != 0
        assert b'schema "decheng_data" already exists' in done.stderr
        assert connection.execute("SELECT count(*) FROM statements").fetchone() == (0,)


def test_the_schema_has_a_name_that_needs_no_quotation():
    assert [schema_name(contents({}, {"name": name})) for name in ("decheng-data", "A b.C", "x" * 99)] == [
        "decheng_data",
        "a_b_c",
        "x" * 63,
    ]
