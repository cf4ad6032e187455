"""A ledger served on a free port of this computer, for as long as a test lasts."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from tests.certificates import own_certificate
from web.api.application import Api
from web.api.openapi import CONTACT
from web.api.operations import all_operations
from web.connections import LONGEST_HEADERS, Connection
from web.headers import SecurityHeaders
from web.service import Service
from web.signin.identity import Identity
from web.signin.refusals import Unauthenticated

SCOPES = frozenset({"read", "post", "approve", "administer"})
TOKEN = "zl_of_officer"  # noqa: S105  # of nobody
OFFICER = Identity("officer", "token", SCOPES)


@dataclass(frozen=True)
class Served:
    """Where a ledger is served, and who comes in with which token."""

    url: str
    token: str
    service: Service
    certificate: bytes | None = None
    """The one to trust, of a service with TLS."""


@contextmanager
def served(
    location: Location,
    tokens: Mapping[str, Identity] | None = None,
    *,
    key: SigningKey | None = None,
    tls: Path | None = None,
) -> Iterator[Served]:
    """Serve the API of a ledger; `tokens` says whose they are, else one is officer's.

    With `tls`, a place for its private key, by a certificate that signs itself.
    """
    known = {TOKEN: OFFICER} if tokens is None else tokens
    certificate = None if tls is None else own_certificate(tls)[1]
    with (
        closing(_service(location, known, key)) as service,
        closing(socket.create_server(("127.0.0.1", 0))) as listening,
    ):
        config = uvicorn.Config(
            SecurityHeaders(Api(service, all_operations(CONTACT)), tls=tls is not None),
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            h11_max_incomplete_event_size=LONGEST_HEADERS,
            ssl_certfile=tls,
            ssl_keyfile=tls,
        )
        port = listening.getsockname()[1]
        scheme = "http" if tls is None else "https"
        url = f"{scheme}://127.0.0.1:{port}/"
        with _running(uvicorn.Server(config), listening):
            yield Served(url, next(iter(known)), service, certificate)


def _service(
    location: Location, known: Mapping[str, Identity], key: SigningKey | None
) -> Service:
    """The prepared ledgers end years ago, so their clock is taken to be right."""
    return Service(
        location, lambda told, _: _who(known, told), key, synchronised=lambda: True
    )


def _who(known: Mapping[str, Identity], told: str | None) -> Identity:
    _, _, token = (told or "").partition(" ")
    if token not in known:
        raise Unauthenticated(token_given=bool(token))
    return known[token]


@contextmanager
def _running(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    """The socket listens already, so whoever asks meanwhile only waits."""
    thread = Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()
