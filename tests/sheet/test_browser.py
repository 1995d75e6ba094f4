"""The page in a real browser: nothing is requested, nothing is logged, and it can be used by everyone.

SHEET_SCREENSHOTS=FOLDER keeps a screenshot of each width, language and colour scheme, to be looked at.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("there is no chromium: apt-get install chromium fonts-noto-cjk", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

LOOKS = [(390, "zh-CN", "dark"), (820, "en-GB", "light"), (1440, "zh-CN", "light"), (1440, "en-GB", "dark")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_HEIGHT = 267 / 25.4 * 96
"""Of a page without its margins, in CSS pixels."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield launched
        launched.close()


@contextmanager
def opened(browser: Browser, path: Path, *, address: str = "", width: int = 820, locale: str = "en-GB", **more: Any) -> Iterator[Page]:
    """The page opened as a file; at the end nothing was requested beside it and nothing was logged."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, offline=True, **more)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: told.append(f"request: {request.url}") if not request.url.startswith(path.as_uri()) else None)
    page.goto(path.as_uri() + address)
    yield page
    context.close()
    assert told == []


def sees(page: Page, text: str) -> bool:
    return bool(page.get_by_text(text, exact=True).first.is_visible())


def shown_rows(page: Page) -> list[str]:
    return page.locator("table.figures tbody tr:visible th a").all_inner_texts()


@pytest.mark.parametrize("name", ["shipped", "faulty", "years", "hostile"])
def test_it_fits_each_width_in_both_languages_and_schemes(browser: Browser, sheets: dict[str, Path], name: str) -> None:
    for width, locale, scheme in LOOKS:
        with opened(browser, sheets[name], width=width, locale=locale, color_scheme=scheme) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if folder := os.environ.get("SHEET_SCREENSHOTS"):
                page.screenshot(path=Path(folder) / f"{name}-{width}-{locale[:2]}-{scheme}.png", full_page=True)


def test_the_language_is_switched_in_place_and_remembered_in_the_address(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"], locale="zh-CN") as page:
        assert page.title() == "德城区经济社会发展情况"
        page.get_by_text("English", exact=True).click()
        assert page.title() == "Economic and social development of Decheng District"
        assert "lang=en" in page.url
        assert sees(page, "Headline figures")
        assert not sees(page, "要点")
        page.reload()
        assert page.locator("html").get_attribute("lang") == "en"
    with opened(browser, sheets["shipped"], address="#lang=en", locale="zh-CN") as page:
        assert sees(page, "Headline figures")


def test_search_filters_and_sorting(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"]) as page:
        everything = shown_rows(page)
        page.get_by_label("Search").fill("GDP")
        assert shown_rows(page) == ["Gross Regional Product"] * 2
        page.get_by_label("Measure").select_option("growth_rate")
        assert page.locator("#count").inner_text() == "1 of 39 figures"
        assert "q=GDP&measure=growth_rate" in page.url
        page.reload()
        assert len(shown_rows(page)) == 1
        page.get_by_role("button", name="Clear").click()
        assert shown_rows(page) == everything
        page.get_by_label("Status").select_option("E")
        page.locator("#f-theme").select_option("industry")
        assert len(shown_rows(page)) == 1
        page.get_by_role("button", name="Clear").click()
        page.get_by_role("button", name="Indicator").click()
        assert shown_rows(page) == sorted(everything, key=str.lower)
        page.get_by_role("button", name="Value").click()
        page.get_by_role("button", name="Value").click()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        assert sorted(shown_rows(page)) == sorted(everything)


@pytest.mark.parametrize("script", [True, False])
def test_a_link_to_a_figure_opens_it(browser: Browser, sheets: dict[str, Path], script: bool) -> None:
    with opened(browser, sheets["shipped"], address="#gdp", java_script_enabled=script) as page:
        detail = page.locator("#gdp")
        detail.get_by_text("157.45 – 157.55").wait_for()
        assert (detail.bounding_box() or {})["y"] < 900


def test_it_works_with_scripts_off(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"], java_script_enabled=False) as page:
        assert len(shown_rows(page)) == 39
        assert page.locator("svg.chart:visible").count() == 3
        assert not page.locator("form").is_visible()
        assert sees(page, "要点")
        page.get_by_text("English", exact=True).click()
        assert sees(page, "Headline figures")


def test_the_keyboard_goes_all_the_way(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"], locale="zh-CN") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        assert sees(page, "Headline figures")
        page.locator("details.figure summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("#gdp").is_visible()


def test_it_prints_on_a4_without_cutting_a_chart(browser: Browser, sheets: dict[str, Path], tmp_path: Path) -> None:
    with opened(browser, sheets["years"]) as page:
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        charts = page.evaluate("[...document.querySelectorAll('.picture')].map(e => [e.getBoundingClientRect().height, getComputedStyle(e).breakInside])")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert len(charts) > 1
    assert [each for each in charts if not (0 < each[0] < A4_HEIGHT and each[1] == "avoid")] == []


@pytest.mark.parametrize(("name", "width", "scheme", "all_open"), [("years", 390, "dark", True), ("faulty", 1440, "light", False)])
def test_axe_finds_nothing(browser: Browser, sheets: dict[str, Path], name: str, width: int, scheme: str, all_open: bool) -> None:
    """The smaller page with all its details open; the larger one as it opens, for axe takes its time."""
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    with opened(browser, sheets[name], width=width, color_scheme=scheme) as page:
        page.evaluate("open => { for (const each of document.querySelectorAll('details')) each.open = open }", all_open)
        page.evaluate(axe)
        violations = page.evaluate("tags => axe.run(document, { runOnly: tags }).then(found => found.violations)", WCAG)
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []


def test_the_policy_keeps_out_what_is_not_of_the_page(browser: Browser, sheets: dict[str, Path]) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(sheets["shipped"].as_uri())
    page.evaluate("const added = document.createElement('script'); added.textContent = 'window.ran = true'; document.body.append(added)")
    assert page.evaluate("window.ran === undefined")
    assert page.evaluate("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')") == "refused"
    context.close()
