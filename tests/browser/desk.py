"""Somebody at work before a browser: what they click, type and read, in their language.

Words are those of the program, so that one story is done in Dutch and in English; what
is typed, and every amount that is read, is written here as people of that language do.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from domain.values.messages import Message
from papers.wording.labels import Kind, label
from papers.wording.telling import Language, told
from tests.browser.serving import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Typed = str | bool | date | Decimal | list[str]
LIVES = [
    pytest.param(("nl", True), id="nl-scripts"),
    pytest.param(("en", False), id="en-plain"),
]
"""Each story twice: in Dutch with JavaScript, in English without."""
_SPACES = re.compile(r"\s+")


def euro(text: str) -> Decimal:
    """An amount, written in a test as `1234.56`."""
    return Decimal(text)


@dataclass
class Desk:
    """Somebody who has signed in, and starts at the overview."""

    page: "Page"
    lang: Language
    scripts: bool
    errors: list[str]
    """What the console said."""

    # What they read

    @property
    def read(self) -> str:
        """The text of the page, with single spaces; what is folded away is not read."""
        return spaced(self.page.locator("main").inner_text())

    @property
    def kind(self) -> str:
        """Which page it is."""
        return self.page.locator("main").get_attribute("data-page") or ""

    @property
    def size(self) -> int:
        """How many entries the ledger has, as the foot of the page says."""
        folded = self.page.locator("#foot dl div:nth-child(2) dd")
        return int(folded.text_content() or "")

    def text_of(self, css: str) -> str:
        """The text of one element."""
        return spaced(self.page.locator(css).inner_text())

    def facts(self, css: str = "main") -> dict[str, str]:
        """What stands under each name of lists of facts or figures, where first."""
        found: list[list[str]] = self.page.locator(css).first.evaluate(
            """where => [where, ...where.querySelectorAll("dl")]
                .filter(each => each.tagName === "DL")
                .flatMap(list => [...list.querySelectorAll(":scope > div")])
                .map(each => [
                    each.querySelector(":scope > dt").innerText,
                    each.querySelector(":scope > dd").innerText,
                ])"""
        )
        return {spaced(name): spaced(value) for name, value in reversed(found)}

    def table(self, name: str) -> list[list[str]]:
        """The rows of a table, its head and foot too."""
        rows: list[list[str]] = self.page.locator(f"table#{name}").evaluate(
            "table => [...table.rows].map(row => [...row.cells].map(c => c.innerText))"
        )
        return [[spaced(cell) for cell in row] for row in rows]

    def faults(self) -> dict[str, str]:
        """What is said to be wrong at each control that is marked so, by its name."""
        found: dict[str, str] = self.page.locator("main").evaluate(
            """main => Object.fromEntries(
                [...main.querySelectorAll("[aria-invalid=true]")].map(each => [
                    each.name,
                    each.getAttribute("aria-describedby").split(" ")
                        .filter(id => id.endsWith("-error"))
                        .map(id => document.getElementById(id).innerText).join(" "),
                ]))"""
        )
        return {name: spaced(said) for name, said in found.items()}

    def sees(self, name: str) -> bool:
        """A field is in the part of the page that is in view."""
        found: bool = self.field(name).evaluate(
            "each => { const box = each.getBoundingClientRect();"
            " return box.top >= 0 && box.bottom <= window.innerHeight; }"
        )
        return found

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.field(name).input_value()

    # How they write and read values

    def say(self, template: str, **values: object) -> str:
        """Words of the pages."""
        return spaced(told(Message(template, values), self.lang))

    def named(self, kind: Kind, name: str) -> str:
        """A name of the program's, as a title."""
        found = label(kind, name, self.lang)
        return found[:1].upper() + found[1:]

    def money(self, text: str) -> str:
        """An amount as the pages write it: `€ 1.234,56` or `€ 1,234.56`."""
        amount = f"{Decimal(text):,.2f}"
        return f"€ {_swapped(amount) if self.lang == 'nl' else amount}"

    def number(self, text: str) -> str:
        """An amount without its sign of euros, as beside others."""
        return self.money(text).removeprefix("€ ")

    def label(self, kind: Kind, name: str) -> str:
        """A name of the program's as it stands in a sentence."""
        return label(kind, name, self.lang)

    def day(self, text: str) -> str:
        """A day as tables have it."""
        return _dutch(date.fromisoformat(text)) if self.lang == "nl" else text

    def typed(self, value: date | Decimal | str) -> str:
        """As they type it: Dutch amounts and days with Dutch signs, in Dutch."""
        match value:
            case Decimal():
                return _swapped(f"{value:,.2f}") if self.lang == "nl" else f"{value}"
            case date():
                return _dutch(value) if self.lang == "nl" else value.isoformat()
            case str():
                return value

    # What they do

    def way(self, text: str) -> None:
        """Follow the navigation."""
        self._go(self.page.locator("#navigation").get_by_text(self.say(text)))

    def follow(self, text: str, within: str = "main", *, exact: bool = True) -> None:
        """Follow a link by its text."""
        found = self.page.locator(within).get_by_role("link", name=text, exact=exact)
        self._go(found.first)

    def start(self, command: str) -> None:
        """Open the form of a command from the page that has all of them."""
        self.way("New entry")
        self.follow(self.named("command", command))
        assert self.page.locator("h1").inner_text() == self.named("command", command)

    def press(self, text: str, within: str = "main") -> None:
        """Press a button that leads on, or back to the form."""
        found = self.page.locator(within).get_by_role("button", name=text, exact=True)
        self._go(found.first)

    def press_twice(self, text: str, leads_to: str) -> None:
        """Double click a button, as people do who are used to that.

        The second click may end what the first began, so the page that comes is waited
        for, and not the first navigation.
        """
        from playwright.sync_api import TimeoutError as TooLate

        found = self.page.locator("main").get_by_role("button", name=text, exact=True)
        found.dblclick()
        try:
            self.page.locator(f"main[data-page={leads_to}]").wait_for()
        except TooLate:  # what is there instead says why
            raise AssertionError(self.page.inner_text("main")) from None
        self.page.wait_for_load_state()

    def has_button(self, text: str) -> bool:
        """There is such a button."""
        found = self.page.locator("main").get_by_role("button", name=text, exact=True)
        return found.count() > 0

    def fill(self, given: Mapping[str, Typed] | None = None, **fields: Typed) -> None:
        """Fill in fields by their names; of boxes all that are to be ticked."""
        for name, value in {**(given or {}), **fields}.items():
            self._fill(name, value)

    def try_it(self) -> None:
        """See what it would come to: by itself with JavaScript, else by a button."""
        if self.scripts:
            # What stands there may be of an earlier change: an answer is waited for.
            with self.page.expect_response(lambda answer: "/post/" in answer.url):
                self.page.keyboard.press("Tab")
            self.page.locator("main form:not(.htmx-request)").wait_for()
            self.page.locator("#dry-run [role=status]").wait_for()
        else:
            self.press(self.say("Try it"))
        assert self.say("Dry run: nothing was recorded.") in self.text_of("#dry-run")

    def post(self) -> None:
        """Press the button that posts; it must have become an entry."""
        self.press(self.say("Post"))
        assert self.kind == "entry", self.read

    def at(self, day: str) -> None:
        """Look at another day, by the clock at the top of the page."""
        opened(self.page).fill("#at", self.typed(date.fromisoformat(day)))
        if self.scripts:
            with self.page.expect_response(lambda answer: "at=" in answer.url):
                self.page.locator("#at").press("Enter")
            self.page.wait_for_url("**at=**")
        else:
            self.page.locator("#at").press("Enter")
        self.page.locator("#foot", has_text=self._in_foot(day)).wait_for()

    def field(self, name: str) -> "Locator":
        """The control, or the controls, of a field."""
        return self.page.locator(f'main form [name="{name}"]')

    def _in_foot(self, day: str) -> str:
        return told(date.fromisoformat(day), self.lang)

    def _go(self, where: "Locator") -> None:
        """Click, and wait for the page that comes."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            where.click()

    def _fill(self, name: str, value: Typed) -> None:
        control = self.field(name)
        kind = control.first.evaluate("each => each.type")
        if kind == "checkbox":
            assert isinstance(value, list)
            for each in value:
                self.page.check(f'main form [name="{name}"][value="{each}"]')
        elif isinstance(value, bool):
            control.select_option("true" if value else "false")
        elif kind == "select-one":
            control.select_option(str(value))
        else:
            assert not isinstance(value, list)
            control.fill(self.typed(value))


def opened(page: "Page") -> "Page":
    """The page, with its clocks unfolded."""
    if page.locator(".when:not([open])").count():
        page.locator(".when > summary").click()
    return page


def spaced(text: str) -> str:
    """A text with single spaces."""
    return _SPACES.sub(" ", text).strip()


def _swapped(amount: str) -> str:
    return amount.translate(str.maketrans(",.", ".,"))


def _dutch(day: date) -> str:
    return f"{day:%d-%m-%Y}"


@contextmanager
def desk(
    chromium: "Browser",
    service: Running,
    name: str = "officer",
    *,
    lang: Language = "en",
    scripts: bool = True,
) -> Iterator[Desk]:
    """Somebody signs in, and sits down."""
    context = chromium.new_context(
        java_script_enabled=scripts,
        viewport={"width": 1280, "height": 900},
        locale=lang,
    )
    context.set_default_timeout(20_000)
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(service.url)
        page.fill("#name", name)
        page.fill("#password", service.password_of(name))
        with page.expect_navigation():
            page.click("button[type=submit]")
        yield Desk(page, lang, scripts, errors)
        assert errors == []
    finally:
        context.close()
