"""Contributions of the partners on the first page: those that matter now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.sums import cents
from web.pages import figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.composing import paragraph
from web.pages.markup import Content
from web.pages.naming import partner_name
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
MOST = 8
"""Contributions that are shown; all of them have a page of their own."""
_COLUMNS = ("due", "received", "outstanding", "overdue")


def contributions(visit: Visit, rows: Sequence[Row]) -> Iterator[Content]:
    """What is open; where nothing is, those of the last year that was called."""
    found = [row for row in rows if cents(row["outstanding"])]
    caption = visit.say("Contributions that are still open")
    if not found and rows:
        last = max(row["year"] for row in rows)
        found = [row for row in rows if row["year"] == last]
        caption = visit.say("Contributions of {year}; all are paid", year=last)
    yield _table(visit, found[:MOST], caption)
    if len(rows) > len(found[:MOST]):
        said = visit.say("All {count} contributions", count=len(rows))
        yield paragraph(Link(said, visit.href("/partners")))


def _table(visit: Visit, rows: Sequence[Row], caption: str) -> Table:
    titles = map(visit.say, ("Called", "Received", "Outstanding", "Overdue"))
    return Table(
        "partners",
        caption,
        [
            *(Column(visit.say("Partner")), Column(visit.say("Year"), narrow=True)),
            *(Column(title, numeric=True) for title in titles),
        ],
        [_cells(visit, row) for row in rows],
        empty=visit.say("No contribution is called yet."),
    )


def _cells(visit: Visit, row: Row) -> list[Content]:
    path = f"/partners/{segment(row['partner'])}"
    return [
        Link(partner_name(visit, row["partner"]), visit.href(path)),
        row["year"],
        *(figures.of_partner(row, each, visit) for each in _COLUMNS),
    ]
