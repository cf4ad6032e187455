"""The projects of a partner, on its page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.sums import cents, totals
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import amount, state
from web.pages.markup import Content, element
from web.pages.questions import number
from web.pages.reports import total_of_all, total_of_shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
AT_ONCE = 40
ENDED = ("withdrawn", "rejected", "retracted")
"""Projects that are not carried out: nobody pays for them."""
_SUMS = ("own_contribution", "grant")


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
        *_totals(visit, rows, shown, first),
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
        _own(visit, each),
        amount(visit, each["grant"]),
    ]


def _own(visit: Visit, each: Row) -> Content:
    """Of a project that is not carried out it is what was planned, and no cost."""
    planned = cents(each["own_contribution"])
    if each["status"] not in ENDED or not planned:
        return amount(visit, each["own_contribution"])
    said = visit.say("({planned} was planned)", planned=visit.written.money(planned))
    remark = element("span", said, class_="remark")
    return Several([visit.written.money(0), remark], " ")


def _totals(
    visit: Visit, rows: Sequence[Row], shown: Sequence[Row], first: int
) -> tuple[Sequence[Content], Sequence[Content]]:
    """Of all that are carried out; of those on the page too, if these are not all."""

    def summed(said: str, some: Sequence[Row]) -> list[Content]:
        sums = totals([each for each in some if each["status"] not in ENDED], _SUMS)
        return [said, "", "", *(amount(visit, sums[each]) for each in _SUMS)]

    if len(shown) == len(rows):
        return summed(visit.say("Total of what is carried out"), rows), ()
    here = total_of_shown(visit, first + 1, first + len(shown))
    return summed(total_of_all(visit, len(rows)), rows), summed(here, shown)


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
