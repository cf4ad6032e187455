"""The ledger's pages as an ASGI application: whose visit it is, and what is shown.

Whoever is not signed in is sent to sign in, and comes back. A page works in a thread,
on one consistent view of the ledger.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.values.errors import IntegrityError, LedgerError, Refusal
from domain.values.messages import Quoted
from web.api.statuses import RETRY_AFTER, status_of
from web.forms import read_fields
from web.languages import language_of
from web.observing import Observed, problem_of
from web.pages.clocks import settled
from web.pages.components.ways import Breadcrumbs
from web.pages.downloads import Download
from web.pages.posting.lacking import date_said
from web.pages.rendering import WrongClock, error_page, rendered
from web.pages.visit import AT, KNOWN_AT, Asked, Visit
from web.routing import Names, Tree, segments
from web.service import Service
from web.signin.accounts import Accounts
from web.signin.cookies import session_of
from web.signin.crossorigin import is_from_elsewhere
from web.signin.identity import Identity, of_session
from web.uploads import Upload, read_files

_LOG = logging.getLogger("zuidas.pages")
SEE_OTHER = 303
SIGN_IN = "/sign-in"


@dataclass(frozen=True)
class Shown:
    """What a page shows: a template, and what is put into it."""

    template: str
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    code: str | None = None
    """Of what it refuses, for the log."""
    entries: tuple[int, int] | None = None
    """First and last entry that it recorded, for the log."""
    crumbs: Breadcrumbs | None = None
    scripts: Sequence[str] = ()
    """Addresses of scripts that it needs besides."""
    is_part: bool = False
    """It is put into a page that is there already."""


@dataclass(frozen=True)
class GoOn:
    """On to another page, after something was done."""

    address: str
    entries: tuple[int, int] | None = None


Show = Callable[[Visit], Shown | GoOn | Download]


class Page(NamedTuple):
    """One method of one address."""

    name: str
    """In `<main data-page="...">`."""
    template: str
    """Of its address, such as `/projects/{project}`."""
    show: Show
    method: str = "GET"
    unknown: tuple[str, ...] = ()
    """Codes that say that what the address names is not there: they are 404."""
    takes_files: bool = False
    """Its form sends files too."""
    gives_file: bool = False
    """What it gives is a file, and nothing to look at."""


class Site:
    """Serves the pages; what is none of them goes to another application."""

    def __init__(
        self,
        service: Service,
        accounts: Accounts,
        pages: Iterable[Page],
        otherwise: ASGIApp,
    ) -> None:
        self._service = service
        self._accounts = accounts
        self._otherwise = otherwise
        self._tree: Tree[Page] = Tree()
        for page in pages:
            self._tree.add(page.method, page.template, page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see ASGI."""
        found = self._tree.found(segments(scope))
        if found is None:
            await self._otherwise(scope, receive, send)
            return
        started = perf_counter()
        request = Request(scope, receive)
        try:
            page, answer, entries = await self._answered(request, *found)
        except LedgerError as error:  # of the accounts
            page, answer, entries = "", without_accounts(request, error), None
        seconds, code = perf_counter() - started, problem_of(scope)
        self._service.observed(
            Observed(request.method, page, answer.status_code, seconds, code, entries)
        )
        await answer(scope, receive, send)

    async def _answered(
        self, request: Request, pages: Mapping[str, Page], names: Names
    ) -> tuple[str, Response, tuple[int, int] | None]:
        method = "GET" if request.method == "HEAD" else request.method
        page = pages.get(method)
        if page is None:
            allowed = {"Allow": ", ".join(pages)}
            not_so = _not_so(request.method)
            told = await run_in_threadpool(self.told, request, not_so, 405, allowed)
            return "", told, None
        identity = await run_in_threadpool(
            of_session, self._accounts, session_of(request)
        )
        if identity is None:
            return page.template, _to_sign_in(request), None
        moved = _settled(request)
        if moved is not None:
            return page.template, moved, None
        if is_from_elsewhere(request.method, request.headers):
            return page.template, error_page(request, _from_elsewhere(), 403), None
        try:
            asked = await _asked(request, names, takes_files=page.takes_files)
        except LedgerError as error:
            return page.template, error_page(request, error, status_of(error)), None
        except HTTPException as error:
            refusal = Refusal("BAD_COMMAND", str(error.detail))
            return page.template, error_page(request, refusal, error.status_code), None
        answer, entries = await run_in_threadpool(
            self._visited, request, page, identity, asked
        )
        return page.template, answer, entries

    def told(
        self,
        request: Request,
        error: LedgerError,
        status: int,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """A page that says why there is none, with the menu of who is signed in."""
        path: bytes = request.scope["raw_path"]
        asked = Asked(path.decode("latin-1"), {}, {}, language_of(request))
        try:
            identity = of_session(self._accounts, session_of(request))
            if identity is None:
                return error_page(request, error, status, headers)
            with self._service.readers.reading() as ledger:
                self._service.check_may_read(identity, ledger)
                visit = Visit(self._service, identity, ledger, asked)
                return error_page(request, error, status, headers, visit)
        except LedgerError:
            return error_page(request, error, status, headers)

    def _visited(
        self, request: Request, page: Page, identity: Identity, asked: Asked
    ) -> tuple[Response, tuple[int, int] | None]:
        try:
            with self._service.readers.reading() as ledger:
                self._service.check_may_read(identity, ledger)
                visit = Visit(self._service, identity, ledger, asked)
                return _shown(request, page, visit)
        except LedgerError as error:
            return failed(request, error, page.unknown), None
        except Exception:  # noqa: BLE001  # the log has it, and nobody else
            _LOG.exception("a fault of the program itself at %s", page.template)
            return error_page(request, own_fault(), 500), None


def _shown(
    request: Request, page: Page, visit: Visit
) -> tuple[Response, tuple[int, int] | None]:
    """The page, or why there is none; a wrong clock is told at its field."""
    is_page = request.method != "POST" and not page.gives_file
    wrong = _wrong_clock(visit) if is_page else None
    if wrong is not None:
        given = {k: v for k, v in visit.asked.given.items() if k != wrong.name}
        asked = replace(visit.asked, given=given)
        visit = Visit(visit.service, visit.identity, visit.ledger, asked)
    try:
        shown = page.show(visit)
        if isinstance(shown, GoOn):
            return RedirectResponse(shown.address, SEE_OTHER), shown.entries
        if isinstance(shown, Download):
            return shown.answer(), None
        return rendered(request, visit, page.name, shown, wrong), shown.entries
    except LedgerError as error:
        if isinstance(error, IntegrityError):
            raise
        return failed(request, error, page.unknown, visit), None


def _wrong_clock(visit: Visit) -> WrongClock | None:
    """What is no date or no entry among the clocks of the address."""
    given = visit.asked.given
    try:
        name = AT
        _ = visit.asker
        name = KNOWN_AT if given.get(KNOWN_AT) else AT
        _ = visit.view
    except Refusal as refusal:
        typed, said = given.get(name, ""), visit.told(refusal.said)
        if name == AT and refusal.code == "BAD_DATE":
            said = date_said(typed, visit)
        said = f"{said[:1].upper()}{said[1:]}"
        return WrongClock(name, typed, said, refusal.code)
    return None


def failed(
    request: Request,
    error: LedgerError,
    unknown: Collection[str] = (),
    visit: Visit | None = None,
) -> Response:
    """A page that says why there is none; the log has what is no refusal."""
    if isinstance(error, IntegrityError):
        _LOG.error("what is stored is wrong", exc_info=error)
    status = 404 if error.code in unknown else status_of(error)
    headers = {}
    if status == 503:  # noqa: PLR2004  # as statuses has it
        headers["Retry-After"] = str(RETRY_AFTER)
    return error_page(request, error, status, headers, visit)


async def _asked(request: Request, names: Names, *, takes_files: bool) -> Asked:
    """What a request says.

    Raises `HTTPException` for a form that can't be read, `Refusal` for its files.
    """
    form: Mapping[str, tuple[str, ...]] = {}
    files: Sequence[Upload] = ()
    if request.method == "POST" and takes_files:
        form, files = await read_files(request)
    elif request.method == "POST":
        form = await read_fields(request)
    query: bytes = request.scope["query_string"]
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    raw: bytes = request.scope["raw_path"]
    return Asked(
        raw.decode("latin-1"),
        names,
        given,
        language_of(request),
        form,
        files,
        is_part=request.headers.get("hx-request") == "true",
    )


def _to_sign_in(request: Request) -> Response:
    """Signing in leads back to the page, unless something was to be done there.

    A page that asked for a part of itself goes there whole: it takes no other page in.
    """
    wanted = "/"
    if request.method in ("GET", "HEAD"):
        wanted = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        wanted = f"{wanted}?{query}" if query else wanted
    address = f"{SIGN_IN}?{urlencode({'next': wanted})}"
    if request.headers.get("hx-request") == "true":
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, SEE_OTHER)


def _settled(request: Request) -> Response | None:
    """On to the address that the clocks' fields mean, where this is another."""
    if request.method != "GET":
        return None
    query = request.scope["query_string"].decode("latin-1")
    better = settled(parse_qsl(query, keep_blank_values=True))
    if better is None:
        return None
    path = request.scope["raw_path"].decode("latin-1")
    return RedirectResponse(f"{path}?{better}".rstrip("?"), SEE_OTHER)


def _not_so(method: str) -> Refusal:
    return Refusal(
        "METHOD_NOT_ALLOWED",
        "{method} is not for this page.",
        method=Quoted(method),
    )


def _from_elsewhere() -> Refusal:
    return Refusal(
        "CROSS_SITE",
        "this came from another site, so nothing was done; do it on its own page.",
    )


def without_accounts(request: Request, error: LedgerError) -> Response:
    """The accounts can't be used: nobody is known, so nothing of the server is told."""
    _LOG.warning("%s: %s", error.code, error.message)
    told = Refusal(
        error.code,
        "nobody can be known at the moment; the log of the service says why. Try again"
        " in a moment.",
    )
    return failed(request, told)


def own_fault() -> IntegrityError:
    """What is told of what was never meant to happen."""
    return IntegrityError(
        "INTERNAL",
        "a fault of the program itself; its log has more. What was acknowledged is"
        " recorded, and nothing by halves.",
    )
