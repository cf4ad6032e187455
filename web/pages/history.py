"""Entries in pages, the newest first, with the filters of `history` as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from domain.catalogue import KINDS
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.errors import Refusal
from papers.wording.telling import title_of_code
from projections.answers.entries import Entry, Filters, history
from projections.days import day_number
from projections.filters import PARAMETERS, filters_of
from projections.known import recorded_names
from projections.parameters import parse
from projections.query import Parameter
from projections.ranges import FROM, TO
from web.pages.components.alerts import Alert
from web.pages.components.fields import Field, Option, Select, TextField
from web.pages.components.texts import Empty, Link, Unfold
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, question
from web.pages.entry_rows import Entries, entry_rows
from web.pages.markup import Content
from web.pages.site import Page, Shown
from web.pages.visit import Visit

AT_ONCE = 50
_FILTERS = (*PARAMETERS, FROM, TO)
_MOST_SUGGESTED = 200


def entries(visit: Visit) -> Shown:
    """The newest entries, or those before or after one, as far as asked for."""
    title = visit.say("Entries")
    contents: list[Content] = [_form(visit)]
    try:
        contents += _found(visit)
    except Refusal as refusal:
        contents.append(_refused(visit, refusal))
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


def _filters(visit: Visit) -> Filters:
    """What the address asks for; raises `Refusal`."""
    given = _given(visit)
    at = visit.asker.at
    until = None if at is None else day_number(at)
    found = filters_of(visit.view, given, until)
    before, after = (_number(visit, name) for name in ("before", "after"))
    return replace(found, before=before, after=after)


def _given(visit: Visit) -> dict[str, Any]:
    course = partial(visit.ledger.frameworks.course)
    texts = {each: visit.asked.given.get(each.name, "").strip() for each in _FILTERS}
    return {
        each.keyword: parse(each, text, course, lambda: visit.today)
        for each, text in texts.items()
        if text
    }


def _number(visit: Visit, name: str) -> int | None:
    text = visit.asked.given.get(name, "")
    if not text:
        return None
    found = parse(Parameter(name, "count"), text, visit.ledger.frameworks.course)
    assert isinstance(found, int)  # noqa: S101  # of a count
    return found


def _refused(visit: Visit, refusal: Refusal) -> Alert:
    """What is wrong with what was asked for; the form above has it still."""
    said = visit.told(refusal.said)
    title = title_of_code(refusal.code, visit.lang)
    return Alert("error", title, [f"{said[:1].upper()}{said[1:]}"], "alert")


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
    """Every filter; unfolded where something was asked for."""
    fields = [_field(visit, each) for each in _FILTERS]
    asked = any(each.value for each in fields)
    form = question(visit, fields, visit.say("Show"))
    return Unfold(visit.say("Filters"), form, asked)


def _field(visit: Visit, parameter: Parameter) -> Field:
    name = parameter.name
    title = visit.label("field", name)
    title = title[:1].upper() + title[1:]
    value = visit.asked.given.get(name, "")
    options = _options(visit, parameter)
    if options is not None:
        return Select(name, title, value, options=options, nothing=visit.say("All"))
    suggestions = _suggestions(visit, name)
    return TextField(name, title, value, suggestions=suggestions)


def _options(visit: Visit, parameter: Parameter) -> list[Option] | None:
    """What there is to choose from; None where there is no list of it."""
    course = visit.view.course
    kinds: Mapping[str, Any] = {"partner": PARTNER, "programme": PROGRAMME, "year": YEAR}
    if parameter.name in kinds:
        return [Option(each, each) for each in course.ever(kinds[parameter.name])]
    if parameter.name == "command":
        named = ((each.name, visit.label("command", each.name)) for each in KINDS)
        return [Option(*each) for each in sorted(named, key=lambda each: each[1])]
    return None


def _suggestions(visit: Visit, name: str) -> list[str]:
    if name not in ("project", "decision"):
        return []
    return recorded_names(visit.view.reader, name)[:_MOST_SUGGESTED]


PAGES = (Page("history", "/history", entries),)
