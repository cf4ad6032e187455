"""A real browser before a real service, as people have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import Running, running
from tests.web.pages.story import story_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PEOPLE = ("officer", "approver", "auditor")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The story of the examples, served to an officer, an approver and an auditor."""
    folder = tmp_path_factory.mktemp("served")
    ledger = story_at(folder / "zuidas.db")
    with running(ledger, PEOPLE) as found:
        yield found


@dataclass
class Person:
    """Somebody before a browser; what the console says is kept."""

    page: "Page"
    service: Running
    said: list[str]

    def go(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(self.service.url.rstrip("/") + path)


class People:
    """Makes persons, each in a browser of their own."""

    def __init__(self, browser: "Browser", service: Running) -> None:
        self._browser = browser
        self._service = service
        self._opened: list[BrowserContext] = []

    def __call__(
        self,
        name: str = "officer",
        *,
        lang: str = "en",
        scripts: bool = True,
        width: int = 1280,
        height: int = 900,
    ) -> Person:
        """Somebody who has signed in."""
        context = self._browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            locale=lang,
        )
        self._opened.append(context)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        person = Person(page, self._service, said)
        person.go(f"/sign-in?lang={lang}")
        page.fill("#name", name)
        page.fill("#password", self._service.password_of(name))
        page.click("button[type=submit]")
        return person

    def close(self) -> None:
        """Close all their browsers."""
        for each in self._opened:
            each.close()


@pytest.fixture
def people(chromium: "Browser", service: Running) -> Iterator[People]:
    found = People(chromium, service)
    yield found
    found.close()


@pytest.fixture(scope="session")
def vkey(service: Running) -> str:
    """The verifier key of the log, as an auditor kept it."""
    return Path(service.folder / "log.vkey").read_text(encoding="utf-8").strip()
