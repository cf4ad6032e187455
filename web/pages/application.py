"""The pages as one application, those to sign in with among them."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Quoted
from web.observing import Counted
from web.pages.all_pages import all_pages
from web.pages.rendering import error_page
from web.pages.site import Site, own_fault, without_accounts
from web.pages.theming import Theme, Themed
from web.rendering import static_files
from web.service import Service
from web.signin.pages import Ways, sign_in_routes


def pages(service: Service, ways: Ways, theme: Theme | None = None) -> ASGIApp:
    """All pages; what is none of the ledger's is a page to sign in with, or a file."""

    async def not_there(request: Request, error: Exception) -> Response:
        """What is not there, or not so: a page that says it."""
        assert isinstance(error, HTTPException)  # noqa: S101  # it is registered so
        told = _refusal(request, error), error.status_code, dict(error.headers or {})
        return await run_in_threadpool(site.told, request, *told)

    signing_in, static = sign_in_routes(ways), static_files()
    others = Starlette(
        routes=[*signing_in, static],
        exception_handlers={
            HTTPException: not_there,
            LedgerError: _failed,
            Exception: _at_fault,
        },
    )
    others.router.redirect_slashes = False
    names = {*(each.path for each in signing_in), f"{static.path}/"}
    counted = Counted(others, names, service.observed)
    site = Site(service, ways.accounts, all_pages(), counted)
    return site if theme is None else Themed(site, theme)


def _failed(request: Request, error: Exception) -> Response:
    """The accounts can't be used now."""
    assert isinstance(error, LedgerError)  # noqa: S101  # it is registered so
    return without_accounts(request, error)


def _at_fault(request: Request, _: Exception) -> Response:
    """It is raised again after this, so the log has it."""
    return error_page(request, own_fault(), 500)


def _refusal(request: Request, error: HTTPException) -> Refusal:
    if error.status_code == 404:  # noqa: PLR2004  # not found
        path = request.url.path
        return Refusal("NOT_FOUND", "there is no page {path}.", path=Quoted(path))
    return Refusal("BAD_COMMAND", str(error.detail))
