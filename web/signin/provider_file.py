"""The file that names the provider: `serve --oidc FILE.toml`."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from domain.values.errors import Refusal
from domain.values.messages import Quoted, parts
from web.signin.fetching import is_private

_MOST_BYTES = 100_000
_CLAIM = re.compile(r"[\x21-\x7e]{1,200}")
_KEYS = ("issuer", "client_id", "client_secret_file", "person_claim")


@dataclass(frozen=True)
class ProviderFile:
    """What this service is to its provider, and by what it knows people there."""

    issuer: str
    """Exactly as the provider writes it."""
    client_id: str
    client_secret: str = field(repr=False)
    person_claim: str
    """The claim whose value is the account's name, such as `preferred_username`."""


def read_provider(path: Path) -> ProviderFile:
    """What the file says; `client_secret_file` is beside it unless it says otherwise.

    Raises `Refusal` (`BAD_COMMAND`).
    """
    try:
        found = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise _bad(path, f"it is no TOML ({error})") from None
    unknown, missing = sorted(set(found) - set(_KEYS)), set(_KEYS) - set(found)
    if unknown or missing:
        raise Refusal(
            "BAD_COMMAND",
            "{path} names {keys}, and nothing else; look at {those}.",
            path=path,
            keys=parts(_KEYS),
            those=parts([Quoted(key) for key in (*unknown, *sorted(missing))]),
        )
    for key, value in found.items():
        if not isinstance(value, str) or not value.strip():
            raise _bad(path, f"{key} is a text")
    if not is_private(found["issuer"]) or {"?", "#"} & set(found["issuer"]):
        raise _bad(path, "issuer begins with https:// and has no query")
    if not _CLAIM.fullmatch(found["person_claim"]):
        raise _bad(path, "person_claim is the name of a claim")
    secret = _text(path.parent / found["client_secret_file"]).strip()
    if not secret:
        raise _bad(path, "the file of the client's secret is empty")
    return ProviderFile(
        found["issuer"], found["client_id"], secret, found["person_claim"]
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise Refusal(
            "BAD_COMMAND", "{path} can't be read: {reason}.", path=path, reason=reason
        ) from None


def _bad(path: Path, reason: str) -> Refusal:
    return Refusal(
        "BAD_COMMAND", "{path} names no provider: {reason}.", path=path, reason=reason
    )
