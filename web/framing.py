"""Where a request begins and ends, strictly: no two programs may see that otherwise.

h11 takes lines that end with a line feed alone, header lines that are continued, and a
length beside chunks. A proxy in front that takes them in another way could be made to
let one request through as two. Source: RFC 9112, sections 2.2, 5.2, 6.1 and 11.2.
"""

import re
from typing import Any

import h11

_END = re.compile(rb"\n\r?\n")
_LOOSE = re.compile(rb"(?<!\r)\n|\n[ \t]")
"""A line feed alone, or a line that goes on with the one before it."""
_LENGTH, _CODING = b"content-length", b"transfer-encoding"
TOO_LARGE = 431


class StrictConnection(h11.Connection):
    """Takes no request that somebody else could read as another one."""

    refused_as: int | None = None
    """The status that what was refused has by itself, such as 431."""

    def __init__(self, longest: int) -> None:
        super().__init__(h11.SERVER, longest)
        self._longest = longest

    def next_event(self) -> Any:  # noqa: ANN401  # h11 gives events and two marks
        """See h11; raises `h11.RemoteProtocolError`."""
        try:
            if self.their_state is h11.IDLE:
                _check_lines(self.trailing_data[0], self._longest)
            event = super().next_event()
        except h11.RemoteProtocolError as error:
            self.refused_as = error.error_status_hint
            raise
        if isinstance(event, h11.Request):
            _check_length(event)
        return event


def _check_lines(held: bytes, longest: int) -> None:
    """h11 looks only at the length of headers that are not there whole yet."""
    end = _END.search(held)
    head = held if end is None else held[: end.end()]
    if len(head) > longest:
        raise h11.RemoteProtocolError("the headers are too long", TOO_LARGE)
    if _LOOSE.search(head):
        raise h11.RemoteProtocolError("a line of the headers ends, or goes on, oddly")


def _check_length(request: h11.Request) -> None:
    names = {name for name, _ in request.headers}
    if _CODING in names and (_LENGTH in names or request.http_version != b"1.1"):
        raise h11.RemoteProtocolError("the length of the body is said in two ways")
