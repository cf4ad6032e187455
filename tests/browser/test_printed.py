"""Pages on paper: no controls, nothing cut at its edge, and what they are true of."""

import re

import pytest

from tests.browser.persons import People, Person

pytest.importorskip("playwright.sync_api")
PRINTED = (
    *("overview", "programme", "report", "report-lines", "entry", "project"),
    *("decision", "partner", "bank-statement", "check"),
)
A4_WIDE = 680
"""Pixels between the margins of a sheet of A4: 180 mm."""
CONTROLS = "nav, .clocks, .person, .tongues, button, .utrecht-button, form.form"


@pytest.fixture(scope="module")
def reader(everybody: People) -> Person:
    """Somebody whose window is as wide as the paper, and shows what is printed."""
    person = everybody("officer", lang="nl", width=A4_WIDE)
    person.page.emulate_media(media="print")
    return person


@pytest.mark.parametrize("name", PRINTED)
def test_nothing_that_is_pressed_or_filled_in_is_printed(
    reader: Person, name: str
) -> None:
    reader.open(name)
    shown = reader.page.locator(CONTROLS).all()
    assert [each.inner_text() for each in shown if each.is_visible()] == []


@pytest.mark.parametrize("name", PRINTED)
def test_nothing_is_cut_at_the_edge_of_the_paper(reader: Person, name: str) -> None:
    reader.open(name)
    beyond = reader.page.evaluate(
        "wide => [...document.querySelectorAll('main *')]"
        ".filter(each => each.checkVisibility() && !each.closest('.visually-hidden'))"
        ".filter(each => each.getBoundingClientRect().right > wide + 1)"
        ".map(each => each.outerHTML.slice(0, 120))",
        A4_WIDE,
    )
    assert beyond == []


@pytest.mark.parametrize("name", PRINTED)
def test_it_says_of_which_ledger_and_when_it_is_true(reader: Person, name: str) -> None:
    reader.open(name)
    assert "Drentse Zuidas" in reader.page.locator(".masthead__title").inner_text()
    foot = reader.page.locator("#foot")
    assert foot.is_visible()
    said = foot.inner_text()
    assert re.search(r"\b[0-9a-f]{64}\b", said), "the root"
    entry, size = re.findall(r"\d+", said.partition("Wortel")[0])[-2:]
    assert 1 <= int(entry) <= int(size)
    assert re.search(r"\d{4}, (met alle|zoals bekend)", said), "both clocks"


@pytest.mark.parametrize("name", PRINTED)
def test_links_can_be_read_on_paper(reader: Person, name: str) -> None:
    reader.open(name)
    colours = reader.page.eval_on_selector_all(
        "main a",
        "all => all.filter(each => each.checkVisibility())"
        ".map(each => getComputedStyle(each).color)",
    )
    for colour in set(colours):
        red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 90, colour


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", PRINTED)
def test_it_becomes_sheets(reader: Person, name: str) -> None:
    reader.open(name)
    sheets = reader.page.pdf(format="A4", print_background=False)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) < 20
