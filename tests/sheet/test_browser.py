"""The page in a real browser: nothing is requested, nothing is logged, and it can be used by everyone.

SHEET_SCREENSHOTS=FOLDER keeps a screenshot of each width, language and colour scheme, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("there is no chromium: apt-get install chromium fonts-noto-cjk", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

ALONE = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""The browser does nothing but what it is asked for."""
LOOKS = [(390, "zh-CN", "dark"), (820, "en-GB", "light"), (1440, "zh-CN", "light"), (1440, "en-GB", "dark")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_HEIGHT = 267 / 25.4 * 96
"""Of a page without its margins, in CSS pixels."""
PATIENCE = 60_000
"""Milliseconds that the browser may take: a page, which follows a click when it can, is asked until it has done so."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(
            executable_path=CHROMIUM, timeout=PATIENCE, args=[*ALONE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        )
        yield launched
        launched.close()


def patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    return context


@contextmanager
def opened(
    browser: Browser, path: Path, *, address: str = "", width: int = 820, locale: str = "en-GB", **more: Any
) -> Iterator[Page]:
    """The page opened as a file; at the end nothing was requested beside it and nothing was logged."""
    context = patient(
        browser.new_context(viewport={"width": width, "height": 900}, locale=locale, offline=True, **more)
    )
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: told.append(f"request: {request.url}") if not request.url.startswith(path.as_uri()) else None,
    )
    page.goto(path.as_uri() + address)
    yield page
    context.close()
    assert told == []


def said(page: Page, text: str) -> Locator:
    return page.get_by_text(text, exact=True).first


def shown_rows(page: Page) -> Locator:
    return page.locator("table.figures tbody tr:visible th a")


def expect_rows(page: Page, names: list[str]) -> None:
    expect(shown_rows(page)).to_have_text(names, use_inner_text=True)


@pytest.mark.in_turn("look")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["shipped", "faulty", "years", "hostile"])
def test_it_fits_each_width_in_both_languages_and_schemes(
    browser: Browser, sheets: dict[str, Path], name: str, look: tuple[int, str, str]
) -> None:
    width, locale, scheme = look
    with opened(browser, sheets[name], width=width, locale=locale, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("SHEET_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}-{locale[:2]}-{scheme}.png", full_page=True)


def test_the_language_is_switched_in_place_and_remembered_in_the_address(
    browser: Browser, sheets: dict[str, Path]
) -> None:
    with opened(browser, sheets["shipped"], locale="zh-CN") as page:
        expect(page).to_have_title("德城区经济社会发展情况")
        page.get_by_text("English", exact=True).click()
        expect(page).to_have_title("Economic and social development of Decheng District")
        expect(page).to_have_url(re.compile("lang=en"))
        expect(said(page, "Headline figures")).to_be_visible()
        expect(said(page, "要点")).to_be_hidden()
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    with opened(browser, sheets["shipped"], address="#lang=en", locale="zh-CN") as page:
        expect(said(page, "Headline figures")).to_be_visible()


def test_search_filters_and_sorting(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"]) as page:
        expect(page.locator("#count")).to_have_text("39 of 39 figures")
        everything = shown_rows(page).all_inner_texts()
        page.get_by_label("Search").fill("GDP")
        expect_rows(page, ["Gross Regional Product"] * 2)
        page.get_by_label("Measure").select_option("growth_rate")
        expect(page.locator("#count")).to_have_text("1 of 39 figures")
        expect(page).to_have_url(re.compile("q=GDP&measure=growth_rate"))
        page.reload()
        expect(shown_rows(page)).to_have_count(1)
        page.get_by_role("button", name="Clear").click()
        expect_rows(page, everything)
        page.get_by_label("Status").select_option("E")
        page.locator("#f-theme").select_option("industry")
        expect(shown_rows(page)).to_have_count(1)
        page.get_by_role("button", name="Clear").click()
        expect_rows(page, everything)
        page.get_by_role("button", name="Indicator").click()
        expect_rows(page, sorted(everything, key=str.lower))
        for direction in ("ascending", "descending"):
            page.get_by_role("button", name="Value").click()
            expect(page.get_by_role("columnheader", name="Value")).to_have_attribute("aria-sort", direction)
        assert sorted(shown_rows(page).all_inner_texts()) == sorted(everything)


@pytest.mark.parametrize("script", [True, False])
def test_a_link_to_a_figure_opens_it(browser: Browser, sheets: dict[str, Path], script: bool) -> None:
    with opened(browser, sheets["shipped"], address="#gdp", java_script_enabled=script) as page:
        detail = page.locator("#gdp")
        expect(detail.get_by_text("157.45 – 157.55")).to_be_visible()
        expect(detail).to_be_in_viewport()


def test_it_works_with_scripts_off(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"], java_script_enabled=False) as page:
        expect(shown_rows(page)).to_have_count(39)
        expect(page.locator("svg.chart:visible")).to_have_count(3)
        expect(page.locator("form")).to_be_hidden()
        expect(said(page, "要点")).to_be_visible()
        page.get_by_text("English", exact=True).click()
        expect(said(page, "Headline figures")).to_be_visible()


def test_the_keyboard_goes_all_the_way(browser: Browser, sheets: dict[str, Path]) -> None:
    with opened(browser, sheets["shipped"], locale="zh-CN") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("#language-zh")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(said(page, "Headline figures")).to_be_visible()
        summary = page.locator("details.figure summary").first
        summary.focus()
        expect(summary).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#gdp")).to_be_visible()


def test_it_prints_on_a4_without_cutting_a_chart(browser: Browser, sheets: dict[str, Path], tmp_path: Path) -> None:
    with opened(browser, sheets["years"]) as page:
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        charts = page.evaluate(
            "[...document.querySelectorAll('.picture')].map(e => [e.getBoundingClientRect().height, getComputedStyle(e).breakInside])"
        )
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert len(charts) > 1
    assert [each for each in charts if not (0 < each[0] < A4_HEIGHT and each[1] == "avoid")] == []


@pytest.mark.in_turn("name", "width", "scheme", "all_open")
@pytest.mark.parametrize(
    ("name", "width", "scheme", "all_open"), [("faulty", 1440, "light", False), ("years", 390, "dark", True)]
)
def test_axe_finds_nothing(
    browser: Browser, sheets: dict[str, Path], name: str, width: int, scheme: str, all_open: bool
) -> None:
    """The smaller page with all its details open; the larger one as it opens, for axe takes its time."""
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
    with opened(browser, sheets[name], width=width, color_scheme=scheme) as page:
        page.evaluate("open => { for (const each of document.querySelectorAll('details')) each.open = open }", all_open)
        page.evaluate(axe)
        violations = page.evaluate("tags => axe.run(document, { runOnly: tags }).then(found => found.violations)", WCAG)
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []


def test_the_policy_keeps_out_what_is_not_of_the_page(browser: Browser, sheets: dict[str, Path]) -> None:
    context = patient(browser.new_context(offline=True))
    page = context.new_page()
    page.goto(sheets["shipped"].as_uri())
    page.evaluate(
        "const added = document.createElement('script'); added.textContent = 'window.ran = true'; document.body.append(added)"
    )
    assert page.evaluate("window.ran === undefined")
    assert page.evaluate("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')") == "refused"
    context.close()
