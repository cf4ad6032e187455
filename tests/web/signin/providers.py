"""A small provider of OpenID Connect, honest unless it is told otherwise."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.web.signin.clocks import Clock

CLIENT, SECRET = "zuidas:client", "s3cret/+%&"
Claims = dict[str, Any]


@cache
def new_key(name: str, of: str = "the provider") -> RSAKey:
    """A key pair of somebody, made once: it takes long."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class SmallProvider:
    """What it says and signs; tests change it to make it hostile."""

    clock: Clock
    keys: list[RSAKey] = field(default_factory=lambda: [new_key("first")])
    issuer: str = ""
    person: str = "erik"
    subject: str = "subject-7"
    claims: Claims = field(default_factory=dict)
    metadata: Claims = field(default_factory=dict)
    answer: Claims = field(default_factory=dict)
    """What comes back with the code, beside it."""
    sign: "Callable[[SmallProvider, Claims], str] | None" = None
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def app(self) -> Starlette:
        """The provider as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
            ]
        )

    def _configuration(self, _: Request) -> Response:
        self.asked.append("configuration")
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return JSONResponse(found | self.metadata)

    def _jwks(self, _: Request) -> Response:
        self.asked.append("jwks")
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"], **self.answer}
        given = {name: value for name, value in back.items() if value is not None}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(given)}", 302)

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        asked = self._codes.pop(form["code"], None)
        if asked is None or not self._is_client(request, form):
            return JSONResponse({"error": "invalid_grant"}, 400)
        sum_ = hashlib.sha256(form["code_verifier"].encode()).digest()
        verifier = base64.urlsafe_b64encode(sum_).decode().rstrip("=")
        if verifier != asked["code_challenge"] or asked["nonce"] == asked["state"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if form["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = (self.sign or signed)(self, self._claims(asked["nonce"]))
        return JSONResponse({"access_token": "x", "id_token": token})

    def _is_client(self, request: Request, form: Mapping[str, str]) -> bool:
        if "client_secret" in form:
            return (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        _, _, given = request.headers["authorization"].partition(" ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
        return (unquote(name), unquote(secret)) == (CLIENT, SECRET)

    def _claims(self, nonce: str) -> Claims:
        now = int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "preferred_username": self.person,
            **self.claims,
        }
        return {name: value for name, value in claims.items() if value is not None}


def signed(provider: SmallProvider, claims: Claims) -> str:
    """Signed as it should be."""
    key = provider.keys[-1]
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def unsigned(_: SmallProvider, claims: Claims) -> str:
    """`alg` is `none`, and no signature follows."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def summed_with(secret: Callable[[SmallProvider], bytes]) -> Callable[..., str]:
    """A sum with a secret instead of a signature, under the name of the key."""

    def sign(provider: SmallProvider, claims: Claims) -> str:
        header = {"alg": "HS256", "kid": provider.keys[0].kid}
        text = f"{_part(header)}.{_part(claims)}"
        sum_ = hmac.digest(secret(provider), text.encode(), "sha256")
        return f"{text}.{_encoded(sum_)}"

    return sign


def by_another_key(provider: SmallProvider, claims: Claims) -> str:
    """Signed by a key of the same name that is not the provider's."""
    key = new_key(str(provider.keys[0].kid), "another")
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def with_its_own_key(_: SmallProvider, claims: Claims) -> str:
    """The token brings the key that it is to be checked with."""
    key = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims, key)


def changed_afterwards(provider: SmallProvider, claims: Claims) -> str:
    """Signed, and then about somebody else."""
    head, _, sum_ = signed(provider, claims).split(".")
    return f"{head}.{_part({**claims, 'preferred_username': 'anna'})}.{sum_}"


def _part(value: Claims) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
