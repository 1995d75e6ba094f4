"""The labels of a file held against the fields of its schema, position by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decheng_data.model.bilingual import Bilingual, listed, shown
from decheng_data.model.fault import Fault, misplaced

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
        said = Bilingual("the first line is blank, expected the names of the fields", "首行为空，应为字段名")
        yield Fault(
            "blank-header",
            said,
            1,
            found="",
            expected=",".join(names),
            mend=Bilingual("write the names of the fields there", "请写上字段名"),
        )
        return
    mend = _mend(labels, names)
    for label in labels[len(names) :]:
        yield misplaced(
            "extra-label",
            label,
            Bilingual("no more columns", "没有更多的列"),
            line=1,
            field=label.strip() or None,
            mend=mend or Bilingual("take the column out", "请删除该列"),
        )
    for name in names[len(labels) :]:
        said = Bilingual(f"there is no column {name}", f"缺少列 {name}")
        yield Fault(
            "missing-label",
            said,
            1,
            name,
            expected=name,
            mend=mend or Bilingual(f"add the column {name} at the end", f"请在末尾补充列 {name}"),
        )
    seen: dict[str, int] = {}
    for number, (name, label) in enumerate(zip(names, labels, strict=False), 1):
        yield from _label_fault(
            label, name, seen.setdefault(label.strip(), number) if label.strip() else 0, number, mend
        )


def _label_fault(label: str, name: str, first: int, number: int, mend: Bilingual | None) -> Iterator[Fault]:
    if not first:
        yield misplaced(
            "blank-label",
            label.strip(),
            Bilingual(f"the label {name}", f"列名 {name}"),
            line=1,
            field=name,
            mend=mend or Bilingual(f"write {name} there", f"请写上 {name}"),
        )
    elif first < number:
        said = Bilingual(
            f"the label {shown(label).en} stands in columns {first} and {number}, expected {name} here",
            f"列名 {shown(label).zh} 在第 {first} 列和第 {number} 列重复，此处应为 {name}",
        )
        yield Fault(
            "duplicate-label",
            said,
            1,
            name,
            label,
            name,
            mend or Bilingual("rename or take out one of them", "请改名或删除其一"),
        )
    elif label != name:
        rename = (
            Bilingual("remove the spaces around it", "去掉首尾空格")
            if label.strip() == name
            else Bilingual(f"rename the column to {name}", f"请将列名改为 {name}")
        )
        yield misplaced(
            "incorrect-label",
            label,
            Bilingual(f"the label {name}", f"列名 {name}"),
            line=1,
            field=name,
            mend=mend or rename,
        )


def _mend(labels: list[str], names: list[str]) -> Bilingual | None:
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
