"""The steering group's report: first what is to be decided, then how all stands."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents import tables
from papers.documents.account_tables import account_sentence, account_table, signed
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
from papers.documents.deviation_tables import deviation_tables
from papers.documents.given import Data, day, euro, text
from papers.documents.kinds.steering_decisions import decisions
from papers.documents.kinds.steering_proposals import proposals
from papers.documents.naming import listed
from papers.documents.project_tables import project_tables
from projections.report import Column, Row, Table
from projections.sums import cents, totals

NEEDED = ("organisation.name", "organisation.contact")
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
        yield from proposals(data["proposals"])
    yield Heading(message("Projects"))
    yield from project_tables(data["projects"], data["dropped"])
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
    yield account_sentence(account)
    for each in data["years"]:
        yield _left_of_year(each)
    if cents(account["available_closed"]):
        yield message(
            "In the closed budget years {years} {amount} was left unused. It stays"
            " there until the steering group moves it.",
            years=listed(data["closed_years"]),
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
    yield account_table(data["account"])
    if data["years"]:
        yield _years(data["years"])
    yield Heading(message("Position per programme"))
    title = message("Spent, committed and available under the ceilings")
    yield from tables.position(data["programmes"], title)


def _years(years: Sequence[Row]) -> Grid:
    """How each open year comes to what is left for projects, a column a year."""
    columns = [
        Column("said", message("Of the open budget year")),
        *(Column(each["year"], each["year"], "amount") for each in years),
    ]
    rows = [
        {
            "said": said,
            **{each["year"]: signed(each[name], sign) for each in years},
        }
        for name, (said, sign) in _YEAR.items()
    ]
    told = {each["year"]: each["for_projects"] for each in years}
    left = {"said": message("Left for projects"), **told}
    return Grid(Table(columns, rows, message("What is left for projects"), left))


def _deviations(data: Data) -> Iterator[Block]:
    yield Heading(message("Deviations"))
    if not data["deviations"]:
        yield Paragraph(message("The steering group deviated from no rule."))
        return
    yield from deviation_tables(data["deviations"], data["programmes"])


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
