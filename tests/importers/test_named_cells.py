"""What a message on a filled-in table names: the text of a cell as it is, and rows of that table, never those of the package's."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.importers.table import import_file
from decheng_data.model.bilingual import shown
from decheng_data.model.rows import ObservationRow
from decheng_data.packages.structure.hints import folded
from tests.examples import examples
from tests.made_states import made_state

KEY = ObservationRow.primary_key
LIKE_SENTENCES = (
    "line 2",
    "第 2 行",
    "data/observations.csv line 2, field value: ",
    "，应为",
    '", expected "',
    "{0}; %s",
    "\n",
)
INVISIBLE = "\0\r\u200b\u200c\u200d\u2060\ufeff"
"""What no CSV file has in a text, or what is taken off its ends."""
TEXTS = (
    st.lists(
        st.sampled_from(LIKE_SENTENCES)
        | st.text(st.characters(codec="utf-8", exclude_characters=INVISIBLE), min_size=1, max_size=30),
        min_size=1,
        max_size=4,
    )
    .map(lambda pieces: "".join(pieces).strip())
    .filter(bool)
)


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """A package that no test here changes: each file has a fault."""
    return made_state(tmp_path_factory.mktemp("named") / "package")


def filled(path, rows):
    """The rows as a CSV file, each with the line that it starts on."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(cell.count("\n") for cell in row.values())
    return lines


@pytest.mark.hypothesis
@given(st.data())
@examples(5)
def test_a_cell_is_quoted_as_it_is(state, tmp_path_factory, data):
    rows = [{**row, "printed": data.draw(TEXTS), "value": f"x{data.draw(TEXTS)}"} for row in state.rows("observations")]
    path = tmp_path_factory.mktemp("quoted") / "figures.csv"
    lines, labels = filled(path, rows), list(rows[0])
    report = import_file(path, state).report
    at_level_0 = {(each.line, each.field): each for each in report.findings if each.level == 0}
    for line, row in zip(lines, rows, strict=True):
        for field, text in (("printed", row["printed"]), ("value", folded(row["value"]))):
            found, cell = at_level_0[line, field], f"{chr(ord('A') + labels.index(field))}{line} ({field})"
            assert found.message_en.startswith(f"figures.csv, cell {cell}: found {shown(text).en}, ")
            assert found.message_zh.startswith(f"figures.csv 单元格 {cell}：此处为{shown(text).zh}，")


@pytest.mark.hypothesis
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=2, max_size=8))
@examples(10)
def test_the_rows_that_a_message_names_are_those_of_the_table(state, tmp_path_factory, chosen):
    """Rows that share a key, notes of several lines above them, and some rows that do not pass a rule."""
    release = state.rows("observations")[0]
    rows = [
        {
            **release,
            "comparison": f"37140{which}",
            "measure": "rank",
            "value": "3" if fits else "4",
            "decimals": "0",
            "unit": "rank",
            "printed": "第三位",
            "note_en": "a" + "\nb" * breaks,
        }
        for which, breaks, fits in chosen
    ]
    path = tmp_path_factory.mktemp("rows") / "figures.csv"
    at = dict(zip(filled(path, rows), rows, strict=True))
    keys = {line: tuple(row[name] for name in KEY) for line, row in at.items()}
    found = import_file(path, state).report.findings
    for each in found:
        figures = {figure.line: tuple(getattr(figure, name) for name in KEY) for figure in each.observations}
        assert (each.file, keys | figures) == ("figures.csv", keys)
        assert {figure.file for figure in each.observations} <= {"figures.csv"}
    sharing = {each.line: each for each in found if each.code == "packages.shared-key"}
    assert sharing.keys() == {line for line, key in keys.items() if [*keys.values()].count(key) > 1}
    for line, each in sharing.items():
        other = each.parts["other"].number
        assert (keys[other], other != line) == (keys[line], True)
        assert f"figures.csv, row {other} " in each.message_en
        assert f"figures.csv 第 {other} 行" in each.message_zh
