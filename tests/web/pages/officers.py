"""The pages on a real server, and people with browsers of few words before them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.posting.writer import Writer
from ledger.storage.location import Location
from tests.web.serving import running
from tests.web.signin.serving import Answer, Browser
from web.headers import SecurityHeaders
from web.pages.application import pages
from web.service import Service
from web.signin.accounts import Accounts
from web.signin.cookies import SESSION
from web.signin.identity import Identity
from web.signin.pages import Ways

LANGUAGES = {"nl": {"Accept-Language": "nl"}, "en": {"Accept-Language": "en"}}


@dataclass
class Person:
    """Somebody who is signed in, and reads one language."""

    name: str
    browser: Browser
    lang: str = "en"

    def get(self, path: str, **headers: str) -> Answer:
        """Follow a link."""
        return self.browser.get(path, LANGUAGES[self.lang] | headers)

    def post(
        self, path: str, pairs: "list[tuple[str, str]] | dict[str, str]", **headers: str
    ) -> Answer:
        """Send a form."""
        return self.browser.post(path, pairs, LANGUAGES[self.lang] | headers)

    def reads(self, lang: str) -> "Person":
        """The same person, reading another language."""
        return Person(self.name, self.browser, lang)


@dataclass
class Office:
    """A ledger that is served, and who comes to it."""

    service: Service
    accounts: Accounts
    port: int

    def person(self, name: str, lang: str = "en") -> Person:
        """Somebody with an account, signed in."""
        self.accounts.add(name, "a password of nobody", second_factor=False)
        secret = self.accounts.sessions.begin(name, "password", "127.0.0.1", None)
        return Person(name, Browser(self.port, {SESSION: secret}), lang)


@contextmanager
def office(ledger: Path) -> Iterator[Office]:
    """Serve a ledger's pages."""
    with ExitStack() as stack:
        accounts = Accounts.open(ledger.with_suffix(".accounts"), create=True)
        stack.callback(accounts.close)
        service = Service(Location.parse(str(ledger)), _nobody)
        # Ledgers of tests end years ago, and this machine may set its clock itself.
        service._writer = Writer(service._opened, lambda: True)
        stack.callback(service.close)
        app = SecurityHeaders(pages(service, Ways(accounts)), tls=False)
        port = stack.enter_context(running(app))
        yield Office(service, accounts, port)


def _nobody(_: str | None, __: str | None) -> Identity:
    raise AssertionError("pages ask for no token")
