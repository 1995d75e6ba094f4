"""Write, or check, the tables of docs/suspects.md on what the shipped rules see, before and after the rules that they
led to.

    python scripts/power_page.py [--check]

The tables are between two comments of the page. With --check the exit status is 1 where they are not what the rules
see now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from decheng_data.rule_analysis.forms import power_markdown
from decheng_data.rule_analysis.power import power
from decheng_data.rule_analysis.source import source_of

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/suspects.md"
START, END = "<!-- power: written by scripts/power_page.py -->\n", "<!-- end of power -->\n"
LED_TO = (
    "building-economy-tax-within-revenue",
    "technical-renovation-investment-per-project-low",
    "technical-renovation-investment-per-project-high",
    "key-project-investment-per-project-low",
    "key-project-investment-per-project-high",
    "provincial-municipal-key-project-investment-per-project-low",
    "provincial-municipal-key-project-investment-per-project-high",
    "industrial-growth-near-gdp-growth-low",
    "industrial-growth-near-gdp-growth-high",
    "retail-growth-near-gdp-growth-low",
    "retail-growth-near-gdp-growth-high",
    "revenue-growth-near-gdp-growth-low",
    "revenue-growth-near-gdp-growth-high",
    "cold-chain-centre-within-annual-gdp",
    "grand-canal-project-within-annual-gdp",
)
"""The rules that the first of these tables led to, each for the reason in rules.csv."""


def tables() -> str:
    """Both maps in Markdown."""
    vocabulary, figures = source_of(ROOT)
    before = power([rule for rule in vocabulary.rules if rule.rule_id not in LED_TO], figures, vocabulary.codes)
    after = power(vocabulary.rules, figures, vocabulary.codes)
    parts = (
        f"### {name}\n\n{power_markdown(found, figures.observations)}"
        for name, found in (("Now", after), ("Before these rules", before))
    )
    return "\n".join(parts)


def main() -> int:
    """Write or check."""
    page = PAGE.read_text("utf-8")
    head, _, rest = page.partition(START)
    new = f"{head}{START}\n{tables()}\n{END}{rest.partition(END)[2]}"
    if "--check" in sys.argv[1:]:
        if new != page:
            print("docs/suspects.md does not show what the rules see now: run python scripts/power_page.py")
        return int(new != page)
    PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
