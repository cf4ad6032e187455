"""The account of a year, for the councils: effort, results, money, deviations (Z21)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents import tables
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Rows,
    Signature,
    Slot,
)
from papers.documents.given import Data, day, text
from papers.documents.kinds import accountability_effort as effort
from papers.documents.naming import placed
from projections.report import Column, Row, Table
from projections.sums import cents, totals

NEEDED = ("organisation.name", "organisation.contact")
_RESULTS = (
    Column("title", "Project"),
    Column("date", "Date"),
    Column("summary", "Result"),
    Column("indicator", "Indicator"),
    Column("target", "Target"),
    Column("actual", "Reached"),
)
_SUMS = ("due", "received_in_year", "received", "outstanding")
_CONTRIBUTIONS = (
    Column("name", "Partner"),
    Column("due_date", "Due date"),
    Column("due", "Called", "amount"),
    Column("received_in_year", "Received this year", "amount"),
    Column("received", "Received so far", "amount"),
    Column("outstanding", "Outstanding", "amount", rare=True),
)
_MOVEMENT: Mapping[str, tuple[Message, int]] = {
    "opening": (message("Balance when the year began"), 1),
    "contributions": (message("Contributions of the partners"), 1),
    "funds_received": (message("Money of others, received"), 1),
    "refunds": (message("Grants that were paid back"), 1),
    "other_received": (message("Interest and other receipts"), 1),
    "suspense": (message("Money of unknown origin, on suspense"), 1),
    "grants_paid": (message("Less: grants paid"), -1),
    "process_costs": (message("Less: process costs"), -1),
    "funds_spent": (message("Less: money of others, spent"), -1),
    "other_paid": (message("Less: bank charges and other payments"), -1),
}
"""The terms of the year's movement by name, and their sign in its sum."""
_MOVED = (Column("said", "What"), Column("amount", "Amount", "amount"))
_BUDGET_SUMS = (
    *("opening", "allocated", "changes", "awarded", "released", "process_costs"),
    *("written_off", "available"),
)
_SPENDING = ("awarded", "process_costs", "written_off")
"""What lowers a budget: told with its sign."""
_BUDGET = (
    Column("said", "Programme and budget year"),
    Column("opening", "Available before", "amount"),
    Column("allocated", "New budget", "amount", rare=True),
    Column("changes", "Moved", "amount", rare=True),
    Column("awarded", "Awarded", "amount", rare=True),
    Column("released", "Released", "amount", rare=True),
    Column("process_costs", "Process costs", "amount", rare=True),
    Column("written_off", "Written off", "amount", rare=True),
    Column("available", "Available now", "amount"),
)
_TRANSFERS = (
    Column("from", "From"),
    Column("to", "To"),
    Column("reason", "Reason"),
    Column("amount", "Amount", "amount"),
)
_FUNDS = (
    Column("title", "Project"),
    Column("sources", "Of"),
    Column("received_in_year", "Received this year", "amount"),
    Column("spent_in_year", "Spent this year", "amount"),
    Column("received", "Received so far", "amount"),
    Column("spent", "Spent so far", "amount"),
    Column("held", "Still held", "amount"),
)
_FUNDS_SUMS = ("received_in_year", "spent_in_year", "received", "spent", "held")


def document(data: Data) -> Document:
    """The account."""
    title = message("Account of {year}", year=data["year"])
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield from _head(data)
    yield from _money(data)
    yield from effort.blocks(data)
    yield from _results(data)
    yield from _contributions(data["contributions"])
    yield from _budget(data)
    yield from _transfers(data["transfers"])
    yield from _deviations(data)
    yield from _funds(data)
    yield Slot("outlook")
    yield from _evidence(data)
    yield Signature([parts([text(data, "organisation.name"), _SIGNED], "\n")])


_SIGNED = message("adopted on:")


def _head(data: Data) -> Iterator[Block]:
    yield Slot("salutation")
    yield Rows(
        [
            (message("for"), message("the councils of the partners")),
            (message("from"), text(data, "organisation.name")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Paragraph(
        message(
            "With this letter the partnership accounts for the calendar year {year}:"
            " what was done, and what became of the partners' money. The figures are"
            " those of {start} to {end}; where something is told so far, it is of all"
            " years until that day.",
            year=data["year"],
            start=day(data, "from"),
            end=day(data, "to"),
        )
    )
    yield Slot("audit", [Paragraph(message("These figures were not audited."))])
    yield Heading(message("In short"))
    yield Slot("summary", [Items([*_summary(data)])])
    yield Slot("explanation")


def _summary(data: Data) -> Iterator[Value]:
    yield effort.met(data)
    yield from _projects_said(data["projects"])
    received, paid = (
        Euro(sum(cents(data["movement"][name]) for name in names))
        for names in (("contributions",), ("grants_paid", "process_costs"))
    )
    yield message(
        "The partners paid {received} in contributions; {paid} was paid in grants and"
        " process costs.",
        received=received,
        paid=paid,
    )
    yield tables.account_sentence(data["account"])
    if data["transfers"]:
        yield message(
            "Between programmes and years {amount} of budget was moved.",
            amount=Euro(cents(totals(data["transfers"], ("amount",))["amount"])),
        )
    if not data["deviations"]:
        yield message("The steering group deviated from no rule this year.")


def _projects_said(rows: Sequence[Row]) -> Iterator[Message]:
    running = sum(row["status"] == "awarded" for row in rows)
    done = sum(bool(row["determined_in_year"]) for row in rows)
    yield message(
        "{running} projects run at the end of the period; {done} were completed in it.",
        running=running,
        done=done,
    )


def _money(data: Data) -> Iterator[Block]:
    yield Heading(message("The current account"))
    movement = data["movement"]
    rows = [
        {"said": said, "amount": tables.signed(movement[name], sign)}
        for name, (said, sign) in _MOVEMENT.items()
        if name == "opening" or cents(movement[name])
    ]
    end = {
        "said": message("Balance on {day}", day=day(data, "to")),
        "amount": movement["closing"],
    }
    title = message("Movement in {year}", year=data["year"])
    yield Grid(Table(_MOVED, rows, title, end))
    yield tables.account_table(data["account"])


def _results(data: Data) -> Iterator[Block]:
    yield Heading(message("Projects and their results"))
    if data["results"]:
        yield Grid(Table(_RESULTS, data["results"], message("Results")))
    else:
        yield Paragraph(_no_results(data["projects"]))
    yield from tables.project_tables(data["projects"], data["dropped"])


def _no_results(rows: Sequence[Row]) -> Message:
    """That nothing is recorded is no proof that nothing was achieved."""
    done = [row["title"] for row in rows if row["determined_in_year"]]
    if not done:
        return message("No results were recorded in this year.")
    return message(
        "Completed in this year: {titles}. What they brought has not been recorded in"
        " the ledger.",
        titles=parts(done),
    )


def _contributions(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Contributions of the partners"))
    if not rows:
        yield Paragraph(message("No contributions fell due or were paid this year."))
        return
    for year in dict.fromkeys(row["year"] for row in rows):
        own = [row for row in rows if row["year"] == year]
        title = message("Budget year {year}", year=year)
        sums = tables.total(own, "name", _SUMS)
        yield Grid(Table(_CONTRIBUTIONS, own, title, sums))


def _budget(data: Data) -> Iterator[Block]:
    yield Heading(message("Budget by programme"))
    title = message(
        "Spent, committed and available on {day}, by programme", day=day(data, "to")
    )
    yield from tables.position(data["programmes"], title)
    if data["budget"]:
        yield _budget_table(data)


def _budget_table(data: Data) -> Grid:
    """A row adds up: what is spent has its sign."""
    rows = [
        {
            **row,
            "said": placed(row),
            **{name: tables.signed(row[name], -1) for name in _SPENDING},
        }
        for row in data["budget"]
    ]
    title = message(
        "What became of the budget from {start} to {end}",
        start=day(data, "from"),
        end=day(data, "to"),
    )
    remark = message(
        "Each row adds up. Released: awarded before, and not needed after all, because a"
        " grant was withdrawn or determined lower."
    )
    sums = tables.total(rows, "said", _BUDGET_SUMS)
    return Grid(Table(_BUDGET, rows, title, sums, remark))


def _transfers(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Transfers of budget"))
    if not rows:
        yield Paragraph(message("No budget was moved in this year."))
        return
    for number in dict.fromkeys(row["decision"] for row in rows):
        own = [row for row in rows if row["decision"] == number]
        title = message(
            "Decision {number} of {day}", number=number, day=day(own[0], "date")
        )
        told = [*map(_moved, own)]
        yield Grid(Table(_TRANSFERS, told, title, tables.total(told, "from", _AMOUNT)))


_AMOUNT = ("amount",)


def _moved(row: Row) -> dict[str, Any]:
    sides = {
        side: placed(row, f"{side}_name", f"{side}_year") for side in ("from", "to")
    }
    return {**row, **sides, "reason": _why(row)}


def _why(row: Row) -> Value:
    if not row["carried"]:
        return row["reason"]
    if row["to_programme"] == row["from_programme"]:
        return message("carried over when the year was closed")
    return message("left when the year was closed; the programme ended")


def _deviations(data: Data) -> Iterator[Block]:
    rows = data["deviations"]
    if not rows:
        return
    yield Heading(message("Deviations"))
    yield Paragraph(
        message("Every deviation that was decided or used in this year, and why.")
    )
    yield from tables.deviation_tables(rows, data["programmes"])
    yield Items([*map(_reason, rows)])


def _reason(row: Row) -> Message:
    return message(
        "Why of {rule} ({scope}): {reason}",
        rule=tables.rule_said(row),
        scope=tables.scope_said(row),
        reason=row["motivation"],
    )


def _funds(data: Data) -> Iterator[Block]:
    if not data["funds"]:
        return
    yield Heading(message("Money of others"))
    rows = [{**row, "sources": parts(row["sources"])} for row in data["funds"]]
    sums = tables.total(rows, "title", _FUNDS_SUMS)
    yield Grid(Table(_FUNDS, rows, totals=sums))


def _evidence(data: Data) -> Iterator[Block]:
    yield Heading(message("How this can be checked"))
    yield Paragraph(
        message(
            "These figures come from the ledger as it was after entry {entry}. By the"
            " code below an auditor can make sure that nothing in it was changed since."
            " The figures are in this file as data, too.",
            entry=data["entry"],
        )
    )
    yield Rows(
        [
            (message("ledger"), data["log"]["origin"]),
            (message("entries"), data["log"]["size"]),
            (message("check code"), data["log"]["root"]),
        ]
    )
