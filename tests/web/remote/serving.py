"""A ledger served on a free port of this computer, for as long as a test lasts."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.storage.location import Location
from ledger.transparency.keys import SigningKey
from tests.certificates import own_certificate
from tests.web.serving import running
from web.api.application import Api
from web.api.openapi import CONTACT
from web.api.operations import all_operations
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
    with closing(_service(location, known, key)) as service:
        api = Api(service, all_operations(CONTACT))
        with running(SecurityHeaders(api, tls=tls is not None), tls) as port:
            scheme = "http" if tls is None else "https"
            url = f"{scheme}://127.0.0.1:{port}/"
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
