"""Measure how long the search for suspects takes, and how it grows with figures, rules and errors.

    python benchmarks/suspects.py [--repeat 3]

Made up are figures in families of ten, a total that is the sum of nine parts, and between the totals further rules, all
in one network; some figures get a shifted decimal point. Seconds are of the clock, for the whole of it: rules run, sets
found, slips tried. Prints a table in Markdown; the exit status is 1 when the aim (1,000 figures and 2,000 rules within
5 s) is missed, or when a figure that was shifted is not among the first suspects of a table that is settled.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from decimal import Decimal
from typing import NamedTuple

from decheng_data.error_localisation.locate import suspicion
from decheng_data.model.vocabulary_rows import IndicatorRow, RuleRow, RuleTermRow, UnitRow
from decheng_data.rules.evaluation import CodeLists
from decheng_data.rules.observation import Observation, ObservationIndex
from decheng_data.rules.rule import RuleSet

AIM = 5.0
AIMED = (1000, 2000, 5)
SIZES = ((100, 200, 1), (100, 200, 5), (300, 600, 5), AIMED, (1000, 2000, 10), (1000, 4000, 5), (2000, 4000, 5))
FAMILY = 10
UNIT = {
    "unit_id": "yi",
    "name_zh": "亿元",
    "name_en": "yi",
    "dimension": "money",
    "counted": False,
    "scale": 10**8,
    "base_unit": "yuan",
}


class Network(NamedTuple):
    """Figures and rules that were made up, and which of the figures were shifted."""

    figures: ObservationIndex
    codes: CodeLists
    rules: RuleSet
    wrong: set[str]


class Run(NamedTuple):
    """Seconds, how many groups of failed rules were localised, whether all were settled, and how many shifted figures
    are among the first suspects.
    """

    seconds: float
    groups: int
    settled: bool
    found: int


def network(figures: int, rules: int, errors: int, seed: int = 8) -> Network:
    """A network of so many figures and rules; the same one each time."""
    chance = random.Random(seed)  # noqa: S311  # no secret: the same figures each time are wanted
    names = [f"figure_{number:05}" for number in range(figures)]
    values = {name: Decimal(chance.randrange(100, 1000)) / 10 for name in names}
    sums = [names[start : start + FAMILY] for start in range(0, figures, FAMILY)]
    for whole, *parts in sums:
        values[whole] = sum((values[part] for part in parts), Decimal(0))
    rule_rows = [
        _rule(number, "=", [(1, whole), *((-1, part) for part in parts)]) for number, (whole, *parts) in enumerate(sums)
    ]
    while len(rule_rows) < rules:
        one, other = chance.sample(names, 2)
        small, large = sorted((one, other), key=lambda name: values[name])
        rule_rows.append(_rule(len(rule_rows), "<=", [(1, small), (-3, large)]))
    wrong = set(chance.sample([name for name in names if name not in {family[0] for family in sums}], errors))
    values |= {name: values[name] * 10 for name in wrong}
    return _bound(names, values, rule_rows, wrong)


def _rule(number: int, relation: str, terms: list[tuple[int, str]]) -> tuple[RuleRow, list[RuleTermRow]]:
    texts = {"title_zh": "虚构", "title_en": "made up", "rationale_zh": "虚构", "rationale_en": "made up"}
    kind = {
        "kind": "linear",
        "relation": relation,
        "bound": 0,
        "bound_source": "fixed",
        "severity": "error",
        "level": 1,
        "type": "VAD",
    }
    row = RuleRow.model_validate({"rule_id": f"rule-{number}", **kind, **texts})
    cells = [
        {"rule_id": row.rule_id, "term": place, "role": "summand", "measure": "level"}
        for place in range(1, len(terms) + 1)
    ]
    return row, [
        RuleTermRow.model_validate({**each, "coefficient": coefficient, "indicator_id": name})
        for each, (coefficient, name) in zip(cells, terms, strict=True)
    ]


def _bound(
    names: list[str], values: dict[str, Decimal], rule_rows: list[tuple[RuleRow, list[RuleTermRow]]], wrong: set[str]
) -> Network:
    unit = UnitRow.model_validate({**UNIT, "unit_measure": "CNY", "unit_mult": 6})
    words = {
        "theme": "made_up",
        "name_zh": "虚构",
        "name_en": "Made up",
        "definition_status": "unconfirmed",
        "unit": "yi",
        "growth_basis": "nominal",
    }
    indicators = {
        name: IndicatorRow.model_validate({"indicator_id": name, **words, "cumulation": "flow"}) for name in names
    }
    rules = RuleSet.from_rows(
        [(None, row) for row, _ in rule_rows],
        [term for _, terms in rule_rows for term in terms],
        indicators=indicators,
        units={"yi": unit},
    )
    key = {
        "release_id": "made-up-2031-S1",
        "measure": "level",
        "period": "2031-S1",
        "area": "990001",
        "comparison": "none",
        "obs_status": "A",
        "unit": "yi",
    }
    rows = [
        {**key, "indicator_id": name, "value": values[name], "decimals": 1, "printed": f"{values[name]:.1f}亿元"}
        for name in names
    ]
    observations = [
        Observation.model_validate(row).bind(indicators[name], unit) for name, row in zip(names, rows, strict=True)
    ]
    return Network(ObservationIndex(observations), CodeLists(indicators, {"yi": unit}, {}), rules, wrong)


def measure(figures: int, rules: int, errors: int) -> Run:
    """One search in a fresh network."""
    made = network(figures, rules, errors)
    start = time.perf_counter()
    found = suspicion(made.rules, made.figures, made.codes, seconds=60).suspects
    seconds = time.perf_counter() - start
    first = {suspect.indicator_id for suspect in found.first}
    return Run(seconds, len(found.localisations), found.settled, len(first & made.wrong))


def main() -> int:
    """Measure, print; the exit status is 0 where the aim is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each size")
    options = parser.parse_args()
    measure(*SIZES[0])  # loads scipy
    print(f"Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}\n")
    print("| figures | rules | shifted | s | settled | among the first suspects |")
    print("|--:|--:|--:|--:|---|--:|")
    met = True
    for figures, rules, errors in SIZES:
        runs = [measure(figures, rules, errors) for _ in range(options.repeat)]
        seconds, last = statistics.median(run.seconds for run in runs), runs[-1]
        print(
            f"| {figures:,} | {rules:,} | {errors} | {seconds:.2f} | {'yes' if last.settled else 'NO'} |"
            f" {last.found} |",
            flush=True,
        )
        met = (
            met
            and (last.found == errors or not last.settled)
            and ((figures, rules, errors) != AIMED or (seconds <= AIM and last.settled))
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
