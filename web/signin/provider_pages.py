"""The way to the provider and back."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.values.errors import Refusal
from web.signin import cookies
from web.signin.destinations import HOME, own
from web.signin.entering import by_provider
from web.signin.pages import (
    FORBIDDEN,
    SEE_OTHER,
    SIGN_IN,
    Shown,
    Ways,
    entered,
    place_of,
    sign_in_page,
)
from web.signin.provider import Provider
from web.signin.records import record
from web.signin.refusals import ProviderFailed
from web.signin.trips import Trip

START, CALLBACK = f"{SIGN_IN}/provider", f"{SIGN_IN}/callback"
BAD_GATEWAY = 502


def provider_routes(ways: Ways, provider: Provider) -> list[Route]:
    """The routes to a provider and back."""
    pages = _Pages(ways, provider)
    return [
        Route(START, pages.start, methods=["GET"]),
        Route(CALLBACK, pages.callback, methods=["GET"]),
    ]


class _Pages:
    """The pages of one provider."""

    def __init__(self, ways: Ways, provider: Provider) -> None:
        self._ways = ways
        self._provider = provider

    def start(self, request: Request) -> Response:
        """Off to the provider, and the browser keeps what it must bring back."""
        begun = self._ways.accounts.trips.begin(
            self._callback_address(request), own(request.query_params.get("next"))
        )
        try:
            address = self._provider.address(begun)
        except ProviderFailed as failed:
            destination = begun.trip.destination
            return self._failed(request, failed.code, destination, failed.message)
        response = RedirectResponse(address, SEE_OTHER)
        cookies.keep(response, cookies.TRIP, begun.browser, cookies.TRIP_S)
        return response

    def callback(self, request: Request) -> Response:
        """Back from the provider: in, or told why not. The trip is over either way."""
        asked = request.query_params
        trip = self._ways.accounts.trips.end(
            asked.get("state", ""), request.cookies.get(cookies.TRIP, "")
        )
        if trip is None:
            response = self._failed(request, "TRIP_OVER", HOME)
        elif "code" not in asked or "error" in asked:
            response = self._failed(request, "PROVIDER_REFUSED", trip.destination)
        else:
            response = self._entered(request, asked["code"], trip)
        cookies.drop(response, cookies.TRIP)
        return response

    def _entered(self, request: Request, code: str, trip: Trip) -> Response:
        issuer = request.query_params.get("iss")
        try:
            person = self._provider.person(code, trip, issuer)
            secret = by_provider(
                self._ways.accounts,
                person.name,
                self._provider.issuer,
                person.subject,
                place_of(request),
            )
        except ProviderFailed as failed:
            destination = trip.destination
            return self._failed(request, failed.code, destination, failed.message)
        except Refusal:  # which is recorded
            shown = Shown(trip.destination, error="NOT_KNOWN", status=FORBIDDEN)
            return sign_in_page(request, self._ways, shown)
        return entered(trip.destination, secret)

    def _callback_address(self, request: Request) -> str:
        url = request.url
        return f"{self._ways.scheme or url.scheme}://{url.netloc}{CALLBACK}"

    def _failed(
        self, request: Request, code: str, destination: str, reason: str | None = None
    ) -> Response:
        record(
            *("sign-in", code),
            account=None,
            origin=place_of(request).origin,
            at=self._ways.accounts.now(),
            reason=reason,
        )
        status = BAD_GATEWAY if code == "PROVIDER_FAILED" else FORBIDDEN
        shown = Shown(destination, error=code, status=status)
        return sign_in_page(request, self._ways, shown)
