"""What waits on the first page: for a second person, and on the agenda."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from projections.answers.agenda import agenda as items_of
from web.pages.agenda import agenda_table
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.composing import ABSENT, paragraph
from web.pages.markup import Content, element
from web.pages.submissions.meaning import amount_of, party_of
from web.pages.visit import Visit

Row = Mapping[str, Any]
SOON = 8
"""Rows of each list on this page."""


def waiting(visit: Visit) -> Iterator[Content]:
    """What a second person waits for, and what the agenda has next."""
    yield element("h2", visit.say("Waiting"), class_="utrecht-heading-2")
    proposed = visit.data("submissions")
    yield _proposed(visit, proposed[:SOON])
    if len(proposed) > SOON:
        said = visit.say("All {count} submissions", count=len(proposed))
        yield paragraph(Link(said, visit.href("/submissions")))
    agenda = items_of(visit.view)
    yield replace(agenda_table(visit, agenda[:SOON]), hides_caption=False)
    if len(agenda) > SOON:
        said = visit.say("All {count} points", count=len(agenda))
        yield paragraph(Link(said, visit.href("/agenda")))


def _proposed(visit: Visit, rows: Sequence[Row]) -> Table:
    return Table(
        "submissions",
        visit.say("Submissions that wait for a second person"),
        [
            Column(visit.say("Submission"), narrow=True),
            Column(visit.say("What")),
            Column(visit.say("Amount"), numeric=True),
            *(Column(visit.say("To or from")), Column(visit.say("By"))),
        ],
        [
            [
                Link(f"#{each['submission']}", f"/submissions/{each['submission']}"),
                visit.label("command", each["command"]),
                _amount(each, visit),
                party_of(each, visit.view) or ABSENT,
                each["maker"],
            ]
            for each in rows
        ],
        empty=visit.say("Nothing waits for a second person."),
    )


def _amount(each: Row, visit: Visit) -> str:
    amount = amount_of(each)
    return ABSENT if amount is None else visit.written.money(amount)
