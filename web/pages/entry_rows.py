"""Entries as a table of a page: what each was, its money, what it rests on, by whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from projections.answers.entries import Entry, entry_json
from projections.entry_table import entries_table
from projections.report import Column as ReportColumn
from projections.report import Row
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several
from web.pages.composing import ABSENT, day
from web.pages.markup import Content, element
from web.pages.reports import entry_link
from web.pages.visit import Visit, segment

_RECORDED = ReportColumn("recorded_at", "Recorded", "moment")
_AMOUNT = ReportColumn("amount", "Amount", "movement")


def entry_rows(
    visit: Visit, name: str, title: str, found: Sequence[Entry | Row], empty: str = ""
) -> Table:
    """Entries in the order they are given in; an amount has the sign of its money.

    `found` are entries, or their JSON.
    """
    rows = [entry_json(each) if isinstance(each, Entry) else each for each in found]
    told = entries_table(visit.view, title, rows).rows
    return Table(
        name,
        title,
        [
            Column(visit.say("Entry"), narrow=True),
            Column(visit.say("Date"), narrow=True),
            Column(visit.say("What")),
            Column(visit.say("Amount"), numeric=True),
            Column(visit.say("Rests on"), narrow=True),
            Column(visit.say("Voucher")),
            Column(visit.say("Recorded")),
        ],
        [_cells(visit, row) for row in told],
        empty=empty,
        hides_caption=True,
    )


def _cells(visit: Visit, row: Row) -> list[Content]:
    amount = row["amount"]
    return [
        entry_link(row["entry"], visit),
        day(visit, row["date"]),
        Several(list(_what(visit, row)), " "),
        visit.cell(_AMOUNT, amount),
        _decision(visit, row["authority"]),
        row["document"] or ABSENT,
        element("span", _by(visit, row), class_="remark"),
    ]


def _what(visit: Visit, row: Row) -> Iterator[Content]:
    """The command, its project, to whom or from whom, and what it is about."""
    command = visit.label("command", row["command"])
    yield element("strong", command[:1].upper() + command[1:])
    if row["project"]:
        path = f"/projects/{segment(row['project'])}"
        yield Link(row["project"], visit.href(path))
    if row["reversed_by"] is not None:
        yield Badge(visit.say("reversed by #{entry}", entry=row["reversed_by"]))
    said = [row["counterparty"], row["budgets"], _rule(visit, row), row["description"]]
    texts = [str(each) for each in said if each]
    if texts:
        yield element("span", " · ".join(texts), class_="remark")


def _rule(visit: Visit, row: Row) -> Any:  # noqa: ANN401  # of a message, perhaps
    return None if row["rule"] is None else visit.told(row["rule"])


def _decision(visit: Visit, number: str | None) -> Content:
    if number is None:
        return ABSENT
    path = f"/decisions/{segment(number)}"
    return Link(number, visit.href(path))


def _by(visit: Visit, row: Row) -> str:
    moment = visit.cell(_RECORDED, row["recorded_at"])
    return f"{moment} {row['person']}"
