"""A service that people sign in to, and a browser of few words."""

import http.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from web.headers import SecurityHeaders
from web.rendering import static_files
from web.signin.cookies import session_of
from web.signin.identity import of_session
from web.signin.pages import Ways, sign_in_routes

Form = Mapping[str, str] | Sequence[tuple[str, str]]


def service(ways: Ways, *more: BaseRoute, tls: bool = False) -> ASGIApp:
    """Signing in, and a first page that says who is signed in."""

    def home(request: Request) -> PlainTextResponse:
        found = of_session(ways.accounts, session_of(request))
        return PlainTextResponse(f"{found.name} {found.by}" if found else "nobody")

    routes = [Route("/", home), *sign_in_routes(ways), static_files(), *more]
    return SecurityHeaders(Starlette(routes=routes), tls=tls)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: str

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return str(self.headers["location"])

    def cookies(self) -> SimpleCookie:
        """What the browser is to keep or forget."""
        found = SimpleCookie()
        for each in self.headers.get_all("set-cookie", []):
            found.load(each)
        return found


@dataclass
class Browser:
    """Sends what it is told and keeps cookies; says where a request is from."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    site: str | None = "same-origin"

    @property
    def origin(self) -> str:
        """Of the server."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Follow a link."""
        return self.send("GET", path, None, headers or {})

    def post(
        self, path: str, form: Form = (), headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(form), kind | dict(headers or {}))

    def send(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> Answer:
        """One request of its own connection."""
        told = {} if self.site is None else {"Sec-Fetch-Site": self.site}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            told["Cookie"] = "; ".join(pairs)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {**told, **headers})
            response = connection.getresponse()
            data = response.read().decode()
        finally:
            connection.close()
        answer = Answer(response.status, response.headers, data)
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        for name, cookie in answer.cookies().items():
            if cookie["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = cookie.value
