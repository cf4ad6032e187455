"""The whole service as one ASGI application: the API below `/v1`, pages beside it."""

from starlette.types import ASGIApp, Receive, Scope, Send

from web.api.application import PREFIX


class Application:
    """Sends what is asked below `/v1` to the API, and all else to the pages."""

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self._api = api
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see ASGI."""
        assert scope["type"] == "http"  # noqa: S101  # there are no websockets here
        path: bytes = scope["raw_path"]
        prefix = PREFIX.encode()
        inside = path == prefix or path.startswith(prefix + b"/")
        await (self._api if inside else self._pages)(scope, receive, send)
