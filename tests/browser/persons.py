"""Somebody before a real browser."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.browser.addresses import address
from tests.browser.serving import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

_COOKIES: dict[tuple[str, str, str], list[Any]] = {}
"""Of who has signed in at a service, and in which language: to do it again is slow."""


@dataclass
class Person:
    """Somebody before a browser; what the console says is kept."""

    page: "Page"
    service: Running
    said: list[str]

    def go(self, path: str) -> "Response | None":
        """Open a page of the service; what it answered."""
        return self.page.goto(self.service.url.rstrip("/") + path)

    def open(self, page: str) -> "Response | None":
        """Open a page by its name in the list of all."""
        return self.go(address(page, self.service.things))


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
        scale: float = 1,
    ) -> Person:
        """Somebody who has signed in."""
        context = self._browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale=lang,
        )
        self._opened.append(context)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        person = Person(page, self._service, said)
        signed_in = (self._service.url, name, lang)
        if signed_in in _COOKIES:
            context.add_cookies(_COOKIES[signed_in])
        else:
            person.go(f"/sign-in?lang={lang}")
            page.fill("#name", name)
            page.fill("#password", self._service.password_of(name))
            page.click("button[type=submit]")
            _COOKIES[signed_in] = context.cookies()
        return person

    def close(self) -> None:
        """Close all their browsers."""
        for each in self._opened:
            each.close()
