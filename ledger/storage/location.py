"""Where a ledger is: a file path, `sqlite:///PATH` or `postgresql://...`."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from domain.values.errors import UsageError
from domain.values.messages import Quoted, message

DEFAULT = "zuidas.db"
_SHOWN = frozenset(
    (
        *("host", "hostaddr", "port", "user", "dbname", "options", "sslmode"),
        *("sslrootcert", "connect_timeout", "application_name", "service"),
        *("target_session_attrs", "fallback_application_name", "client_encoding"),
    )
)
"""Options of a URL whose values may be printed; of all others nobody knows."""
_OPTION = re.compile(r"([?&])([^=&]*)=([^&]*)")
_HARMLESS = re.compile(r"[\w./,:%+-]*")
_NAME = re.compile(r"[\w.%+-]*")
_SCHEME = re.compile(r"\s*[\w+.:-]*")
_HOST = re.compile(r"(?:\[[\da-fA-F:.%]*\]|[^\[\]:@]*)(?::\d*)?")
_LIKE_A_SERVER = re.compile(
    r"\s*(?:jdbc:)?postgres(?:ql)?[+:]"
    r"|\s*(?:host|hostaddr|port|user|dbname|service)\s*="
    r"|(?:.*\s)?\w*pass\w*\s*=",
    re.IGNORECASE | re.DOTALL,
)
"""An address of another program's, or libpq's keywords: never a file's name."""


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
        if "://" in text or _LIKE_A_SERVER.match(text):
            raise UsageError(
                "BAD_COMMAND",
                "{text} is not a place of a ledger: give a file path,"
                " sqlite:///PATH or postgresql://... (no driver's name, no keywords).",
                text=Quoted(without_password(text))
                if "://" in text
                else message("that"),
            )
        return Location(text, Path(text))

    def __str__(self) -> str:
        """The place as it may be printed: without the password."""
        return without_password(self.url) if self.path is None else str(self.path)


def without_password(url: str) -> str:
    """The URL with stars for whatever in it may be, or be a part of, a password.

    Of the options those are printed that are known to hold none: a name may be written
    in many ways (`pass%77ord`), and a mistyped one holds the secret all the same.
    """
    scheme, _, rest = url.partition("://")
    if not _SCHEME.fullmatch(scheme):
        return "***"
    before, at, after = rest.rpartition("@")
    user, colon, _ = before.partition(":")
    if at:
        # All up to the last @ may be a password, if not all is well-formed.
        at = ("***" if colon or not _NAME.fullmatch(user) else "") + at
    known = user if _NAME.fullmatch(user) else ""
    place, question, options = after.partition("?")
    hosts, slash, name = place.partition("/")
    hosts = ",".join(
        host if _HOST.fullmatch(host) else "***" for host in hosts.split(",")
    )
    place = "***" if re.search(r"[\s=;]", place) else f"{hosts}{slash}{name}"
    options = _OPTION.sub(_shown_option, question + options)
    return f"{scheme}://{known}{colon if known else ''}{at}{place}{options}"


def _shown_option(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    is_known = unquote(name).lower() in _SHOWN and _HARMLESS.fullmatch(value)
    is_shown = is_known and "pass" not in unquote(value).lower()
    return f"{mark}{name}={value if is_shown else '***'}"
