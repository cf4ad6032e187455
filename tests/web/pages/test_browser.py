"""The gallery in a browser: readable by all, at any width, with and without scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.pages.browsing import LAST, PROBLEM

RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}
PAGES = ["full.nl", "long.en", "empty.nl"]
WIDTHS = [320, 640, 1280]  # a phone; 1280 at 200 %; a screen
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A page that must say nothing on its console."""
    opened = window.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == []
    opened.close()


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", PAGES)
def test_pages_can_be_read_by_all_at_any_width(
    page: Page, gallery: str, name: str
) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{gallery}/{name}")
        assert page.evaluate(SIDEWAYS) == 0
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_the_slider_shows_another_page_and_keeps_the_focus(
    page: Page, gallery: str
) -> None:
    page.goto(f"{gallery}/full.en")
    page.focus("#known-at")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("h1")).to_have_text(f"Programmes 2012 #{LAST - 5}")
    expect(page.locator("#clocks-said")).to_contain_text(f"entry {LAST - 5} of {LAST}")
    expect(page.locator("#foot dd").first).to_have_text(str(LAST - 5))
    expect(page.locator("#known-at")).to_be_focused()
    assert f"knownAt={LAST - 5}" in page.url
    page.reload()
    expect(page.locator("h1")).to_have_text(f"Programmes 2012 #{LAST - 5}")


def test_the_field_beside_the_slider_says_the_same(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/full.en")
    page.fill(".clocks__typed", "42")
    expect(page.locator("h1")).to_have_text("Programmes 2012 #42")
    assert page.input_value("#known-at") == "42"
    page.fill("#known-at", "77")
    expect(page.locator("h1")).to_have_text("Programmes 2012 #77")
    assert page.input_value(".clocks__typed") == "77"
    assert "knownEntry" not in page.url
    page.go_back()
    expect(page.locator("h1")).to_have_text("Programmes 2012 #42")


def test_a_wrong_date_is_told_at_its_field(
    window: BrowserContext, gallery: str
) -> None:
    with window.new_page() as page:
        page.goto(f"{gallery}/full.en")
        page.fill("#at", "yesterday")
        page.press("#at", "Tab")
        expect(page.locator("#at-said")).to_have_text(PROBLEM)
        expect(page.locator("#at")).to_have_attribute("aria-invalid", "true")
        page.fill("#at", "2012-01-01")
        page.press("#at", "Tab")
        expect(page.locator("#clocks-said")).to_contain_text("At 2012-01-01")
        expect(page.locator("#at")).not_to_have_attribute("aria-invalid", "true")


def test_without_scripts_a_button_does_it(browser: Browser, gallery: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{gallery}/full.en?after=9")
        page.fill("#at", "2012-01-01")
        page.focus("#known-at")
        page.keyboard.press("ArrowLeft")
        page.click("form.clocks button")
        assert page.url.endswith(f"?at=2012-01-01&knownAt={LAST - 1}")
        page.fill(".clocks__typed", "9")
        page.click("form.clocks button")
        assert page.url.endswith("?at=2012-01-01&knownAt=9")
        expect(page.locator("h1")).to_have_text("Programmes 2012 #9")


def test_a_form_is_tried_while_it_is_filled(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/full.en")
    page.fill("#amount", "24,000.00")
    expect(page.locator("#dry-run")).to_have_text("dryRun=true")
    assert page.url.endswith("/full.en")


def test_keys_reach_the_page_at_once_and_every_table(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/full.en")
    page.keyboard.press("Tab")
    expect(page.locator(".utrecht-skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    regions = page.locator("[role=region]")
    for at in range(regions.count()):
        regions.nth(at).focus()
        expect(regions.nth(at)).to_be_focused()


def test_narrow_pages_fold_the_ways_and_wide_ones_show_them(
    page: Page, gallery: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{gallery}/full.en")
    way = page.locator("#navigation a").first
    expect(way).not_to_be_visible()
    page.locator(".menu summary").click()
    expect(way).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{gallery}/full.en")
    expect(way).to_be_visible()
    expect(page.locator(".menu summary")).not_to_be_visible()


def test_one_drawing_of_a_chart_is_shown_and_it_can_be_read(
    page: Page, gallery: str
) -> None:
    for width, name in ((320, "narrow"), (1280, "wide")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{gallery}/full.en")
        shown = page.locator("svg.chart__drawing:visible")
        assert shown.count() == 4
        for at in range(4):
            drawing = shown.nth(at)
            assert f"chart__drawing--{name}" in (drawing.get_attribute("class") or "")
            wide, letters = drawing.evaluate(
                "each => [each.clientWidth / each.viewBox.baseVal.width,"
                " each.getAttribute('font-size')]"
            )
            assert wide * float(letters) >= 10


def test_what_is_printed_has_its_root_and_no_controls(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}/full.en")
    page.emulate_media(media="print")
    for hidden in ("form.clocks", "nav", ".person button", "form.form button"):
        for each in page.locator(hidden).all():
            expect(each).not_to_be_visible()
    foot = page.locator("#foot")
    expect(foot).to_contain_text("e29d0f64bc927955")
    assert foot.evaluate("each => getComputedStyle(each).display") == (
        "table-footer-group"
    )
