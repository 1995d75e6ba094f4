"""The same report over Spark Connect, whose frames are plans until a server runs them. In a process of its own: one cannot hold sessions of both kinds."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec

import pytest

from decheng_data.archive.build import archive_packages
from decheng_data.packages.package import shipped_location
from tests.programs import run_program

pytest.importorskip("pyarrow")
pytestmark = [
    pytest.mark.skipif(
        shutil.which("java") is None, reason="there is no Java: apt-get install default-jre-headless brings it"
    ),
    pytest.mark.skipif(
        find_spec("pyspark") is None or find_spec("grpc_status") is None,
        reason="there is no Spark Connect: pip install 'pyspark[connect]' brings it",
    ),
]
_PROGRAM = """
import sys
from pyspark.sql import SparkSession
import decheng_data as dd

settings = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
session = SparkSession.builder.remote("local[1]").config(map=settings).getOrCreate()
figures = session.read.parquet(sys.argv[1])
assert "connect" in type(figures).__module__
report, expected = dd.validate(figures), dd.validate(dd.table("observations").to_arrow())
assert (report.outcomes, report.findings) == (expected.outcomes, ())
try:
    dd.validate(figures.drop("value"))
except dd.DechengDataError as error:
    assert "the archive lacks the columns value" in str(error)
else:
    raise AssertionError("a frame without values was validated")
session.stop()
print("the same")
"""


def test_a_server_gives_the_same_report(tmp_path):
    archive_packages([shipped_location()], tmp_path / "archive")
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "archive" / "observations")]
    ran = run_program(command)
    assert ran.stdout.endswith("the same\n"), ran.stderr[-3000:]
