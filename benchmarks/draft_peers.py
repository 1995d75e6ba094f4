"""What one other reader of numbers finds in texts: a JSON list of texts on stdin, its spans on stdout.

    python draft_peers.py jionlp|recognizers_text_suite|cn2an

Prints `{"version": ..., "found": [[[start, end, value, unit], ...], ...]}`, one list a text. Runs in an interpreter
that has the peer installed; needs nothing of this project.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Spans = Iterator[tuple[int, int, str, str]]

_UNITS = {
    "percentage": "%",
    "chinese yuan": "元",
    "united states dollar": "美元",
    "person": "人",
    "acre": "亩",
    "mu": "亩",
    "metric ton": "吨",
    "kilometer": "公里",
}


def jionlp(text: str) -> Spans:
    """Money, which is what JioNLP extracts with a value and a unit."""
    import jionlp as jio

    for found in jio.ner.extract_money(text, with_parsing=True):
        parsed: dict[str, Any] = found["detail"]
        amount = parsed["num"]
        yield (*found["offset"], str(amount[0] if isinstance(amount, list) else amount), str(parsed["case"]))


def recognizers_text_suite(text: str) -> Spans:
    """Percentages, currencies and dimensions; then plain numbers, with the character behind them as their unit."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    taken: set[int] = set()
    for recognize in (recognize_percentage, recognize_currency, recognize_dimension):
        for found in recognize(text, "zh-cn"):
            value = str(found.resolution.get("value") or "")
            name = str(found.resolution.get("unit") or "percentage")
            taken.update(range(found.start, found.end + 1))
            yield found.start, found.end + 1, value.rstrip("%"), _UNITS.get(name.lower(), name)
    for found in recognize_number(text, "zh-cn"):
        if found.start not in taken:
            unit = re.match("个百分点|[一-龥]", text[found.end + 1 :])
            yield found.start, found.end + 1, str(found.resolution["value"]), unit[0] if unit else ""


def cn2an(text: str) -> Spans:
    """cn2an turns numerals of a text into digits and gives neither spans nor units: nothing can be scored."""
    from cn2an import transform

    transform(text)
    yield from ()


def main() -> None:
    """Read the texts, print what the named peer finds."""
    name = sys.argv[1]
    reader = {"jionlp": jionlp, "recognizers_text_suite": recognizers_text_suite, "cn2an": cn2an}[name]
    found = [list(reader(text)) for text in json.load(sys.stdin)]
    sys.stdout.write("\n" + json.dumps({"version": version(name.replace("_", "-")), "found": found}))


if __name__ == "__main__":
    main()
