"""Requests that another site made a browser send: refused where they change anything.

The check of Go 1.25's `http.CrossOriginProtection`: browsers say with every request
which site it is from (`Sec-Fetch-Site`), and older ones which origin. So forms need no
token. Stricter in one point: who sends a cookie is a browser, and one that says
neither is not believed.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""They change nothing, so it doesn't matter who made a browser send them."""
OWN_SITES = frozenset({"same-origin", "none"})
"""`none`: somebody typed the address, or opened a bookmark."""


def is_from_elsewhere(method: str, headers: Mapping[str, str]) -> bool:
    """Whether another site may be behind a request; `headers` by name in lower case."""
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site:
        return site not in OWN_SITES
    origin = headers.get("origin")
    if origin:
        return not _is_of(origin, headers.get("host", ""))
    return bool(headers.get("cookie"))


def _is_of(origin: str, host: str) -> bool:
    """The origin's host and port are those that were asked; not the scheme.

    A proxy may have ended TLS, so we can't know it. `null` is nobody's origin.
    """
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
