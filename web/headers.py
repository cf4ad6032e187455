"""Headers of every answer, whatever gave it (section 10, "security headers")."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
    "cache-control": "no-store",
}
"""What an answer says itself goes before these."""
STRICT_TRANSPORT = ("strict-transport-security", "max-age=31536000")


class SecurityHeaders:
    """Adds them to the answers of an application."""

    def __init__(self, app: ASGIApp, *, strict_transport: bool) -> None:
        self._app = app
        self._headers = dict(SECURITY_HEADERS)
        if strict_transport:
            self._headers.update([STRICT_TRANSPORT])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see ASGI."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                said = {name.lower() for name, _ in own}
                more = (
                    (name.encode(), value.encode())
                    for name, value in self._headers.items()
                    if name.encode() not in said
                )
                message = {**message, "headers": [*own, *more]}
            await send(message)

        await self._app(scope, receive, sending)
