"""The API on a real server on loopback, and a client that asks it anything at all.

Who asks is said by the token itself: `Bearer anna:read+post` is anna's, with these
scopes. What the accounts make of a real token, tests/web/signin shows.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from ledger.posting.writer import Writer
from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from web.api.application import Api
from web.api.openapi import CONTACT
from web.api.operations import operations
from web.app import Application
from web.connections import LONGEST_HEADERS, Connection
from web.headers import SecurityHeaders
from web.service import Service
from web.signin.identity import Identity
from web.signin.refusals import Unauthenticated

T = TypeVar("T")
HOST = "127.0.0.1"
SCOPES = ("read", "post", "approve", "administer")
OFFICER = "officer"
SECONDS = 60.0
JSON = {"Content-Type": "application/json"}
JSON_LINES = {"Content-Type": "application/jsonl"}


def token(person: str, *scopes: str) -> str:
    """A token of a person; without scopes one that may everything."""
    return f"{person}:{'+'.join(scopes or SCOPES)}"


def identified(authorization: str | None, origin: str | None) -> Identity:
    """Whose token it is, by what it says."""
    scheme, _, said = (authorization or "").partition(" ")
    name, colon, scopes = said.partition(":")
    if scheme != "Bearer" or not colon:
        raise Unauthenticated(token_given=bool(said))
    return Identity(name, "token", frozenset(scopes.split("+")))


@dataclass(frozen=True)
class Told:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON, which its type says that it is."""
        media = self.headers.get_content_type()
        assert media == "application/json" or media.endswith("+json"), media
        return json.loads(self.body)

    @property
    def etag(self) -> str:
        return str(self.headers["ETag"])

    def problem(self, status: int, code: str) -> dict[str, Any]:
        """The problem that it must be, in the form of RFC 9457."""
        assert (self.status, self.json.get("code")) == (status, code), self.body
        assert self.headers.get_content_type() == "application/problem+json"
        found: dict[str, Any] = self.json
        assert found["status"] == status
        assert found["type"] == f"/v1/problems/{code.lower().replace('_', '-')}"
        assert found["title"]
        assert found["detail"]
        return found


class Client:
    """Asks one server, as one person unless told otherwise."""

    def __init__(self, port: int, service: Service, token: str | None) -> None:
        self.port = port
        self.service = service
        self.token = token
        self._connection = HTTPConnection(HOST, port, timeout=SECONDS)
        self._others: list[Client] = []

    def __call__(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Told:
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = body.encode() if isinstance(body, str) else body
        self._connection.request(method, path, data, sent)
        answer = self._connection.getresponse()
        return Told(answer.status, answer.headers, answer.read())

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Told:
        return self("GET", path, None, headers)

    def post(
        self,
        path: str,
        body: object,
        headers: Mapping[str, str] | None = None,
    ) -> Told:
        """Post JSON: a mapping, or the text itself."""
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        return self("POST", path, text, {**JSON, **(headers or {})})

    def post_lines(
        self,
        path: str,
        rows: Sequence[object],
        headers: Mapping[str, str] | None = None,
    ) -> Told:
        """Post a file of commands."""
        lines = "".join(
            f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows
        )
        return self("POST", path, lines, {**JSON_LINES, **(headers or {})})

    def of(self, token: str | None) -> "Client":
        """The same server, asked by somebody else (None: by nobody known)."""
        other = Client(self.port, self.service, token)
        self._others.append(other)
        return other

    def raw(self, request: bytes) -> bytes:
        """Whatever is answered to these bytes, until the server closes."""
        with socket.create_connection((HOST, self.port), SECONDS) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        for client in self._others:
            client.close()
        self._connection.close()


@contextmanager
def served(location: Location, key: SigningKey | None = None) -> Iterator[Client]:
    """Serve a ledger; whoever asks is the officer, who may everything."""
    service = Service(location, identified, key)
    # The ledgers of the tests are old, and nothing sets the clock of a container.
    service._writer = Writer(service._opened, lambda: True)
    api = Api(service, operations(CONTACT))
    with running(SecurityHeaders(Application(api, _no_page), tls=False)) as port:
        client = Client(port, service, token(OFFICER))
        try:
            yield client
        finally:
            client.close()
    service.close()


async def _no_page(scope: Scope, receive: Receive, send: Send) -> None:
    """Instead of the pages, which tests/web/signin has."""
    await PlainTextResponse("no page", 404)(scope, receive, send)


@contextmanager
def running(application: ASGIApp, tls: Path | None = None) -> Iterator[int]:
    """An ASGI application on a port of loopback, for as long as it lasts.

    With `tls`, the file of a private key and its certificate, by that.
    """
    config = uvicorn.Config(
        application,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=3600,  # several servers are asked in turn, for minutes
        h11_max_incomplete_event_size=LONGEST_HEADERS,
        ssl_certfile=tls,
        ssl_keyfile=tls,
    )
    config.load()
    # Of TCP by name: only then asyncio sends the body without waiting for more.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind((HOST, 0))
    state = ServerState()
    server = at_once(_LOOP.listen(config, state, listening))
    try:
        yield int(listening.getsockname()[1])
    finally:
        at_once(_LOOP.end(server, state))


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """What it comes to; a browser may have a loop of its own in this thread."""
    return asyncio.run_coroutine_threadsafe(work, _LOOP.begun()).result(SECONDS)


class _Loop:
    """The one loop of all servers: to begin and end a thread for each takes longer."""

    def __init__(self) -> None:
        self._loop: Future[asyncio.AbstractEventLoop] | None = None

    def begun(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = Future()
            threading.Thread(
                target=asyncio.run, args=(self._stay(self._loop),), daemon=True
            ).start()
        return self._loop.result(SECONDS)

    async def _stay(self, begun: "Future[asyncio.AbstractEventLoop]") -> None:
        """A task from which all others descend, as in a server of its own."""
        begun.set_result(asyncio.get_running_loop())
        await asyncio.Event().wait()

    async def listen(
        self, config: uvicorn.Config, state: ServerState, listening: socket.socket
    ) -> asyncio.Server:
        def connection() -> asyncio.Protocol:
            return Connection(config, state, {})

        return await asyncio.get_running_loop().create_server(
            connection, sock=listening, ssl=config.ssl
        )

    async def end(self, server: asyncio.Server, state: ServerState) -> None:
        server.close()
        for each in list(state.connections):
            each.shutdown()
        if state.tasks:
            await asyncio.wait(state.tasks)


_LOOP = _Loop()
