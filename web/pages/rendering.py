"""Pages as HTML: what a page shows, in the frame that stands around every page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Message
from papers.wording.forms import dutch_date, dutch_moment
from papers.wording.telling import Language, title_of_code, told
from web.languages import LANGUAGES, keep_language, language_of
from web.observing import tell_problem
from web.pages.clocks import Clocks
from web.pages.components.alerts import Alert
from web.pages.frame import Foot, Frame, Person, Search, Tongue, Way, Words
from web.pages.posting.for_me import for_me
from web.pages.theming import theme_address
from web.pages.visit import AT, KNOWN_AT, Visit
from web.rendering import environment

if TYPE_CHECKING:
    from web.pages.site import Shown

_TONGUES = {"nl": "Nederlands", "en": "English"}
WAYS = (
    ("/", "Overview"),
    ("/projects", "Projects"),
    ("/partners", "Partners"),
    ("/bank", "Bank"),
    ("/post", "New entry"),
    ("/submissions", "Submissions"),
    ("/agenda", "Agenda"),
    ("/history", "Entries"),
    ("/check", "Checks"),
    ("/reports", "Reports"),
    ("/framework", "Framework"),
    ("/verify", "Verify"),
)
"""The navigation: address and text."""


@dataclass(frozen=True)
class WrongClock:
    """A clock of the address that is none: its name, what was typed, and why not."""

    name: str
    typed: str
    said: str
    code: str


def rendered(
    request: Request,
    visit: Visit,
    name: str,
    shown: "Shown",
    wrong: WrongClock | None = None,
) -> HTMLResponse:
    """A page, or the part of it that was asked for, in the visitor's language."""
    template = _template(shown.template)
    values = {"visit": visit, "say": visit.say, **shown.values}
    if not shown.is_part:
        values["frame"] = _frame(request, visit, name, shown, wrong)
    status = shown.status if wrong is None else 400
    code = shown.code if wrong is None else wrong.code
    if code is not None:
        tell_problem(request.scope, code)
    answer = HTMLResponse(
        template.render(values), status, {"Content-Language": visit.lang}
    )
    keep_language(request, answer)
    return answer


def error_page(
    request: Request,
    error: LedgerError,
    status: int,
    headers: Mapping[str, str] | None = None,
    visit: Visit | None = None,
) -> Response:
    """A page that says why there is none; of a visit it keeps the menu."""
    tell_problem(request.scope, error.code)
    lang: Language = language_of(request)
    title = title_of_code(error.code, lang)
    said = told(error.said, lang, fields=True)
    frame = Frame(
        page="error",
        title=title,
        ledger="zuidas-ledger",
        lang=lang,
        words=_words(lang),
        foot=None,
        theme=theme_address(request),
        ways=[Way(told(Message("Overview"), lang), "/")],
    )
    if visit is not None:
        frame = _kept(frame, visit)
    told_ = Alert("error", f"{said[:1].upper()}{said[1:]}", role="alert")
    body = _template("error.html").render(frame=frame, alert=told_)
    return HTMLResponse(body, status, {"Content-Language": lang, **(headers or {})})


def _kept(frame: Frame, visit: Visit) -> Frame:
    """Who is signed in, in which ledger, and where they can go, as it is now."""
    return replace(
        frame,
        ledger=visit.ledger.view().framework.title,
        person=Person(visit.identity.name),
        search=_search(visit),
        ways=_ways(visit),
        tongues=_tongues(visit),
    )


@cache
def _template(name: str) -> Template:
    return environment().get_template(name)


def _frame(
    request: Request,
    visit: Visit,
    name: str,
    shown: "Shown",
    wrong: WrongClock | None,
) -> Frame:
    said = moment_said(visit)
    last = visit.view.last_entry
    return Frame(
        page=name,
        title=shown.title,
        ledger=visit.view.framework.title,
        ended=ended(visit),
        lang=visit.lang,
        words=_words(visit.lang),
        foot=Foot(visit.view.entry, last, visit.root, said),
        clocks=_with_fault(_clocks(visit, said), wrong),
        person=Person(visit.identity.name),
        search=_search(visit),
        ways=_ways(visit),
        tongues=_tongues(visit),
        crumbs=shown.crumbs,
        theme=theme_address(request),
        scripts=shown.scripts,
    )


def ended(visit: Visit) -> str:
    """That the term of the framework in force is over at the date; else nothing."""
    last = max(year.end for year in visit.view.framework.years)
    if last >= visit.view.at:
        return ""
    return visit.say("(its last year ended on {day})", day=last)


def _ways(visit: Visit) -> list[Way]:
    counts = {"/submissions": for_me(visit)}
    return [
        Way(
            visit.say(text),
            visit.href(path),
            _is_at(path, visit),
            str(counts.get(path) or ""),
        )
        for path, text in WAYS
    ]


def _tongues(visit: Visit) -> list[Tongue]:
    return [Tongue(code, _TONGUES[code], visit.here(lang=code)) for code in LANGUAGES]


def _search(visit: Visit) -> Search:
    given = visit.asked.given
    kept = [(name, given[name]) for name in (AT, KNOWN_AT) if given.get(name)]
    return Search("/search", visit.say("Search in all"), visit.say("Search"), kept)


def _with_fault(clocks: Clocks, wrong: WrongClock | None) -> Clocks:
    """What was typed stays, with why it is no clock beside it."""
    if wrong is None:
        return clocks
    if wrong.name == AT:
        return replace(clocks, at=wrong.typed, at_error=wrong.said)
    return replace(clocks, known_error=wrong.said)


def _is_at(path: str, visit: Visit) -> bool:
    here = visit.asked.path
    return here == path or (path != "/" and here.startswith(f"{path}/"))


def _clocks(visit: Visit, said: str) -> Clocks:
    given = visit.asked.given
    at = visit.view.at
    kept = [
        (name, value)
        for name, value in given.items()
        if name not in (AT, KNOWN_AT, "lang") and value
    ]
    is_now = not given.get(AT) and not visit.is_earlier
    return Clocks(
        path=visit.asked.path,
        at=typed_date(at, visit.lang),
        known_at=visit.view.entry,
        last=visit.view.last_entry,
        said=said,
        kept=kept,
        now="" if is_now else visit.here(at=None, knownAt=None),
        short=_short(visit),
    )


def _short(visit: Visit) -> str:
    day = visit.written.day(visit.view.at)
    if visit.is_earlier:
        return visit.say(
            "As of {day} · as known after entry {entry} of {last} · change",
            day=day,
            entry=visit.view.entry,
            last=visit.view.last_entry,
        )
    return visit.say("As of {day} · all is known · change", day=day)


def typed_date(day: date, lang: str) -> str:
    """A date as somebody types it in the language."""
    return dutch_date(day, table=True) if lang == "nl" else day.isoformat()


def moment_said(visit: Visit) -> str:
    """Both clocks in words."""
    entry, last = visit.view.entry, visit.view.last_entry
    recorded = visit.recorded_at(entry)
    moment = "–"
    if recorded is not None:
        plain = recorded.replace(tzinfo=None)
        moment = (
            dutch_moment(plain.replace(second=0, microsecond=0))
            if visit.lang == "nl"
            else f"{plain:%Y-%m-%d %H:%M}"
        )
    if visit.is_earlier:
        return visit.say(
            "{day}, as known after entry {entry} of {last}, recorded {moment}",
            day=visit.view.at,
            entry=entry,
            last=last,
            moment=moment,
        )
    return visit.say(
        "{day}, with all {last} entries, the last of {moment}",
        day=visit.view.at,
        last=last,
        moment=moment,
    )


def _words(lang: Language) -> Words:
    """The texts of the frame."""

    def say(template: str) -> str:
        return told(Message(template), lang)

    return Words(
        skip=say("To the content"),
        signed_in=say("Signed in as"),
        sign_out=say("Sign out"),
        languages=say("Language"),
        menu=say("Menu"),
        clocks=say("Date and knowledge"),
        at=say("At"),
        at_hint=say("such as 2011-12-31"),
        known_at=say("As known after entry"),
        typed=say("Number of the entry"),
        show=say("Show"),
        now=say("Back to now"),
        entry=say("Entry"),
        size=say("Size"),
        root=say("Root, not checked"),
        glossary=say("Glossary"),
        foot=say("What this page is true of, to be checked"),
    )


def nothing_there(path: str) -> Refusal:
    """There is no such page."""
    return Refusal("NOT_FOUND", "there is no page {path}.", path=path)
