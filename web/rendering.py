"""Pages from templates; whatever stands in them is escaped."""

import gzip
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.languages import LANGUAGES, keep_language, language_of

_HERE = Path(__file__).parent
_GZIP = {"Content-Encoding": "gzip"}


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
    """Files whose address says what is in them (`?v=`) may be kept for good.

    They are sent compressed to whoever takes that. Pages never are: how well a page
    compresses tells of what is secret in it (BREACH), and a file has nothing secret.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See `StaticFiles`."""
        answer = await super().get_response(path, scope)
        if isinstance(answer, FileResponse) and _takes_gzip(scope):
            answer = await run_in_threadpool(_compressed, answer)
        if scope["query_string"].startswith(b"v="):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        answer.headers["Vary"] = "Accept-Encoding"
        return answer


def _takes_gzip(scope: Scope) -> bool:
    """Whether all of a file may be sent, compressed."""
    headers = Headers(scope=scope)
    taken = headers.get("accept-encoding", "").replace(" ", "").split(",")
    return scope["method"] == "GET" and "gzip" in taken and "range" not in headers


def _compressed(answer: FileResponse) -> Response:
    """The same file, compressed; other bytes, so that its ETag is a weak one."""
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name in ("content-type", "last-modified")
    }
    headers = {**kept, "ETag": f"W/{answer.headers['etag']}"}
    return Response(_gzip(str(answer.path)), headers={**headers, **_GZIP})


@cache
def _gzip(path: str) -> bytes:
    """Once for each file: the files of a program that runs stay as they are."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)
