"""Every page in a real browser: accessible, quiet, narrow, by keyboard alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.addresses import PAGES
from tests.browser.desk import opened
from tests.browser.looking import too_wide
from tests.browser.persons import Come, People, Person
from tests.browser.scenes import ENTRANCES, SCENES
from tests.browser.serving import Running
from web.pages.all_pages import all_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    # What is right is not written out: that takes as long as looking.
    "resultTypes": ["violations"],
}


def wrong(person: Person) -> list[str]:
    """What is not accessible on the page, and where."""
    found = axe.Axe().run(person.page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def readers(everybody: People) -> dict[str, Person]:
    return {lang: everybody("officer", lang=lang) for lang in ("en", "nl")}


@pytest.fixture(scope="module")
def narrow(everybody: People) -> Person:
    return everybody("officer", lang="nl", width=320, height=640)


@pytest.mark.one_in(7)
@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("name", PAGES)
def test_it_is_accessible_and_quiet(
    readers: dict[str, Person], name: str, lang: str
) -> None:
    reader = readers[lang]
    reader.said.clear()
    reader.open(name)
    assert reader.page.locator("main").get_attribute("data-page") != "error"
    assert reader.page.locator("html").get_attribute("lang") == lang
    assert wrong(reader) == []
    assert reader.said == []
    assert too_wide(reader) <= 0


@pytest.mark.one_in(7)
@pytest.mark.parametrize("name", PAGES)
def test_it_fits_the_smallest_window(narrow: Person, name: str) -> None:
    narrow.open(name)
    assert too_wide(narrow) <= 0
    assert wrong(narrow) == []


@pytest.mark.one_in(5)
@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("act", ENTRANCES.values(), ids=ENTRANCES)
@pytest.mark.parametrize("width", [320, 1280])
def test_signing_in_is_accessible_too(
    chromium: "Browser",
    service: Running,
    act: Callable[["Page", str, str], None],
    lang: str,
    width: int,
) -> None:
    window: ViewportSize = {"width": width, "height": 640}
    with chromium.new_context(viewport=window, locale=lang) as context:
        somebody = Person(context.new_page(), service, [])
        act(somebody.page, lang, service.url)
        assert somebody.page.locator("html").get_attribute("lang") == lang
        assert wrong(somebody) == []
        assert too_wide(somebody) <= 0


@pytest.mark.one_in(5)
@pytest.mark.parametrize("scene", SCENES)
def test_a_page_on_which_something_is_done_is_accessible(
    people: Come, scene: str
) -> None:
    who, act = SCENES[scene]
    somebody = people(who, lang="nl", width=360)
    act(somebody)
    assert wrong(somebody) == []
    assert too_wide(somebody) <= 0


@pytest.mark.thorough
def test_every_page_is_among_them(readers: dict[str, Person]) -> None:
    """Addresses that begin alike are pages of one kind."""
    seen = set()
    for name in PAGES:
        readers["en"].open(name)
        seen.add(readers["en"].page.locator("main").get_attribute("data-page"))
    looked_at = (each for each in all_pages() if not each.gives_file)
    declared = {page.name for page in looked_at if page.method == "GET"}
    assert declared == seen


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    people: Come,
) -> None:
    officer = people()
    officer.go("/")
    officer.page.keyboard.press("Tab")
    focused = officer.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#main"
    officer.page.keyboard.press("Enter")
    assert officer.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_clocks_change_the_page_and_its_address(
    people: Come, *, scripts: bool
) -> None:
    officer = people(scripts=scripts)
    officer.go("/")
    opened(officer.page).fill("#at", "31-12-2011")
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


def test_moving_the_slider_shows_what_was_learned_since(
    people: Come,
) -> None:
    officer = people()
    officer.go("/?at=2011-12-31")
    officer.page.locator("#known-at").fill("34")
    officer.page.wait_for_url("**knownAt=34**")
    expect = sync_api.expect
    expect(officer.page.locator("#changes")).to_be_visible()


def test_a_session_that_ended_leads_to_signing_in(
    people: Come,
) -> None:
    officer = people(alone=True)
    officer.go("/?at=2011-12-31")
    officer.page.context.clear_cookies(name="__Host-zuidas")
    officer.page.locator("#known-at").fill("20")
    officer.page.wait_for_url("**/sign-in?next=**")
