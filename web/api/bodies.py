"""Bodies of requests: what they are, and how long they may be."""

from collections.abc import Mapping

from starlette.types import Receive

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Quoted
from web.api.answers import JSON, JSON_LINES
from web.api.call import Operation

LONGEST: Mapping[str, int] = {JSON: 8_000_000, JSON_LINES: 64_000_000}
"""Bytes, by media type; a single statement of 10,000 lines fits."""


async def read_body(
    operation: Operation, headers: Mapping[str, str], receive: Receive
) -> bytes:
    """The body of a request; empty where the operation takes none.

    Raises `Refusal` (`MEDIA_TYPE_UNKNOWN`, `TOO_LARGE`, `REQUEST_TIMEOUT`).
    """
    media = media_of(headers)
    most = 0
    if operation.takes:
        if media not in operation.takes:
            raise Refusal(
                "MEDIA_TYPE_UNKNOWN",
                "a body of {media} is not taken here; {takes} is.",
                media=Quoted(media or "no type"),
                takes=list(operation.takes),
            )
        most = LONGEST[media]
    declared = headers.get("content-length", "0")
    if int(declared) > most:  # the server refuses what is no number
        raise _too_large(most)
    return await _received(receive, most)


def media_of(headers: Mapping[str, str]) -> str:
    """The media type of a body, without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def _received(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    held, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(
                "REQUEST_TIMEOUT", "the body was broken off, or came too slowly."
            )
        part: bytes = message.get("body", b"")
        held += len(part)
        if held > most:
            raise _too_large(most)
        parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts)


def _too_large(most: int) -> LedgerError:
    if not most:
        return Refusal("TOO_LARGE", "this takes no body.")
    return Refusal("TOO_LARGE", "the body is longer than {most:,} bytes.", most=most)
