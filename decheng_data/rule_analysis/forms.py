"""Consistency and power of the rules as text, Markdown and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from decheng_data.rule_analysis.consistency import Consistency
    from decheng_data.rule_analysis.power import Counts, Power
    from decheng_data.rules.observation import Observation

_HEAD = "made | seen by errors | only by warnings | localised first | and named | through"
_LINE = "--:|--:|--:|--:|--:|--:"


def consistency_text(found: Consistency) -> str:
    """Faults first, each with its sentence in both languages, then the verdict."""
    lines = []
    for each in found.faults:
        lines += [
            f"{'FAULT' if each.is_fault else 'note'}  {each.kind}  {', '.join(each.rules)}".rstrip(),
            f"    {each.text.en}",
            f"    {each.text.zh}",
            "",
        ]
    if not found.settled:
        lines += ["NOT SETTLED 未得出定论: the time did not do for all rules", ""]
    faults = sum(each.is_fault for each in found.faults)
    verdict = (
        "the rules are consistent 规则一致" if found.ok else f"{faults} faults of the rules 规则有 {faults} 处问题"
    )
    return "\n".join([*lines, f"{found.rules} rules: {verdict}"]) + "\n"


def consistency_data(found: Consistency) -> dict[str, Any]:
    """The content of the JSON output."""
    names = ("kind", "is_fault", "rules")
    return {
        "rules": found.rules,
        "ok": found.ok,
        "settled": found.settled,
        "faults": [
            {**{name: getattr(each, name) for name in names}, "said_en": each.text.en, "said_zh": each.text.zh}
            for each in found.faults
        ],
    }


def power_markdown(found: Power, observations: Sequence[Observation]) -> str:
    """Three tables: by figure, by kind of slip, by rule."""
    figures = (
        (f"{_figure_name(observations[place])} | {observations[place].printed}", counts)
        for place, counts in found.figures.items()
    )
    by_rule = (
        (rule_id, count, found.alone[rule_id])
        for rule_id, count in sorted(found.caught.items(), key=lambda item: (-item[1], item[0]))
    )
    lines = [
        _summary(found),
        "",
        f"| figure | printed | {_HEAD} |",
        f"|---|---|{_LINE}|",
        *_table_rows(figures),
        "",
        f"| kind of slip | {_HEAD} |",
        f"|---|{_LINE}|",
        *_table_rows(found.kinds.items()),
        "",
        "| rule | sees | that no other sees |",
        "|---|--:|--:|",
        *(f"| `{rule_id}` | {count} | {alone} |" for rule_id, count, alone in by_rule),
    ]
    return "\n".join(lines) + "\n"


def power_data(found: Power, observations: Sequence[Observation]) -> dict[str, Any]:
    """The content of the JSON output."""
    figures = ((observations[place], counts) for place, counts in found.figures.items())
    named = [
        {"indicator_id": each.indicator_id, "measure": each.measure, **_counts_data(counts)} for each, counts in figures
    ]
    return {
        "total": {**_counts_data(found.total), "value_alone": found.value_alone},
        "figures": named,
        "kinds": {kind: _counts_data(counts) for kind, counts in found.kinds.items()},
        "rules": {rule_id: {"sees": count, "alone": found.alone[rule_id]} for rule_id, count in found.caught.items()},
    }


def _summary(found: Power) -> str:
    every = found.total
    return (
        f"Of {every.made} slips, made in value and printed alike, rules of severity error see {every.errors}, warnings"
        f" alone {every.warnings}, and {every.through} slip through. {every.first} are localised to the right figure at"
        f" first place, {every.named} of them with what it was. Made in value alone, {found.value_alone} are seen."
    )


def _figure_name(observation: Observation) -> str:
    return f"{observation.indicator_id} {observation.measure}"


def _table_rows(counted: Iterable[tuple[str, Counts]]) -> Iterator[str]:
    for name, counts in counted:
        numbers = " | ".join(str(each) for each in _counts_data(counts).values())
        yield f"| {name} | {numbers} |"


def _counts_data(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in ("made", "errors", "warnings", "first", "named", "through")}
