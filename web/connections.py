"""Connections of clients: how many there may be, and how slow they may be.

uvicorn waits for the headers of a request as long as they take, and for ever for a
client that does not read its answer. Source of the limits: RFC 9112, section 9.5.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from domain.values.errors import Refusal
from web.api.answers import API_VERSION
from web.api.problems import problem
from web.framing import TOO_LARGE, StrictConnection
from web.headers import HEADERS

HEADER_SECONDS = 10.0
"""In which the headers of a request must be there whole."""
SENDING_SECONDS = 30.0
"""In which a body that is waited for must be there whole, or so much of it at least:"""
LEAST_SENT = 30_000
"""Bytes; a kilobyte a second."""
LINGERING_SECONDS = 5.0
"""In which the rest of a body may come that nobody waits for."""
READING_SECONDS = 60.0
"""In which what is left of an answer must be read, or so much of it at least:"""
LEAST_READ = 60_000
"""Bytes; a kilobyte a second."""
MOST = 1_000
"""Connections at once."""
LONGEST_HEADERS = 64_000
"""Bytes of a request's line and headers."""


class Connection(H11Protocol):
    """A connection with its deadlines."""

    _due: asyncio.TimerHandle | None = None
    _sending: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _sent = 0
    """Bytes that came so far."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # uvicorn's
        super().__init__(*given, **named)
        self.conn: StrictConnection = StrictConnection(LONGEST_HEADERS)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take one more connection, if there is room for it."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.abort()
            return
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget its deadlines with it."""
        self._headers_came()
        self._body_came()
        self._is_read()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; what begins a request, or its body, starts a deadline."""
        self._sent += len(data)
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._headers_came()
        elif self._due is None and self.timeout_keep_alive_task is None:
            self._expect_headers()
        self._watch_body()

    def pause_writing(self) -> None:
        """The client reads too slowly: it gets some time for it."""
        super().pause_writing()
        self._expect_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It has read."""
        self._is_read()
        super().resume_writing()

    def _expect_reading(self, left: int) -> None:
        self._reading = self.loop.call_later(READING_SECONDS, self._read_late, left)

    def _read_late(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if before - left < LEAST_READ:
            self.transport.abort()
        else:
            self._expect_reading(left)

    def _is_read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _expect_headers(self) -> None:
        self._due = self.loop.call_later(HEADER_SECONDS, self._headers_late)

    def _headers_came(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _headers_late(self) -> None:
        self._due = None
        if not self.transport.is_closing():
            late = "the headers of the request came too slowly."
            self._refuse(Refusal("REQUEST_TIMEOUT", late))

    def _watch_body(self) -> None:
        if self.conn.their_state is not h11.SEND_BODY:
            self._body_came()
        elif self._sending is None:
            self._expect_body()

    def _expect_body(self) -> None:
        self._sending = self.loop.call_later(
            SENDING_SECONDS, self._body_late, self._sent
        )

    def _body_came(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _body_late(self, before: int) -> None:
        """Whoever waits for it hears that no more comes; the client, why."""
        self._sending = None
        if self.flow.read_paused or self._sent - before >= LEAST_SENT:
            self._expect_body()
        elif not self.transport.is_closing():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            late = "the body of the request came too slowly."
            self._refuse(Refusal("REQUEST_TIMEOUT", late))

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn names it
        """What is no HTTP is told as every other refusal."""
        self._headers_came()
        if self.conn.refused_as == TOO_LARGE:
            said = "the headers are longer than {most:,} bytes."
            self._refuse(Refusal("HEADERS_TOO_LARGE", said, most=LONGEST_HEADERS))
        else:
            self._refuse(Refusal("BAD_COMMAND", "this is no request of HTTP."))

    def _refuse(self, refusal: Refusal) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            answer = problem(refusal)
            headers: list[tuple[str, str]] = [
                ("content-type", answer.media),
                ("content-length", str(len(answer.body))),
                ("api-version", API_VERSION),
                ("connection", "close"),
                *HEADERS.items(),
            ]
            events: list[Any] = [
                h11.Response(status_code=answer.status, headers=headers),
                h11.Data(data=answer.body),
                h11.EndOfMessage(),
            ]
            for event in events:
                self.transport.write(self.conn.send(event) or b"")
        self._close()

    def on_response_complete(self) -> None:
        """Who was answered before all of the body came has little time for the rest."""
        self._body_came()
        if self.conn.their_state is h11.SEND_BODY:
            self._sending = self.loop.call_later(LINGERING_SECONDS, self._close)
        super().on_response_complete()  # which may begin the next request
        self._watch_body()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more is asked here."""
        super().timeout_keep_alive_handler()
        self._close()

    def _close(self) -> None:
        """Close, and give up after a while on who does not read what is left."""
        self.transport.close()
        self.loop.call_later(READING_SECONDS, self.transport.abort)
