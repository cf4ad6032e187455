"""Somebody before a real browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


Come = Callable[..., Person]
"""Makes a person, as `People` does."""


class People:
    """Makes persons before one browser, each at a page of their own.

    Who looks in the same way shares a window's cookies and what it has fetched: a
    window for each would be ten times as slow as a page. Whoever changes what is kept
    there is `alone`.
    """

    def __init__(self, browser: "Browser", service: Running) -> None:
        self._browser = browser
        self._service = service
        self._opened: list[BrowserContext] = []
        self._shared: dict[tuple[object, ...], BrowserContext] = {}

    def __call__(
        self,
        name: str = "officer",
        *,
        lang: str = "en",
        scripts: bool = True,
        width: int = 1280,
        height: int = 900,
        scale: float = 1,
        alone: bool = False,
    ) -> Person:
        """Somebody who has signed in."""
        kind = (name, lang, scripts, scale)
        context = None if alone else self._shared.get(kind)
        if context is None:
            context = self._window(name, lang, scripts=scripts, scale=scale)
        if not alone:
            self._shared[kind] = context
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return Person(page, self._service, said)

    @contextmanager
    def for_a_while(self) -> Iterator[Come]:
        """Makes persons who leave at the end."""
        there: list[Person] = []

        def come(*args: Any, **kwargs: Any) -> Person:
            there.append(self(*args, **kwargs))
            return there[-1]

        yield come
        for each in there:
            each.page.close()

    def close(self) -> None:
        """Close all their windows."""
        for each in self._opened:
            each.close()

    def _window(
        self, name: str, lang: str, *, scripts: bool, scale: float
    ) -> "BrowserContext":
        context = self._browser.new_context(
            java_script_enabled=scripts, device_scale_factor=scale, locale=lang
        )
        self._opened.append(context)
        signed_in = (self._service.url, name, lang)
        if signed_in in _COOKIES:
            context.add_cookies(_COOKIES[signed_in])
            return context
        page = context.new_page()
        page.goto(f"{self._service.url.rstrip('/')}/sign-in?lang={lang}")
        page.fill("#name", name)
        page.fill("#password", self._service.password_of(name))
        page.click("button[type=submit]")
        _COOKIES[signed_in] = context.cookies()
        page.close()
        return context
