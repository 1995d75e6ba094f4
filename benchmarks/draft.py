"""How well prose becomes rows: precision and recall of `draft` on labelled bulletins, beside other readers of numbers.

    python benchmarks/draft.py tests/text/corpus [more folders] [--peers PYTHON] [--held-out] [--misses] [--markdown]

A folder holds pairs of files: `NAME.txt`, whose first line is a comment (`# ... period=2022-S1 ...`), and `NAME.jsonl`
with one label a line: text, start (counted from the second line), value, unit, indicator, measure (level, count,
growth_rate, change_pp, share, rank, target or not_a_quantity), period, estimate, preliminary, signed_value. `count` is
scored as level. A label whose indicator is a 门槛 (threshold) or whose kind is `threshold` is scored as a look-alike.
Peers run in the interpreter that `--peers` names; one that is not installed there is reported as missing.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from decheng_data.model.period import Period
from decheng_data.text.drafting.draft import DraftRow, draft
from decheng_data.text.drafting.vocabulary import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ASPECTS = ("span", "value_unit", "measure", "sign", "indicator", "period", "status")
NAME_RATIO = 0.7
PEERS_SCRIPT = Path(__file__).with_name("draft_peers.py")


@dataclass
class Bulletin:
    """A labelled text: its name, the prose, the labels, and the reference period to draft with."""

    name: str
    text: str
    labels: list[dict[str, Any]]
    period: Period | None
    held_out: bool = False


@dataclass
class Tally:
    """Counts of right ones, labelled ones and drafted ones for each aspect."""

    right: Counter[str] = field(default_factory=Counter)
    labelled: int = 0
    drafted: int = 0
    lookalikes: int = 0
    lookalikes_right: int = 0
    digits_lost: int = 0
    misses: list[str] = field(default_factory=list)

    def rates(self, aspect: str) -> tuple[float, float, float]:
        """Precision, recall and their harmonic mean."""
        precision = self.right[aspect] / self.drafted if self.drafted else 0.0
        recall = self.right[aspect] / self.labelled if self.labelled else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_bulletins(folder: Path) -> Iterator[Bulletin]:
    """The labelled bulletins of a folder, by name."""
    for path in sorted(folder.glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n")
        labels = [
            json.loads(line)
            for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        yield Bulletin(path.stem, text, labels, _reference(head, labels), "held-out" in head)


def _reference(head: str, labels: list[dict[str, Any]]) -> Period | None:
    if match := re.search(r"period=([^ ]+)", head):
        return Period.parse(match[1])
    common = Counter(
        label.get("period_if_year_known") for label in labels if "/" in (label.get("period_if_year_known") or "")
    ).most_common(1)
    if not common:
        return None
    first, last = str(common[0][0]).split("/")
    return Period(int(first[:4]), int(first[5:7]), int(last[5:7]) - int(first[5:7]) + 1)


def is_lookalike(label: dict[str, Any]) -> bool:
    """Whether the label is of a numeral that is no figure; a threshold is none either."""
    return (
        label["measure"] == "not_a_quantity"
        or label.get("kind") == "threshold"
        or (label.get("indicator") or "").endswith("门槛")
    )


def score(bulletin: Bulletin, tally: Tally) -> None:
    """Add one bulletin to the tally."""
    rows = draft(bulletin.text, period=bulletin.period).rows
    quantities = [row for row in rows if row.kind == "quantity"]
    labels = [label for label in bulletin.labels if not is_lookalike(label)]
    tally.labelled += len(labels)
    tally.drafted += len(quantities)
    _score_lookalikes(bulletin, rows, tally)
    taken: set[int] = set()
    for label in labels:
        row = next(
            (
                row
                for row in quantities
                if row.start not in taken
                and row.start < label["start"] + len(label["text"])
                and label["start"] < row.end
            ),
            None,
        )
        if row is None:
            tally.misses.append(f"{bulletin.name}:{label['start']} {label['text']}: not drafted as a quantity")
            continue
        taken.add(row.start)
        for aspect, (right, drafted, meant) in compare(row, label).items():
            tally.right[aspect] += right
            if not right:
                tally.misses.append(
                    f"{bulletin.name}:{label['start']} {label['text']}: {aspect} {drafted!r}, labelled {meant!r}"
                )
    tally.misses += [
        f"{bulletin.name}:{row.start} {row.exact}: drafted, not labelled"
        for row in quantities
        if row.start not in taken
    ]


def _score_lookalikes(bulletin: Bulletin, rows: Iterable[DraftRow], tally: Tally) -> None:
    covered = {position for row in rows for position in range(row.start, row.end)}
    figures = {position for row in rows if row.kind == "quantity" for position in range(row.start, row.end)}
    tally.digits_lost += sum(
        character.isdigit() and position not in covered for position, character in enumerate(bulletin.text)
    )
    for label in filter(is_lookalike, bulletin.labels):
        tally.lookalikes += 1
        tally.lookalikes_right += label["start"] not in figures


def compare(row: DraftRow, label: dict[str, Any]) -> dict[str, tuple[bool, object, object]]:
    """For each aspect: whether row and label agree, the row's value, and the label's."""
    measure = "level" if label["measure"] == "count" else label["measure"]
    status = "E" if label.get("estimate") else "P" if label.get("preliminary") else "A"
    period = label.get("period_if_year_known") or label.get("period")
    pair = (str(row.value), unit(row.unit)), (str(label["value"]), unit(label["unit"]))
    sign = str(row.signed_value).startswith("-"), str(label["signed_value"]).startswith("-")
    return {
        "span": (True, row.exact, label["text"]),
        "value_unit": (pair[0] == pair[1], *pair),
        "measure": (row.measure == measure, row.measure, measure),
        "sign": (sign[0] == sign[1], *sign),
        "indicator": (same_name(row.indicator or "", label["indicator"]), row.indicator, label["indicator"]),
        "period": (row.period == period, row.period, period),
        "status": (row.obs_status == status, row.obs_status, status),
    }


def unit(name: str | None) -> str:
    """A unit for comparing: 个百分点 and 百分点 are one."""
    return (name or "").replace("个百分点", "百分点").replace("（", "(").replace("）", ")")


def same_name(drafted: str, labelled: str) -> bool:
    """Whether two names are the same or nearly so."""
    return SequenceMatcher(None, normal(drafted), normal(labelled), autojunk=False).ratio() >= NAME_RATIO


def table(name: str, tally: Tally) -> str:
    """The scores as lines of text."""
    head = (
        f"{name}: {tally.labelled} labelled quantities, {tally.drafted} drafted; {tally.lookalikes_right} of"
        f" {tally.lookalikes} look-alikes kept apart; digits lost: {tally.digits_lost}"
    )
    lines = [head] + [
        f"  {aspect:<11} precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}"
        for aspect in ASPECTS
        for p, r, f in [tally.rates(aspect)]
    ]
    return "\n".join(lines)


def peers(bulletins: list[Bulletin], python: str) -> Iterator[str]:
    """What other readers of numbers find in the same texts: recall and precision of (value, unit)."""
    asked = json.dumps([bulletin.text for bulletin in bulletins])
    for name in ("jionlp", "recognizers_text_suite", "cn2an"):
        run = subprocess.run(
            [python, str(PEERS_SCRIPT), name], input=asked, capture_output=True, text=True, check=False
        )
        if run.returncode:
            yield f"{name}: missing ({run.stderr.strip().splitlines()[-1] if run.stderr.strip() else 'no output'})"
            continue
        answer = json.loads(run.stdout.splitlines()[-1])
        yield f"{name} {answer['version']}: {_peer_rates(bulletins, answer['found'])}; no indicator, measure or period"


def _peer_rates(bulletins: list[Bulletin], found: list[list[tuple[int, int, str, str]]]) -> str:
    right = spans_found = labelled = 0
    for bulletin, spans in zip(bulletins, found, strict=True):
        labels = [label for label in bulletin.labels if not is_lookalike(label)]
        labelled, spans_found = labelled + len(labels), spans_found + len(spans)
        right += sum(any(_covers(span, label) and _same(span[2], span[3], label) for span in spans) for label in labels)
    return f"(value, unit) precision {right / spans_found if spans_found else 0:.3f}, recall {right / labelled:.3f}"


def _covers(span: tuple[int, int, str, str], label: dict[str, Any]) -> bool:
    return bool(span[0] < label["start"] + len(label["text"]) and label["start"] < span[1])


def _same(value: str, name: str, label: dict[str, Any]) -> bool:
    """Whether a peer's value and unit are the label's, its scale (万, 亿) folded into the value or not."""
    scale = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
    large = next((word for word in scale if unit(label["unit"]).startswith(word)), "")
    bare = unit(label["unit"]).removeprefix(large)
    try:
        number, meant = float(value), float(label["value"])
    except ValueError:
        return False
    return unit(name) in (bare, unit(label["unit"])) and any(
        abs(abs(number) - meant * factor) <= 1e-9 * max(1.0, meant * factor) for factor in {1, scale.get(large, 1)}
    )


def main() -> None:
    """Score the folders and print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--peers", help="interpreter that has the peers installed")
    options.add_argument(
        "--misses", action="store_true", help="list what was missed in bulletins that are not held out"
    )
    chosen = options.parse_args()
    for folder in chosen.folders:
        every = list(read_bulletins(folder))
        for name, bulletins in (
            ("seen", [b for b in every if not b.held_out]),
            ("held out", [b for b in every if b.held_out]),
        ):
            if bulletins:
                tally, began = Tally(), time.perf_counter()
                for bulletin in bulletins:
                    score(bulletin, tally)
                print(
                    table(f"{folder.name}, {name} ({len(bulletins)} bulletins)", tally),
                    f"  ({sum(len(b.text) for b in bulletins)} characters in {time.perf_counter() - began:.3f} s)",
                    sep="\n",
                )
                if chosen.misses and name == "seen":
                    print(*tally.misses, sep="\n")
        if chosen.peers:
            print(*peers(every, chosen.peers), sep="\n")


if __name__ == "__main__":
    main()
