"""The steering group's report: first what is to be decided, then how all stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.framework.framework import OUTSIDE
from domain.values.messages import Euro, Message, Value, Words, message, parts
from papers.documents import tables
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.conditions import conditions_table
from papers.documents.given import Data, day, euro, text
from papers.documents.kinds.steering_decisions import decisions
from papers.documents.naming import placed
from projections.report import Column, Row, Table
from projections.sums import cents, totals

NEEDED = ("organisation.name", "organisation.contact")
_IN_ORDER = (
    Column("title", "Application"),
    Column("placed", "Charged to"),
    Column("requested", "Requested", "amount"),
    Column("available", "Left of programme", "amount"),
    Column("for_projects", "Left of the year", "amount"),
    Column("verdict", "Outcome"),
)
_YEARS = (
    Column("year", "Budget year"),
    Column("budget", "Budget", "amount"),
    Column("unallocated", "Not divided yet", "amount", rare=True),
    Column("for_projects", "Left for projects", "amount"),
)
_SUSPENSE = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("counterparty", "Counterparty"),
    Column("open", "Open", "amount"),
)
_LINES = (
    Column("line", "Bank line", "name"),
    Column("date", "Date"),
    Column("open", "Open", "amount"),
)
_TO_RATIFY = (
    Column("number", "Decision", "name"),
    Column("subject", "Subject"),
    Column("due", "Answer by"),
    Column("waiting", "No answer yet"),
    Column("refused", "Refused"),
)


def document(data: Data) -> Document:
    """The report."""
    title = message("Report to the steering group")
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield from _cover(data)
    yield from _position(data)
    yield from _proposals(data["proposals"])
    yield Heading(message("Projects"))
    yield from tables.project_tables(data["projects"])
    yield from _contributions(data["overdue"])
    yield from _deviations(data["deviations"])
    yield from _open(data)
    yield from _ratification(data["to_ratify"])
    yield Slot("explanation")


def _cover(data: Data) -> Iterator[Block]:
    yield Heading(message("Cover note"))
    yield Rows(
        [
            (message("for"), message("the steering group")),
            (message("from"), _sender(data)),
            (message("position on"), day(data, "at")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Heading(message("What is to be decided"), deep=True)
    yield Slot("decisions", [*decisions(data)])
    yield Heading(message("In short"), deep=True)
    yield Slot("summary", [Items([*_summary(data)])])
    yield Slot("outlook")


def _sender(data: Data) -> Value:
    department = data["organisation"]["department"]
    name = text(data, "organisation.name")
    return name if department is None else parts([name, department])


def _summary(data: Data) -> Iterator[Message]:
    yield message(
        "The current account stands at {balance}, of which {earmarked} is held for"
        " others and {free} is free.",
        balance=euro(data, "account.balance"),
        earmarked=euro(data, "account.earmarked"),
        free=euro(data, "account.free"),
    )
    for each in data["years"]:
        yield message(
            "Of budget year {year} ({budget}) {left} is left for projects.",
            year=each["year"],
            budget=Euro(cents(each["budget"])),
            left=Euro(cents(each["for_projects"])),
        )
    running = [each for each in data["projects"] if each["next_step"] != "none"]
    yield message(
        "Projects that run: {count}; {committed} is still to be paid to them.",
        count=len(running),
        committed=_sum(running, "committed"),
    )
    if not data["overdue"]:
        yield message("All contributions that were due are paid.")
    if not data["suspense"] and not data["bank_lines"]:
        yield message("Nothing is open on suspense or at the bank.")


def _sum(rows: Sequence[Row], name: str) -> Euro:
    return Euro(cents(totals(rows, (name,))[name]))


def _position(data: Data) -> Iterator[Block]:
    yield Heading(message("Position per programme"), apart=True)
    title = message("Spent, committed and available under the ceilings")
    yield from tables.position(data["programmes"], title)
    if data["years"]:
        yield Grid(Table(_YEARS, data["years"], message("Open budget years")))


def _proposals(proposals: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Applications at hand"))
    if not proposals:
        yield Paragraph(message("No application waits for a decision."))
        return
    yield Paragraph(
        message(
            "If they are awarded as requested and in the order of submission, this is"
            " left after each of them."
        )
    )
    yield Grid(Table(_IN_ORDER, [*map(_planned, proposals)]), wide=True)
    for each in proposals:
        yield from _proposal(each)


def _planned(row: Row) -> dict[str, Any]:
    after = row["in_order"]
    verdict: Value = Words(after["outcome"])
    if after["failing"]:
        failing = parts(
            [Words(each.lower()) for each in dict.fromkeys(after["failing"])]
        )
        verdict = message("{outcome}: {failing}", outcome=verdict, failing=failing)
    return {
        **{name: row[name] for name in ("title", "requested")},
        "placed": placed(row),
        "available": after["available"],
        "for_projects": after["for_projects"],
        "verdict": verdict,
    }


def _proposal(row: Row) -> Iterator[Block]:
    yield Heading(row["title"], deep=True)
    yield Rows(
        [
            (message("applied for by"), row["recipient"]),
            (message("submitted on"), day(row, "date")),
            (message("charged to"), placed(row)),
            (
                message("participants"),
                _listed([each["name"] for each in row["participants"]]),
            ),
            (message("aim"), row["goal"]),
            (message("requested"), _of_cost(row)),
            (message("assessment"), Words(row["outcome"])),
            (message("in the way"), _obstacles(row)),
        ]
    )
    named = None if row["programme"] == OUTSIDE else row["name"]
    told = {"participants": row["participants"], "programme_name": named}
    yield Grid(conditions_table({"project": told}, row["conditions"]), wide=True)


def _of_cost(row: Row) -> Message:
    return message(
        "{requested} of a total cost of {cost}",
        requested=euro(row, "requested"),
        cost=euro(row, "total_cost"),
    )


def _obstacles(row: Row) -> Value:
    codes = dict.fromkeys(row["obstacles"])
    return parts([Words(each.lower()) for each in codes]) if codes else None


def _contributions(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Contributions"))
    if rows:
        yield tables.overdue_table(rows)
    else:
        yield Paragraph(message("All contributions that were due are paid."))


def _deviations(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Deviations"))
    if not rows:
        yield Paragraph(message("The steering group deviated from no rule."))
        return
    yield tables.deviation_table(rows)


def _open(data: Data) -> Iterator[Block]:
    yield Heading(message("Suspense and bank"))
    if data["suspense"]:
        table = Table(_SUSPENSE, data["suspense"], message("Open on suspense"))
        yield Grid(table)
    if data["bank_lines"]:
        yield Grid(Table(_LINES, data["bank_lines"], message("Open at the bank")))
    if not data["suspense"] and not data["bank_lines"]:
        yield Paragraph(message("Nothing is open on suspense or at the bank."))


def _ratification(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Decisions to ratify"))
    if not rows:
        yield Paragraph(message("Every strategic decision is ratified."))
        return
    told = [
        {**row, **{name: _listed(row[name]) for name in ("waiting", "refused")}}
        for row in rows
    ]
    yield Grid(Table(_TO_RATIFY, told))


def _listed(names: Sequence[str]) -> Value:
    return parts(names) if names else None
