"""The cookies of signing in.

`__Host-`: browsers take such a cookie over TLS only (or from this computer itself),
for this host alone and all its paths, so no neighbour can plant one.
"""

from starlette.requests import Request
from starlette.responses import Response

SESSION = "__Host-zuidas"
TRIP = "__Host-zuidas-trip"
TRIP_S = 600


def session_of(request: Request) -> str | None:
    """The secret of the session that a request carries."""
    return request.cookies.get(SESSION)


def keep(response: Response, name: str, secret: str, age_s: int | None = None) -> None:
    """Let the browser keep a secret; without an age until it is closed."""
    response.set_cookie(
        *(name, secret, age_s), path="/", secure=True, httponly=True, samesite="lax"
    )


def drop(response: Response, name: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")
