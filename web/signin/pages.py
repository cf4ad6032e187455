"""The pages by which people sign in and out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.forms import read_form
from web.languages import language_of
from web.pages.assets import STYLES, address
from web.pages.theming import theme_address
from web.rendering import page
from web.signin import cookies
from web.signin.accounts import Accounts
from web.signin.crossorigin import is_from_elsewhere
from web.signin.destinations import own
from web.signin.entering import Given, Place, by_password, sign_out
from web.signin.records import record
from web.signin.refusals import SignInRefused, TooManyAttempts
from web.signin.texts import TEXTS, too_many

if TYPE_CHECKING:
    from web.signin.provider import Provider

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
FORBIDDEN, TOO_MANY, SEE_OTHER = 403, 429, 303


@dataclass(frozen=True)
class Ways:
    """The ways in, and what they ask.

    `scheme` is what browsers reach us by, where a proxy ended TLS; else that of the
    request counts.
    """

    accounts: Accounts
    provider: "Provider | None" = None
    second_factor_required: bool = False
    scheme: str | None = None


@dataclass(frozen=True)
class Shown:
    """What a sign-in page shows: where it leads, what was typed, what went wrong."""

    destination: str
    name: str = ""
    error: str | None = None
    status: int = 200


def sign_in_routes(ways: Ways) -> list[Route]:
    """The routes of signing in and out; those of a provider where there is one."""
    pages = _Pages(ways)
    routes = [
        Route(SIGN_IN, pages.show, methods=["GET"], name="sign-in"),
        Route(SIGN_IN, pages.enter, methods=["POST"]),
        Route(SIGN_OUT, pages.leave, methods=["POST"], name="sign-out"),
    ]
    if ways.provider is not None:
        from web.signin.provider_pages import provider_routes

        routes += provider_routes(ways, ways.provider)
    return routes


class _Pages:
    """The pages of one service."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def show(self, request: Request) -> Response:
        """The empty form."""
        return sign_in_page(
            request, self._ways, Shown(own(request.query_params.get("next")))
        )

    async def enter(self, request: Request) -> Response:
        """Whoever gave the right name and password goes on, with a session."""
        form = await read_form(request)
        typed = Shown(
            own(form.get("next", request.query_params.get("next"))),
            form.get("name", ""),
        )
        if is_from_elsewhere(request.method, request.headers):
            return await run_in_threadpool(self._elsewhere, request, "sign-in", typed)
        given = Given(typed.name, form.get("password", ""), form.get("code", ""))
        return await run_in_threadpool(self._enter, request, given, typed)

    def _enter(self, request: Request, given: Given, typed: Shown) -> Response:
        try:
            secret = by_password(
                self._ways.accounts,
                given,
                place_of(request),
                second_factor_required=self._ways.second_factor_required,
            )
        except SignInRefused as refusal:
            shown = replace(typed, error=refusal.code, status=FORBIDDEN)
            return sign_in_page(request, self._ways, shown)
        except TooManyAttempts as refusal:
            shown = replace(typed, error=refusal.code, status=TOO_MANY)
            response = sign_in_page(request, self._ways, shown, refusal.retry_after_s)
            response.headers["Retry-After"] = str(refusal.retry_after_s)
            return response
        return entered(typed.destination, secret)

    def leave(self, request: Request) -> Response:
        """Whoever was signed in is so no more."""
        if is_from_elsewhere(request.method, request.headers):
            return self._elsewhere(request, "sign-out", Shown(own(None)))
        sign_out(self._ways.accounts, place_of(request))
        response = RedirectResponse(SIGN_IN, SEE_OTHER)
        cookies.drop(response, cookies.SESSION)
        return response

    def _elsewhere(self, request: Request, action: str, typed: Shown) -> Response:
        origin, at = place_of(request).origin, self._ways.accounts.now()
        record(action, "CROSS_SITE", account=None, origin=origin, at=at)
        shown = Shown(typed.destination, error="CROSS_SITE", status=FORBIDDEN)
        return sign_in_page(request, self._ways, shown)


def place_of(request: Request) -> Place:
    """Where a request comes from: the address at the other end of the connection."""
    origin = request.client.host if request.client else "unknown"
    return Place(origin, cookies.session_of(request))


def sign_in_page(
    request: Request, ways: Ways, shown: Shown, seconds: int = 0
) -> Response:
    """The form; with what went wrong, where something did."""
    language = language_of(request)
    texts = TEXTS[language]
    error = None if shown.error is None else texts[shown.error]
    if shown.error == "TOO_MANY_ATTEMPTS":
        error = too_many(language, seconds)
    sheets = map(address, STYLES)
    return page(
        *(request, "sign-in.html", shown.status),
        texts=texts,
        names={each: TEXTS[each]["languages"] for each in TEXTS},
        destination=shown.destination,
        name=shown.name[:200],
        error=error,
        has_provider=ways.provider is not None,
        code_required=ways.second_factor_required,
        icon=address("icon.svg"),
        styles=[each for each in (*sheets, theme_address(request)) if each],
    )


def entered(destination: str, secret: str) -> Response:
    """On to where somebody wanted to go, with the new session."""
    response = RedirectResponse(destination, SEE_OTHER)
    cookies.keep(response, cookies.SESSION, secret)
    return response
