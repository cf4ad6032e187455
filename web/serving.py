"""Running the service: sockets, TLS, and an orderly end."""

import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from threading import Timer

import uvicorn
from starlette.types import ASGIApp

from domain.values.errors import LedgerError, Refusal, UsageError
from domain.values.messages import Quoted
from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from web.api.application import Api
from web.api.operations import operations
from web.app import Application
from web.connections import LONGEST_HEADERS, MOST, Connection
from web.headers import SecurityHeaders
from web.pages.application import pages
from web.pages.theming import Theme
from web.service import Service
from web.signin.accounts import Accounts
from web.signin.identity import bearer
from web.signin.pages import Ways
from web.signin.provider import Provider
from web.signin.provider_file import ProviderFile

FINISHING_SECONDS = 30
"""In which requests at work are finished when the service is told to stop."""
KEPT_SECONDS = 30
"""A connection on which nothing is asked stays open: long enough that a program that
asks now and then hardly ever sends on one that is just being closed."""
WARMING_AFTER = 1.0
"""Seconds."""
BACKLOG = 512
OTHER_FILES = 500
"""Open at once beside the connections: databases, templates, what is being read."""
PROXIES = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Settings:
    """How the service is run."""

    location: Location
    accounts: Path
    host: str = "127.0.0.1"
    port: int = 8017
    certificate: Path | None = None
    certificate_key: Path | None = None
    behind_proxy: bool = False
    proxies: Sequence[str] = PROXIES
    """Addresses whose word for who asks is taken, behind a proxy."""
    key: SigningKey | None = None
    """Of the log: checkpoints are signed with it."""
    provider: ProviderFile | None = None
    theme: Theme | None = None
    """A style sheet of the house's own."""
    contact: dict[str, str] = field(default_factory=dict)

    @property
    def is_loopback(self) -> bool:
        """Only this computer reaches it, and no proxy lets others in."""
        return is_loopback(self.host) and not self.behind_proxy

    @property
    def has_tls(self) -> bool:
        """Browsers reach it by TLS only."""
        return self.certificate is not None or self.behind_proxy

    @property
    def address(self) -> str:
        """Where it is, as a browser has it."""
        scheme = "https" if self.certificate is not None else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """The name or address is of this computer alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check(settings: Settings) -> None:
    """What must hold before anything is opened; raises `UsageError`."""
    pair = (settings.certificate, settings.certificate_key)
    if (pair[0] is None) != (pair[1] is None):
        raise UsageError("BAD_COMMAND", "--tls-cert and --tls-key go together.")
    if not (is_loopback(settings.host) or settings.has_tls):
        raise UsageError(
            "BAD_COMMAND",
            "{host} can be reached by others: give --tls-cert and --tls-key, or"
            " --behind-proxy where a proxy does TLS.",
            host=Quoted(settings.host),
        )


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until told to stop (SIGINT, SIGTERM); `ready` is told the address.

    Raises `LedgerError` where the ledger, the accounts or the port can't be used.
    """
    check(settings)
    _make_room()
    with (
        closing(Accounts.open(settings.accounts, create=True)) as accounts,
        closing(_service(settings, accounts)) as service,
    ):
        service.size()  # there is a ledger that can be read
        if settings.key is not None:
            _check_key(settings.key, service)
        with closing(_socket(settings)) as listening:
            port = listening.getsockname()[1]
            server = uvicorn.Server(
                _config(settings, _application(settings, service, accounts))
            )
            ready(_with_port(settings, port))
            # What posting needs is made ready when the first answers are out.
            warming = Timer(WARMING_AFTER, service.warm)
            warming.daemon = True
            warming.start()
            server.run(sockets=[listening])
            warming.cancel()


def _check_key(key: SigningKey, service: Service) -> None:
    """It is of this ledger, or nobody could get a checkpoint; raises `UsageError`."""
    from ledger.verifying.audit import origin

    with service.readers.reading() as ledger:
        name = origin(ledger.store)
    if key.name != name:
        raise UsageError(
            "BAD_COMMAND",
            "the key of --key is of {other}, and this ledger is {name}. Make one for it"
            " with zuidas audit keygen.",
            other=key.name,
            name=name,
        )


def _make_room() -> None:
    """Let the system give as many files as there may be connections, where it will."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _service(settings: Settings, accounts: Accounts) -> Service:
    return Service(
        settings.location,
        lambda header, origin: bearer(accounts, header, origin),
        settings.key,
    )


def _application(settings: Settings, service: Service, accounts: Accounts) -> ASGIApp:
    """The API and the pages, with what every answer says."""
    api = Api(service, operations(settings.contact))
    provider = settings.provider
    ways = Ways(
        accounts,
        None if provider is None else Provider(provider, accounts.now),
        second_factor_required=not settings.is_loopback,
        scheme="https" if settings.has_tls else None,
    )
    app = Application(api, pages(service, ways, settings.theme))
    return SecurityHeaders(app, tls=settings.has_tls)


def _with_port(settings: Settings, port: int) -> str:
    return settings.address.replace(f":{settings.port}/", f":{port}/")


def _socket(settings: Settings) -> socket.socket:
    """A socket that is bound and listens; raises `Refusal` (`BUSY`)."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named, so that answers in parts are not held back (TCP_NODELAY).
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((settings.host, settings.port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise Refusal(
            "BUSY",
            "{host}:{port} can't be listened at: {reason}.",
            host=settings.host,
            port=settings.port,
            reason=error.strerror,
        ) from None
    return made


def _config(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips=list(settings.proxies),
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=FINISHING_SECONDS,
        h11_max_incomplete_event_size=LONGEST_HEADERS,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
    )
    try:
        config.load()
    except (OSError, ValueError) as error:
        raise _no_certificate(error) from None
    return config


def _no_certificate(error: Exception) -> LedgerError:
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(
        "BAD_COMMAND",
        "--tls-cert and --tls-key can't be used: {reason}.",
        reason=reason,
    )
