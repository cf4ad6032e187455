"""The provider that people sign in at: OpenID Connect, code flow with PKCE.

One provider, by its exact issuer. What it says of itself and its keys are asked for
when somebody signs in, and kept for an hour.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

from web.signin.fetching import fetched, is_private
from web.signin.moments import Clock
from web.signin.provider_file import ProviderFile
from web.signin.refusals import ProviderFailed
from web.signin.trips import Begun, Trip

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

    from web.signin.id_tokens import Claims

KEPT = timedelta(hours=1)
SCOPE = "openid profile email"
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Person(NamedTuple):
    """Whom the provider signed in: the name we know, and its own."""

    name: str
    subject: str


class Provider:
    """A provider and what it said of itself; fit for many threads."""

    def __init__(self, file: ProviderFile, now: Clock) -> None:
        self.issuer = file.issuer
        self._file = file
        self._now = now
        self._lock = Lock()
        self._said: tuple[datetime, dict[str, Any]] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def address(self, begun: Begun) -> str:
        """Where a browser goes to sign in; raises `ProviderFailed`."""
        place = str(self._metadata()["authorization_endpoint"])
        asked = {
            "response_type": "code",
            "response_mode": "query",
            "client_id": self._file.client_id,
            "redirect_uri": begun.trip.redirect_uri,
            "scope": SCOPE,
            "state": begun.state,
            "nonce": begun.trip.nonce,
            "code_challenge": challenge(begun.trip.verifier),
            "code_challenge_method": "S256",
        }
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    def person(self, code: str, trip: Trip, issuer: str | None) -> Person:
        """Whom the code stands for; `issuer` as it came back with it (RFC 9207).

        Raises `ProviderFailed`.
        """
        self._check_issuer(issuer)
        claims = self._claims(self._exchanged(code, trip), trip.nonce)
        name = claims.get(self._file.person_claim)
        if not isinstance(name, str):
            raise ProviderFailed("the ID token says no name of the person.")
        if self._file.person_claim == "email" and not _is_verified(claims):
            raise ProviderFailed("the provider did not verify the address.")
        subject = claims["sub"]
        if not isinstance(subject, str) or not subject:
            raise ProviderFailed("the ID token says no subject.")
        return Person(name, subject)

    def _check_issuer(self, issuer: str | None) -> None:
        said = "authorization_response_iss_parameter_supported"
        if issuer is None and self._metadata().get(said) is not True:
            return
        if issuer != self.issuer:
            raise ProviderFailed("the answer is another provider's.")

    def _exchanged(self, code: str, trip: Trip) -> dict[str, Any]:
        metadata, file = self._metadata(), self._file
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": trip.redirect_uri,
            "code_verifier": trip.verifier,
        }
        said = "token_endpoint_auth_methods_supported"
        if "client_secret_basic" in metadata.get(said, ["client_secret_basic"]):
            # RFC 6749, 2.3.1: each of them is form-encoded first.
            pair = f"{quote(file.client_id, '')}:{quote(file.client_secret, '')}"
            basic = base64.b64encode(pair.encode()).decode()
            headers = {"Authorization": f"Basic {basic}"}
        else:
            form |= {"client_id": file.client_id, "client_secret": file.client_secret}
            headers = {}
        return fetched(metadata["token_endpoint"], form, headers)

    def _claims(self, given: dict[str, Any], nonce: str) -> "Claims":
        from web.signin.id_tokens import Expected, UnknownKey, claims_of

        token, access = given.get("id_token"), given.get("access_token")
        expected = Expected(self.issuer, self._file.client_id, nonce, access)
        now = self._now()
        try:
            return claims_of(token, self._key_set(), expected, now)
        except UnknownKey:
            return claims_of(token, self._key_set(anew=True), expected, now)

    def _metadata(self) -> dict[str, Any]:
        with self._lock:
            if self._said is None or self._is_old(self._said[0]):
                place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                self._said = self._now(), self._checked(fetched(place))
            return self._said[1]

    def _checked(self, said: dict[str, Any]) -> dict[str, Any]:
        """It says that it is the issuer, and where; raises `ProviderFailed`."""
        if said.get("issuer") != self.issuer:
            raise ProviderFailed("the provider says that it is another issuer.")
        for name in _ADDRESSES:
            if not isinstance(said.get(name), str) or not is_private(said[name]):
                raise ProviderFailed("its {name} is no https address.", name=name)
        return said

    def _key_set(self, *, anew: bool = False) -> "KeySet":
        from web.signin.id_tokens import keys_of

        place = self._metadata()["jwks_uri"]
        with self._lock:
            if anew or self._keys is None or self._is_old(self._keys[0]):
                self._keys = self._now(), keys_of(fetched(place))
            return self._keys[1]

    def _is_old(self, asked_at: datetime) -> bool:
        return self._now() - asked_at >= KEPT


def challenge(verifier: str) -> str:
    """What tells the provider which verifier will come (RFC 7636, S256)."""
    sum_ = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(sum_).decode().rstrip("=")


def _is_verified(claims: "Mapping[str, Any]") -> bool:
    return claims.get("email_verified", True) in (True, "true")
