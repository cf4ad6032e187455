"""The language that somebody reads: chosen by `?lang=` and kept, else the browser's."""

import re
from contextvars import ContextVar
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("en", "nl")
"""What there are texts in; the first where nothing is known."""
COOKIE = "lang"
TOLD_IN: ContextVar[Language] = ContextVar("told_in", default=LANGUAGES[0])
"""Of the request to the API that is being answered: what problems are told in."""
_YEAR_S = 365 * 24 * 3600
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


def language_of(request: Request) -> Language:
    """The language of the answer."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        for language in LANGUAGES:
            if chosen == language:
                return language
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Language:
    """The best of ours that the header `Accept-Language` names."""
    found: dict[Language, float] = {}
    for each in accepted.split(",")[:20]:
        matched = _RANGE.fullmatch(each)
        for language in LANGUAGES:
            if matched and matched[1].lower() == language:
                found.setdefault(language, float(matched[2] or 1))
    best = max(found, key=lambda each: found[each], default=LANGUAGES[0])
    return best if found.get(best, 0.0) > 0 else LANGUAGES[0]


def keep_language(request: Request, response: Response) -> None:
    """Keep a language that was chosen now."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            *(COOKIE, chosen, _YEAR_S), secure=True, httponly=True, samesite="lax"
        )
