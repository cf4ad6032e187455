"""Where a ledger is: a file, a schema of PostgreSQL, or a service that has it.

A file path, `sqlite:///PATH`, `postgresql://...`, `https://HOST[:PORT]/`.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from domain.values.errors import UsageError
from domain.values.messages import Quoted, message

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = "zuidas.db"
_SHOWN = frozenset(
    (
        *("host", "hostaddr", "port", "user", "dbname", "options", "sslmode"),
        *("sslrootcert", "connect_timeout", "application_name", "service"),
        *("target_session_attrs", "fallback_application_name", "client_encoding"),
    )
)
"""Options of a URL whose values may be printed; of all others nobody knows."""
_OPTION = r"([?&])([^=&]*)=([^&]*)"
_HARMLESS = r"[\w./,:%+-]*"
_NAME = r"[\w.%+-]*"
_SCHEME = r"\s*[\w+.:-]*"
_HOST = r"(?:\[[\da-fA-F:.%]*\]|[^\[\]:@]*)(?::\d*)?"
_LIKE_A_SERVER = (
    r"(?is)\s*(?:jdbc:)?postgres(?:ql)?[+:]"
    r"|\s*(?:host|hostaddr|port|user|dbname|service)\s*="
    r"|(?:.*\s)?\w*pass\w*\s*="
)
"""An address of another program's, or libpq's keywords: never a file's name."""
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
"""Where a connection needs no encryption: it does not leave this computer."""
_PORTS = {"http": 80, "https": 443}


class Host(NamedTuple):
    """Where a service listens."""

    scheme: str
    name: str
    port: int

    def __str__(self) -> str:
        name = f"[{self.name}]" if ":" in self.name else self.name
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{name}{port}/"


class Location:
    """A parsed location; `file` for SQLite, `host` of a service, else PostgreSQL."""

    def __init__(self, url: str, file: str | None, host: Host | None = None) -> None:
        self.url = url
        self.file = file
        self.host = host

    @property
    def path(self) -> "Path | None":
        """The file; reading one needs no more than its name."""
        from pathlib import Path

        return None if self.file is None else Path(self.file)

    def __repr__(self) -> str:
        return f"Location({self})"

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
            return Location(text, text.removeprefix("sqlite:///"))
        if text[:8].lower().startswith(("https://", "http://")):
            host = _host(text)
            return Location(str(host), None, host)
        if _is_of_a_server(text):
            raise UsageError(
                "BAD_COMMAND",
                "{text} is not a place of a ledger: give a file path,"
                " sqlite:///PATH, postgresql://... (no driver's name, no keywords), or"
                " https://... of a service.",
                text=Quoted(without_password(text))
                if "://" in text
                else message("that"),
            )
        return Location(text, text)

    def check_database(self) -> None:
        """The ledger itself is there, and no service that speaks for it.

        Raises `UsageError` (`BAD_COMMAND`).
        """
        if self.host is not None:
            raise UsageError(
                "BAD_COMMAND",
                "{location} is a service, and this is for whoever has the ledger"
                " itself. What a service gives whole is a bundle: zuidas audit"
                " bundle OUT.",
                location=self,
            )

    def __str__(self) -> str:
        """The place as it may be printed: without the password."""
        return without_password(self.url) if self.path is None else str(self.path)


def _is_of_a_server(text: str) -> bool:
    """An address that is no file's name; most names of files are seen to be none."""
    if not any(mark in text for mark in ":+="):
        return False
    return "://" in text or re.match(_LIKE_A_SERVER, text) is not None


def _host(text: str) -> Host:
    """A service's; raises `UsageError` (`BAD_COMMAND`), and never repeats a secret."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        name, port = parts.hostname, parts.port
    except ValueError:
        name, port = None, None
    if not name or not text.isascii() or not text.isprintable() or " " in text:
        raise _no_service(text, "it is https://HOST/ or https://HOST:PORT/")
    if "@" in parts.netloc:
        raise _no_service(text, "the token stands in ZUIDAS_TOKEN, and no name beside")
    if parts.path not in ("", "/") or "?" in text or "#" in text:
        raise _no_service(text, "nothing stands behind its host and port")
    if parts.scheme == "http" and name not in OWN_MACHINE:
        raise _no_service(text, "without https it can only be on this computer")
    return Host(parts.scheme, name, port or _PORTS[parts.scheme])


def _no_service(text: str, problem: str) -> UsageError:
    return UsageError(
        "BAD_COMMAND",
        "{text} is no address of a service: {problem}.",
        text=Quoted(without_password(text)),
        problem=message(problem),
    )


def without_password(url: str) -> str:
    """The URL with stars for whatever in it may be, or be a part of, a password.

    Of the options those are printed that are known to hold none: a name may be written
    in many ways (`pass%77ord`), and a mistyped one holds the secret all the same.
    """
    scheme, _, rest = url.partition("://")
    if not re.fullmatch(_SCHEME, scheme):
        return "***"
    before, at, after = rest.rpartition("@")
    user, colon, _ = before.partition(":")
    if at:
        # All up to the last @ may be a password, if not all is well-formed.
        at = ("***" if colon or not re.fullmatch(_NAME, user) else "") + at
    known = user if re.fullmatch(_NAME, user) else ""
    place, question, options = after.partition("?")
    hosts, slash, name = place.partition("/")
    hosts = ",".join(
        host if re.fullmatch(_HOST, host) else "***" for host in hosts.split(",")
    )
    place = "***" if re.search(r"[\s=;]", place) else f"{hosts}{slash}{name}"
    options = re.sub(_OPTION, _shown_option, question + options)
    return f"{scheme}://{known}{colon if known else ''}{at}{place}{options}"


def _shown_option(found: re.Match[str]) -> str:
    from urllib.parse import unquote

    mark, name, value = found.groups()
    is_known = unquote(name).lower() in _SHOWN and re.fullmatch(_HARMLESS, value)
    is_shown = is_known and "pass" not in unquote(value).lower()
    return f"{mark}{name}={value if is_shown else '***'}"
