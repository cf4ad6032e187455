"""Every page in a real browser: accessible, quiet, narrow, by keyboard alone."""

import pytest

from tests.browser.conftest import People, Person
from web.pages.all_pages import all_pages

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}
PAGES = {
    "overview": "/",
    "overview then": "/?at=2011-12-31&knownAt=34",
    "overview before anything": "/?knownAt=1",
    "programme": "/programmes/TL/2012?at=2013-06-30",
    "why": "/why/programmes/2011/SN/available",
    "verify": "/verify?entry=5",
    "projects": "/projects",
    "project": "/projects/proefleven",
    "partners": "/partners",
    "partner": "/partners/emmen",
    "decisions": "/decisions",
    "decision": "/decisions/SG-2011-02",
    "history": "/history",
    "entry": "/entries/21",
    "search": "/search?text=stenden",
    "check": "/check",
    "reports": "/reports",
    "report": "/reports/budget-report?at=2012-12-31",
    "report passiva": "/reports/passiva?at=2012-12-31",
    "report lawfulness": "/reports/lawfulness?at=2013-12-31",
    "report liquidity": "/reports/liquidity?at=2012-08-15",
    "framework": "/framework",
    "agenda": "/agenda",
    "bank": "/bank",
    "post": "/post",
    "form": "/post/pay_grant",
    "form of many": "/post/propose_project",
    "form that holds another": "/post/reclassify",
    "submissions": "/submissions",
    "meetings": "/meetings",
    "statements": "/bank/statements",
    "importing": "/bank/import",
    "matching": "/bank/match",
    "certain": "/bank/certain",
}


def wrong(person: Person) -> list[str]:
    """What is not accessible on the page, and where."""
    found = axe.Axe().run(person.page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def too_wide(person: Person) -> int:
    """By how much the page is wider than its window."""
    found: int = person.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


@pytest.fixture(scope="module")
def readers(chromium: object, service: object) -> dict[str, Person]:
    found = People(chromium, service)  # type: ignore[arg-type]
    return {lang: found("officer", lang=lang) for lang in ("en", "nl")}


@pytest.fixture(scope="module")
def narrow(chromium: object, service: object) -> Person:
    return People(chromium, service)("officer", lang="nl", width=320, height=640)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_it_is_accessible_and_quiet(
    readers: dict[str, Person], path: str, lang: str
) -> None:
    reader = readers[lang]
    reader.said.clear()
    reader.go(path)
    assert reader.page.locator("main").get_attribute("data-page") != "error"
    assert reader.page.locator("html").get_attribute("lang") == lang
    assert wrong(reader) == []
    assert reader.said == []
    assert too_wide(reader) <= 0


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_it_fits_the_smallest_window(narrow: Person, path: str) -> None:
    narrow.go(path)
    assert too_wide(narrow) <= 0
    assert wrong(narrow) == []


def test_every_page_is_among_them(readers: dict[str, Person]) -> None:
    """Addresses that begin alike are pages of one kind."""
    seen = set()
    for path in PAGES.values():
        readers["en"].go(path)
        seen.add(readers["en"].page.locator("main").get_attribute("data-page"))
    declared = {page.name for page in all_pages() if page.method == "GET"}
    assert declared - seen <= NOT_HERE


NOT_HERE = {
    *("meeting", "submission", "bank-line", "bank-split", "bank-statement"),
}
"""Pages of things that the story does not have; they have tests of their own."""


def test_the_first_stop_of_the_keyboard_leads_to_the_content(people: People) -> None:
    officer = people()
    officer.go("/")
    officer.page.keyboard.press("Tab")
    focused = officer.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#main"
    officer.page.keyboard.press("Enter")
    assert officer.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_clocks_change_the_page_and_its_address(
    people: People, *, scripts: bool
) -> None:
    officer = people(scripts=scripts)
    officer.go("/")
    officer.page.fill("#at", "31-12-2011")
    if scripts:
        officer.page.locator("#at").press("Tab")
    else:
        officer.page.click(".clocks button")
    officer.page.wait_for_url("**at=31-12-2011**")
    expect = sync_api.expect
    expect(officer.page.locator("#foot")).to_contain_text("2011-12-31")
    address = officer.page.url
    officer.page.goto(address)
    expect(officer.page.locator("#foot")).to_contain_text("2011-12-31")


def test_moving_the_slider_shows_what_was_learned_since(people: People) -> None:
    officer = people()
    officer.go("/?at=2011-12-31")
    officer.page.locator("#known-at").fill("34")
    officer.page.wait_for_url("**knownAt=34**")
    expect = sync_api.expect
    expect(officer.page.locator("#changes")).to_be_visible()


def test_a_session_that_ended_leads_to_signing_in(people: People) -> None:
    officer = people()
    officer.go("/?at=2011-12-31")
    officer.page.context.clear_cookies(name="__Host-zuidas")
    officer.page.locator("#known-at").fill("20")
    officer.page.wait_for_url("**/sign-in?next=**")
