"""What of a descriptor is a contract: what goes, is read otherwise or tightened is major, what comes is minor, words are patch."""

from __future__ import annotations

from typing import Any

import pytest

from decheng_data.changes.contract import contract_changes


def described(fields: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """A descriptor with one table that has the fields; `more` goes to the schema, `resource` to the table, `package` to the package."""
    resource, package = more.pop("resource", {}), more.pop("package", {})
    schema = {"fields": fields or [field()], **more}
    return {
        "name": "made-up",
        "version": "1.0.0",
        "resources": [{"name": "figures", "path": "data/figures.csv", "schema": schema, **resource}],
        **package,
    }


def field(name: str = "value", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", "description": f"The {name}.", **more}


def bound(**constraints: Any) -> dict[str, Any]:
    return field(constraints=constraints)


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(change), change.bump.value) for change in contract_changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "change", "bump"),
    [
        (described([field(), field("note")]), described(), "figures.note: field removed (note)", "major"),
        (described(), described([field(), field("note")]), "figures.note: field added (note)", "minor"),
        (
            described(),
            described([field(), field("note", constraints={"required": True})]),
            "figures.note: required field added (note)",
            "major",
        ),
        (
            described(),
            described([field("amount", description="The value.")]),
            "figures.value: field renamed (value → amount)",
            "major",
        ),
        (described(), described([field(type="number")]), "figures.value: type changed (string → number)", "major"),
        (described(), described([field(format="uri")]), "figures.value: format changed (default → uri)", "major"),
        (described(), described([field(trueValues=["yes"])]), 'figures.value: trueValues changed (["yes"])', "major"),
        (
            described(),
            described([field(description="Said better.")]),
            "figures.value: description changed (The value. → Said better.)",
            "patch",
        ),
        (described(), described([field(title_zh="值")]), "figures.value: title_zh changed (值)", "patch"),
        (described(), described([bound(required=True)]), "figures.value: required tightened (true)", "major"),
        (described([bound(required=True)]), described(), "figures.value: required loosened (true)", "minor"),
        (
            described([bound(minimum=0)]),
            described([bound(minimum=1)]),
            "figures.value: minimum tightened (0 → 1)",
            "major",
        ),
        (
            described([bound(minimum=1)]),
            described([bound(minimum=0)]),
            "figures.value: minimum loosened (1 → 0)",
            "minor",
        ),
        (
            described([bound(maximum=9)]),
            described([bound(maximum=10)]),
            "figures.value: maximum loosened (9 → 10)",
            "minor",
        ),
        (
            described([bound(maxLength=10)]),
            described([bound(maxLength=9)]),
            "figures.value: maxLength tightened (10 → 9)",
            "major",
        ),
        (
            described([bound(minimum="2021-01-01")]),
            described([bound(minimum="2022-01-01")]),
            "figures.value: minimum tightened (2021-01-01 → 2022-01-01)",
            "major",
        ),
        (
            described([bound(pattern="a")]),
            described([bound(pattern="b")]),
            "figures.value: pattern changed (a → b)",
            "major",
        ),
        (
            described([bound(enum=["a", "b"])]),
            described([bound(enum=["b"])]),
            'figures.value: enum tightened (["a", "b"] → ["b"])',
            "major",
        ),
        (
            described([bound(enum=["a"])]),
            described([bound(enum=["b", "a"])]),
            'figures.value: enum loosened (["a"] → ["b", "a"])',
            "minor",
        ),
        (described([bound(enum=["a"])]), described([bound()]), 'figures.value: enum loosened (["a"])', "minor"),
        (described(), described([bound(enum=["a"])]), 'figures.value: enum tightened (["a"])', "major"),
        (described(), described([field(categories=["a"])]), 'figures.value: categories tightened (["a"])', "major"),
        (
            described([field(categories=[{"value": "a", "label": "A"}])]),
            described([field(categories=["a", "b"])]),
            'figures.value: categories loosened ([{"label": "A", "value": "a"}] → ["a", "b"])',
            "minor",
        ),
        (described(), described(primaryKey="value"), 'figures: primaryKey changed (["value"])', "major"),
        (described(), described(uniqueKeys=[["value"]]), 'figures: uniqueKeys tightened ([["value"]])', "major"),
        (described(uniqueKeys=[["value"]]), described(), 'figures: uniqueKeys loosened ([["value"]])', "minor"),
        (described(), described(missingValues=["-"]), 'figures: missingValues changed ([""] → ["-"])', "major"),
        (
            described(),
            described(resource={"path": "data/other.csv"}),
            "figures: path changed (data/figures.csv → data/other.csv)",
            "major",
        ),
        (
            described(),
            described(resource={"encoding": "gb18030"}),
            "figures: encoding changed (utf-8 → gb18030)",
            "major",
        ),
        (described(), described(resource={"title": "Figures"}), "figures: title changed (Figures)", "patch"),
        (described(), described(package={"name": "other"}), "package: name changed (made-up → other)", "major"),
        (
            described(),
            described(package={"licenses": [{"name": "CC0-1.0"}]}),
            'package: licenses changed ([{"name": "CC0-1.0"}])',
            "major",
        ),
        (
            described(),
            described(package={"keywords": ["made", "up"]}),
            'package: keywords changed (["made", "up"])',
            "patch",
        ),
        (described(), described(package={"x-note": "made up"}), "package: x-note changed (made up)", "patch"),
        (
            described(),
            described(package={"resources": [*described()["resources"], {"name": "notes", "path": "notes.csv"}]}),
            "notes: table added (notes)",
            "minor",
        ),
        (
            described(package={"resources": [*described()["resources"], {"name": "notes"}]}),
            described(),
            "notes: table removed (notes)",
            "major",
        ),
    ],
)
def test_a_change_and_what_it_asks_for(old: dict[str, Any], new: dict[str, Any], change: str, bump: str) -> None:
    assert told(old, new) == [(change, bump)]


@pytest.mark.parametrize(
    "new",
    [
        described(package={"version": "2.0.0", "created": "2031-01-01T00:00:00Z"}),
        described(resource={"hash": "sha256:00", "bytes": 12, "rows": 3}),
        described(
            resource={
                "type": "table",
                "format": "csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "header": True},
            }
        ),
        described([bound(required=False)]),
        described([field(format="default")]),
        described(missingValues=[""]),
        described(**dict[str, Any]({"$schema": "https://datapackage.org/profiles/2.0/tableschema.json"})),
    ],
)
def test_what_says_the_same_in_other_words_is_no_change(new: dict[str, Any]) -> None:
    assert told(described(), new) == told(new, described()) == []


def test_the_order_of_tables_and_fields_is_no_change() -> None:
    old, new = described([field(), field("note")]), described([field("note"), field()])
    assert told(old, new) == []
    both = [*old["resources"], {"name": "notes", "path": "notes.csv"}]
    assert told({**old, "resources": both}, {**old, "resources": both[::-1]}) == []


def test_a_whole_number_is_the_same_with_a_point() -> None:
    assert told(described([bound(minimum=1.0)]), described([bound(minimum=1)])) == []


def test_two_fields_are_not_taken_for_one_that_was_renamed() -> None:
    old, new = (
        described([field("a", description="Same."), field("b", description="Same.")]),
        described([field("c", description="Same.")]),
    )
    assert told(old, new) == [("figures.a: field renamed (a → c)", "major"), ("figures.b: field removed (b)", "major")]
    assert told(described([field("a", description="")]), described([field("c", description="")])) == [
        ("figures.a: field removed (a)", "major"),
        ("figures.c: field added (c)", "minor"),
    ]


@pytest.mark.parametrize(
    "schema",
    [
        None,
        "text",
        [],
        {"fields": "text"},
        {"fields": [1, {"name": 2}, {}]},
        {"fields": [{"name": "value", "constraints": 7}]},
    ],
)
def test_a_descriptor_that_is_badly_broken_is_compared_as_far_as_it_goes(schema: object) -> None:
    broken = described(resource={"schema": schema})
    assert all(
        bump in ("major", "minor", "patch") for _, bump in (*told(described(), broken), *told(broken, described()))
    )


def test_a_long_value_is_cut() -> None:
    (change,) = contract_changes(described(), described(package={"sources": [{"title": "x" * 500}]}))
    assert change.after is not None
    assert len(change.after) == 201
