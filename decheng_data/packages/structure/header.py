"""The labels of a file held against the fields of its schema, position by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual, listed, shown
from decheng_data.packages.fault import Fault, misplaced
from decheng_data.packages.structure.hints import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator


_OTHER_DELIMITERS = {
    ";": Bilingual("a semicolon", "分号"),
    "\t": Bilingual("a tab", "制表符"),
    "|": Bilingual("a vertical bar", "竖线"),
}


def label_faults(labels: list[str], names: list[str]) -> Iterator[Fault]:
    """Each label that is blank, doubled, of another field, or too many; each field without one."""
    if not labels:
        yield Fault("blank-header", line=1, found="", expected=",".join(names))
        return
    hint = _hint(labels, names)
    for label in labels[len(names) :]:
        yield misplaced(
            "extra-label",
            label,
            Bilingual("no more columns", "没有更多的列"),
            line=1,
            field=label.strip() or None,
            hint=hint,
        )
    for name in names[len(labels) :]:
        yield Fault("missing-label", line=1, field=name, expected=name, parts={"hint": hint})
    seen: dict[str, int] = {}
    for number, (name, label) in enumerate(zip(names, labels, strict=False), 1):
        yield from _label_fault(
            label, name, seen.setdefault(label.strip(), number) if label.strip() else 0, number, hint
        )


def _label_fault(label: str, name: str, first: int, number: int, hint: Bilingual | None) -> Iterator[Fault]:
    expected = Bilingual(f"the label {name}", f"列名 {name}")
    if not first:
        yield misplaced("blank-label", label.strip(), expected, line=1, field=name, hint=hint)
    elif first < number:
        parts = {"label": shown(label), "first": first, "number": number, "hint": hint}
        yield Fault("duplicate-label", line=1, field=name, found=label, expected=name, parts=parts)
    elif label != name:
        spaced = rewritten(label, name) if label.strip() == name else None
        yield misplaced("incorrect-label", label, expected, line=1, field=name, hint=hint or spaced)


def _hint(labels: list[str], names: list[str]) -> Bilingual | None:
    """One thing that explains all faults of the header, if there is one."""
    for mark, (called, called_zh) in _OTHER_DELIMITERS.items():
        if len(labels) == 1 and mark in labels[0] and len(names) > 1:
            return Bilingual(
                f"save the file with commas between the cells, not {called}", f"请用逗号分隔单元格，而非{called_zh}"
            )
    plain = [label.strip() for label in labels]
    if plain != names and sorted(plain) == sorted(names):
        return Bilingual(f"put the columns in this order: {','.join(names)}", f"请按此顺序排列各列：{','.join(names)}")
    absent, beyond = [name for name in names if name not in plain], [label for label in plain if label not in names]
    if plain == [name for name in names if name in plain] and absent:
        return Bilingual(
            f"add the columns that are missing: {listed(absent).en}", f"请补充缺少的列：{listed(absent).zh}"
        )
    if [label for label in plain if label in names] == names and beyond:
        return Bilingual(
            f"take out the columns that are too many: {listed(beyond).en}", f"请删除多余的列：{listed(beyond).zh}"
        )
    return None
