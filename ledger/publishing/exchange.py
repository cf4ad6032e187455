"""One request over HTTP to somebody who may be slow or hostile: everything is bounded.

Nothing is followed elsewhere, no proxy is asked, and a connection that is not encrypted
goes to this machine only.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Thread
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Value, message
from domain.version import VERSION

SECONDS = 20.0
"""How long an answer may take, all in all."""
MOST_BYTES = 100_000
"""Sixteen signatures of the largest type that is assigned are smaller."""
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
_PORTS = {"http": 80, "https": 443}


class FailedError(Exception):
    """No usable answer; `said` is why, to follow the other's address."""

    def __init__(self, template: str, /, **values: Value) -> None:
        super().__init__(template)
        self.said: Message = message(template, **values)


class Address(NamedTuple):
    """Where something is asked for: the prefix that calls are appended to."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises `Refusal` unless it is https, or http on this machine."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise _no_address(url, str(error)) from None
        if not url.isascii() or not url.isprintable() or " " in url:
            raise _no_address(url, "an address has printable ASCII characters only")
        if parts.scheme not in _PORTS or not host:
            raise _no_address(url, "it starts with https:// and a host")
        if parts.scheme == "http" and host not in _OWN_MACHINE:
            raise _no_address(url, "without https it can only be on this machine")
        if "@" in parts.netloc or "?" in url or "#" in url:
            raise _no_address(url, "it has no user, query or fragment")
        port = port or _PORTS[parts.scheme]
        return cls(url, parts.scheme, host, port, parts.path.rstrip("/"))


def _no_address(url: str, problem: str) -> Refusal:
    return Refusal(
        "BAD_COMMAND",
        "{url} is no witness's address: {problem}.",
        url=Quoted(url.rpartition("@")[2]),  # what is before it may be a password
        problem=message(problem),
    )


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    kind: str
    """The media type, without parameters."""
    location: str
    body: bytes


def post(address: Address, call: str, body: bytes) -> Answer:
    """Send `body` to a call under an address.

    Raises `FailedError` when there is no answer, too large a one or none in time.
    """
    asked = _Asked(address, call, body)
    asked.start()
    asked.join(SECONDS)
    if asked.is_alive():
        asked.abandon()
        raise FailedError(
            "gave no whole answer in {seconds:g} seconds", seconds=SECONDS
        )
    if asked.answer is None:
        raise asked.failed
    return asked.answer


class _Asked(Thread):
    """A request in a thread of its own.

    A time limit on each read alone would let an answer drip in for ever, and looking
    up a name has none at all.
    """

    def __init__(self, address: Address, call: str, body: bytes) -> None:
        super().__init__(daemon=True)
        self._path = f"{address.path}/{call}"
        self._body = body
        self._connection = _connection(address)
        self.answer: Answer | None = None
        self.failed = FailedError("gave no answer")

    def run(self) -> None:
        """Ask, and keep the answer or what failed."""
        try:
            with _failures():
                self.answer = self._asked()
        except FailedError as error:
            self.failed = error
        finally:
            self._connection.close()

    def _asked(self) -> Answer:
        headers = {"User-Agent": f"zuidas-ledger/{VERSION}", "Connection": "close"}
        self._connection.request("POST", self._path, self._body, headers)
        response = self._connection.getresponse()
        body = response.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise FailedError("answered with more than {most:,} bytes", most=MOST_BYTES)
        kind = response.getheader("Content-Type", "").partition(";")[0].strip()
        location = response.getheader("Location", "")
        return Answer(response.status, kind.lower(), location, body)

    def abandon(self) -> None:
        """Wake the thread: nobody waits for it any more."""
        with suppress(OSError, AttributeError):
            self._connection.sock.shutdown(SHUT_RDWR)


def _connection(address: Address) -> HTTPConnection:
    if address.scheme == "http":
        return HTTPConnection(address.host, address.port, timeout=SECONDS)
    return HTTPSConnection(
        address.host,
        address.port,
        timeout=SECONDS,
        context=ssl.create_default_context(),
    )


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = Quoted(error.verify_message)
        raise FailedError(
            "has no certificate to trust ({reason})", reason=reason
        ) from None
    except TimeoutError:
        raise FailedError("gave no answer in time") from None
    except OSError as error:
        reason = Quoted(error.strerror or type(error).__name__)
        raise FailedError("can't be reached ({reason})", reason=reason) from None
    except (HTTPException, ValueError) as error:
        reason = Quoted(str(error) or type(error).__name__)
        raise FailedError("does not speak HTTP ({reason})", reason=reason) from None
