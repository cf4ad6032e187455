"""A style sheet of the house's own, put after ours on every page (`serve --theme`).

It is read once, when the service starts: what people see can't change under them, and
its address says what is in it, so that browsers may keep it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.values.errors import UsageError
from domain.values.messages import Quoted

LONGEST = 100_000
"""Bytes of a style sheet: a page with all that it needs stays below 200 kB."""
_PATH = "/theme.css"
_KEPT = "zuidas.theme"


@dataclass(frozen=True)
class Theme:
    """A style sheet in UTF-8."""

    sheet: bytes

    @property
    def address(self) -> str:
        """Another one as soon as anything in it differs."""
        return f"{_PATH}?v={hashlib.sha256(self.sheet).hexdigest()[:16]}"


def read_theme(path: Path) -> Theme:
    """The style sheet in a file; raises `UsageError`, `BAD_COMMAND`."""
    name = Quoted(path)
    try:
        with path.open("rb") as file:
            sheet = file.read(LONGEST + 1)
    except OSError as failure:
        raise UsageError(
            "BAD_COMMAND",
            "the style sheet {name} can't be read: {failure}.",
            name=name,
            failure=failure.strerror or str(failure),
        ) from failure
    if len(sheet) > LONGEST:
        raise UsageError(
            "BAD_COMMAND",
            "the style sheet {name} has more than {longest} bytes.",
            name=name,
            longest=LONGEST,
        )
    if b"\0" in sheet or not _is_text(sheet):
        raise UsageError(
            "BAD_COMMAND", "{name} is no style sheet: it is not UTF-8.", name=name
        )
    return Theme(sheet)


def _is_text(sheet: bytes) -> bool:
    try:
        sheet.decode()
    except UnicodeDecodeError:
        return False
    return True


class Themed:
    """Pages that link to a theme, and the theme."""

    def __init__(self, pages: ASGIApp, theme: Theme) -> None:
        self._pages = pages
        self._theme = theme

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see ASGI."""
        if scope["path"] == _PATH and scope["method"] in {"GET", "HEAD"}:
            headers = {"Cache-Control": "public, max-age=31536000, immutable"}
            answer = Response(self._theme.sheet, 200, headers, "text/css")
            await answer(scope, receive, send)
            return
        await self._pages({**scope, _KEPT: self._theme.address}, receive, send)


def theme_address(request: Request) -> str:
    """Of the theme that the page of this request links to; empty without one."""
    address: str = request.scope.get(_KEPT, "")
    return address
