"""Frictionless users get the rules through one check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frictionless import Checklist, Package, Resource

from decheng_data.validation.frictionless_check import DechengRules
from tests.retyping import retype, type_part

if TYPE_CHECKING:
    from pathlib import Path


def problems(folder: Path) -> list[list[object]]:
    report = Package(str(folder / "datapackage.json")).validate(checklist=Checklist(checks=[DechengRules()]))
    return report.flatten(["type", "rowNumber", "note"])


def test_a_package_that_keeps_its_rules_is_valid(package_copy: Path) -> None:
    assert problems(package_copy) == []


def test_plain_frictionless_passes_what_the_check_refuses(package_copy: Path) -> None:
    type_part(package_copy, "52.9")
    assert Package(str(package_copy / "datapackage.json")).validate().valid
    ((kind, row, note),) = problems(package_copy)
    assert (kind, row) == ("rule-error", 18)
    assert "[key-project-investment-within-total]" in str(note)


def test_a_rule_that_cannot_run_is_told_apart(package_copy: Path) -> None:
    retype(
        package_copy, "key-project-count-within-total,linear,<=,0", "key-project-count-within-total,linear,,0", "rules"
    )
    assert [kind for kind, *_ in problems(package_copy)] == ["rule-not-run"]


def test_a_table_without_its_package_cannot_be_held_to_rules(package_copy: Path) -> None:
    (package_copy / "datapackage.json").unlink()
    table = Resource(name="observations", path="data/observations.csv", basepath=str(package_copy))
    report = table.validate(checklist=Checklist(checks=[DechengRules()]))
    assert report.flatten(["type"]) == [["rule-not-run"]]
