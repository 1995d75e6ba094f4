"""Many releases as columns: where they lie, how they are built, and the answers of the exact engine in SQL (`columnar/`).

Whatever it cannot decide, the exact engine decides.
Doors: `is_archive`, `list_archive`, `archive_packages`, `Session`.
It must not know how findings are worded, nor what a report looks like.
"""
