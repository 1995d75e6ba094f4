"""The same report from a cluster: executors of their own, figures in Parquet, no order of rows. Needs Java and pyspark; all cases share one session.

Takes a minute or so: a cluster starts in twenty seconds, and every query costs some tenths of a second, however few its rows are.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import decheng_data as dd
from decheng_data.archive.build import archive_packages
from decheng_data.archive.columnar.spark import SparkArchive
from decheng_data.errors import PackageError
from decheng_data.packages.package import shipped_location
from tests.archive.made_archives import made, own_report, shipped
from tests.archive.test_columnar import frame
from tests.conftest import ROOT
from tests.programs import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytestmark = [
    pytest.mark.skipif(
        shutil.which("java") is None, reason="there is no Java: apt-get install default-jre-headless brings it"
    ),
    pytest.mark.filterwarnings("default"),  # of libraries that Spark uses; not of this project
]
sql = pytest.importorskip("pyspark.sql", reason="there is no pyspark: pip install 'decheng-data[spark]' brings it")
_MASTER = "local-cluster[2,1,1024]"
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # few rows: what costs is that Java starts and compiles
_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "1g",
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.locality.wait": "0",
    "spark.default.parallelism": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patched:
        for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
            patched.setenv(name, sys.executable)
        session = sql.SparkSession.builder.master(_MASTER).config(map=_SETTINGS).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def told(report: dd.Report) -> tuple[dict[str, object], Counter[tuple[object, ...]]]:
    """Outcomes of the rules, and findings by rule, cell and figures: rows have no numbers here."""
    found = Counter(
        (each.rule, each.field, each.found, tuple((o.release_id, o.indicator_id) for o in each.observations[:1]))
        for each in report.findings
    )
    return {each.rule_id: each.outcomes for each in report.rules}, found


def test_the_cluster_has_executors_of_its_own(spark):
    assert spark.sparkContext.master == _MASTER
    tracker = spark.sparkContext._jsc.sc().statusTracker()
    # The driver and two more, which come up one after the other.
    wait_until(lambda: len(tracker.getExecutorInfos()) >= 3, "executors")
    assert len(tracker.getExecutorInfos()) == 3


def test_the_shipped_package_as_a_partitioned_archive(spark, tmp_path):
    archive_packages([shipped_location()], tmp_path / "archive")
    report = dd.validate(str(tmp_path / "archive" / "observations"), engine="spark")
    assert (report.outcomes, report.findings) == (own_report().outcomes, ())


def test_many_faults_as_the_exact_engine_tells_them(spark, tmp_path):
    table = frame(made(random.Random(3), typed=False), typed=False)
    pq.write_table(table, tmp_path / "figures.parquet")
    report = dd.validate(spark.read.parquet(str(tmp_path / "figures.parquet")), sample_findings=10**6)
    expected = dd.validate(table, engine="exact")
    assert told(report) == told(expected)
    assert expected.outcomes.failed > 0


def test_floating_point_means_the_decimals_that_it_prints(spark):
    empty = [f"'' AS `{name}`" for name in shipped()[0] if name != "value"]
    archive = SparkArchive.of(
        spark.createDataFrame([(157.5,), (91.0,), (float("nan"),), (1e-3,)], "value double").selectExpr("*", *empty)
    )
    assert sorted(archive.query("SELECT CAST(value AS DECIMAL(38, 9)) FROM figures WHERE value IS NOT NULL")) == [
        (Decimal("0.001"),),
        (91,),
        (Decimal("157.5"),),
    ]
    assert archive.drop_unreadable() is False
    archive.close()


def test_a_whole_number_with_decimal_places_is_what_its_text_says(spark, tmp_path):
    table = frame(shipped(), typed=True)
    cells = pa.array(
        [None if cell is None else Decimal(cell) for cell in table["sentence"].to_pylist()], pa.decimal128(22, 2)
    )
    table = table.set_column(table.schema.get_field_index("sentence"), "sentence", cells)
    pq.write_table(table, tmp_path / "figures.parquet")
    report = dd.validate(spark.read.parquet(str(tmp_path / "figures.parquet")), sample_findings=10**6)
    assert told(report) == told(dd.validate(table, engine="exact"))
    assert sum(each.rule == "type-error" for each in report.findings) == len(shipped())


def test_csv_is_read_as_texts(spark, tmp_path):
    shutil.copy(ROOT / "data" / "observations.csv", tmp_path)
    archive = SparkArchive.of(str(tmp_path / "observations.csv"))
    assert (archive.columns["value"], archive.query("SELECT count(*) FROM figures")) == ("string", [(len(shipped()),)])
    archive.close()


def test_what_cannot_be_read_is_told(spark, tmp_path):
    with pytest.raises(PackageError, match="Spark cannot read the archive"):
        dd.validate(str(tmp_path / "nothing"), engine="spark")


def test_a_frame_without_a_column(spark):
    with pytest.raises(PackageError, match="the archive lacks the columns value"):
        dd.validate(
            spark.createDataFrame([("x",)], "release_id string").selectExpr(
                "*", *(f"'' AS `{name}`" for name in shipped()[0] if name not in ("release_id", "value"))
            )
        )
