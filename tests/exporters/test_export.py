"""`dd.export` and `decheng-data export`: what is written where, and what is refused."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest

import decheng_data as dd
from decheng_data.exporters.export import export
from decheng_data.exporters.targets import TARGETS
from tests.command import decheng_data
from tests.retyping import retype, type_part


class TestWhereFilesGo:
    def test_into_a_folder_that_is_made(self, tmp_path):
        paths = dd.export("csv", tmp_path / "new" / "out")
        assert paths[0] == tmp_path / "new" / "out" / "tidy.csv"
        assert {path.name for path in paths} == {path.name for path in (tmp_path / "new" / "out").iterdir()}
        assert {"wide.csv", "observations.csv", "revisions.csv"} <= {path.name for path in paths}

    def test_the_main_file_alone_where_its_name_is_given(self, tmp_path):
        assert export("csv", tmp_path / "figures.CSV") == (tmp_path / "figures.CSV",)
        assert [path.name for path in tmp_path.iterdir()] == ["figures.CSV"]
        assert (tmp_path / "figures.CSV").read_bytes() == export("csv", tmp_path / "all")[0].read_bytes()

    def test_over_files_of_their_names_and_beside_others(self, tmp_path):
        (tmp_path / "tidy.csv").write_text("old")
        (tmp_path / "mine.txt").write_text("mine")
        export("csv", str(tmp_path))
        assert (tmp_path / "tidy.csv").read_text("utf-8").startswith("release_id,")
        assert (tmp_path / "mine.txt").read_text() == "mine"

    def test_a_link_is_followed_and_rights_are_kept(self, tmp_path):
        real = tmp_path / "real.csv"
        real.write_text("old")
        real.chmod(0o640)
        (tmp_path / "link.csv").symlink_to(real)
        export("csv", tmp_path / "link.csv")
        assert (tmp_path / "link.csv").is_symlink()
        assert real.read_text("utf-8").startswith("release_id,")
        assert real.stat().st_mode & 0o777 == 0o640

    def test_a_folder_may_have_a_dot_in_its_name(self, tmp_path):
        assert export("csv", tmp_path / "v0.1.0")[0] == tmp_path / "v0.1.0" / "tidy.csv"

    @pytest.mark.parametrize("name", ["figures.parquet", "figures.txt", "figures.json"])
    def test_a_name_of_another_format_is_refused(self, tmp_path, name):
        with pytest.raises(
            dd.DechengDataError,
            match=rf"{name} is no name for what csv writes; name a folder or a file that ends in \.csv$",
        ):
            export("csv", tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    def test_an_empty_name_is_not_the_current_folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(dd.DechengDataError, match="the path is empty"):
            export("csv", "")
        assert list(tmp_path.iterdir()) == []

    def test_a_failure_leaves_what_stood_there(self, tmp_path, monkeypatch):
        kept = export("csv", tmp_path / "out")[0]
        before = {path.name: path.read_bytes() for path in kept.parent.iterdir()}

        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(
            dd.DechengDataError,
            match="out cannot be written: No space left on device; check the disk and your permissions",
        ):
            export("csv", tmp_path / "out")
        with pytest.raises(dd.DechengDataError, match="cannot be written"):
            export("csv", tmp_path / "made" / "for" / "this")
        monkeypatch.undo()
        assert {path.name: path.read_bytes() for path in kept.parent.iterdir()} == before
        assert not (tmp_path / "made").exists()

    def test_a_file_where_a_folder_must_be(self, tmp_path):
        (tmp_path / "taken").write_text("x")
        with pytest.raises(dd.DechengDataError, match="out cannot be written: Not a directory"):
            export("csv", tmp_path / "taken" / "out")


class TestWhatIsExported:
    def test_a_package_in_a_folder_or_a_zip(self, package_copy, tmp_path):
        archive = tmp_path / "packed.zip"
        with zipfile.ZipFile(archive, "w") as stream:
            for path in package_copy.rglob("*"):
                stream.write(path, path.relative_to(package_copy))
        assert (
            export("jsonl", tmp_path / "a.jsonl", package_copy)[0].read_bytes()
            == export("jsonl", tmp_path / "b.jsonl", archive)[0].read_bytes()
        )

    def test_figures_that_break_a_rule_only_where_it_is_allowed(self, package_copy, tmp_path):
        type_part(package_copy, "52.9")
        with pytest.raises(dd.FindingsError) as raised:
            export("csv", tmp_path / "out", package_copy)
        assert raised.value.report.at_or_above("error")[0].rule == "key-project-investment-within-total"
        assert not (tmp_path / "out").exists()
        assert "52.9" in export("csv", tmp_path / "out", package_copy, allow_findings=True)[0].read_text("utf-8")

    def test_a_warning_does_not_stop_it(self, package_copy, tmp_path):
        retype(
            package_copy,
            "none,12.8,1,hundred_million_yuan,,A,,12.8亿元",
            "none,1.28,2,hundred_million_yuan,,A,,1.28亿元",
        )
        assert export("csv", tmp_path / "out.csv", package_copy)

    def test_a_broken_structure_never(self, package_copy, tmp_path):
        retype(package_copy, "gdp,level,2021-S1,371402,none,157.5,", "gdp,level,2021-S1,371402,none,many,")
        with pytest.raises(dd.FindingsError, match="many"):
            export("csv", tmp_path / "out", package_copy, allow_findings=True)
        assert not (tmp_path / "out").exists()

    def test_a_rule_that_cannot_run_never(self, package_copy, tmp_path):
        path = package_copy / "data" / "rule_terms.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("growth-agrees-with-levels,")), "utf-8")
        with pytest.raises(dd.FindingsError, match="a rule could not run"):
            export("csv", tmp_path / "out", package_copy, allow_findings=True)

    def test_an_unknown_target_suggests_near_ones(self, tmp_path):
        with pytest.raises(dd.NotInReleaseError, match=r"no target 'parket'\. Did you mean 'parquet'"):
            export("parket", tmp_path / "out")


@pytest.mark.parametrize(("name", "target"), [(name, target) for name, target in TARGETS.items() if target.extra])
def test_a_missing_library_is_told_with_its_extra(name, target, tmp_path, monkeypatch, root):
    import tomllib

    brought = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][
        target.extra
    ]
    for requirement in brought:
        monkeypatch.setitem(sys.modules, requirement.partition(">=")[0], None)
    with pytest.raises(
        dd.MissingExtraError, match=rf"is not installed: pip install 'decheng-data\[{target.extra}\]' brings it"
    ):
        export(name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


class TestTheCommand:
    def test_prints_the_paths(self, capsys, tmp_path):
        ran = decheng_data(capsys, "export", "jsonl", "--output", tmp_path / "out.jsonl")
        assert ran == (0, f"{tmp_path / 'out.jsonl'}\n", "")

    def test_help_lists_every_target_and_an_example(self, capsys):
        told = decheng_data(capsys, "export", "--help").out
        assert "Example: decheng-data export" in " ".join(told.split())
        assert all(f"  {name} " in told and target.title_en in told for name, target in TARGETS.items())

    def test_findings_are_told_on_standard_error_with_status_1(self, capsys, package_copy, tmp_path):
        type_part(package_copy, "52.9")
        words = ("export", "csv", "--package", package_copy, "--output", tmp_path / "out")
        ran = decheng_data(capsys, *words)
        assert (ran.status, ran.out) == (1, "")
        assert "key-project-investment-within-total" in ran.err
        assert ran.err.endswith("decheng-data: nothing was exported, as the package has findings of severity error\n")
        assert decheng_data(capsys, *words, "--allow-findings").status == 0

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("parket", "--output", "out"), "Did you mean 'parquet'"),
            (("csv",), "--output"),
            (("csv", "--output", "out", "--package", "nowhere"), "there is nothing at 'nowhere'"),
            (("csv", "--output", "out.parquet"), "is no name for what csv writes"),
        ],
    )
    def test_what_cannot_be_done_is_status_2(self, capsys, tmp_path, monkeypatch, words, said):
        monkeypatch.chdir(tmp_path)
        ran = decheng_data(capsys, "export", *words)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert list(tmp_path.iterdir()) == []

    def test_a_library_that_is_missing_is_status_2(self, capsys, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        ran = decheng_data(capsys, "export", "parquet", "--output", tmp_path / "out")
        assert (ran.status, ran.out) == (2, "")
        assert "pip install 'decheng-data[" in ran.err
