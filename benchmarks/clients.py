"""Clients of the service: connections that are kept, each a request at a time."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

Request = Callable[[], bytes]
"""The next request of a client, whole."""
PATIENCE_SECONDS = 300
"""After which clients are given up."""


@dataclass
class Seen:
    """What the clients saw together."""

    statuses: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    """Of each answer, from the moment that its request was due."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of the last answer."""
    body: str = ""

    def add(self, head: bytes, body: bytes, seconds: float) -> None:
        """Take in one answer."""
        status = head[9:12].decode()
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.seconds.append(seconds)
        if len(self.seconds) == 1 or status >= "400":
            lines = head.decode("latin-1").split("\r\n")[1:]
            self.headers = dict(line.lower().split(": ", 1) for line in lines)
            self.body = body.decode(errors="replace")[:2_000]


class Client(asyncio.Protocol):
    """One connection: a request at a time, the next one when it is due."""

    def __init__(self, request: Request, due: Iterator[float], seen: Seen) -> None:
        self._request = request
        self._due = due
        self._seen = seen
        self._held = b""
        self._at = 0.0
        self._loop = asyncio.get_running_loop()
        self.done: asyncio.Future[None] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # it is TCP
        self._transport = transport
        self._next()

    def _next(self) -> None:
        """Send the next request when it is due; at once where that is past."""
        due = next(self._due, None)
        if due is None:
            self._transport.close()
        elif due <= self._loop.time():
            self._send(due)
        else:
            self._loop.call_at(due, self._send, due)

    def _send(self, due: float) -> None:
        # A request that was due while its client waited counts from then on: a slow
        # answer may not spare the service what would have been asked meanwhile.
        self._at = due or self._loop.time()
        self._transport.write(self._request())

    def data_received(self, data: bytes) -> None:
        """Take what came of the answer."""
        self._held += data
        head, found, body = self._held.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self._held = b""
        self._seen.add(head, body, self._loop.time() - self._at)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio names it
        """There is no more to come."""
        if not self.done.done():
            self.done.set_result(None)


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"\r\ncontent-length: ")
    return int(rest.partition(b"\r\n")[0]) if found else 0


def at_pace(seconds: float, each: float, number: int) -> Iterator[float]:
    """Moments at which a client asks: so many a second, not quite evenly."""
    choose = random.Random(number)  # noqa: S311  # it need not be unguessable
    now = time.monotonic()
    until, due = now + seconds, now + choose.uniform(0, 1 / each)
    while due < until:
        yield due
        due += choose.uniform(0.5, 1.5) / each


def unceasing(seconds: float) -> Iterator[float]:
    """At once after each answer, once at least."""
    until = time.monotonic() + seconds
    yield 0.0
    while time.monotonic() < until:
        yield 0.0


async def together(port: int, clients: list[tuple[Request, Iterator[float]]]) -> Seen:
    """Let the clients ask until all of them are done."""
    loop, seen, running = asyncio.get_running_loop(), Seen(), []
    for request, due in clients:
        made = partial(Client, request, due, seen)
        _, client = await loop.create_connection(made, "127.0.0.1", port)
        running.append(client.done)
    await asyncio.wait_for(asyncio.gather(*running), PATIENCE_SECONDS)
    return seen


def get(path: str, token: str, **headers: str) -> bytes:
    """A request to read; names of headers have `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return _head(f"GET {path}", token, named) + b"\r\n"


def post(path: str, token: str, media: str, body: bytes) -> bytes:
    """A request to post."""
    headers = {"Content-Type": media, "Content-Length": str(len(body))}
    return _head(f"POST {path}", token, headers) + b"\r\n" + body


def _head(start: str, token: str, headers: dict[str, str]) -> bytes:
    lines = {"Host": "127.0.0.1", "Authorization": f"Bearer {token}", **headers}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{start} HTTP/1.1\r\n{text}".encode()
