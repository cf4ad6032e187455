"""The pages as one application, those to sign in with among them."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from web.rendering import page, static_files
from web.service import Service
from web.signin.cookies import session_of
from web.signin.identity import of_session
from web.signin.pages import SEE_OTHER, SIGN_IN, Ways, sign_in_routes


def pages(service: Service, ways: Ways) -> Starlette:  # noqa: ARG001  # the ledger's pages follow
    """The application of all pages."""

    def home(request: Request) -> Response:
        identity = of_session(ways.accounts, session_of(request))
        if identity is None:
            return RedirectResponse(SIGN_IN, SEE_OTHER)
        return page(request, "home.html", name=identity.name)

    routes: Sequence[BaseRoute] = [
        Route("/", home, methods=["GET"]),
        *sign_in_routes(ways),
        static_files(),
    ]
    found = Starlette(
        routes=routes,
        exception_handlers={HTTPException: _told},
    )
    found.router.redirect_slashes = False
    return found


def _told(request: Request, error: Exception) -> Response:
    """What is not there, or not so: a page that says it."""
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    headers = dict(error.headers or {})
    answer = page(request, "error.html", error.status_code, number=error.status_code)
    answer.headers.update(headers)
    return answer
