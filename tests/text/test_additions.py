"""Drafted rows in a package: it stays valid, no row that was there changes, and all tables are written or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import decheng_data as dd
from decheng_data.errors import DechengDataError, NotInReleaseError, PackageError
from decheng_data.text import additions
from decheng_data.text.additions import add_draft
from tests.text.prose import BULLETIN

RELEASE = "willow-2022-S1"


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "data").glob("*.csv"))}


def add(folder: Path, text: str = BULLETIN, release: str = RELEASE, **options: str):
    return add_draft(dd.repair(text), release, folder, **options)


def test_the_package_stays_valid_and_agrees_with_the_text(package_copy: Path) -> None:
    before = tables(package_copy)
    added = add(package_copy)
    assert str(added) == "added 1 releases, 3 indicators, 8 observations, 3 mentions; left out 0"
    assert dd.validate(package_copy).ok
    assert dd.verify(BULLETIN, package_copy).findings == ()
    assert {name for name, content in tables(package_copy).items() if content != before[name]} == {
        f"{name}.csv" for name, rows in added.rows.items() if rows
    }
    assert all(content.startswith(before[name]) for name, content in tables(package_copy).items())


def test_a_new_release_is_like_the_latest_and_says_what_to_check(package_copy: Path) -> None:
    (release,) = add(package_copy).rows["releases"]
    assert (release.release_id, release.period, release.area, release.frequency) == (RELEASE, "2022-S1", "371402", "S")
    assert (release.title_zh, release.year_basis) == ("柳泉区经济社会发展情况", "inferred")
    assert "check" in (release.note_en or "")
    assert release.sha256_repaired == dd.repair(BULLETIN).sha256


def test_nothing_is_added_to_a_release_whose_positions_count_in_another_text(package_copy: Path) -> None:
    add(package_copy)
    before = tables(package_copy)
    with pytest.raises(
        DechengDataError, match=f"positions of {RELEASE} count in the text with sha256_repaired .*"
    ) as told:
        add(package_copy, "前言。" + BULLETIN)
    assert dd.repair(BULLETIN).sha256 in str(told.value)
    assert dd.repair("前言。" + BULLETIN).sha256 in str(told.value)
    assert tables(package_copy) == before


def test_nothing_is_added_twice(package_copy: Path) -> None:
    add(package_copy)
    before = tables(package_copy)
    again = add(package_copy)
    assert str(again) == "added nothing; left out 11"
    assert tables(package_copy) == before


def test_a_theme_for_new_indicators(package_copy: Path) -> None:
    assert {row.theme for row in add(package_copy, theme="education").rows["indicators"]} == {"education"}
    with pytest.raises(NotInReleaseError, match="education"):
        add(package_copy, theme="educating")


def test_line_ends_and_a_missing_last_one_are_kept(package_copy: Path) -> None:
    path = package_copy / "data" / "observations.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").removesuffix(b"\r\n"))
    add(package_copy)
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert dd.validate(package_copy).ok


def test_a_disk_that_is_full_changes_no_table(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(package_copy)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(additions, "write_together", full)
    with pytest.raises(PackageError, match="cannot be written, and is as it was: No space left"):
        add(package_copy)
    assert tables(package_copy) == before


def test_a_broken_package_is_left_alone(package_copy: Path) -> None:
    path = package_copy / "data" / "units.csv"
    path.write_text(path.read_text("utf-8").replace("yuan,元", "yuan", 1), "utf-8")
    before = tables(package_copy)
    with pytest.raises(PackageError, match="is broken, so nothing is added"):
        add(package_copy)
    assert tables(package_copy) == before


def test_a_package_that_is_no_folder_is_told(package_copy: Path) -> None:
    import shutil

    archive = shutil.make_archive(str(package_copy.parent / "package"), "zip", package_copy)
    with pytest.raises(PackageError, match="is no folder"):
        add(Path(archive))
    assert add(package_copy / "datapackage.json").rows["observations"]


def descriptor(folder: Path, change) -> None:
    path = folder / "datapackage.json"
    content = json.loads(path.read_text("utf-8"))
    for resource in content["resources"]:
        change(resource)
    path.write_text(json.dumps(content), "utf-8")


def test_a_table_in_another_form_is_told(package_copy: Path) -> None:
    (package_copy / "data" / "releases.csv").write_text(
        (package_copy / "data" / "releases.csv").read_text("utf-8").replace(",", ";"), "utf-8"
    )
    descriptor(
        package_copy,
        lambda resource: resource.update(dialect={"delimiter": ";"}) if resource["name"] == "releases" else None,
    )
    before = tables(package_copy)
    with pytest.raises(PackageError):
        add(package_copy)
    assert tables(package_copy) == before


def test_a_hash_in_the_descriptor_would_no_longer_be_true(package_copy: Path) -> None:
    import hashlib

    def with_hash(resource) -> None:
        resource["hash"] = f"sha256:{hashlib.sha256((package_copy / resource['path']).read_bytes()).hexdigest()}"

    descriptor(package_copy, with_hash)
    with pytest.raises(PackageError, match="take hash and bytes out of the descriptor"):
        add(package_copy)


def without_rows(folder: Path, name: str) -> None:
    path = folder / "data" / f"{name}.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


def test_a_package_without_a_release_or_a_theme_is_told(package_copy: Path) -> None:
    for name in ("releases", "observations", "statements", "mentions", "revisions"):
        without_rows(package_copy, name)
    with pytest.raises(PackageError, match=f"add the row of {RELEASE} to releases.csv first"):
        add(package_copy)


def test_a_release_that_cannot_be_named_so(package_copy: Path) -> None:
    with pytest.raises(DechengDataError, match="small letters and a period"):
        add(package_copy, release="柳泉-2022-S1")
    with pytest.raises(DechengDataError, match="does not end in a period"):
        add(package_copy, release="willow")


def test_a_text_without_figures_adds_its_release_only(package_copy: Path) -> None:
    added = add(package_copy, "柳泉区概况\n", "willow-2022-09")
    assert str(added) == "added 1 releases; left out 0"
    assert added.rows["releases"][0].frequency == "M"


def test_new_indicators_need_a_theme(package_copy: Path) -> None:
    for name in ("observations", "statements", "mentions", "indicators", "themes", "rules", "rule_terms", "revisions"):
        without_rows(package_copy, name)
    with pytest.raises(PackageError, match=r"themes\.csv has no theme"):
        add(package_copy)
