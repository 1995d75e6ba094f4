"""Parts of messages: lines as sentences name them, and parts in JSON and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decheng_data.model.bilingual import Bilingual
from decheng_data.model.parts import Line, as_json, of_json, relocated

WORDS = st.builds(Bilingual, st.text(), st.text())
PARTS = st.recursive(
    st.text()
    | st.integers()
    | st.booleans()
    | st.none()
    | WORDS
    | st.builds(Line, st.integers(), st.none() | st.text(), WORDS),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)


@given(st.dictionaries(st.text(min_size=4), PARTS, max_size=4))
def test_json_loses_nothing(parts):
    assert of_json(json.loads(json.dumps(as_json(parts)))) == parts


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(7), ("line 7", "第 7 行")),
        (Line(7, "data/areas.csv"), ("line 7", "第 7 行")),
        (Line(7, "one.parquet"), ("line 7 of one.parquet", "one.parquet 第 7 行")),
        (Line(0, "one.parquet", Bilingual("row 3", "第 3 行")), ("row 3", "第 3 行")),
    ],
)
def test_a_line_is_named_with_its_file_where_that_is_another(line, text):
    assert line.text("data/areas.csv") == text


def test_lines_are_moved_wherever_they_are_named():
    parts = {"other": Line(2), "more": (Line(3), "text", Bilingual("a", "b"))}
    moved = relocated(parts, lambda line: line._replace(number=line.number + 1))
    assert moved == {"other": Line(3), "more": (Line(4), "text", Bilingual("a", "b"))}
