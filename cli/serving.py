"""Where the command line reaches the service: the one module that knows both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.values.errors import UsageError
from domain.values.messages import Quoted
from ledger.storage.location import Location

if TYPE_CHECKING:
    from web.serving import Settings
    from web.signin.accounts import Accounts

_EXTRAS = ("starlette", "uvicorn", "jinja2", "python_multipart", "h11", "anyio")
"""What the extra `web` brings."""


@dataclass(frozen=True)
class Served:
    """What `zuidas serve` was asked for."""

    location: Location
    log: Path | None
    host: str
    port: int
    tls_cert: str | None
    tls_key: str | None
    behind_proxy: bool
    proxies: Sequence[str]
    accounts: str | None
    oidc: str | None
    key: str | None
    theme: str | None


def run(wanted: Served, ready: Callable[[str, str], None]) -> None:
    """Serve until told to stop; `ready` is told the ledger and the address.

    Raises `LedgerError`: `BAD_COMMAND` where the extra `web` is missing.
    """
    try:
        from web import logs, serving
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in _EXTRAS:
            raise
        raise UsageError(
            "BAD_COMMAND",
            "the service needs {name}, which is not installed: install"
            " zuidas-ledger[web].",
            name=missing.name,
        ) from None
    settings = _settings(wanted)
    serving.check(settings)
    logs.begin(wanted.log)
    serving.serve(settings, lambda address: ready(str(wanted.location), address))


def _settings(wanted: Served) -> "Settings":
    from web.serving import PROXIES, Settings

    key = provider = None
    if wanted.key is not None:
        from cli.auditing.files import failures_of_notes, read_key

        with failures_of_notes():
            key = read_key(wanted.key)
    if wanted.oidc is not None:
        from web.signin.provider_file import read_provider

        provider = read_provider(Path(wanted.oidc))
    theme = None
    if wanted.theme is not None:
        from web.pages.theming import read_theme

        theme = read_theme(Path(wanted.theme))
    if wanted.proxies and not wanted.behind_proxy:
        raise UsageError("BAD_COMMAND", "--proxy goes with --behind-proxy.")
    return Settings(
        location=wanted.location,
        accounts=accounts_of(wanted.location, wanted.accounts),
        host=wanted.host,
        port=wanted.port,
        certificate=_path(wanted.tls_cert),
        certificate_key=_path(wanted.tls_key),
        behind_proxy=wanted.behind_proxy,
        proxies=wanted.proxies or PROXIES,
        key=key,
        provider=provider,
        theme=theme,
    )


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def accounts_of(location: Location, given: str | None) -> Path:
    """The file of the accounts; raises `UsageError` where nobody can tell."""
    if given is not None:
        if not given:
            raise UsageError(
                "BAD_COMMAND", "{name} is no name of a file.", name=Quoted(given)
            )
        return Path(given)
    if location.path is None:
        raise UsageError(
            "BAD_COMMAND",
            "{location} has no file beside it: name that of the accounts with"
            " --accounts.",
            location=location,
        )
    from web.signin.accounts import ENDING

    return location.path.with_name(location.path.name + ENDING)


def open_accounts(path: Path, *, create: bool = False) -> "Accounts":
    """The accounts of a service; raises `LedgerError`. Needs no web framework."""
    from web.signin.accounts import Accounts

    return Accounts.open(path, create=create)


def token_scopes() -> tuple[str, ...]:
    """What a token may be for."""
    from web.signin.tokens import SCOPES

    return SCOPES
