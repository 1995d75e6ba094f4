"""Archives made up for measuring: releases like the shipped one for many areas and years, with faults of which the
number of each kind is known.

    python benchmarks/archive_made.py FOLDER ROWS [parquet|text|csv]

Equal arguments give equal cells. Every area has a half-year and a year for each of twenty years, every release
the 39 figures of the shipped one; money grows from year to year and the growth rates follow it, so that no rule
of the package is broken but where a fault is put. A release has at most one fault. `FOLDER/vocabulary` is the shipped
package with the areas of the archive and no figures.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURES = 39
"""Figures of a release."""
RELEASES_OF_AREA = 40
FIRST_AREA = 100_000
PIECE = 64_000
"""Releases of one file: some 2.5 million rows."""
EVERY = 331
"""Of so many releases in turn each kind of fault has one."""
KINDS = (
    "bad_code",
    "missing_value",
    "broken_foreign_key",
    "duplicate_key",
    "share_out_of_range",
    "end_before_start",
    "part_above_whole",
    "does_not_parse",
)
"""The kinds of fault. What does not parse is a value where cells are texts, and always a period."""
FORMS = ("parquet", "text", "csv")
"""Parquet with numbers, Parquet of texts, CSV."""
_SHARE, _PART = "national_petition_resolution_rate", "provincial_municipal_key_project_investment"


def releases_of(rows: int) -> int:
    """How many whole releases make at least so many rows."""
    return -(-rows // FIGURES)


def known_faults(rows: int) -> dict[str, int]:
    """How many faults of each kind an archive of so many rows has."""
    releases = releases_of(rows)
    return {kind: len(range(_remainder(number), releases, EVERY)) for number, kind in enumerate(KINDS)}


def _remainder(number: int) -> int:
    return 5 + 40 * number


def make_archive(folder: Path, rows: int, form: str) -> Path:
    """Write the archive into a folder that is not there yet. The folder `observations` in it holds the files."""
    import duckdb

    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    files = unfinished / "observations"
    files.mkdir(parents=True)
    releases = releases_of(rows)
    make_vocabulary(unfinished / "vocabulary", releases)
    connection = duckdb.connect()
    connection.execute(_FIGURES.format(data=ROOT / "data"))
    options = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet, ROW_GROUP_SIZE 200000"
    for number, first in enumerate(range(0, releases, PIECE)):
        query = pieces_query(first, min(first + PIECE, releases), form)
        connection.execute(
            f"COPY ({query}) TO '{files}/part-{number:04}.{'csv' if form == 'csv' else 'parquet'}' ({options})"
        )
    unfinished.rename(folder)
    return folder / files.name


def make_vocabulary(folder: Path, releases: int) -> None:
    """The shipped package with the areas of so many releases, and no releases or figures."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "datapackage.json", folder)
    for name in ("observations", "releases", "statements", "mentions"):
        path = folder / "data" / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    with (folder / "data/areas.csv").open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        areas = range(FIRST_AREA, FIRST_AREA - -releases // RELEASES_OF_AREA + 1)
        writer.writerows((area, f"县{area}", f"County {area}", "county", "371400", "", "", "") for area in areas)


_FIGURES = """
CREATE TABLE figures AS
SELECT *, min(k) OVER (PARTITION BY indicator_id) AS first_k FROM (
SELECT row_number() OVER () - 1 AS k, o.* EXCLUDE (release_id, period, area), i.cumulation, u.dimension, u.counted::BOOLEAN AS counted
FROM read_csv('{data}/observations.csv', all_varchar = true) o
JOIN read_csv('{data}/indicators.csv', all_varchar = true) i USING (indicator_id)
JOIN read_csv('{data}/units.csv', all_varchar = true) u ON u.unit_id = o.unit)
"""

_ROWS = """
WITH releases AS (
    SELECT r, r // {per_area} + {first_area} AS area, 2001 + r % {per_area} // 2 AS year, r % 2 AS whole,
        r % {every} AS turn, (r // {every}) % {figures} AS pick
    FROM range({first}, {last}) t(r)
), grown AS (
    SELECT *, 500 + area * 37 % 700 AS size, 1000 + (year - 2001) * 15 AS level, 1000 + (year - 2002) * 15 AS level_before FROM releases
), plain AS (
    SELECT f.k, r.r, turn, k = pick AS chosen, printf('a%d-%d%s', area, year, if(whole = 1, '', '-S1')) AS release_id, indicator_id, measure,
        if(whole = 1, year::VARCHAR, year || '-S1') AS period, area::VARCHAR AS area, comparison,
        CASE WHEN measure = 'growth_rate' THEN round(100.0 * (level + {noise} - level_before - {noise_before}) / (level_before + {noise_before}), 2)
             WHEN dimension = 'money' AND cumulation = 'flow' THEN value::DECIMAL(9, 2) * size * (level + {noise}) * (1 + whole) / 1000000.0
             WHEN measure = 'level' AND cumulation = 'flow' THEN value::DECIMAL(9, 2) * (1 + whole)
             ELSE value::DECIMAL(9, 2) END::DECIMAL(18, 2) AS value,
        if(measure = 'growth_rate' OR (dimension = 'money' AND cumulation = 'flow'), 2, decimals::BIGINT) AS decimals,
        unit, qualifier, obs_status, parent, "start"::BIGINT AS start, "end"::BIGINT AS "end"
    FROM grown r, figures f
), changed AS (
    SELECT * REPLACE (CASE WHEN turn = {missing_value} AND chosen THEN NULL
                           WHEN turn = {share_out_of_range} AND indicator_id = '{share}' THEN 150
                           WHEN turn = {part_above_whole} AND indicator_id = '{part}' THEN value + 35
                           ELSE value END::DECIMAL(18, 2) AS value)
    FROM plain
)
SELECT release_id, if(turn = {broken_foreign_key} AND chosen AND r % 2 = 0, 'no_such_indicator', indicator_id) AS indicator_id,
    if(turn = {bad_code} AND chosen, 'levl', measure) AS measure,
    if(turn = {does_not_parse} AND chosen{not_in_value}, period || '-S9', period) AS period,
    if(turn = {broken_foreign_key} AND chosen AND r % 2 = 1, '999999', area) AS area, comparison,
    {value} AS value,
    {decimals} AS decimals, unit, qualifier, obs_status, parent,
    {start} AS start, if(turn = {end_before_start} AND chosen, "start" - 1, "end"){whole} AS "end"
FROM changed, range(1 + (turn = {duplicate_key} AND chosen)::INT)
ORDER BY r, k
"""


def pieces_query(first: int, last: int, form: str) -> str:
    """The query of the rows of some releases."""
    is_text = form != "parquet"
    turns = {kind: _remainder(number) for number, kind in enumerate(KINDS)}
    noise = "((area * 31 + {year} * 17 + first_k * 13) % 10)"
    return _ROWS.format(
        per_area=RELEASES_OF_AREA,
        first_area=FIRST_AREA,
        every=EVERY,
        figures=FIGURES,
        first=first,
        last=last,
        share=_SHARE,
        part=_PART,
        noise=noise.format(year="year"),
        noise_before=noise.format(year="(year - 1)"),
        not_in_value=" AND r % 2 = 0" if is_text else "",
        value=(
            f"printf('%.*f', decimals, value::DOUBLE) || if(turn = {turns['does_not_parse']} AND chosen AND r % 2 = 1,"
            " '亿', '')"
            if is_text
            else "value"
        ),
        decimals="decimals::VARCHAR" if is_text else "decimals",
        start='"start"::VARCHAR' if is_text else '"start"',
        whole="::VARCHAR" if is_text else "",
        **turns,
    )


def main() -> None:
    """Make one archive and print what is wrong in it."""
    folder, rows, form = Path(sys.argv[1]), int(float(sys.argv[2])), sys.argv[3] if len(sys.argv) > 3 else FORMS[0]
    make_archive(folder, rows, form)
    print(json.dumps(known_faults(rows)))


if __name__ == "__main__":
    main()
