"""Reading what a provider signed: the ID token of OpenID Connect.

Signature by the provider's own keys (RFC 7515), then issuer, audience, time and nonce
(OpenID Connect Core, 3.1.3.7). Imported when somebody signs in that way: it takes a
tenth of a second.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from web.signin.refusals import ProviderFailed

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
"""With a key pair all of them: `none`, and sums with a secret that we share, are no
signature of the provider's."""
LEEWAY_S = 60
"""How far clocks may be apart."""
Claims = Mapping[str, Any]


class Expected(NamedTuple):
    """What a token must say to be the provider's, for us, and of this trip."""

    issuer: str
    client_id: str
    nonce: str
    access_token: object


class UnknownKey(ProviderFailed):
    """The token is signed by a key that is not among those: ask for them anew."""


def keys_of(found: Mapping[str, Any]) -> KeySet:
    """The keys of a JWK Set; those of kinds that we don't know are left out."""
    given = found.get("keys")
    keys = []
    for each in given if isinstance(given, list) else []:
        try:
            key = import_key(each)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
        if key.key_type != "oct" and each.get("use", "sig") == "sig":
            keys.append(key)
    if not keys:
        raise ProviderFailed("the provider has no key that could have signed.")
    return KeySet(keys)


def claims_of(token: object, keys: KeySet, expected: Expected, now: datetime) -> Claims:
    """The claims of a token that the provider signed for us, now, for this trip.

    Raises `UnknownKey`, `ProviderFailed`.
    """
    if not isinstance(token, str):
        raise ProviderFailed("the provider gave no ID token.")
    try:
        _check_key(token, keys)
        read = jwt.decode(token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
            },
            params=expected._asdict(),
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError) as error:
        raise ProviderFailed(
            "the ID token is not valid: {error}.", error=str(error).rstrip(": .")
        ) from None
    return read.claims


def _check_key(token: str, keys: KeySet) -> None:
    """It names a key that is there; without a name there must be one alone."""
    name = jws.extract_compact(token.encode()).headers().get("kid")
    if name is None and len(keys.keys) == 1:
        return
    if name not in {key.kid for key in keys.keys}:
        raise UnknownKey("the ID token is signed by a key that the provider lacks.")
