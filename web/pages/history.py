"""Entries in pages, the newest first, with the filters of `history` as a form."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from domain.values.errors import Refusal
from projections.answers.entries import Entry, Filters, history
from projections.days import day_number
from projections.filters import PARAMETERS, filters_of
from projections.ranges import FROM, TO
from web.pages.components.texts import Empty, Link, Unfold
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, question
from web.pages.downloads import links
from web.pages.entry_rows import Entries, entry_rows
from web.pages.markup import Content
from web.pages.questions import fields, number, refused, values
from web.pages.site import Page, Shown
from web.pages.visit import Visit

AT_ONCE = 50
_FILTERS = (*PARAMETERS, FROM, TO)


def entries(visit: Visit) -> Shown:
    """The newest entries, or those before or after one, as far as asked for."""
    title = visit.say("Entries")
    contents: list[Content] = [_form(visit)]
    try:
        contents += _found(visit)
    except Refusal as refusal:
        contents.append(refused(visit, refusal))
    return Shown(
        "page.html", title, {"contents": contents}, crumbs=crumbs(visit, title)
    )


def _found(visit: Visit) -> Iterator[Content]:
    filters = _filters(visit)
    upward = filters.after is not None
    some = history(visit.view, filters, newest_first=not upward)
    # One more than is shown tells whether there are more.
    found = list(islice(some, AT_ONCE + 1))
    shown = sorted(found[:AT_ONCE], key=lambda each: -each.number)
    if not shown:
        way = Link(visit.say("Show all entries"), visit.href("/history"))
        yield Empty(visit.say("No entry is like that."), way)
        return
    title = visit.say("Entries, the newest first")
    yield entry_rows(visit, Entries("entries", title, shown))
    yield _pages(visit, shown, upward=upward, more=len(found) > AT_ONCE)
    asked = {each.name: visit.asked.given.get(each.name) for each in _FILTERS}
    yield links(visit, "history", **asked)


def _filters(visit: Visit) -> Filters:
    """What the address asks for; raises `Refusal`."""
    at = visit.asker.at
    until = None if at is None else day_number(at)
    found = filters_of(visit.view, values(visit, _FILTERS), until)
    before, after = (number(visit, name) for name in ("before", "after"))
    return replace(found, before=before, after=after)


def _pages(visit: Visit, shown: list[Entry], *, upward: bool, more: bool) -> Pages:
    newest, oldest = shown[0].number, shown[-1].number
    older = visit.here(before=oldest, after=None)
    newer = visit.here(after=newest, before=None)
    has_newer = more if upward else bool(visit.asked.given.get("before"))
    first = visit.here(before=None, after=None)
    return Pages(
        visit.say("Pages of entries"),
        visit.say("entries {oldest} to {newest}", oldest=oldest, newest=newest),
        Link(visit.say("The newest"), first) if has_newer or upward else None,
        Link(visit.say("Newer"), newer) if has_newer else None,
        Link(visit.say("Older"), older) if more or upward else None,
    )


def _form(visit: Visit) -> Unfold:
    """Every filter; in view, and folded by who wants room."""
    form = question(visit, fields(visit, _FILTERS), visit.say("Show"))
    return Unfold(visit.say("Filters"), form, open=True)


PAGES = (Page("history", "/history", entries),)
