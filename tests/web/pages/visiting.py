"""A visitor of the pages: signed in, without a browser, straight at the application."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

from ledger.storage.location import Location
from web.pages.application import pages
from web.service import Service
from web.signin.accounts import Accounts
from web.signin.cookies import SESSION
from web.signin.identity import bearer
from web.signin.pages import Ways

VOID = ("br", "col", "hr", "img", "input", "link", "meta")


@dataclass
class Node:
    """An element of a page."""

    name: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is read of it, with single spaces."""
        return re.sub(r"[ \n\t]+", " ", " ".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for each in self.children:
            if isinstance(each, str):
                yield each
            else:
                yield from each._texts()

    def all(self, name: str, **attributes: str) -> list["Node"]:
        """Elements of that name inside, in order."""
        return [
            each
            for each in self._inside()
            if each.name == name
            and all(each.attributes.get(k) == v for k, v in attributes.items())
        ]

    def one(self, name: str, **attributes: str) -> "Node":
        """The only one of these."""
        (found,) = self.all(name, **attributes)
        return found

    def _inside(self) -> Iterator["Node"]:
        for each in self.children:
            if isinstance(each, Node):
                yield each
                yield from each._inside()

    def table(self, name: str) -> list[list[str]]:
        """The texts of a table's rows, its head and foot too.

        A cell that goes on over others is followed by as many empty ones.
        """
        rows = self.one("table", id=name).all("tr")
        return [
            [
                text
                for cell in row.children
                if isinstance(cell, Node) and cell.name in ("td", "th")
                for text in cell.spread()
            ]
            for row in rows
        ]

    def spread(self) -> list[str]:
        """The text of a cell, and an empty one for each that it goes on over."""
        return [self.text] + [""] * (int(self.attributes.get("colspan", "1")) - 1)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open[-1].name == tag, f"</{tag}> closes {self._open[-1].name}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parsed(html: str) -> Node:
    """A page as elements; every one of them is closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader._open) == 1
    return reader.root


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int
    headers: Mapping[str, str]
    html: str
    """What was sent, as text; of a file what can be read of it."""
    body: bytes = b""

    @property
    def page(self) -> Node:
        """The page as elements."""
        return parsed(self.html)

    @property
    def main(self) -> Node:
        """Its main part."""
        return self.page.one("main")


@dataclass
class Visitor:
    """Somebody with a session."""

    app: ASGIApp
    service: Service
    cookie: str

    def get(self, path: str, **keys: str) -> Answer:
        """A page, by its address and keys."""
        return self._asked("GET", path, urlencode(keys).encode())

    def post(self, path: str, form: Mapping[str, Any], **headers: str) -> Answer:
        """What a form is answered with."""
        body = urlencode(form, doseq=True).encode()
        address, _, query = path.partition("?")
        return self._asked("POST", address, query.encode(), body, headers)

    def send(self, path: str, body: bytes, **headers: str) -> Answer:
        """What anything that is sent is answered with."""
        return self._asked("POST", path, b"", body, headers)

    def _asked(
        self,
        method: str,
        path: str,
        query: bytes,
        body: bytes = b"",
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        headers = {
            "host": "127.0.0.1",
            "cookie": f"{SESSION}={self.cookie}",
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(len(body)),
            **{name.replace("_", "-"): value for name, value in (more or {}).items()},
        }
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        # A browser that was driven before has a loop in this thread still.
        with ThreadPoolExecutor(1) as apart:
            asked = _answered(self.app, scope, body)
            return apart.submit(asyncio.run, asked).result()


async def _answered(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    headers = {k.decode().lower(): v.decode() for k, v in start["headers"]}
    sent_body = b"".join(each.get("body", b"") for each in sent[1:])
    html = sent_body.decode(errors="replace")
    return Answer(start["status"], headers, html, sent_body)


@contextmanager
def visiting(
    ledger: Path | str, accounts: Path, who: str = "anna"
) -> Iterator[Visitor]:
    """Somebody who looks at a ledger's pages."""
    opened = Accounts.open(accounts, lambda: datetime.now(UTC), create=True)
    service = Service(
        Location.parse(str(ledger)), lambda header, _: bearer(opened, header)
    )
    try:
        if who not in [account.name for account, _ in opened.listed()]:
            opened.add(who, f"a long password of {who}", second_factor=False)
        secret = opened.sessions.begin(who, "password", "127.0.0.1", None)
        yield Visitor(pages(service, Ways(opened)), service, secret)
    finally:
        service.close()
        opened.close()
