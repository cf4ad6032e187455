"""The language that somebody reads: chosen by `?lang=` and kept, else the browser's."""

import re

from starlette.requests import Request
from starlette.responses import Response

LANGUAGES = ("en", "nl")
"""What there are texts in; the first where nothing is known."""
COOKIE = "lang"
_YEAR_S = 365 * 24 * 3600
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


def language_of(request: Request) -> str:
    """The language of the answer."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> str:
    """The best of ours that the header `Accept-Language` names."""
    found: list[tuple[float, str]] = []
    for each in accepted.split(",")[:20]:
        matched = _RANGE.fullmatch(each)
        if matched and matched[1].lower() in LANGUAGES:
            found.append((float(matched[2] or 1), matched[1].lower()))
    best = max(found, key=lambda weighed: weighed[0], default=(0.0, ""))
    return best[1] if best[0] > 0 else LANGUAGES[0]


def keep_language(request: Request, response: Response) -> None:
    """Keep a language that was chosen now."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            *(COOKIE, chosen, _YEAR_S), secure=True, httponly=True, samesite="lax"
        )
