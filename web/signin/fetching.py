"""Asking a provider: JSON over TLS, small, soon, and from nowhere else."""

import json
import ssl
import urllib.request
from collections.abc import Mapping
from functools import cache
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from web.signin.refusals import ProviderFailed

TIMEOUT_S = 10
MOST_BYTES = 1_000_000
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_private(url: str) -> bool:
    """Nobody in between can read or change what is asked there."""
    try:
        found = urlsplit(url)
        host = found.hostname
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not host or not is_plain or found.username is not None:
        return False
    return found.scheme == "https" or (found.scheme == "http" and host in _LOOPBACK)


def fetched(
    url: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object at an address, or the answer to a form sent there.

    Raises `ProviderFailed`.
    """
    if not is_private(url):
        raise ProviderFailed("{url} is not asked: it is no https address.", url=url)
    request = urllib.request.Request(  # noqa: S310  # looked at just above
        url,
        data=None if form is None else urlencode(form).encode(),
        headers={"Accept": "application/json", **(headers or {})},
    )
    try:
        with _opener().open(request, timeout=TIMEOUT_S) as answer:
            data = answer.read(MOST_BYTES + 1)
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it is an answer too, and holds the connection
        raise ProviderFailed(
            "{url} can't be used: {error}.", url=url, error=error
        ) from None
    if not isinstance(found, dict):
        raise ProviderFailed("{url} gives no JSON object.", url=url)
    return found


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What a provider's address gives is not looked for elsewhere."""

    def redirect_request(
        self,
        req: urllib.request.Request,  # noqa: ARG002  # of the library
        fp: IO[bytes],  # noqa: ARG002  # of the library
        code: int,  # noqa: ARG002  # of the library
        msg: str,  # noqa: ARG002  # of the library
        headers: HTTPMessage,  # noqa: ARG002  # of the library
        newurl: str,  # noqa: ARG002  # of the library
    ) -> None:
        """No request follows: the answer counts as a failure."""
        return


@cache
def _opener() -> urllib.request.OpenerDirector:
    tls = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    return urllib.request.build_opener(_NoRedirects, tls)
