"""The page as text: what is in it, how large it is, and that data stay text."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

import decheng_data as dd
from decheng_data.escaping import shown
from decheng_data.packages.package import open_package
from decheng_data.releases.release import releases_of
from decheng_data.sheet.page import policy
from tests.command import decheng_data
from tests.forgetting import forgotten
from tests.programs import run_program
from tests.sheet.made_sheets import MARKS, Page, hostile_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def pages(sheets: dict[str, Path]) -> dict[str, Page]:
    return {name: Page(path.read_text("utf-8")) for name, path in sheets.items()}


def test_every_figure_is_there_with_its_names_range_and_place(pages: dict[str, Page]) -> None:
    page = pages["shipped"]
    for each in dd.release().observations:
        assert each.printed in page.text
        assert each.name_zh in page.text
        assert each.name_en in page.text
        assert f"section {each.section}, sentence {each.sentence}" in page.text
        assert {each.indicator_id, f"{each.indicator_id}-{each.measure}"} & set(page.values("id"))


def test_a_fall_is_shown_as_one_here_and_in_a_notebook(package_copy: Path) -> None:
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(",previous_year,21.1,", ",previous_year,-21.1,"), "utf-8")
    (fallen,) = releases_of(open_package(package_copy))
    page = Page(dd.data_sheet(package_copy, static=True)).text
    for told in (page, fallen._repr_html_(), fallen["general_budget_revenue", "growth_rate"]._repr_html_()):
        assert "-21.1%" in told
        assert not re.search(r"(?<![-\d])21\.1%", told)


def test_statements_mentions_rules_and_vocabulary_are_there(pages: dict[str, Page]) -> None:
    page, release = pages["shipped"], dd.release()
    texts = [row.summary_en for row in release.statements] + [row.meaning_zh for row in release.mentions]
    texts += [row.name_en for row in release.vocabulary.codes.units.values()] + [
        rule.row.rationale_en for rule in release.vocabulary.rules
    ]
    assert [text for text in texts if text not in page.text] == []


@pytest.mark.parametrize(("name", "most"), [("shipped", 1_500_000), ("static", 300_000)])
def test_it_is_small(sheets: dict[str, Path], name: str, most: int) -> None:
    assert sheets[name].stat().st_size < most


def test_static_has_no_script_and_the_same_figures(pages: dict[str, Page]) -> None:
    assert pages["static"].count("script") == 0
    assert pages["shipped"].count("script") == 1
    assert pages["static"].count("svg") == pages["shipped"].count("svg") == 3


def test_the_same_package_gives_the_same_bytes(sheets: dict[str, Path]) -> None:
    assert dd.data_sheet(static=True).encode() == sheets["static"].read_bytes()


def test_it_names_no_path_of_this_machine(sheets: dict[str, Path]) -> None:
    assert str(sheets["faulty"].parent) not in sheets["faulty"].read_text("utf-8")


def test_each_link_leads_somewhere_in_the_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        names = page.values("id")
        assert len(names) == len(set(names))
        assert {link for link in page.values("href") if not link.startswith("data:")} <= {f"#{name}" for name in names}


def test_findings_stand_on_top(sheets: dict[str, Path], pages: dict[str, Page]) -> None:
    text = sheets["faulty"].read_text("utf-8")
    assert text.index('id="validation"') < text.index('id="headline"')
    for finding in dd.validate(sheets["faulty"].with_suffix("")).findings:
        assert finding.message_en in pages["faulty"].text
        assert finding.message_zh in pages["faulty"].text
    shipped = sheets["shipped"].read_text("utf-8")
    assert shipped.index('id="validation"') > shipped.index('id="headline"')


def test_a_failure_is_told_beside_its_figure(sheets: dict[str, Path]) -> None:
    text = sheets["faulty"].read_text("utf-8")
    detail = text.split('id="provincial_municipal_key_project_investment"')[1].split("</details>")[0]
    assert "misses by 10.2 hundred million yuan" in detail
    assert 'href="#rule-key-project-investment-within-total"' in detail


def test_between_percents_lie_percentage_points(sheets: dict[str, Path]) -> None:
    text = sheets["shipped"].read_text("utf-8")
    detail = text.split('id="retail_sales-growth_rate"')[1].split("</details>")[0]
    assert "余量 16 个百分点" in detail
    assert "met by 16 percentage points" in detail


def test_many_findings_are_folded_but_the_first(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decheng_data.sheet.page.OPEN_FINDINGS", 1)
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("32.9", "52.9").replace("none,12.8,1,", "none,128,1,"), "utf-8")
    first, folded = dd.data_sheet(package_copy).split('id="validation"')[1].split("</section>")[0].split("The other ")
    assert first.count('class="finding ') == 1
    assert folded.split("</details>")[0].count('class="finding ') == len(dd.validate(package_copy).findings) - 1


def test_downloads_are_the_data(sheets: dict[str, Path], pages: dict[str, Page], root: Path) -> None:
    page = pages["shipped"]
    files = {
        attributes["download"]: unquote((attributes["href"] or "").partition(",")[2])
        for _, attributes in page.elements
        if "download" in attributes
    }
    assert files["decheng-data-observations.csv"] == (root / "data/observations.csv").read_text("utf-8")
    (release,) = json.loads(files["decheng-data-releases.json"])["releases"]
    assert len(dd.Release.model_validate(release)) == len(dd.release())
    assert json.loads(files["decheng-data-report.json"])["valid"] is True


def test_a_series_breaks_where_coverage_changes_and_a_revision_is_a_range(sheets: dict[str, Path]) -> None:
    text = sheets["years"].read_text("utf-8")
    chart = text.split('id="chart-series-gdp"')[1].split("</figure>")[0]
    table = [
        [re.sub(r"<i>.*?</i>|<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in chart.split("<tbody>")[1].split("</tr>")[:-1]
    ]
    assert table == [
        ["2026-S1", "118.0亿元", "–", "–"],
        ["2027-S1", "121.5亿元", "119.0 – 121.5", "comparable"],
        ["2028-S1", "131.0亿元", "–", "coverage changes"],
        ["2029-S1", "139.0亿元", "–", "comparable"],
        ["2031-S1", "150.0亿元", "–", "a year is missing"],
    ]
    drawn = chart.split("</svg>")[0]
    assert len(re.findall(r'<line[^>]*stroke="var\(--strong\)"', drawn)) == 2
    assert len(re.findall(r'<line[^>]*stroke="var\(--soft\)"', drawn)) == 1
    assert len(re.findall(r"<line[^>]*stroke-dasharray", drawn)) == 2


@pytest.mark.parametrize("mark", MARKS)
def test_hostile_texts_stay_text(pages: dict[str, Page], mark: str) -> None:
    """Of each field the whole text is there to be read, the mark that turns its direction made visible."""
    page = pages["hostile"]
    assert shown(hostile_text(mark)) in page.text + " ".join(page.values("data-search"))


def test_hostile_texts_make_no_element_and_no_attribute(pages: dict[str, Page]) -> None:
    page = pages["hostile"]
    assert page.count("img") == 0
    assert page.count("script") == 1
    assert [
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    ] == []
    assert [link for link in page.values("href") if not link.startswith(("#", "data:"))] == []
    assert "\u202e" not in page.text


def test_the_policy_allows_this_style_and_script_only(pages: dict[str, Page]) -> None:
    told = [
        attributes["content"]
        for _, attributes in pages["shipped"].elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'",
        told[0] or "",
    )
    assert "script-src" not in policy("p {}", "")


def test_a_package_without_a_release_still_has_a_sheet(tmp_path: Path, package_copy: Path) -> None:
    """Nothing that can be read but the report."""
    for name in ("releases", "observations", "statements", "mentions"):
        path = package_copy / "data" / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    page = Page(dd.data_sheet(package_copy))
    assert "Decheng District: how its economy" in page.text
    assert page.count("svg") == 0
    (package_copy / "data" / "observations.csv").unlink()
    assert "Not valid" in Page(dd.data_sheet(package_copy)).text


def test_what_is_too_large_is_left_out(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decheng_data.sheet.material.CSV_LIMIT", 1000)
    monkeypatch.setattr("decheng_data.sheet.downloads.JSON_LIMIT", 1000)
    monkeypatch.setattr("decheng_data.sheet.page.SHOWN_FINDINGS", 1)
    path = package_copy / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("32.9", "52.9").replace("none,12.8,1,", "none,128,1,"), "utf-8")
    page = Page(dd.data_sheet(package_copy))
    assert page.values("download") == []
    assert "more: decheng-data validate tells them." in page.text


def test_the_command_writes_it_and_says_what_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sheets: dict[str, Path]
) -> None:
    ran = decheng_data(capsys, "sheet", sheets["faulty"].with_suffix(""), "--output", tmp_path / "s.html")
    assert (ran.status, ran.out) == (0, "")
    assert "NOT valid" in ran.err
    assert (tmp_path / "s.html").read_bytes() == sheets["faulty"].read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sheet", "nowhere"), "nowhere"),
        (("sheet", "--output", "no/such/folder/s.html"), "cannot write no/such/folder/s.html"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    ran = decheng_data(capsys, *words)
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("library", ["jinja2", "vl_convert"])
def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    from decheng_data.sheet import page

    monkeypatch.setitem(sys.modules, library, None)
    with forgotten(page.page_template), pytest.raises(dd.MissingExtraError, match=r"decheng-data\[sheet\]"):
        dd.data_sheet()


def test_its_template_is_read_from_a_zip_on_the_path(
    program_environment: dict[str, str], root: Path, tmp_path: Path
) -> None:
    """As style and script are: as resources of the library."""
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as packed:
        for path in (root / "decheng_data").rglob("*.*"):
            if path.suffix in (".py", ".jinja"):
                packed.write(path, path.relative_to(root))
    code = "from decheng_data.sheet import page; print(page.__file__, page.page_template().name)"
    environment = {**program_environment, "PYTHONPATH": str(tmp_path / "library.zip")}
    ran = run_program([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True)
    assert ran.stdout == f"{tmp_path / 'library.zip' / 'decheng_data/sheet/page.py'} page.jinja\n"
