"""Written by hand with polars: one pass for rows, one for keys, one for parts and wholes, run together."""

from __future__ import annotations

import frames
import polars as pl
import task

frame = frames.typed(frames.scan())
flags = frames.flags()
rows = frame.select("row", **flags).filter(pl.any_horizontal(*flags))
repeated = frame.group_by(task.KEY).agg(pl.len() - 1, pl.col("row").last()).filter(pl.col("len") > 0)
amount = {
    name: pl.col("value").filter(pl.col("indicator_id") == indicator).first()
    for name, indicator in (("part", task.PART), ("whole", task.WHOLE))
}
parts = (
    frame.filter(pl.col("indicator_id").is_in([task.PART, task.WHOLE]))
    .group_by(task.GROUP)
    .agg(pl.col("row").last(), **amount)
)
faulty, shared, above = pl.collect_all(
    [rows, repeated, parts.filter(pl.col("part") > pl.col("whole"))], engine="streaming"
)
found: dict[str, int | None] = {kind: int(faulty[kind].sum()) for kind in flags}
found |= {"duplicate_key": int(shared["len"].sum()), "part_above_whole": above.height}
task.answer(found, package="polars", places=True, note="row numbers")
