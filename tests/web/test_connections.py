"""Slow, many, greedy and broken clients, on real sockets: told in time, or cut off."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from ledger.storage.location import Location
from tests.web.serving import at_once, identified
from web import connections
from web.service import Service
from web.serving import Settings, _application, _config
from web.signin.accounts import Accounts
from web.uploads import read_files

SECONDS = 20.0
SHORT = 0.4
"""Of the deadlines in these tests."""
HEALTH = b"GET /v1/health HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /v1/entries HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


class Answer(NamedTuple):
    """One answer, as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def problem(self) -> str:
        """The code of the problem that it must be; the connection is closed by it."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.headers["x-content-type-options"] == "nosniff"
        found = json.loads(self.body)
        assert found["status"] == self.status
        return str(found["code"])


class Wire:
    """A connection of which every byte is ours."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), SECONDS)
        self._held = b""

    def send(self, *parts: bytes) -> "Wire":
        for part in parts:
            self.socket.sendall(part)
        return self

    def answer(self) -> Answer:
        """The next answer; an interim one too."""
        while b"\r\n\r\n" not in self._held:
            self._more()
        head, _, self._held = self._held.partition(b"\r\n\r\n")
        start, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        length = int(headers.get("content-length", "0"))
        while len(self._held) < length:
            self._more()
        body, self._held = self._held[:length], self._held[length:]
        return Answer(int(start.split()[1]), headers, body)

    def _more(self) -> None:
        part = self.socket.recv(65_536)
        assert part, f"closed after {self._held!r}"
        self._held += part

    def is_closed(self) -> bool:
        """Nothing more comes: the other end has closed it."""
        try:
            return self._held == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self) -> None:
        self.socket.close()


Open = Callable[[], Wire]


@pytest.fixture
def port(prepared: Callable[[str], Path]) -> Iterator[int]:
    """The service as it is served, at a port of loopback; `identified` lets in."""
    place = prepared("funded")
    accounts = Accounts.open(Path(f"{place}.accounts"), create=True)
    settings = Settings(Location.parse(str(place)), Path(f"{place}.accounts"))
    service = Service(settings.location, identified)
    app = _application(settings, service, accounts)
    server = uvicorn.Server(_config(settings, app))
    listening = socket.create_server(("127.0.0.1", 0))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    yield int(listening.getsockname()[1])
    server.should_exit = True
    running.join()
    listening.close()
    service.close()
    accounts.close()


@pytest.fixture
def wire(port: int) -> Iterator[Open]:
    """Opens connections, and closes them in the end."""
    opened: list[Wire] = []

    def connect() -> Wire:
        opened.append(Wire(port))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that a test can wait for."""
    monkeypatch.setattr(connections, "HEADER_SECONDS", SHORT)
    monkeypatch.setattr(connections, "READING_SECONDS", SHORT)
    monkeypatch.setattr(connections, "SENDING_SECONDS", SHORT)


def posting(body: bytes, *headers: bytes) -> bytes:
    """A request that posts, whole but for what a test changes."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return POST + lines + b"\r\n" + body


COMMAND = json.dumps({"command": "record_decision", "number": "W-1"}).encode()


# -- slow ----------------------------------------------------------------------------


@pytest.mark.usefixtures("hasty")
def test_headers_a_byte_at_a_time_are_waited_for_so_long(wire: Open) -> None:
    slow = wire()
    pause = threading.Event()
    try:
        for number in range(10_000):
            slow.send(HEALTH[number % 20 :][:1] if number < 20 else b"x")
            pause.wait(SHORT / 20)
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert number < 200
    assert slow.answer().problem() == "REQUEST_TIMEOUT"


@pytest.mark.usefixtures("hasty")
def test_a_client_that_says_nothing_is_told(wire: Open) -> None:
    silent = wire()
    answer = silent.answer()
    assert (answer.status, answer.problem()) == (408, "REQUEST_TIMEOUT")
    assert silent.is_closed()


@pytest.mark.usefixtures("hasty")
def test_the_next_request_has_a_deadline_too(wire: Open) -> None:
    slow = wire().send(HEALTH, b"\r\n")
    assert slow.answer().status == 200
    slow.send(HEALTH)
    assert slow.answer().problem() == "REQUEST_TIMEOUT"
    assert slow.is_closed()


@pytest.mark.one_in(2)
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "length", [b"Content-Length: 400", b"Transfer-Encoding: chunked"]
)
def test_a_body_that_stalls_is_told(wire: Open, length: bytes) -> None:
    slow = wire().send(posting(b"", b"Authorization: Bearer officer:post", length))
    answer = slow.answer()
    assert (answer.status, answer.problem()) == (408, "REQUEST_TIMEOUT")
    assert slow.is_closed()


FORM = (
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n"
)
LETTING_IN = b"Authorization: Bearer officer:post"
WAITED_FOR = {
    "form": FORM,
    "command": posting(b"", LETTING_IN, b"Content-Length: 60000"),
}
"""Requests of which the body is still to come; anybody may send the first."""


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", WAITED_FOR)
def test_a_body_a_byte_at_a_time_is_waited_for_so_long(wire: Open, kind: str) -> None:
    slow = wire().send(WAITED_FOR[kind])
    pause = threading.Event()
    with suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(200):
            slow.send(b"x")
            pause.wait(SHORT / 20)
    answer = slow.answer()
    assert (answer.status, answer.problem()) == (408, "REQUEST_TIMEOUT")


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", WAITED_FOR)
def test_a_body_that_comes_fast_enough_may_take_long(
    wire: Open, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(connections, "LEAST_SENT", 1_000)
    steady = wire().send(WAITED_FOR[kind])
    pause = threading.Event()
    for _ in range(20):
        steady.send(b"x" * 3_000)
        pause.wait(SHORT / 8)
    assert steady.answer().status in (400, 403)


@pytest.mark.usefixtures("hasty")
def test_a_body_has_a_deadline_where_it_came_with_the_request_before(
    wire: Open,
) -> None:
    slow = wire().send(HEALTH + b"\r\n" + FORM)
    assert slow.answer().status == 200
    assert slow.answer().problem() == "REQUEST_TIMEOUT"
    assert slow.is_closed()


def test_whoever_sends_the_rest_of_a_refused_body_asks_on(
    wire: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is closed on who does not, and not on who did."""
    monkeypatch.setattr(connections, "LINGERING_SECONDS", SHORT)
    refused = posting(b"", b"Content-Length: %d" % len(COMMAND))
    slow, steady = wire().send(refused), wire().send(refused)
    assert [each.answer().status for each in (slow, steady)] == [401, 401]
    steady.send(COMMAND)
    assert slow.is_closed()
    assert steady.send(HEALTH, b"\r\n").answer().status == 200
    threading.Event().wait(2 * SHORT)
    assert steady.send(HEALTH, b"\r\n").answer().status == 200


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", WAITED_FOR)
def test_a_body_that_is_broken_off_is_no_fault_of_the_program(
    wire: Open, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    for end in (Wire.close, Wire.answer):
        end(wire().send(WAITED_FOR[kind], b"name=a"))
    assert wire().send(HEALTH, b"\r\n").answer().status == 200
    assert [each.getMessage() for each in caplog.records if each.exc_info] == []


def test_files_that_are_broken_off_are_told_like_a_form() -> None:
    async def gone() -> Message:  # as ASGI has it
        return {"type": "http.disconnect"}

    kind = (b"content-type", b"multipart/form-data; boundary=x")
    request = Request({"type": "http", "headers": [kind]}, gone)
    with pytest.raises(HTTPException) as refused:
        at_once(read_files(request))
    assert refused.value.status_code == 408


@pytest.mark.usefixtures("hasty")
def test_a_client_that_never_reads_is_cut_off(wire: Open) -> None:
    """However much it asks for: what it does not read is not kept for it."""
    deaf = wire()
    asking = b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012
        for _ in range(100_000):
            deaf.send(asking)
            threading.Event().wait(0.001)
    assert wire().send(HEALTH, b"\r\n").answer().status == 200


def test_a_client_that_reads_late_gets_all_of_it(wire: Open) -> None:
    late = wire()
    for _ in range(40):
        late.send(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
    assert len({late.answer().body for _ in range(40)}) == 1


# -- many ----------------------------------------------------------------------------


def test_more_clients_than_there_is_room_for(
    wire: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST", 10)
    first = [wire() for _ in range(10)]
    assert [each.send(HEALTH, b"\r\n").answer().status for each in first] == [200] * 10
    assert wire().is_closed()
    for each in first:
        each.close()
    while not (found := wire().send(HEALTH, b"\r\n"))._held and found.is_closed():
        pass


def test_requests_that_do_not_wait_for_answers(wire: Open) -> None:
    """Each answered, in order, whatever became of the one before."""
    asked = wire()
    paths = ["health", "nothing", "entries", "health", "openapi.json"] * 8
    head = "GET /v1/{} HTTP/1.1\r\nHost: x\r\n\r\n"
    asked.send("".join(head.format(path) for path in paths).encode())
    assert [asked.answer().status for _ in paths] == [200, 404, 401, 200, 200] * 8


def test_a_body_is_asked_for_before_it_is_sent(wire: Open) -> None:
    length = b"Content-Length: %d" % len(COMMAND)
    allowed = b"Authorization: Bearer officer:post"
    asked = wire().send(posting(b"", length, allowed, b"Expect: 100-continue"))
    assert asked.answer().status == 100
    answer = asked.send(COMMAND).answer()
    assert (answer.status, answer.problem()) == (400, "BAD_COMMAND")


def test_a_body_that_nobody_wants_is_not_asked_for(wire: Open) -> None:
    length = b"Content-Length: %d" % len(COMMAND)
    asked = wire().send(posting(b"", length, b"Expect: 100-continue"))
    answer = asked.answer()
    assert (answer.status, answer.problem()) == (401, "UNAUTHENTICATED")


# -- broken --------------------------------------------------------------------------

HOST = b"Host: x\r\n"
START = b"GET /v1/health HTTP/1.1\r\n"
SMUGGLED = b"GET /v1/metrics HTTP/1.1\r\nHost: x\r\n\r\n"
BROKEN = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "no version": b"GET /v1/health\r\n\r\n",
    "no host": START + b"\r\n",
    "two hosts": START + HOST + HOST + b"\r\n",
    "a space before the colon": START + HOST + b"X : 1\r\n\r\n",
    "no name": START + HOST + b": 1\r\n\r\n",
    "a control character": START + HOST + b"X: a\x00b\r\n\r\n",
    "a carriage return alone": START + HOST + b"X: a\rY: b\r\n\r\n",
    "a line feed alone": START + b"Host: x\nX: 1\r\n\r\n",
    "line feeds alone": START.replace(b"\r", b"") + b"Host: x\n\n",
    "a line that goes on": START + HOST + b"X: 1\r\n  2\r\n\r\n",
    "two lengths": posting(b"ab", b"Content-Length: 1", b"Content-Length: 2"),
    "two lengths in one": posting(b"ab", b"Content-Length: 1, 2"),
    "a negative length": posting(b"", b"Content-Length: -1"),
    "a length with a sign": posting(b"a", b"Content-Length: +1"),
    "a length and chunks": posting(
        b"0\r\n\r\n", b"Content-Length: 5", b"Transfer-Encoding: chunked"
    ),
    "chunks and a length": posting(
        b"0\r\n\r\n", b"Transfer-Encoding: chunked", b"Content-Length: 5"
    ),
    "another coding": posting(b"", b"Transfer-Encoding: gzip, chunked"),
    "two codings": posting(
        b"0\r\n\r\n", b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"
    ),
    "chunks of HTTP/1.0": posting(b"0\r\n\r\n", b"Transfer-Encoding: chunked").replace(
        b"HTTP/1.1", b"HTTP/1.0"
    ),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("request_of", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_request_is_refused(wire: Open, request_of: bytes) -> None:
    """And nothing after it is taken for one."""
    asked = wire().send(request_of + SMUGGLED)
    answer = asked.answer()
    assert (answer.status, answer.problem()) == (400, "BAD_COMMAND")
    assert answer.headers["connection"] == "close"
    assert asked.is_closed()


def test_what_follows_a_request_is_looked_at_as_strictly(wire: Open) -> None:
    asked = wire().send(HEALTH + b"\r\n" + BROKEN["a line feed alone"])
    assert asked.answer().status == 200
    assert asked.answer().problem() == "BAD_COMMAND"
    assert asked.is_closed()


def test_what_follows_a_body_that_was_refused_is_looked_at_as_strictly(
    wire: Open,
) -> None:
    refused = posting(COMMAND, b"Content-Length: %d" % len(COMMAND))
    asked = wire().send(refused + BROKEN["a length and chunks"] + SMUGGLED)
    assert asked.answer().status == 401
    assert asked.answer().problem() == "BAD_COMMAND"
    assert asked.is_closed()


@pytest.mark.parametrize("end", [b"", b"\r\n\r\n"])
def test_headers_that_are_too_long_are_refused(wire: Open, end: bytes) -> None:
    """Whether they end at all or not, and however few packets they come in."""
    asked = wire().send(HEALTH + b"X: " + b"x" * 65_000 + end)
    answer = asked.answer()
    assert (answer.status, answer.problem()) == (431, "HEADERS_TOO_LARGE")


def test_a_body_that_is_too_long_is_refused_before_it_comes(wire: Open) -> None:
    allowed = b"Authorization: Bearer officer:post"
    asked = wire().send(posting(b"", allowed, b"Content-Length: 99999999999"))
    answer = asked.answer()
    assert (answer.status, answer.problem()) == (413, "TOO_LARGE")


def test_chunks_are_taken(wire: Open) -> None:
    allowed = b"Authorization: Bearer officer:post"
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(COMMAND), COMMAND)
    asked = wire().send(posting(body, allowed, b"Transfer-Encoding: chunked"))
    assert asked.answer().problem() == "BAD_COMMAND"
    assert asked.send(HEALTH, b"\r\n").answer().status == 200
