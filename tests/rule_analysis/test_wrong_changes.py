"""scripts/wrong_changes.py: what its kinds claim, and what docs/wrong-changes.md tells, on a few slips of each kind."""

from __future__ import annotations

from functools import cache

import pytest
import wrong_changes
from change_trials import Kind, Verdict
from package_tables import PackageTables, write

from tests.made_states import ROOT

PAGE = wrong_changes.PAGE.read_text("utf-8")
each_kind = pytest.mark.parametrize("kind", wrong_changes.KINDS.values(), ids=list(wrong_changes.KINDS))


@cache
def slips(name):
    return list(wrong_changes.KINDS[name].slips(wrong_changes.unrevised()))


def sampled(test):
    """The test takes a kind's `trial` of the first or the last of its slips, in turn (turns.py)."""
    both = pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
    return pytest.mark.in_turn("place")(each_kind(both(test)))


@pytest.fixture
def trial(kind, place):
    return tried(kind.name, range(len(slips(kind.name)))[place])


@cache
def tried(name, number):
    (trial,) = wrong_changes.trials_of(name, [number])
    return trial


def told(name):
    """The kind's row of results, by the heads of its columns."""
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |") and line.count("|") == 11)
    heads = (
        "kind",
        "tried",
        "one_alone",
        "one_against",
        "alike",
        "alike_alone",
        "alike_reasons",
        "alike_bookkeeping",
        "alike_recorded",
        "rules",
    )
    return dict(zip(heads, (cell.strip() for cell in row.strip("|").split("|")), strict=True))


def told_to_pass(name, column):
    """The slips that the page says nothing tells of: a list of names, `all`, or none."""
    said = wrong_changes.PASSES[column]
    _, _, rest = PAGE.partition(f"- `{name}`: ")
    own = rest.split("\n- ")[0]
    return next(
        (line.split(f"{said}: ")[1].split("; ") for line in own.splitlines() if line.strip().startswith(f"- {said}: ")),
        [],
    )


def test_there_are_forty_kinds():
    assert len(wrong_changes.KINDS) == 40


@each_kind
def test_the_page_tells_as_many_slips_as_there_are(kind):
    made = slips(kind.name)
    assert made
    assert len({slip.name for slip in made}) == len(made)
    row = told(kind.name)
    assert row["tried"] == str(len(made))
    assert row["alike"] == (str(sum(slip.alike is not None for slip in made) or "–"))


@pytest.mark.in_turn("trial")
@sampled
def test_a_sample_is_caught_as_the_page_tells(kind, trial):
    for column in ("one_alone", "alike_recorded"):
        if column in trial.verdicts:
            listed = told_to_pass(kind.name, column)
            assert trial.is_caught(column) == (listed != ["all"] and trial.slip not in listed), (column, trial)


@sampled
def test_a_claim_to_catch_all_or_none_holds_for_the_sample(kind, trial):
    for column, claimed in (("one_alone", kind.caught), ("alike_recorded", kind.recorded)):
        found = wrong_changes.share([trial], column)
        assert claimed in ("some", found)


@sampled
def test_what_nobody_recorded_is_always_caught_against_the_earlier_state(kind, trial):
    if kind.name != "encoding-changed":
        assert trial.is_caught("one_against")
        assert (
            "alike_bookkeeping" not in trial.verdicts
            or trial.is_caught("alike_bookkeeping")
            or trial.is_caught("alike_reasons")
        )


@each_kind
def test_the_page_names_what_passes_exactly_where_a_kind_says_why(kind):
    assert bool(kind.unknown) == (f"- `{kind.name}`: {kind.unknown}" in PAGE)
    for column, claimed in (("one_alone", kind.caught), ("alike_recorded", kind.recorded)):
        listed = told_to_pass(kind.name, column)
        assert {
            "all": not listed,
            "none": listed == ["all"],
            "some": bool(listed) and listed != ["all"],
            None: not listed,
        }[claimed]
        assert set(listed) - {"all"} <= {slip.name for slip in slips(kind.name)}


class TestClaims:
    @staticmethod
    def trial(one, recorded):
        verdicts = {"one_alone": one, "alike_recorded": recorded}
        return wrong_changes.Trial(
            "made-up", "slip", {column: Verdict("error" if caught else None, ()) for column, caught in verdicts.items()}
        )

    @pytest.mark.parametrize(
        ("kind", "fault"),
        [
            (
                Kind("made-up", "", "", "", lambda _: ()),
                "claims that all of its slips are caught (alike_recorded), and some are",
            ),
            (Kind("made-up", "", "", "", lambda _: (), recorded="none", unknown="x"), "claims that none"),
            (Kind("made-up", "", "", "", lambda _: (), recorded="some"), "says why"),
            (Kind("made-up", "", "", "", lambda _: (), recorded="some", unknown="x"), None),
        ],
    )
    def test_a_false_claim_is_seen(self, kind, fault):
        said = list(wrong_changes.broken_claims(kind, [self.trial(True, True), self.trial(True, False)]))
        assert bool(said) == bool(fault)
        assert fault is None or fault in said[0]


def test_a_page_that_tells_something_else_is_seen():
    there = PAGE.split(wrong_changes.BEGIN)[1].split(wrong_changes.END)[0]
    assert list(wrong_changes.write_page(there, write=False, check=True)) == []
    assert "differs" in next(wrong_changes.write_page(f"{there}x", write=False, check=True))


def test_what_is_written_is_the_package(tmp_path):
    shipped = PackageTables.read(ROOT)
    write(shipped, tmp_path)
    for table in shipped.rows:
        path = shipped.resource(table)["path"]
        assert (tmp_path / path).read_bytes() == (ROOT / path).read_bytes()
