"""At 200 %, of all or of the text alone, nothing is lost (WCAG 1.4.4, 1.4.10)."""

import pytest

from tests.browser.addresses import PAGES
from tests.browser.looking import lost, too_wide
from tests.browser.persons import People, Person

pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def near(everybody: People) -> Person:
    """A window of 1280 pixels, magnified twice."""
    return everybody("officer", lang="nl", width=640, height=450, scale=2)


@pytest.fixture(scope="module")
def wide(everybody: People) -> Person:
    return everybody("officer", lang="nl")


@pytest.mark.one_in(9)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_at_twice_the_size(near: Person, name: str) -> None:
    near.open(name)
    assert too_wide(near) <= 0
    assert lost(near) == []


@pytest.mark.one_in(9)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_with_letters_twice_as_large(wide: Person, name: str) -> None:
    wide.open(name)
    wide.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(wide) <= 0
    assert lost(wide) == []
