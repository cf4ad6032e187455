"""Pages from templates; whatever stands in them is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.languages import LANGUAGES, keep_language, language_of

_HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The templates; a name in them that nobody gave is a fault."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    request: Request, template: str, status: int = 200, **values: object
) -> HTMLResponse:
    """A page in the language of whoever asks."""
    text = environment().get_template(template)
    language = language_of(request)
    body = text.render(lang=language, languages=LANGUAGES, **values)
    response = HTMLResponse(body, status, {"Content-Language": language})
    keep_language(request, response)
    return response


def static_files() -> Mount:
    """The route of style sheets and the like: `/static/...`."""
    return Mount("/static", _Static(directory=_HERE / "static"))


class _Static(StaticFiles):
    """Files whose address says what is in them (`?v=`) may be kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See `StaticFiles`."""
        answer = await super().get_response(path, scope)
        if scope["query_string"].startswith(b"v="):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
