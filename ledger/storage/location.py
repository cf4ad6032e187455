"""Where a ledger is: a file path, `sqlite:///PATH` or `postgresql://...`."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from domain.values.errors import UsageError
from domain.values.messages import Quoted

DEFAULT = "zuidas.db"
_PASSWORDS = (
    re.compile(r"(?<=://)([^:@/?#]*:).*(?=@)"),
    re.compile(r"([?&][a-z_]*password=)[^&#]*", re.IGNORECASE),
)
"""Where a URL may hold a password: before the host, and among the options."""


@dataclass(frozen=True)
class Location:
    """A parsed location; `path` for SQLite, `url` for PostgreSQL."""

    url: str = field(repr=False)
    path: Path | None

    @staticmethod
    def parse(text: str) -> "Location":
        """Read a location; raises `UsageError` (`BAD_COMMAND`) for another scheme."""
        if not text or "\0" in text:
            raise UsageError(
                "BAD_COMMAND", "{text} is not a place of a ledger.", text=Quoted(text)
            )
        if text.startswith(("postgresql://", "postgres://")):
            return Location(text, None)
        if text.startswith("sqlite:///"):
            return Location(text, Path(text.removeprefix("sqlite:///")))
        if "://" in text:
            raise UsageError(
                "BAD_COMMAND",
                "{text} is not a place of a ledger: give a file path,"
                " sqlite:///PATH or postgresql://...",
                text=Quoted(text),
            )
        return Location(text, Path(text))

    def __str__(self) -> str:
        """The place as it may be printed: without the password."""
        return without_password(self.url) if self.path is None else str(self.path)


def without_password(url: str) -> str:
    """The URL with stars for every password in it."""
    for pattern in _PASSWORDS:
        url = pattern.sub(r"\1***", url)
    return url
