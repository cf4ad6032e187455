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
_YEAR = {
    "budget": (message("Budget of the year"), 1),
    "moved": (message("Moved here from other years, less what left"), 1),
    "spent": (message("Less: spent"), -1),
    "committed": (message("Less: committed"), -1),
    "reserved": (message("Less: kept for process costs"), -1),
}
"""The terms of what is left for projects, and their sign in its sum."""
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
    if data["proposals"]:
        yield from _proposals(data["proposals"])
    yield Heading(message("Projects"))
    yield from tables.project_tables(data["projects"], data["dropped"])
    if data["overdue"]:
        yield Heading(message("Contributions"))
        yield tables.overdue_table(data["overdue"])
    yield from _deviations(data)
    yield from _open(data)
    if data["to_ratify"]:
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
    yield Slot("meeting")
    yield Heading(message("What is to be decided"), deep=True)
    yield Slot("decisions", [*decisions(data)])
    yield Slot("asked")
    yield Heading(message("In short"), deep=True)
    yield Slot("summary", [Items([*_summary(data)])])
    yield Slot("outlook")


def _sender(data: Data) -> Value:
    department = data["organisation"]["department"]
    name = text(data, "organisation.name")
    return name if department is None else parts([name, department])


def _summary(data: Data) -> Iterator[Value]:
    account = data["account"]
    yield tables.account_sentence(account)
    for each in data["years"]:
        yield _left_of_year(each)
    if cents(account["available_closed"]):
        yield message(
            "In the closed budget years {years} {amount} was left unused. It stays there"
            " until the steering group moves it.",
            years=parts(data["closed_years"], " and "),
            amount=euro(data, "account.available_closed"),
        )
    running = [each for each in data["projects"] if cents(each["committed"])]
    if running:
        yield message(
            "To {count} projects {committed} is still to be paid.",
            count=len(running),
            committed=_sum(running, "committed"),
        )
    yield from _nothing(data)


def _left_of_year(row: Row) -> Message:
    left, undivided = (cents(row[name]) for name in ("for_projects", "unallocated"))
    if not undivided:
        return message(
            "For projects of budget year {year} {left} is left.",
            year=row["year"],
            left=Euro(left),
        )
    return message(
        "For projects of budget year {year} {left} is left; {undivided} of the year's"
        " budget is not divided over the programmes yet.",
        year=row["year"],
        left=Euro(left),
        undivided=Euro(undivided),
    )


def _nothing(data: Data) -> Iterator[Message]:
    """What there is none of, so that nobody has to look for it."""
    if not data["proposals"]:
        yield message("No application waits for a decision.")
    if not data["overdue"]:
        yield message("All contributions whose due date has passed are received.")
    if not data["suspense"] and not data["bank_lines"]:
        yield message(
            "All money that came in and went out is booked on what it was for."
        )
    if not data["to_ratify"]:
        yield message("No strategic decision waits for the executives of the partners.")


def _sum(rows: Sequence[Row], name: str) -> Euro:
    return Euro(cents(totals(rows, (name,))[name]))


def _position(data: Data) -> Iterator[Block]:
    yield Heading(message("What the money is for"))
    yield tables.account_table(data["account"])
    if data["years"]:
        yield _years(data["years"])
    yield Heading(message("Position per programme"))
    title = message("Spent, committed and available under the ceilings")
    yield from tables.position(data["programmes"], title)


def _years(years: Sequence[Row]) -> Grid:
    """How each open year comes to what is left for projects, a column a year."""
    columns = [
        Column("said", "Open budget year"),
        *(Column(each["year"], each["year"], "amount") for each in years),
    ]
    rows = [
        {
            "said": said,
            **{each["year"]: tables.signed(each[name], sign) for each in years},
        }
        for name, (said, sign) in _YEAR.items()
    ]
    told = {each["year"]: each["for_projects"] for each in years}
    left = {"said": message("Left for projects"), **told}
    return Grid(Table(columns, rows, message("What is left for projects"), left))


def _proposals(proposals: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Applications at hand"))
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


def _deviations(data: Data) -> Iterator[Block]:
    yield Heading(message("Deviations"))
    if not data["deviations"]:
        yield Paragraph(message("The steering group deviated from no rule."))
        return
    yield from tables.deviation_tables(data["deviations"], data["programmes"])


def _open(data: Data) -> Iterator[Block]:
    if data["suspense"] or data["bank_lines"]:
        yield Heading(message("Suspense and bank"))
    if data["suspense"]:
        title = message("Money of unknown or mistaken origin")
        yield Grid(Table(_SUSPENSE, data["suspense"], title))
    if data["bank_lines"]:
        title = message("Lines of the bank that are not booked")
        yield Grid(Table(_LINES, data["bank_lines"], title))


def _ratification(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Strategic decisions that the partners' executives ratify"))
    told = [
        {**row, **{name: _listed(row[name]) for name in ("waiting", "refused")}}
        for row in rows
    ]
    yield Grid(Table(_TO_RATIFY, told))


def _listed(names: Sequence[str]) -> Value:
    return parts(names) if names else None
