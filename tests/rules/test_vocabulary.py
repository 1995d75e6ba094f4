"""The vocabulary of a package: what stands in its code lists, with the rules that are built on them."""

from __future__ import annotations

import pytest

from decheng_data.errors import DechengDataError
from decheng_data.packages.package import open_package
from decheng_data.releases.vocabulary import shipped_vocabulary, vocabulary_of
from decheng_data.rules.vocabulary import Vocabulary
from tests.made_figures import AREAS, INDICATORS, THEME, UNITS, rule_row, summand, term_rows

TABLES = {
    "indicators": INDICATORS.values(),
    "units": UNITS.values(),
    "areas": AREAS.values(),
    "themes": [THEME],
    "rules": [
        rule_row("good", relation="<=", bound_source="fixed", bound=0),
        rule_row("bad", relation="<=", bound_source="fixed", bound=0),
    ],
    "rule_terms": [*term_rows("good", summand("whole")), *term_rows("bad", summand("gone"))],
}


def numbered(name):
    return list(enumerate(TABLES[name], 2))


def test_code_lists_are_looked_up_by_their_ids():
    made = Vocabulary.of(numbered, {"version": "1.2.3", "licenses": [{"name": "CC0-1.0"}, {"name": "MIT"}]})
    assert (made.codes.indicators, made.codes.units, made.codes.areas) == (INDICATORS, UNITS, AREAS)
    assert made.themes == {"made_up": THEME}
    assert (made.version, made.licence) == ("1.2.3", "CC0-1.0")


def test_a_rule_that_cannot_run_is_kept_apart():
    made = Vocabulary.of(numbered, {})
    assert [(rule.rule_id, rule.line) for rule in made.rules] == [("good", 2)]
    assert [(row.rule_id, line) for row, line, _ in made.rules.faults] == [("bad", 3)]
    assert (made.version, made.licence) == ("", "")


@pytest.mark.parametrize("descriptor", [{}, {"licenses": []}, {"licenses": [{"path": "https://example.org"}]}])
def test_a_licence_without_a_name_is_no_fault(descriptor):
    assert Vocabulary.of(numbered, descriptor).licence == ""


def test_the_shipped_one_is_read_once():
    shipped = shipped_vocabulary()
    assert shipped_vocabulary() is shipped
    assert shipped.codes.units["hundred_million_yuan"].name_zh == "亿元"
    assert shipped.licence == "CC0-1.0"
    assert all(rule.line and rule.line > 1 for rule in shipped.rules)


def test_a_package_whose_rows_do_not_fit_is_told(package_copy):
    path = package_copy / "data" / "units.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "亿元,hundred million yuan,money,false", "亿元,hundred million yuan,money,perhaps"
        ),
        "utf-8",
    )
    with pytest.raises(
        DechengDataError,
        match=r"^table units of \S+, line 4: field counted, 'perhaps' is not true or false; `decheng-data validate` tells every fault$",
    ):
        vocabulary_of(open_package(package_copy))
