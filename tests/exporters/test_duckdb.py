"""DuckDB: keys that hold, comments, and rules as views that find the violations that the exact engine finds."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from decheng_data.exporters.duckdb import inserted, statements
from decheng_data.model.finding import Outcome
from decheng_data.model.printed import signed
from decheng_data.model.quantity import MEANINGS, QUALIFIERS, Quantity
from decheng_data.rules.evaluation import CodeLists
from decheng_data.rules.exact import evaluate
from decheng_data.rules.observation import Observation, ObservationIndex
from decheng_data.rules.rule import RuleSet
from tests.exporters.made_contents import contents, hard, shipped
from tests.made_figures import AREA, AREAS, CITY, INDICATORS, THEME, UNITS, release, rule_row, summand, term_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decheng_data.exporters.contents import Contents

KEY = ("release_id", "indicator_id", "measure", "period", "area", "comparison")


def database(package: Contents) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in statements(package):
        connection.execute(statement)
    return connection


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """The shipped package, to be looked at only."""
    with closing(database(shipped())) as connection:
        yield connection


@pytest.mark.parametrize("made", [shipped, hard])
def test_every_table_is_exact(made):
    package = made()
    with closing(database(package)) as connection:
        for name, table in package.tables.items():
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            assert [tuple(tuple(value) if isinstance(value, list) else value for value in row) for row in rows] == [
                tuple(row.values()) for row in table.records
            ]


def test_it_holds_the_same_each_time(tmp_path):
    dumps = []
    for number in ("1", "2"):
        with closing(database(shipped())) as connection:
            connection.execute(f"EXPORT DATABASE '{tmp_path / number}'")
        dumps.append(
            {
                path.name: path.read_text("utf-8").replace(str(tmp_path / number), "")
                for path in (tmp_path / number).iterdir()
            }
        )
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE observations SET unit = 'furlong' WHERE measure = 'level'", "foreign key"),
        ("UPDATE observations SET value = NULL", "NOT NULL"),
        ("UPDATE observations SET period = '2021-S3'", "CHECK"),
        ("UPDATE observations SET value = 1000000000000001", "CHECK"),
        ("INSERT INTO themes SELECT * FROM themes", "Duplicate key"),
        ("DELETE FROM themes", "foreign key"),
    ],
)
def test_what_the_package_forbids_the_database_forbids(connection, statement, said):
    with pytest.raises(duckdb.ConstraintException, match=said):
        connection.execute(statement)


def test_comments_and_views_speak_both_languages(connection):
    (said,) = connection.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'observations' AND column_name = 'value'"
    ).fetchone()
    assert said == "Value / 数值. The figure in its printed unit, with its sign."
    (said,) = connection.execute(
        "SELECT comment FROM duckdb_views() WHERE view_name = 'violations_share_at_most_100'"
    ).fetchone()
    assert said.startswith("Violations of share-at-most-100: ")
    gdp = "WHERE indicator_id = 'gdp' AND measure = 'level'"
    assert connection.execute(f"SELECT indicator_name, unit_name FROM observations_zh {gdp}").fetchone() == (
        "地区生产总值",
        "亿元",
    )
    assert connection.execute(f"SELECT indicator_name, unit_name FROM observations_en {gdp}").fetchone() == (
        "Gross Regional Product",
        "hundred million yuan",
    )


RULES = (
    (rule_row("at-least-minimum", relation=">=", bound_source="indicator_minimum"), [summand(None)]),
    (rule_row("at-most-maximum", relation="<=", bound_source="indicator_maximum"), [summand(None)]),
    (rule_row("rank-within", relation="<=", bound_source="units_compared", unit="place"), [summand(None, 1, "rank")]),
    (rule_row("of-no-plan", relation="<=", bound_source="whole", bound=1, unit="yi_yuan"), [summand(None)]),
    (rule_row("counts-only", relation=">=", bound_source="fixed", bound=2, unit="item"), [summand(None, counted=True)]),
    (
        rule_row("negated", relation="<=", bound_source="fixed", bound="-1.5", unit="yi_yuan"),
        [summand("whole", "-0.5", dimension="money")],
    ),
    (
        rule_row("sums-up", relation="=", bound_source="fixed", bound=0, unit="yi_yuan"),
        [summand("whole"), summand("part", -1), summand("rest", -1)],
    ),
    (
        rule_row("part-within", relation="<=", bound_source="fixed", bound=0, unit="wan_yuan"),
        [summand("part"), summand("whole", "-0.25")],
    ),
    (
        rule_row("not-halved", relation=">=", bound_source="fixed", bound=0),
        [summand(None, 2), summand(None, -1, reference="previous_year")],
    ),
    (
        rule_row("part-not-fallen", relation=">=", bound_source="fixed", bound=0, unit="yi_yuan"),
        [summand("part"), summand("part", -1, reference="previous_year")],
    ),
    (
        rule_row("not-falling", relation=">=", bound_source="fixed", bound=0),
        [summand(None), summand(None, -1, reference="previous_cumulative")],
    ),
    (
        rule_row("most-of-year", relation="<=", bound_source="fixed", bound=0, months=6),
        [summand(None), summand(None, "-0.8", reference="full_year")],
    ),
    (
        rule_row("of-last-year", relation=">=", bound_source="fixed", bound=1, unit="yi_yuan"),
        [summand("whole", reference="previous_year")],
    ),
)
RELEASES = ("made-up-2030-S1", "made-up-2031-S1", "made-up-2031-other")
PERIODS = (
    "2030",
    "2030-S1",
    "2031",
    "2031-01-01/P12M",
    "2031-S1",
    "2031-01-01/P6M",
    "2031-Q1",
    "2031-01-01/P9M",
    "2031-S2",
    "2031-04",
)
VALUES = (
    "-1",
    "0",
    "1",
    "2",
    "3",
    "3.9",
    "4",
    "7",
    "8",
    "10",
    "12",
    "20",
    "1400",
    "2.5",
    "-0.5",
    "0.05",
    "12.50",
    "0.125",
    "100000000",
)
RELATED = ("whole", "part", "rest", "output", "projects")


SELDOM_BROKEN = {"of-last-year", "part-not-fallen"}
"""Rules that need last year's figures in the same coverage and unit: not every draw has a broken one."""


def judged(seed: int) -> Contents:
    """Some 1,500 figures of few indicators, periods and small values, so that rules meet their figures and fail and pass by a hair."""
    draw = random.Random(seed)
    keys = itertools.product(
        RELEASES,
        RELATED,
        ("level", "growth_rate", "rank"),
        PERIODS,
        (AREA, CITY),
        ("none", "previous_year", "plan", CITY),
    )
    figures = [_figure(draw, key) for key in keys if draw.random() < (0.6 if key[2] == "level" else 0.1)]
    draw.shuffle(figures)
    lists = {"areas": AREAS.values(), "units": UNITS.values(), "themes": [THEME], "indicators": INDICATORS.values()}
    return contents({**lists, **ruled(), "releases": released(), "observations": figures})


def _figure(draw: random.Random, key: tuple[str, ...]) -> dict[str, Any]:
    units = {
        "level": ("yi_yuan", "yi_yuan", "wan_yuan", "item", "wan_items", "mu"),
        "growth_rate": ("percent",),
        "rank": ("place",),
    }[key[2]]
    value = draw.choice(VALUES)
    decimals = len(value.partition(".")[2])
    return {
        **dict(zip(KEY, key, strict=True)),
        "value": value,
        "decimals": draw.choice((decimals, decimals, decimals + 1, 0)),
        "unit": draw.choice(units),
        "qualifier": draw.choice(sorted(QUALIFIERS)) if draw.random() < 0.3 else None,
        "obs_status": "A",
        "printed": draw.choice(("第一", "清零")) if draw.random() < 0.05 else f"{draw.randrange(10**6)}亿元",
    }


def ruled() -> dict[str, Any]:
    return {
        "rules": [row for row, _ in RULES],
        "rule_terms": [term for row, terms in RULES for term in term_rows(row.rule_id, *terms)],
    }


def released() -> list[Any]:
    coverages = dict(zip(RELEASES, ("made_up", "made_up", "other"), strict=True))
    return [release(name, coverage=coverage) for name, coverage in coverages.items()]


def violations_by_the_engine(package: Contents) -> Counter:
    rows = {name: table.rows for name, table in package.tables.items()}
    codes = CodeLists(
        *(
            {getattr(row, key): row for row in rows[name]}
            for name, key in (("indicators", "indicator_id"), ("units", "unit_id"), ("areas", "area_id"))
        )
    )
    figures = [
        Observation.model_validate(row.model_dump()).bind(
            codes.indicators[row.indicator_id], codes.units[row.unit], line
        )
        for line, row in enumerate(rows["observations"])
    ]
    rules = RuleSet.from_rows(
        [(None, row) for row in rows["rules"]], rows["rule_terms"], indicators=codes.indicators, units=codes.units
    )
    assert not rules.faults
    linear = [rule for rule in rules if rule.row.kind == "linear"]
    found = evaluate(linear, ObservationIndex(figures, rows["releases"]), codes)
    return Counter(
        (
            each.rule.rule_id,
            each.release_id,
            tuple(
                f"{figure.indicator_id} {figure.measure} {signed(figure.printed, figure.value)}"
                for figure in each.observations
            ),
        )
        for each in found
        if each.outcome is Outcome.FAILED
    )


@pytest.fixture(scope="module")
def judge() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the made-up code lists and rules, which figures are put into."""
    lists = {"areas": AREAS.values(), "units": UNITS.values(), "themes": [THEME], "indicators": INDICATORS.values()}
    with closing(database(contents({**lists, **ruled(), "releases": released()}))) as connection:
        yield connection


def violations_by_the_views(connection: duckdb.DuckDBPyConnection, package: Contents) -> Counter:
    connection.execute("DELETE FROM observations")
    for statement in inserted(package.tables["observations"]):
        connection.execute(statement)
    found = connection.execute("SELECT rule_id, release_id, figures FROM violations").fetchall()
    return Counter((rule_id, release_id, tuple(figures)) for rule_id, release_id, figures in found)


@pytest.mark.parametrize("seed", range(4))
def test_the_views_find_what_the_exact_engine_finds(judge, seed):
    package = judged(seed)
    expected = violations_by_the_engine(package)
    assert {rule_id for rule_id, *_ in expected} >= {row.rule_id for row, _ in RULES} - SELDOM_BROKEN
    assert violations_by_the_views(judge, package) == expected


def test_the_shipped_package_has_no_violation_until_a_figure_is_changed():
    with closing(database(shipped())) as connection:
        assert connection.execute("FROM violations").fetchall() == []
        connection.execute(
            "UPDATE observations SET value = 52.9 WHERE indicator_id = 'provincial_municipal_key_project_investment' AND measure = 'level'"
        )
        (found,) = connection.execute("SELECT rule_id, severity, low, bound FROM violations").fetchall()
        assert found == ("key-project-investment-within-total", "error", 1010000000, 0)
        assert connection.execute(
            "SELECT rule_id, severity, low, bound FROM violations_key_project_investment_within_total"
        ).fetchall() == [found]


def test_figures_are_told_with_their_sign_as_python_tells_them(judge):
    forms = (
        "21.1%",
        "下降21.1%",
        "降 21.1%",
        "增长-3%",
        "-3%",
        "－3%",
        "−3%",
        "+3%",
        "近百家",
        "第三位",
        "第一",
        "清零",
        "超２１亿元",
        "负增长3%",
        "约三成",
    )
    figures = [
        dict(zip(KEY, (RELEASES[0], "whole", "level", f"20{10 + number}", AREA, "none"), strict=True))
        | {"value": value, "decimals": 1, "unit": "yi_yuan", "obs_status": "A", "printed": printed}
        for number, (printed, value) in enumerate(itertools.product(forms, ("-3.0", "0", "3.0")))
    ]
    lists = {"areas": AREAS.values(), "units": UNITS.values(), "themes": [THEME], "indicators": INDICATORS.values()}
    package = contents({**lists, **ruled(), "releases": released(), "observations": figures})
    judge.execute("DELETE FROM observations")
    for statement in inserted(package.tables["observations"]):
        judge.execute(statement)
    told = [figure for (figure,) in judge.execute("SELECT told FROM figures ORDER BY ordinal").fetchall()]
    assert told == [f"whole level {signed(row['printed'], Decimal(row['value']))}" for row in figures]


def test_the_views_take_the_meaning_of_words_from_the_one_table(monkeypatch):
    """Each meaning is changed to that of the next word."""
    words = ("余", "超", "近", "约", "不足")
    reaches = [MEANINGS[QUALIFIERS[word]] for word in words]
    for word, reach in zip(words, [*reaches[1:], reaches[0]], strict=True):
        monkeypatch.setitem(MEANINGS, QUALIFIERS[word], reach)
    figures = [
        Quantity(Decimal(value), len(value.partition(".")[2]), "亿元", UNITS["yi_yuan"].scale, qualifier=word)
        for value, word in itertools.product(("1400", "42.7", "-3.5"), words)
    ]
    rows = [
        dict(zip(KEY, (RELEASES[0], "whole", "level", str(2010 + number), AREA, "none"), strict=True))
        | {"value": each.value, "decimals": each.decimals, "unit": "yi_yuan", "qualifier": each.qualifier}
        | {"obs_status": "A", "printed": str(each)}
        for number, each in enumerate(figures)
    ]
    lists = {"areas": AREAS.values(), "units": UNITS.values(), "themes": [THEME], "indicators": INDICATORS.values()}
    with closing(database(contents({**lists, **ruled(), "releases": released(), "observations": rows}))) as connection:
        found = connection.execute("SELECT low, high FROM figures ORDER BY ordinal").fetchall()
    assert found == [tuple(end if end.is_finite() else None for end in each.interval) for each in figures]


def test_a_package_without_linear_rules_has_no_violation():
    with closing(database(contents({}))) as connection:
        assert connection.execute("FROM violations").fetchall() == []
