"""compare(): what changed, by meaning; what is no change; and how it is told."""

from __future__ import annotations

import csv
import io
import json
import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decheng_data as dd
from decheng_data.changes.compare import compare, compare_states
from decheng_data.changes.comparison import Comparison
from decheng_data.changes.state import State
from decheng_data.errors import PackageError
from decheng_data.model.rows import TABLES
from decheng_data.packages.opening import open_state
from decheng_data.reporters import comparison as comparison_forms
from tests.command import decheng_data
from tests.examples import examples
from tests.made_states import LATER, RELEASE, MadeState, add_release, made_state, packed, waiver

if TYPE_CHECKING:
    from pathlib import Path

    from decheng_data.changes.comparison import CellChange, RowChange


@pytest.fixture
def old(tmp_path: Path) -> MadeState:
    return made_state(tmp_path / "old")


@pytest.fixture
def new(old: MadeState) -> MadeState:
    return old.copy("new")


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> tuple[MadeState, MadeState]:
    """A state, and a copy to be written in another order by each example."""
    state = made_state(tmp_path_factory.mktemp("shuffled") / "old")
    return state, state.copy("new")


def only(comparison: Comparison) -> RowChange:
    """The one row that changed."""
    (row,) = (row for rows in comparison.sections.values() for row in rows)
    return row


def cell_of(comparison: Comparison) -> CellChange:
    (cell,) = only(comparison).cells
    return cell


def counts(comparison: Comparison) -> dict[str, str]:
    return {name: str(rows) for name, rows in comparison.sections.items() if len(rows)}


class TestNoChange:
    def test_a_state_against_itself(self, old: MadeState, tmp_path: Path) -> None:
        for other in (
            old,
            old.copy("same"),
            packed(old, tmp_path / "same.zip"),
            packed(old, tmp_path / "same.whl", "decheng_data/_package/"),
        ):
            comparison = dd.compare(old, other)
            assert comparison.empty
            assert comparison.version.bump == "none"
            assert comparison.version.fits
            assert not comparison.notes

    def test_the_shipped_package_against_itself(self) -> None:
        assert compare(None).empty

    @examples(15)
    @given(
        seed=st.integers(0, 2**32),
        line_end=st.sampled_from(["\n", "\r\n"]),
        quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        mark=st.booleans(),
    )
    def test_order_of_rows_and_columns_quoting_line_ends(
        self, shuffled: tuple[MadeState, MadeState], seed: int, line_end: str, quoting: int, mark: bool
    ) -> None:
        state, written = shuffled
        order = random.Random(seed)
        for table in TABLES:
            rows, names = state.rows(table), state.header(table)
            order.shuffle(rows)
            order.shuffle(names)
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, names, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]  # one of the module's constants
            writer.writeheader()
            writer.writerows(rows)
            written.path(table).write_bytes(text.getvalue().encode("utf-8-sig" if mark else "utf-8"))
        assert compare(state, written).empty

    @pytest.mark.parametrize(
        ("table", "line", "cells"),
        [
            ("observations", 2, {"value": "150.00"}),
            ("observations", 2, {"value": "+150"}),
            ("observations", 2, {"value": "1.5e2"}),
            ("observations", 14, {"value": "-0.0"}),
            ("observations", 2, {"decimals": "01"}),
            ("units", 2, {"counted": "False"}),
            ("indicators", 2, {"expected_measures": "growth_rate|level"}),
        ],
    )
    def test_another_way_to_write_the_same(
        self, old: MadeState, new: MadeState, table: str, line: int, cells: dict[str, str]
    ) -> None:
        new.set(table, line, **cells)
        assert new.texts() != old.texts()
        assert compare(old, new).empty

    def test_with_more_texts_than_are_remembered(
        self, old: MadeState, new: MadeState, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("decheng_data.changes.state.REMEMBERED", 1)
        assert compare(old, new.set("observations", 2, value="150.00")).empty

    def test_line_ends_inside_a_cell(self, old: MadeState, new: MadeState) -> None:
        old.set("releases", 2, note_en="one\ntwo")
        new.set("releases", 2, note_en="one\r\ntwo")
        assert compare(old, new).empty


class TestFigures:
    def test_a_revised_value_with_its_difference(self, old: MadeState, new: MadeState) -> None:
        row = only(comparison := compare(old, new.set("observations", 2, value="165.0")))
        (cell,) = row.cells
        assert (row.table, row.change, row.release, row.label) == (
            "observations",
            "revised",
            RELEASE,
            "gdp level 150.0亿元",
        )
        assert (row.old_line, row.new_line) == (2, 2)
        assert row.key == {
            "release_id": RELEASE,
            "indicator_id": "gdp",
            "measure": "level",
            "period": "2031-S1",
            "area": "371402",
            "comparison": "none",
        }
        assert (cell.field, cell.before, cell.after) == ("value", "150", "165")
        assert (cell.difference, cell.percent, cell.unit) == (Decimal(15), Decimal(10), "亿元")
        assert (comparison.version.bump, comparison.version.least, comparison.version.fits) == ("patch", "1.0.1", False)

    @pytest.mark.parametrize(
        ("line", "cells", "field", "difference", "percent", "unit"),
        [
            (2, {"value": "100.0"}, "value", "-50", "-33.33", "亿元"),
            (2, {"unit": "ten_thousand_yuan"}, "unit", "-1499850", "-99.99", "万元"),
            (2, {"value": "1500000", "unit": "ten_thousand_yuan"}, "value", "0", "0", "万元"),
            (7, {"value": "-7.0"}, "value", "-3.5", "-100", "%"),
            (14, {"value": "3"}, "value", "3", None, "起"),
        ],
    )
    def test_by_how_much(
        self,
        old: MadeState,
        new: MadeState,
        line: int,
        cells: dict[str, str],
        field: str,
        difference: str,
        percent: str | None,
        unit: str,
    ) -> None:
        changed = only(compare(old, new.set("observations", line, **cells))).cell(field)
        assert changed is not None
        assert (changed.difference, changed.percent, changed.unit) == (
            Decimal(difference),
            percent and Decimal(percent),
            unit,
        )

    @pytest.mark.parametrize(
        "cells",
        [
            {"unit": "percent"},
            {"unit": "nowhere"},
            {"value": "much"},
            {"value": "1e400"},
            {"value": "NaN"},
            {"value": "9" * 70},
            {"value": "0." + "1" * 12},
        ],
    )
    def test_what_has_no_difference_is_told_all_the_same(
        self, old: MadeState, new: MadeState, cells: dict[str, str]
    ) -> None:
        cell = cell_of(compare(old, new.set("observations", 2, **cells)))
        assert {cell.field: cell.after} == cells
        assert (cell.difference, cell.percent, cell.unit) == (None, None, None)

    def test_a_unit_that_cannot_be_used(self, old: MadeState, new: MadeState) -> None:
        new.set("units", 4, scale="0").set("observations", 2, value="1")
        (row,) = compare(old, new).figures
        assert row.cells[0].difference is None

    def test_several_cells_of_one_figure(self, old: MadeState, new: MadeState) -> None:
        row = only(
            compare(
                old,
                new.set(
                    "observations",
                    12,
                    value="1500",
                    printed="1500多亩",
                    qualifier="多",
                    obs_status="P",
                    note_en="made up",
                ),
            )
        )
        assert {cell.field: (cell.before, cell.after) for cell in row.cells} == {
            "value": ("1400", "1500"),
            "printed": ("1400余亩", "1500多亩"),
            "qualifier": ("余", "多"),
            "obs_status": ("A", "P"),
            "note_en": (None, "made up"),
        }
        assert row.cell("note_en") is not None
        assert row.cell("unit") is None

    def test_an_added_and_a_removed_figure(self, old: MadeState, new: MadeState) -> None:
        new.drop("observations", 3)
        comparison = compare(old, new)
        row, back = only(comparison), only(compare(new, old))
        assert (row.change, row.old_line, row.new_line) == ("removed", 3, None)
        assert [(cell.field, cell.before, cell.after) for cell in row.cells] == [("value", "6.1", None)]
        assert (back.change, back.old_line, back.new_line) == ("added", None, 3)
        assert [(cell.field, cell.before, cell.after) for cell in back.cells] == [("value", None, "6.1")]
        assert (comparison.version.bump, compare(new, old).version.bump) == ("patch", "minor")

    def test_a_figure_that_moved_to_another_indicator(self, old: MadeState, new: MadeState) -> None:
        comparison = compare(old, new.set("observations", 10, indicator_id="new_market_entities"))
        assert counts(comparison) == {"figures": "1 added, 1 removed"}


class TestOtherTables:
    @pytest.mark.parametrize(
        ("table", "line", "cells", "section", "bump"),
        [
            ("releases", 2, {"vintage": LATER}, "releases", "patch"),
            ("releases", 2, {"coverage": "another"}, "releases", "patch"),
            ("statements", 2, {"summary_en": "made up anew"}, "statements", "patch"),
            ("mentions", 2, {"meaning_en": "made up anew"}, "mentions", "patch"),
            ("areas", 2, {"name_en": "Made up"}, "vocabulary", "patch"),
            ("areas", 3, {"units_compared": "12"}, "vocabulary", "minor"),
            ("themes", 2, {"description_en": "made up"}, "vocabulary", "patch"),
            ("units", 4, {"unit_mult": "9"}, "vocabulary", "minor"),
            ("units", 4, {"name_zh": "亿"}, "vocabulary", "major"),
            ("units", 4, {"scale": "1000"}, "vocabulary", "major"),
            ("indicators", 2, {"unit": "ten_thousand_yuan"}, "vocabulary", "major"),
            ("indicators", 2, {"growth_basis": "nominal"}, "vocabulary", "major"),
            ("indicators", 2, {"cumulation": "stock"}, "vocabulary", "major"),
            ("indicators", 2, {"minimum": "1"}, "vocabulary", "minor"),
            ("indicators", 2, {"definition_en": "made up"}, "vocabulary", "patch"),
            ("indicators", 2, {"aliases_zh": "虚构"}, "vocabulary", "patch"),
            ("rules", 2, {"title_en": "made up"}, "rules", "patch"),
            ("rules", 2, {"severity": "warning"}, "rules", "minor"),
            ("rule_terms", 4, {"coefficient": "2"}, "rules", "minor"),
        ],
    )
    def test_a_revised_row(
        self, old: MadeState, new: MadeState, table: str, line: int, cells: dict[str, str], section: str, bump: str
    ) -> None:
        comparison = compare(old, new.set(table, line, **cells))
        row = only(comparison)
        assert (row.table, row.change) == (table, "revised")
        assert {cell.field: cell.after for cell in row.cells} == cells
        assert list(counts(comparison)) == [section]
        assert comparison.version.bump == bump

    @pytest.mark.parametrize(
        ("table", "added", "removed"),
        [
            ("areas", "minor", "major"),
            ("units", "minor", "major"),
            ("themes", "minor", "major"),
            ("indicators", "minor", "major"),
            ("rules", "minor", "major"),
            ("rule_terms", "minor", "minor"),
            ("releases", "minor", "major"),
            ("statements", "minor", "patch"),
            ("mentions", "patch", "patch"),
            ("observations", "minor", "patch"),
        ],
    )
    def test_an_added_and_a_removed_row(
        self, old: MadeState, new: MadeState, table: str, added: str, removed: str
    ) -> None:
        new.drop(table, len(new.rows(table)) + 1)
        there, back = compare(old, new), compare(new, old)
        assert (only(there).change, there.version.bump) == ("removed", removed)
        assert (only(back).change, back.version.bump) == ("added", added)

    def test_waivers_and_the_ledger_are_records(self, old: MadeState, new: MadeState) -> None:
        comparison = compare(old, new.add("waivers", **waiver("printed-agrees", "gdp")))
        assert counts(comparison) == {"records": "1 added"}
        assert only(comparison).label == "printed-agrees gdp"
        assert comparison.version.bump == "patch"

    def test_a_new_release_counts_with_its_figures(self, old: MadeState, new: MadeState) -> None:
        comparison = compare(old, add_release(new, "made-up-2031-S2", "2031-S2"))
        assert counts(comparison) == {"releases": "1 added", "figures": "1 added"}
        assert [(reason.bump, reason.reason_en, reason.reason_zh) for reason in comparison.version.reasons] == [
            ("minor", "1 release added", "新增发布 1 项"),
            ("minor", "1 figure added", "新增数据 1 项"),
        ]

    def test_the_greatest_reason_comes_first(self, old: MadeState, new: MadeState) -> None:
        new.set("observations", 2, value="1").set("units", 4, scale="1000").add(
            "waivers", **waiver("printed-agrees", "gdp")
        )
        assert [(reason.bump, reason.count, reason.reason_en) for reason in compare(old, new).version.reasons] == [
            ("major", 1, "1 unit revised"),
            ("patch", 1, "1 figure revised"),
            ("patch", 1, "1 waiver added"),
        ]


class TestVersion:
    @pytest.mark.parametrize(
        ("version", "fits"),
        [("1.0.1", True), ("1.1.0", True), ("1.0.0", False), ("0.9.9", False), ("1.0.1-rc.1", True)],
    )
    def test_whether_it_fits(self, old: MadeState, new: MadeState, version: str, fits: bool) -> None:
        assert compare(old, new.set("observations", 2, value="1").describe(version=version)).version.fits is fits

    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ("1.0.0", None, "the new descriptor has no version"),
            (None, "1.0.0", "the old descriptor has no version"),
            (None, None, "the old and new descriptor has no version"),
            ("1.0", "1.1", "'1.0' is no version: write three numbers, such as 1.2.3"),
        ],
    )
    def test_whether_it_fits_cannot_be_told(
        self, old: MadeState, new: MadeState, before: str | None, after: str | None, fault: str
    ) -> None:
        version = compare(old.describe(version=before), new.describe(version=after)).version
        assert (version.fits, version.least, version.fault) == (None, None, fault)


class TestWhatCannotBeCompared:
    def test_a_second_row_of_one_key_is_noted(self, old: MadeState, new: MadeState) -> None:
        new.add("observations", **new.rows("observations")[0] | {"value": "1"})
        comparison = compare(old, new)
        assert comparison.empty
        assert comparison.notes == (
            "new data/observations.csv: 1 row(s) with the key of an earlier row were not compared, the first in line 15",
        )

    def test_blank_and_short_rows_are_read_as_far_as_they_go(self, old: MadeState, new: MadeState) -> None:
        with new.path("observations").open("a") as stream:
            stream.write(f"\n{RELEASE},gdp,level,2031-S1,371402,previous_period,7\n")
        (row,) = compare(old, new).figures.added
        assert [(cell.before, cell.after) for cell in row.cells] == [(None, "7")]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (
                b"indicator_id,release_id\n",
                "the header names no column twice and has release_id, indicator_id, measure, period, area, comparison, else",
            ),
            (b"", "the header names no column twice"),
            (
                b"release_id,release_id,indicator_id,measure,period,area,comparison\n",
                "the header names no column twice",
            ),
            (None, "the file is not there"),
            (b"\xff\xfer\0e\0", "the file could not be read to its end"),
        ],
    )
    def test_a_table_that_cannot_be_read_stops_it(
        self, old: MadeState, new: MadeState, content: bytes | None, reason: str
    ) -> None:
        if content is None:
            new.path("observations").unlink()
        else:
            new.path("observations").write_bytes(content)
        for sides in ((old, new), (new, old)):
            with pytest.raises(PackageError, match=f"cannot be compared: data/observations.csv: {reason}"):
                compare(*sides)

    def test_a_table_that_ends_too_early_stops_it(
        self, old: MadeState, new: MadeState, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("decheng_data.packages.structure.source.RECORD_LIMIT", 10_000)
        new.path("observations").write_text(new.path("observations").read_text("utf-8") + "x" * 20_000, "utf-8")
        with pytest.raises(PackageError, match="the file could not be read to its end and is not compared"):
            compare(old, new)

    def test_a_file_that_cannot_be_opened_stops_it(self, old: MadeState, new: MadeState) -> None:
        new.path("observations").unlink()
        new.path("observations").mkdir()
        with pytest.raises(
            PackageError, match=r"cannot be compared: data/observations\.csv: a folder stands in its place"
        ):
            compare(old, new)

    def test_a_disk_that_fails_stops_it(self, old: MadeState, new: MadeState, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("decheng_data.packages.package.Package.read_source", fail)
        with pytest.raises(PackageError, match=r"the file cannot be read \(Input/output error\)"):
            compare(old, new)

    def test_states_that_were_read_are_compared_without_it(self, old: MadeState, new: MadeState) -> None:
        new.path("observations").unlink()
        states = [State(open_state(side)) for side in (old, new)]
        comparison = compare_states(*states)
        assert not len(comparison.figures)
        assert comparison.notes == ("new data/observations.csv: the file is not there",)

    def test_an_earlier_state_without_a_table_had_no_rows(self, old: MadeState, new: MadeState) -> None:
        resources = [each for each in old.descriptor()["resources"] if each["name"] != "statements"]
        comparison = compare(old.describe(resources=resources), new)
        assert counts(comparison) == {"statements": "1 added"}
        assert [str(change) for change in comparison.contract] == ["statements: table added (statements)"]

    def test_a_schema_that_is_missing_is_taken_from_the_models(self, old: MadeState, new: MadeState) -> None:
        resources = old.descriptor()["resources"]
        for resource in resources:
            del resource["schema"]
        old.describe(resources=resources)
        assert counts(compare(old, new.set("observations", 2, value="150.00"))) == {}


class TestHowItIsTold:
    def test_in_one_line(self, old: MadeState, new: MadeState) -> None:
        new.set("observations", 2, value="165.0")
        assert repr(compare(old, new)) == (
            f"<Comparison of decheng-data 1.0.0 ({old.folder}) and decheng-data 1.0.0 ({new.folder}): figures: 1 revised; "
            "it asks for a patch bump, 1.0.1 or later; 1.0.0 does NOT fit>"
        )
        assert "no change; no new version is needed; 1.0.0 fits>" in str(compare(old, old))
        assert "it asks for a patch bump; the new descriptor has no version>" in repr(
            compare(old, new.describe(version=None))
        )
        assert "no change; '1' is no version" in repr(compare(old, old.copy("odd").describe(version="1")))
        resources = [each for each in old.descriptor()["resources"] if each["name"] != "waivers"]
        assert "contract: 1 changes; it asks for a major bump, 2.0.0 or later" in repr(
            compare(old, old.copy("less").describe(resources=resources))
        )

    def test_as_json_it_reads_back(self, old: MadeState, new: MadeState) -> None:
        comparison = compare(old, new.set("observations", 2, value="165.0"))
        assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison

    def test_between_percents_lie_percentage_points(self, old: MadeState, new: MadeState) -> None:
        assert "value 6.1 → 7.1 (+1个百分点, +16.39 %)" in comparison_forms.text(
            compare(old, new.set("observations", 3, value="7.1"))
        )

    def test_as_text(self, old: MadeState, new: MadeState) -> None:
        new.set("observations", 2, value="165.0", note_zh="").set("observations", 14, value="1").drop(
            "observations", 3
        ).set("rules", 2, title_en="made up")
        new.set("observations", 3, note_en="made up").add("waivers", **waiver("printed-agrees", "gdp")).describe(
            title=None
        )
        assert comparison_forms.text(compare(old, new)).splitlines()[2:] == [
            "Figures 数据: 1 removed, 3 revised",
            f"  - 地区生产总值 gdp growth_rate 6.1% ({RELEASE})",
            f"  ~ 地区生产总值 gdp level 150.0亿元 ({RELEASE}): value 150 → 165 (+15亿元, +10 %)",
            f"  ~ 一般公共预算收入 general_budget_revenue level 12.0亿元 ({RELEASE}): note_en ∅ → made up",
            f"  ~ 较大及以上生产安全事故起数 serious_work_accidents level 未发生 ({RELEASE}): value 0 → 1 (+1起)",
            "",
            "Rules 规则: 1 revised",
            "  ~ printed-agrees: title_en Value, decimals, unit and qualifier agree with the printed form → made up",
            "",
            "Waivers and ledger 豁免与修订记录: 1 added",
            f"  + printed-agrees gdp ({RELEASE})",
            "",
            "Contract 契约: 1",
            f"  package: title changed ({old.descriptor()['title']})",
            "",
            "The change asks for 所需版本: a patch bump, 1.0.1 or later",
            "  patch: 1 figure removed 移除数据 1 项",
            "  patch: 3 figures revised 改动数据 3 项",
            "  patch: 1 rule revised 改动规则 1 项",
            "  patch: 1 waiver added 新增豁免 1 项",
            f"  patch: package: title changed ({old.descriptor()['title']})",
            "Version 版本 1.0.0 → 1.0.0: does NOT fit 不相称",
        ]

    def test_nothing_as_text(self, old: MadeState) -> None:
        assert comparison_forms.text(compare(old, old)).splitlines()[2:] == [
            "Nothing changed. 没有改动。",
            "The change asks for 所需版本: no new version 无须改版本",
            "Version 版本 1.0.0 → 1.0.0: fits 相称",
        ]

    def test_what_cannot_be_told_as_text(self, old: MadeState, new: MadeState) -> None:
        new.add("observations", **new.rows("observations")[0]).describe(version=None).set("observations", 2, value="1")
        text = comparison_forms.text(compare(old, new))
        assert "Not compared 未比较: 1\n  new data/observations.csv: 1 row(s) with the key" in text
        assert "a patch bump, whatever the version was or later" in text
        assert "It is unknown whether the version fits 无从判断: the new descriptor has no version" in text

    def test_a_new_release_is_told_as_a_whole(self, old: MadeState, new: MadeState) -> None:
        text = comparison_forms.text(compare(old, add_release(new, "made-up-2031-S2", "2031-S2")))
        assert "Releases 发布: 1 added\n  + made-up-2031-S2\n" in text
        assert "Figures 数据: 1 added\n  1 of a release that is new, all in --format json\n" in text

    def test_of_very_many_rows_the_first_are_listed(self, old: MadeState, new: MadeState) -> None:
        new.write("themes", [*new.rows("themes"), *({"theme_id": f"made_up_{number}"} for number in range(150))])
        text = comparison_forms.text(compare(old, new))
        assert "Vocabulary 词表: 150 added" in text
        assert "  + made_up_99\n  … and 50 more, all in --format json\n" in text

    def test_as_markdown_it_makes_no_markup(self, old: MadeState, new: MadeState) -> None:
        text = comparison_forms.markdown(
            compare(old, new.set("statements", 2, name_en="<b>*x*</b> | @you", summary_en="made up"))
        )
        assert "**Statements 陈述: 1 revised**\n\n- revised made&#95;up&#95;programme" in text
        assert "<b>" not in text
        assert "@you" not in text
        assert text.endswith("Version 版本 1.0.0 → 1.0.0: does NOT fit 不相称  \n")

    def test_escape_sequences_are_shown_not_sent(self, old: MadeState, new: MadeState) -> None:
        comparison = compare(old, new.set("statements", 2, name_en="\x1b[31mred\n::error::x"))
        for text in (comparison_forms.text(comparison), comparison_forms.markdown(comparison)):
            assert "\x1b" not in text
            assert "\n::error" not in text


class TestAtTheCommandLine:
    @pytest.mark.parametrize("form", ["text", "json", "markdown"])
    def test_it_tells_and_does_not_judge(
        self, capsys: pytest.CaptureFixture[str], old: MadeState, new: MadeState, form: str
    ) -> None:
        ran = decheng_data(
            capsys, "compare", old.folder, new.set("observations", 2, value="165.0").folder, "--format", form
        )
        assert (ran.status, ran.err) == (0, "")
        if form == "json":
            assert json.loads(ran.out)["figures"]["revised"][0]["cells"][0]["difference"] == "15"
        else:
            assert "+15亿元, +10 %" in ran.out

    def test_into_a_file_and_nothing_else_is_written(
        self, capsys: pytest.CaptureFixture[str], old: MadeState, new: MadeState, tmp_path: Path
    ) -> None:
        new.set("observations", 2, value="165.0")
        before = (old.texts(), new.texts())
        ran = decheng_data(capsys, "compare", old.folder, new.folder, "--output", tmp_path / "told.txt")
        assert (ran.status, ran.out, ran.err) == (0, "", "")
        assert "+15亿元" in (tmp_path / "told.txt").read_text("utf-8")
        assert (old.texts(), new.texts()) == before

    def test_status_2_where_it_cannot_compare(
        self, capsys: pytest.CaptureFixture[str], old: MadeState, new: MadeState
    ) -> None:
        new.path("observations").unlink()
        ran = decheng_data(capsys, "compare", old.folder, new.folder)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == (
            f"decheng-data: {new.folder} cannot be compared: data/observations.csv: the file is not there; `decheng-data validate` tells every fault\n"
        )
        assert decheng_data(capsys, "compare", old.folder, "nowhere").status == 2


def test_a_fall_is_named_as_one(old: MadeState) -> None:
    row = next(number for number, each in enumerate(old.rows("observations"), 2) if each["measure"] == "growth_rate")
    key = {name: old.rows("observations")[row - 2][name] for name in ("indicator_id", "measure", "printed")}
    new = old.copy("fallen").set("observations", row, value=f"-{old.rows('observations')[row - 2]['value']}")
    assert only(dd.compare(old.folder, new.folder)).label == f"{key['indicator_id']} {key['measure']} -{key['printed']}"
