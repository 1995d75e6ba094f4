"""Fill in where each row of a release is in the text of its bulletin.

    python scripts/locate.py TEXT [--data data] [--release ID]

Repairs the text, finds the figures, statements and mentions in it in the order of the rows, and writes section,
sentence, start, end and the hashes of the neighbours into the tables, and the fingerprints of the text into
releases.csv. Says which rows it could not place, which numerals no row accounts for, which spans overlap, and which
cells repeat the text. A row that is placed already stays there as long as the text around it is the same. The exit
status is 1 when anything is left open.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from decheng_data.text.drafting.placing import neighbour_hashes
from decheng_data.text.repair.repairing import repair

Row = dict[str, str]
Span = tuple[int, int]

PART = re.compile(r"^(?:[一二三四五六七八九十]+、|.*版权与免责声明)", re.MULTILINE)
NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇零一二三四五六七八九十百千万亿两]+|[①-⑳]")
LEXICAL = re.compile(r"零售|一般")
LONGEST_COPY = 12
PROSE = ("summary", "definition", "note", "meaning", "description", "year_evidence", "coverage_note")
NAMES = ("name_zh", "printed", "title_zh", "aliases_zh")
PLACED = {"observations": "printed", "statements": "name_zh", "mentions": "printed"}
"""The tables whose rows have a place in the text, and the column that holds the words to look for."""


class Text:
    """The repaired text of a bulletin; positions count its code points from 0."""

    def __init__(self, collected: bytes) -> None:
        repaired = repair(collected)
        self.repaired = repaired.text
        self.fingerprints = {"sha256_collected": repaired.sha256_collected, "sha256_repaired": repaired.sha256}

    @cached_property
    def parts(self) -> list[int]:
        """Where the numbered parts begin; the publisher's notice counts as one more."""
        return [match.start() for match in PART.finditer(self.repaired)]

    def section(self, start: int) -> int:
        """0 before the first part, then the part's number."""
        return bisect_right(self.parts, start)

    def sentence(self, start: int) -> int:
        """The sentence within the section, from 1; 。 and the ends of lines that hold something end one."""
        section = self.section(start)
        before = self.repaired[self.parts[section - 1] if section else 0 : start]
        return 1 + sum(bool(piece.strip()) for piece in re.split(r"[。\n]", before)[:-1])

    def place(self, row: Row, words: str, after: int) -> Span | None:
        """The place of a row: its old place, else at its words after the row before it, else between its old
        neighbours.
        """
        return self._old_place(row, words) or self._searched(row, words, after) or self._between(row)

    def _old_place(self, row: Row, words: str) -> Span | None:
        if not row["start"]:
            return None
        start, end = int(row["start"]), int(row["end"])
        same_neighbours = not row["hash_before"] or (row["hash_before"], row["hash_after"]) == neighbour_hashes(
            self.repaired, start, end
        )
        return (start, end) if same_neighbours and words == self.repaired[start:end] else None

    def _searched(self, row: Row, words: str, after: int) -> Span | None:
        anchor = "^" if row.get("kind") == "list_number" else r"(?<![0-9.])" if words[0].isdigit() else ""
        match = re.compile(anchor + re.escape(words), re.MULTILINE).search(self.repaired, after)
        return match.span() if match else None

    def _between(self, row: Row) -> Span | None:
        if not (row["start"] and row["hash_before"]):
            return None
        length = int(row["end"]) - int(row["start"])
        wanted = row["hash_before"], row["hash_after"]
        found = (
            start
            for start in range(len(self.repaired) - length + 1)
            if neighbour_hashes(self.repaired, start, start + length) == wanted
        )
        return next(((start, start + length) for start in found), None)


def read_table(path: Path) -> list[Row]:
    """The rows of a table as they are."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: list[Row]) -> None:
    """Write the rows in UTF-8 with LF, quoted only where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fill_places(text: Text, table: str, rows: list[Row]) -> list[str]:
    """Place the rows of one release in their order; what could not be placed, in words."""
    problems, after = [], 0
    for row in rows:
        words = row[PLACED[table]]
        span = text.place(row, words, after)
        if span is None:
            problems.append(f"{table}: {words!r} is not found after {after}")
            continue
        after = span[1]
        fill_place(text, row, span)
    return problems


def fill_place(text: Text, row: Row, span: Span) -> None:
    """Write a place into a row."""
    start, end = span
    before, behind = neighbour_hashes(text.repaired, start, end)
    place = {"section": text.section(start), "sentence": text.sentence(start), "start": start, "end": end}
    row.update({name: str(value) for name, value in place.items()}, hash_before=before, hash_after=behind)


def fill_release(text: Text, row: Row) -> None:
    """Write the fingerprints and the length of the text into its release."""
    row.update(text.fingerprints, repaired_length=str(len(text.repaired)))


def numerals(text: Text) -> list[Span]:
    """The places of the numerals of the text, without those that are only part of a word."""
    lexical = [match.span() for match in LEXICAL.finditer(text.repaired)]
    found = (match.span() for match in NUMERAL.finditer(text.repaired))
    return [span for span in found if not any(start <= span[0] and span[1] <= end for start, end in lexical)]


def uncovered(text: Text, rows: list[Row]) -> list[str]:
    """The numerals that are not within exactly one row, and the rows that overlap, in words."""
    places = ((int(row["start"]), int(row["end"]), row["printed"]) for row in rows if row["start"])
    spans = sorted((start, end) for start, end, printed in places if text.repaired[start:end] == printed)
    problems = [f"{first} and {second} overlap" for first, second in pairwise(spans) if second[0] < first[1]]
    for start, end in numerals(text):
        holders = sum(first <= start and end <= last for first, last in spans)
        if holders != 1:
            problems.append(f"the numeral {text.repaired[start:end]!r} at {start} stands within {holders} rows")
    return problems


def copies(text: Text, tables: dict[str, list[Row]]) -> list[str]:
    """The cells of prose that repeat more than LONGEST_COPY characters of the text, names and printed figures aside."""
    names = "\n".join(row[column] for rows in tables.values() for row in rows for column in NAMES if row.get(column))
    length = LONGEST_COPY + 1
    runs = {text.repaired[at : at + length] for at in range(len(text.repaired) - length + 1)} - {
        names[at : at + length] for at in range(len(names))
    }
    cells = (
        (table, column, cell)
        for table, rows in tables.items()
        for row in rows
        for column, cell in row.items()
        if column.startswith(PROSE)
    )
    return [
        f"{table}: {column} repeats the text: {cell}"
        for table, column, cell in cells
        if any(cell[at : at + length] in runs for at in range(len(cell)))
    ]


def main() -> int:
    """Place the rows, write the tables and print what is left open."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="the bulletin as it was collected")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder of the tables")
    parser.add_argument("--release", help="release that the text belongs to; by default the last one")
    options = parser.parse_args()
    text = Text(options.text.read_bytes())
    tables = {path.stem: read_table(path) for path in sorted(options.data.glob("*.csv"))}
    release_id = options.release or tables["releases"][-1]["release_id"]
    mine = {table: [row for row in tables[table] if row["release_id"] == release_id] for table in ("releases", *PLACED)}
    if not mine["releases"]:
        parser.error(f"there is no release {release_id} in {options.data / 'releases.csv'}")
    fill_release(text, mine["releases"][0])
    problems = [problem for table in PLACED for problem in fill_places(text, table, mine[table])]
    problems += uncovered(text, mine["observations"] + mine["mentions"]) + copies(text, tables)
    for table in mine:
        write_table(options.data / f"{table}.csv", tables[table])
    print(
        f"{release_id}: "
        + ", ".join(
            f"{sum(bool(row['start']) for row in mine[table])} of {len(mine[table])} {table} placed" for table in PLACED
        )
    )
    print(f"{len(numerals(text))} numerals in {len(text.repaired)} characters; left open: {len(problems)}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
