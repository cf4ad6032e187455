"""What is asked of a service, and its answers: whoever sent them is not trusted.

An answer is as large and takes as long as it may, and no more; it comes from the
address that was named and from nowhere else; it is JSON of a few levels, or an error of
the contract. The token goes to that address and into no message.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from cli import interrupts
from cli.remote.problems import PROBLEM, TooDeepError, checked_depth, error_of
from cli.speech import speech_of
from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Message, Quoted, Value, message
from ledger.publishing.exchange import Answer, Asked, FailedError, Request
from ledger.reading import UNREADABLE
from ledger.storage.location import Host, Location
from projections.sending import MEDIA

SECONDS = 120.0
"""How long a question or one command may take, all in all."""
SECONDS_OF_FILES = 1_800.0
"""The same of a file of commands, or of the whole ledger as a bundle."""
PATIENCE = 3.0
"""Seconds that who interrupts waits for the answer to what was sent."""
MOST_BYTES = 100_000_000
"""Of an answer."""
LONGEST = 60_000
"""Bytes of an address; a service takes a few more, with its headers."""
JSON = "application/json"
Keys = Iterable[tuple[str, str]]
Given = TypeVar("Given")


class Sent(NamedTuple):
    """What is posted: bytes of a media type."""

    body: bytes
    media: str = JSON


class Service:
    """A service at an address, asked by whoever has the token in ZUIDAS_TOKEN."""

    def __init__(self, location: Location, seconds: float = SECONDS) -> None:
        assert location.host is not None  # noqa: S101  # whoever calls has looked
        self.location = location
        self._host: Host = location.host
        self._seconds = seconds

    def get(self, path: str, keys: Keys = (), *, accept: str = JSON) -> Any:  # noqa: ANN401  # JSON
        """The JSON at a path; raises `LedgerError`."""
        return self._asked(path, keys, accept=accept)

    def open(self, path: str) -> Any:  # noqa: ANN401  # JSON
        """The same of what everybody may see: no token goes along."""
        return self._asked(path, (), accept=JSON, with_token=False)

    def save(self, path: str, keys: Keys, kind: str, into: BinaryIO, most: int) -> None:
        """Write what is at a path, of a media type, to a file.

        Raises `LedgerError`, or the `OSError` of a file that can't be written.
        """
        request = Request(
            "GET",
            _address(path, keys),
            headers=self._headers(kind),
            seconds=SECONDS_OF_FILES,
            most=most,
            into=into,
        )
        answer = self._answer(request)
        if answer.status == _OK and answer.kind == kind:
            return
        with suppress(_UnreadableError):
            self._read(answer, kind)
        raise self._not_understood(answer)

    def post(
        self,
        path: str,
        sent: Sent,
        keys: Keys = (),
        *,
        accept: str,
        read: Callable[[Any], Given],
        long: bool = False,
    ) -> Given:
        """Post something and read the JSON that is answered; raises `LedgerError`.

        Where nobody can tell what became of it the refusal says so: `BUSY`, whose
        details have `"outcome": "unknown"`. So it is where `read` fails.
        """
        request = Request(
            "POST",
            _address(path, keys),
            sent.body,
            {**self._headers(accept), "Content-Type": sent.media},
            SECONDS_OF_FILES if long else self._seconds,
            MOST_BYTES,
        )
        try:
            answer = self._answer(request)
        except _UnknownError as unknown:
            raise self._unknown(unknown.said) from None
        try:
            found = self._read(answer, accept)
            with _readable():
                return read(found)
        except _UnreadableError as unreadable:
            if 300 <= answer.status < 500:  # noqa: PLR2004  # sent elsewhere, or refused
                raise self._not_understood(answer) from None
            raise self._unknown(unreadable.said) from None

    @contextmanager
    def read_as_wanted(self) -> Iterator[None]:
        """What is looked up is asked and read in here; raises `LedgerError`."""
        try:
            with _readable():
                yield
        except _UnreadableError as unreadable:
            raise Refusal(
                "NOT_A_LEDGER",
                "the service at {location} is of another version, or none of a ledger:"
                " {why}.",
                location=self.location,
                why=unreadable.said,
            ) from None

    def _asked(
        self, path: str, keys: Keys, *, accept: str, with_token: bool = True
    ) -> Any:  # noqa: ANN401  # JSON
        headers = self._headers(accept, with_token=with_token)
        request = Request(
            "GET",
            _address(path, keys),
            headers=headers,
            seconds=self._seconds,
            most=MOST_BYTES,
        )
        try:
            answer = self._answer(request)
            return self._read(answer, accept)
        except _UnreadableError:
            raise self._not_understood(answer) from None

    def _headers(self, accept: str, *, with_token: bool = True) -> dict[str, str]:
        # Of what it refuses we want the message whole, to tell it as a ledger here.
        both = accept if accept.startswith(MEDIA) else f"{accept}, {MEDIA};q=0.1"
        headers = {"Accept": both, "Accept-Language": speech_of().language}
        if with_token:
            headers["Authorization"] = f"Bearer {_token()}"
        return headers

    def _answer(self, request: Request) -> Answer:
        """What came back; raises `LedgerError` or, after a POST, `_UnknownError`."""
        asked = Asked(self._host, request)
        asked.start()
        try:
            return _waited(asked, request)
        except FailedError as failed:
            if failed.sent and request.method == "POST":
                raise _UnknownError(failed.said) from None
            raise self._unreached(failed) from None

    def _unreached(self, failed: FailedError) -> Refusal:
        """Nothing came of it, and nothing was recorded."""
        if failed.sent:
            return Refusal(
                "BUSY",
                "the service at {location} {why}; try again.",
                location=self.location,
                why=failed.said,
            )
        return Refusal(
            "LEDGER_NOT_FOUND",
            "the service at {location} {why}. Name another with --db or ZUIDAS_DB.",
            location=self.location,
            why=failed.said,
        )

    def _read(self, answer: Answer, accept: str) -> Any:  # noqa: ANN401  # JSON
        """What a good answer says; raises what a refusal of the service says."""
        wanted = accept.partition(";")[0]
        is_good = answer.status in _GOOD and answer.kind == wanted
        if not is_good and answer.kind != PROBLEM:
            raise _UnreadableError(
                "its answer ({status}, {kind}) is none of a ledger's service",
                status=answer.status,
                kind=Quoted(answer.kind),
            )
        with _readable():
            found = json.loads(answer.body, parse_constant=_no_number)
            checked_depth(found)
            error = None if is_good else error_of(found, answer.status)
        if error is not None:
            raise error
        return found

    def _not_understood(self, answer: Answer) -> LedgerError:
        where: Value = None
        if answer.location:
            where = message(
                "; it points to {place}, which is not followed: name that with --db",
                place=Quoted(answer.location),
            )
        return Refusal(
            "NOT_A_LEDGER",
            "at {location} is no service of a ledger: it answers {status},"
            " {kind}{where}.",
            location=self.location,
            status=answer.status,
            kind=Quoted(answer.kind),
            where=where,
        )

    def _unknown(self, why: Message) -> Refusal:
        return Refusal(
            "BUSY",
            "whether it was recorded is not known: it was sent, and the service at"
            " {location} {why}. With the same id it can be repeated: that records it"
            " once. Without an id, look at zuidas history first.",
            {"outcome": "unknown"},
            location=self.location,
            why=why,
        )


class _UnknownError(Exception):
    """It was sent, and nobody can tell what became of it."""

    def __init__(self, said: Message) -> None:
        super().__init__(said)
        self.said = said


class _UnreadableError(Exception):
    """The answer is none that a service of a ledger gives."""

    def __init__(self, template: str, /, **values: Value) -> None:
        super().__init__(template)
        self.said = message(template, **values)


@contextmanager
def _readable() -> Iterator[None]:
    """What was sent is read in here; raises `_UnreadableError`."""
    try:
        yield
    except (*UNREADABLE, TooDeepError):
        raise _UnreadableError("its answer can't be read") from None


_OK = 200
_GOOD = (_OK, 201)


def _address(path: str, keys: Keys) -> str:
    """A path with its keys; raises `Refusal` (`BAD_COMMAND`) where it is too long."""
    query = urlencode(list(keys), quote_via=quote)
    address = f"/v1/{path}?{query}" if query else f"/v1/{path}"
    if len(address) > LONGEST:
        raise Refusal(
            "BAD_COMMAND",
            "what is asked is too long for a service: {bytes:,} bytes, and it takes"
            " {most:,}. Ask with shorter files and texts.",
            bytes=len(address),
            most=LONGEST,
        )
    return address


def _waited(asked: Asked, request: Request) -> Answer:
    """The answer; an interrupt is told at once where nothing is recorded by it.

    While something that was posted is on its way an interrupt waits a little: nobody
    could tell otherwise what became of it.
    """
    if request.method != "POST":
        return asked.within(request.seconds)
    end = monotonic() + request.seconds
    while asked.is_alive() and (left := end - monotonic()) > 0:
        asked.join(min(left, _LOOK))
        if interrupts.is_waiting():
            end = min(end, monotonic() + PATIENCE)
    return asked.within(0)


_LOOK = 0.2
"""Seconds between looks whether somebody interrupts."""


def _token() -> str:
    """Whose token it is, the service knows; raises `Refusal` without one."""
    token = os.environ.get("ZUIDAS_TOKEN", "").strip()
    if not token:
        raise Refusal(
            "UNAUTHENTICATED",
            "a service takes a token, in the environment's ZUIDAS_TOKEN: zuidas account"
            " token, where the service runs, makes one.",
        )
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise Refusal("UNAUTHENTICATED", "what stands in ZUIDAS_TOKEN is no token.")
    return token


def _no_number(text: str) -> None:
    raise ValueError(text)
