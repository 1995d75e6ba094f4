"""This library: every rule of the package, of which the kinds of fault are a few; at most 100 findings of a rule are
worded, all are counted.
"""

from __future__ import annotations

import task

import decheng_data as dd

report = dd.validate(task.folder)
failed = {each.rule_id: each.outcomes.failed for each in report.rules}
found: dict[str, int | None] = {
    "bad_code+missing_value+does_not_parse": failed["constraint-error"] + failed["type-error"],
    "broken_foreign_key": failed["foreign-key"],
    "duplicate_key": failed["primary-key"] // 2,  # both rows are found
    "share_out_of_range": failed["share-at-most-100"] + failed["share-at-least-0"],
    "end_before_start": failed["row-error"],
    "part_above_whole": failed["key-project-investment-within-total"],
}
placed = all(each.line for each in report.findings if each.field)
task.answer(found, package="decheng-data", places=placed, note=f"file and row; all {report.rules_run} rules")
