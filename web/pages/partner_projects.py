"""The projects of a partner, on its page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.components.ways import Pages
from web.pages.composing import amount, state
from web.pages.markup import Content
from web.pages.questions import number
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
AT_ONCE = 40


def projects_of(visit: Visit, rows: Sequence[Row]) -> Iterator[Content]:
    """What it applied for and takes part in, a page at a time."""
    first = (number(visit, "page") or 0) * AT_ONCE
    shown = rows[first : first + AT_ONCE]
    yield Table(
        "projects",
        visit.say("Projects"),
        [
            Column(visit.say("Project")),
            Column(visit.say("Role")),
            Column(visit.say("Status")),
            Column(visit.say("Own contribution"), numeric=True),
            Column(visit.say("Grant"), numeric=True),
        ],
        [_cells(visit, each) for each in shown],
        empty=visit.say("It applies for no project and takes part in none."),
        hides_caption=True,
    )
    if len(rows) > AT_ONCE:
        yield _pages(visit, first, len(rows))


def _cells(visit: Visit, each: Row) -> list[Content]:
    path = f"/projects/{segment(each['project'])}"
    return [
        Link(each["title"], visit.href(path)),
        visit.label("value", each["role"]),
        state(visit, each["status"]),
        amount(visit, each["own_contribution"]),
        amount(visit, each["grant"]),
    ]


def _pages(visit: Visit, first: int, count: int) -> Pages:
    page, last = first // AT_ONCE, min(first + AT_ONCE, count)
    before = Link(visit.say("Rows before"), visit.here(page=page - 1 or None))
    after = Link(visit.say("Rows after"), visit.here(page=page + 1))
    return Pages(
        visit.say("Pages of rows"),
        visit.say(
            "{first} to {last} of {count}", first=first + 1, last=last, count=count
        ),
        before=before if first else None,
        after=after if last < count else None,
    )
