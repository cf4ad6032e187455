"""A whole form by the keyboard alone: nothing is clicked, and no address is typed."""

from pathlib import Path

import pytest

from tests.browser.desk import Desk
from tests.functional.examples import STORY

MOST = 150
"""Stops of the keyboard on a page before what is looked for."""


@pytest.fixture(scope="module")
def before() -> list[Path]:
    """The first year of the examples."""
    return STORY[:1]


def test_a_project_is_proposed_without_a_mouse(officer: Desk) -> None:
    """Tab goes on, Space ticks, letters choose, Enter follows, adds and posts."""
    nl = officer.lang == "nl"
    to_link(officer, officer.say("Projects"))
    to_link(officer, officer.say("Propose a project"))
    write(officer, "date", "12-09-2011" if nl else "2011-09-12")
    write(officer, "project", "toets")
    write(officer, "title", "Alles met toetsen")
    write(officer, "year", "2011")
    write(officer, "programme", "Sa")
    write(officer, "recipient", "Gemeente Emmen")
    tick(officer, "applicants", "emmen")
    tick(officer, "participants", "emmen")
    tick(officer, "participants", "meppel")
    write(officer, "physical", officer.say("no"))
    tick(officer, "themes", "governance")
    write(officer, "total_cost", "1.234,56" if nl else "1234.56")
    write(officer, "requested", "617,28" if nl else "617.28")
    write(officer, "own_contributions.emmen", "117,28" if nl else "117.28")
    write(officer, "third_parties.0.name", "Eerste")
    # One row more: the page that comes goes on at these rows, not at its beginning.
    to(officer, "button[name=add]")
    press_enter(officer)
    assert officer.value("third_parties.0.name") == "Eerste"
    assert officer.page.locator(
        "main input[name=participants][value=meppel]"
    ).is_checked()
    officer.page.keyboard.press("Tab")
    assert (
        officer.page.evaluate("document.activeElement.name") == "third_parties.0.name"
    )
    write(officer, "third_parties.0.active", officer.say("yes"))
    write(officer, "third_parties.0.contribution", "500")
    # The second row stays empty, and is none.
    to(officer, "main form.form button:not([name])")
    press_enter(officer)
    assert officer.kind == "entry"
    given = officer.facts()
    assert given[officer.named("field", "total_cost")] == officer.money("1234.56")
    assert given[officer.named("field", "participants")] == "emmen, meppel"


def to(officer: Desk, css: str) -> None:
    """Tab until it has the focus, which everybody can see."""
    for _ in range(MOST):
        officer.page.keyboard.press("Tab")
        if officer.page.evaluate("css => document.activeElement.matches(css)", css):
            assert outlined(officer), css
            return
    pytest.fail(f"no stop of the keyboard is {css}")


def to_link(officer: Desk, text: str) -> None:
    """Tab to a link, and follow it."""
    for _ in range(MOST):
        officer.page.keyboard.press("Tab")
        said = officer.page.evaluate("document.activeElement.innerText") or ""
        if said.strip() == text:
            press_enter(officer)
            return
    pytest.fail(f"no stop of the keyboard says {text}")


def write(officer: Desk, name: str, text: str) -> None:
    """Tab to a field, and type; in a list of choices that chooses."""
    to(officer, f'[name="{name}"]')
    officer.page.keyboard.type(text)


def tick(officer: Desk, name: str, value: str) -> None:
    to(officer, f'[name="{name}"][value="{value}"]')
    officer.page.keyboard.press("Space")


def press_enter(officer: Desk) -> None:
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")


def outlined(officer: Desk) -> bool:
    """What has the focus looks other than it does without."""
    found: bool = officer.page.evaluate(
        "(() => { const style = getComputedStyle(document.activeElement);"
        " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; })()"
    )
    return found
