"""pointblank: a plan of steps on a frame of polars, then one interrogation."""

from __future__ import annotations

from typing import Any

import frames
import pointblank as pb
import polars as pl
import task

KINDS: list[str] = []


def step(plan: Any, kind: str, method: str, **arguments: Any) -> Any:
    """The plan with one more step, whose failures are of that kind."""
    KINDS.append(kind)
    return getattr(plan, method)(**arguments)


plan: Any = pb.Validate(frames.typed(frames.scan()).drop("row").collect())
for name in task.CODES:
    plan = step(
        plan,
        "bad_code",
        "col_vals_in_set",
        columns=name,
        set=[*task.allowed(name), *([] if name in task.REQUIRED else [None])],
    )
for name in task.REQUIRED:
    plan = step(plan, "missing_value", "col_vals_not_null", columns=name)
for name, codes in task.foreign_keys().items():
    plan = step(
        plan,
        "broken_foreign_key",
        "col_vals_in_set",
        columns=name,
        set=[*codes, *([] if name in task.REQUIRED else [None])],
    )
plan = step(plan, "duplicate_key", "rows_distinct", columns_subset=task.KEY)
plan = step(
    plan,
    "share_out_of_range",
    "col_vals_expr",
    expr=(pl.col("measure") != "share") | pl.col("value").is_between(0, 100).fill_null(value=True),
)
plan = step(plan, "end_before_start", "col_vals_expr", expr=(pl.col("start") < pl.col("end")).fill_null(value=True))
plan = step(plan, "part_above_whole", "col_vals_expr", expr=frames.part_not_above_whole().fill_null(value=True))
plan = step(plan, "does_not_parse", "col_vals_regex", columns="period", pattern=task.PERIOD, na_pass=True)
plan = plan.interrogate(get_first_n=100)
failed = plan.n_failed()
found: dict[str, int | None] = dict.fromkeys(KINDS, 0)
for number, kind in enumerate(KINDS):
    found[kind] = (found[kind] or 0) + int(failed[number + 1])
found["duplicate_key"] = (found["duplicate_key"] or 0) // 2  # both rows are found
note = "the first 100 rows of a step"
if task.IS_TEXT:
    found["does_not_parse"], note = (
        None,
        f"{note}; a cell that does not parse is cast beforehand, and counted as missing",
    )
task.answer(found, package="pointblank", places=True, note=note)
