"""What waits for somebody: by when, of what, and the form that settles it."""

from collections.abc import Callable, Mapping, Sequence

from projections.answers.agenda import Item
from projections.answers.agenda import agenda as items_of
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several
from web.pages.composing import crumbs
from web.pages.downloads import links
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Keys = Mapping[str, str]
AT_ONCE = 80


def agenda(visit: Visit) -> Shown:
    """Everything that waits at the date."""
    items = items_of(visit.view)
    name = visit.say("Agenda")
    return Shown(
        "page.html",
        name,
        {"contents": [agenda_table(visit, items[:AT_ONCE]), links(visit, "agenda")]},
        crumbs=crumbs(visit, name),
    )


def agenda_table(visit: Visit, items: Sequence[Item]) -> Table:
    """Items, each with the form that settles it, filled in as far as it says."""
    return Table(
        "agenda",
        visit.say("Agenda"),
        [
            Column(visit.say("By when"), narrow=True),
            Column(visit.say("What")),
            Column(visit.say("Of")),
            Column(visit.say("To do")),
        ],
        [_cells(visit, each) for each in items],
        empty=visit.say("Nothing waits for anybody."),
        hides_caption=True,
    )


def _cells(visit: Visit, item: Item) -> list[Content]:
    what = visit.label("value", item.rule)
    by: Content = visit.written.day(item.date)
    if item.date < visit.view.at:
        by = Several([by, Badge(visit.say("overdue"), "warning")], " ")
    return [
        by,
        what[:1].upper() + what[1:],
        _subject(visit, item),
        settling(visit, item),
    ]


def _subject(visit: Visit, item: Item) -> Content:
    lead = _LEADS.get(item.rule)
    if item.subject.startswith("#"):
        return Link(item.subject, visit.href(f"/entries/{item.subject[1:]}"))
    return item.subject if lead is None else Link(item.subject, visit.href(lead(item)))


def settling(visit: Visit, item: Item) -> Content:
    """The form that settles it; its name for whoever may not post it."""
    name = visit.label("command", item.command)
    said = name[:1].upper() + name[1:]
    if item.rule == "submission_waiting":
        return Link(said, visit.href("/submissions"))
    if item.rule == "bank_line_open":
        return Link(said, visit.href(f"/bank/lines/{item.subject}"))
    keys = _KEYS.get(item.rule, _no_keys)(item)
    return to_form(visit, item.command, said, **keys) or said


def _no_keys(_: Item) -> Keys:
    return {}


def _project(item: Item) -> Keys:
    return {"project": item.subject}


def _year(item: Item) -> Keys:
    return {"year": item.subject}


def _entry(item: Item) -> Keys:
    return {"entry": item.subject.removeprefix("#")}


def _contribution(item: Item) -> Keys:
    partner, _, year = item.subject.partition(" ")
    return {"partner": partner, "year": year}


_KEYS: Mapping[str, Callable[[Item], Keys]] = {
    **dict.fromkeys(("decision_term", "determination_due", "recoverable"), _project),
    **dict.fromkeys(("year_to_open", "year_to_allocate", "year_to_close"), _year),
    **dict.fromkeys(("deviation_unused", "suspense_open"), _entry),
    "contribution_due": _contribution,
    "payment_due": lambda item: {"payment": item.subject},
    "ratification": lambda item: {"decision": item.subject},
}
"""What the form is filled in with, by what waits."""
_LEADS: Mapping[str, Callable[[Item], str]] = {
    **dict.fromkeys(
        ("decision_term", "determination_due", "recoverable"),
        lambda item: f"/projects/{segment(item.subject)}",
    ),
    "bank_line_open": lambda item: f"/bank/lines/{segment(item.subject)}",
    "contribution_due": lambda item: (
        f"/partners/{segment(item.subject.partition(' ')[0])}"
    ),
    "ratification": lambda item: f"/decisions/{segment(item.subject)}",
}
"""Where its subject has a page."""

PAGES = (Page("agenda", "/agenda", agenda),)
