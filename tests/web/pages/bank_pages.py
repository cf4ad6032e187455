"""The pages of the bank on a real server, for people who are signed in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from ledger.storage.location import Location
from tests.web.signin.serving import Answer, Browser, served
from web.headers import SecurityHeaders
from web.pages.application import pages
from web.pages.bank.pages import PAGES
from web.pages.site import Site
from web.service import Service
from web.signin.accounts import Accounts
from web.signin.identity import Identity
from web.signin.pages import Ways

PASSWORD = "correct horse battery"  # noqa: S105  # of nobody
BOUNDARY = "----of-this-test"
MANY = "application/x-www-form-urlencoded"


def _nobody(header: str | None, origin: str | None) -> Identity:
    """No program asks here."""
    raise AssertionError(header, origin)


@dataclass(frozen=True)
class Field:
    """A control of a form that is sent with it."""

    name: str
    value: str


@dataclass
class FormOnPage:
    """A form as a browser sees it: where it goes, its fields, its buttons."""

    action: str
    fields: list[Field]
    buttons: list[Field]

    def value(self, name: str) -> str:
        """What stands in a field."""
        return next(each.value for each in self.fields if each.name == name)

    def sent(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """What is sent with other values, and the button that was pressed."""
        names = {name for name, _ in more}
        kept = [(e.name, e.value) for e in self.fields if e.name not in names]
        return [*kept, *more]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self._select = ""

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(FormOnPage(given["action"], [], []))
        if not self.forms:
            return
        form = self.forms[-1]
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and name:
            ticks = given.get("type") in ("checkbox", "radio")
            if given.get("type") != "file" and (not ticks or "checked" in given):
                form.fields.append(Field(name, value))
        if tag == "button":
            form.buttons.append(Field(name, value))
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in given:
            form.fields.append(Field(self._select, value))


@dataclass(frozen=True)
class Page:
    """What a browser got, and what stands on it."""

    answer: Answer

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def html(self) -> str:
        return self.answer.body

    @property
    def main(self) -> str:
        """The page itself, without its frame."""
        return self.html.partition("<main")[2].partition("</main>")[0]

    @property
    def text(self) -> str:
        """What can be read of it."""
        plain = re.sub(r"<[^>]*>", " ", self.main.partition(">")[2])
        return " ".join(unescape(plain).replace("\u00a0", " ").split())

    @property
    def forms(self) -> list[FormOnPage]:
        """Those of the page itself, the first first."""
        found = _Forms()
        found.feed(self.main)
        return found.forms

    def form(self, action: str) -> FormOnPage:
        """The form that goes there."""
        return next(e for e in self.forms if e.action.partition("?")[0] == action)

    def links(self) -> list[str]:
        """Where it leads."""
        return [unescape(each) for each in re.findall(r'href="([^"]*)"', self.main)]


class Clerk:
    """Somebody who is signed in, with a browser without JavaScript."""

    def __init__(self, port: int, name: str, service: Service) -> None:
        self.browser = Browser(port)
        self.service = service
        form = {"name": name, "password": PASSWORD, "next": "/bank"}
        signed_in = self.browser.post("/sign-in", form)
        assert signed_in.status == 303, signed_in.body
        self.language = "en"

    def get(self, path: str, **keys: object) -> Page:
        """A page in the clerk's language."""
        query = urlencode({name: str(value) for name, value in keys.items()})
        address = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
        return Page(self.browser.get(address, self._told))

    def post(self, path: str, form: Sequence[tuple[str, str]]) -> Page:
        """What a form is answered with."""
        return Page(self.browser.post(path, form, self._told))

    def followed(self, path: str, form: Sequence[tuple[str, str]]) -> Page:
        """The page that a form led to."""
        answer = self.post(path, form)
        assert answer.status == 303, answer.text
        return self.get(answer.answer.location)

    def upload(
        self,
        files: Sequence[tuple[str, bytes]],
        fields: Sequence[tuple[str, str]] = (),
        path: str = "/bank/import",
    ) -> Page:
        """Send files, as a browser does."""
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        body = _multipart(files, fields).decode("latin-1")
        return Page(self.browser.send("POST", path, body, {**kind, **self._told}))

    @property
    def _told(self) -> Mapping[str, str]:
        return {"Accept-Language": self.language}


def _multipart(
    files: Sequence[tuple[str, bytes]], fields: Sequence[tuple[str, str]]
) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in fields
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files";'
        f' filename="{name}"\r\n\r\n'.encode()
        + data
        + b"\r\n"
        for name, data in files
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


@contextmanager
def clerks(database: Path, *names: str) -> Iterator[list[Clerk]]:
    """People of these names, at the pages of one ledger."""
    accounts = Accounts.open(database.with_suffix(".accounts"), create=True)
    for name in names:
        accounts.add(name, PASSWORD, second_factor=False)
    service = Service(Location.parse(str(database)), _nobody)
    ways = Ways(accounts, None, second_factor_required=False, scheme=None)
    site = Site(service, accounts, PAGES, pages(service, ways))
    try:
        with served(SecurityHeaders(site, tls=False)) as port:
            yield [Clerk(port, name, service) for name in names]
    finally:
        service.close()
        accounts.close()
