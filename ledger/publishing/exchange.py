"""One request over HTTP to somebody who may be slow or hostile: everything is bounded.

Nothing is followed elsewhere, no proxy is asked, and a connection that is not encrypted
goes to this machine only.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Thread
from typing import BinaryIO, NamedTuple, Self
from urllib.parse import urlsplit

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Value, message
from domain.version import VERSION
from ledger.storage.location import OWN_MACHINE, Host

SECONDS = 20.0
"""How long an answer may take, all in all."""
MOST_BYTES = 100_000
"""Sixteen signatures of the largest type that is assigned are smaller."""
_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536


class FailedError(Exception):
    """No usable answer; `said` is why, to follow the other's address."""

    sent = False
    """The other may have got the request, and done what it asks."""

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
        if parts.scheme == "http" and host not in OWN_MACHINE:
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


class Request(NamedTuple):
    """What is asked for, and how long and large its answer may be."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = {}
    seconds: float = SECONDS
    """All in all."""
    most: int = MOST_BYTES
    into: BinaryIO | None = None
    """Where the body of a good answer (200) is written instead of kept."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    kind: str
    """The media type, without parameters."""
    location: str
    body: bytes
    """Empty where it was written to a file."""


def post(address: Address, call: str, body: bytes) -> Answer:
    """Send `body` to a call under an address.

    Raises `FailedError` when there is no answer, too large a one or none in time.
    """
    host = Host(address.scheme, address.host, address.port)
    asked = Asked(host, Request("POST", f"{address.path}/{call}", body))
    asked.start()
    return asked.within(SECONDS)


class Asked(Thread):
    """A request in a thread of its own.

    A time limit on each read alone would let an answer drip in for ever, and looking
    up a name has none at all.
    """

    def __init__(self, host: Host, request: Request) -> None:
        super().__init__(daemon=True)
        self._request = request
        self._connection = _connection(host, request.seconds)
        self._socket: socket | None = None
        """Kept here: the connection lets go of it when an answer begins."""
        self._is_sent = False
        self._answer: Answer | None = None
        self._failed = FailedError("gave no answer")
        self._unwritten: OSError | None = None

    def within(self, seconds: float) -> Answer:
        """The answer; raises `FailedError` where there is none in that time.

        Or the `OSError` of the file that the answer is written to.
        """
        self.join(seconds)
        if self.is_alive():
            self._abandon()
            self._failed = FailedError(
                "gave no whole answer in {seconds:g} seconds", seconds=seconds
            )
        elif self._answer is not None:
            return self._answer
        if self._unwritten is not None:
            raise self._unwritten
        self._failed.sent = self._is_sent
        raise self._failed

    def run(self) -> None:
        """Ask, and keep the answer or what failed."""
        try:
            with _failures():
                self._answer = self._asked()
        except FailedError as error:
            self._failed = error
        finally:
            self._connection.close()

    def _asked(self) -> Answer:
        request = self._request
        headers = {"User-Agent": f"zuidas-ledger/{VERSION}", "Connection": "close"}
        headers |= request.headers
        self._connection.connect()
        self._socket = self._connection.sock
        self._is_sent = True
        # One that refuses a long body may answer, and hang up, before it has it all.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._connection.request(
                request.method, request.path, request.body, headers
            )
        # Once it is there it alone holds the socket, whether it is read whole or not.
        with self._connection.getresponse() as response:
            kind = response.getheader("Content-Type", "").partition(";")[0].strip()
            location = response.getheader("Location", "")
            body = b"".join(self._kept(response))
            return Answer(response.status, kind.lower(), location, body)

    def _kept(self, response: HTTPResponse) -> Iterator[bytes]:
        """The parts of the body that are kept in memory; the others are written."""
        most, into = self._request.most, self._request.into
        if response.status != OK:
            into = None
        left = most
        while chunk := response.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise FailedError("answered with more than {most:,} bytes", most=most)
            if into is None:
                yield chunk
            else:
                self._write(chunk, into)

    def _write(self, chunk: bytes, into: BinaryIO) -> None:
        """Write to a file, whose failure is not that of the other."""
        try:
            into.write(chunk)
        except OSError as error:
            self._unwritten = error
            raise

    def _abandon(self) -> None:
        """Wake the thread: nobody waits for it any more."""
        if self._socket is not None:
            with suppress(OSError):  # it ended meanwhile
                self._socket.shutdown(SHUT_RDWR)


OK = 200


def _connection(host: Host, seconds: float) -> HTTPConnection:
    if host.scheme == "http":
        return HTTPConnection(host.name, host.port, timeout=seconds)
    context = ssl.create_default_context()
    return HTTPSConnection(host.name, host.port, timeout=seconds, context=context)


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
