"""The API on a real server on loopback, and a client that asks it anything at all.

Who asks is said by the token itself: `Bearer anna:read+post` is anna's, with these
scopes. What the accounts make of a real token, tests/web/signin shows.
"""

import json
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from typing import Any

import uvicorn

from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from web.api.application import Api
from web.api.openapi import CONTACT
from web.api.operations import all_operations
from web.service import Service
from web.signin.identity import Identity
from web.signin.refusals import Unauthenticated

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
        return Client(self.port, self.service, token)

    def raw(self, request: bytes) -> bytes:
        """Whatever is answered to these bytes, until the server closes."""
        with socket.create_connection((HOST, self.port), SECONDS) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def served(location: Location, key: SigningKey | None = None) -> Iterator[Client]:
    """Serve a ledger; whoever asks is the officer, who may everything."""
    service = Service(location, identified, key)
    with running(Api(service, all_operations(CONTACT))) as port:
        client = Client(port, service, token(OFFICER))
        try:
            yield client
        finally:
            client.close()
    service.close()


@contextmanager
def running(application: Any) -> Iterator[int]:
    """An ASGI application on a port of loopback, for as long as it lasts."""
    config = uvicorn.Config(
        application, http="h11", ws="none", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    listening = socket.create_server((HOST, 0))
    port = int(listening.getsockname()[1])
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
