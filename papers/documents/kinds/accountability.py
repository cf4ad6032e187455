"""The account of a year, for the councils: effort, results, money, deviations (Z21)."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Message, Words, message, parts
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
from papers.documents.given import Data, day, euro, text
from papers.documents.kinds import accountability_effort as effort
from papers.documents.naming import placed
from projections.report import Column, Row, Table

NEEDED = ("organisation.name", "organisation.contact")
_RESULTS = (
    Column("title", "Project"),
    Column("date", "Date"),
    Column("summary", "Result"),
    Column("indicator", "Indicator"),
    Column("target", "Target"),
    Column("actual", "Reached"),
)
_SUMS = ("due", "received", "outstanding")
_CONTRIBUTIONS = (
    Column("name", "Partner"),
    Column("year", "Budget year"),
    Column("due_date", "Due date"),
    Column("due", "Called", "amount"),
    Column("received", "Received", "amount"),
    Column("outstanding", "Outstanding", "amount"),
)
_BUDGET_SUMS = ("opening_budget", "changes", "ceiling", "awarded")
_BUDGET_USE = ("process_costs", "paid", "available")
_BUDGET = (
    Column("said", "Programme and budget year"),
    Column("opening_budget", "Opening budget", "amount"),
    Column("changes", "Changes", "amount"),
    Column("ceiling", "Ceiling", "amount"),
    Column("awarded", "Awarded", "amount"),
    Column("process_costs", "Process costs", "amount"),
    Column("paid", "Grants paid", "amount"),
    Column("available", "Available", "amount"),
)
_TRANSFERS = (
    Column("date", "Date"),
    Column("from", "From"),
    Column("to", "To"),
    Column("amount", "Amount", "amount"),
    Column("decision", "Decision", "name"),
    Column("reason", "Reason"),
)
_FUNDS = (
    Column("title", "Project"),
    Column("sources", "Of"),
    Column("received", "Received", "amount"),
    Column("spent", "Spent", "amount"),
)


def document(data: Data) -> Document:
    """The account."""
    title = message("Account of {year}", year=data["year"])
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield from _head(data)
    yield from effort.blocks(data)
    yield from _results(data)
    yield from _contributions(data["contributions"])
    yield from _budget(data)
    yield from _transfers(data["transfers"])
    yield from _deviations(data["deviations"])
    yield from _funds(data)
    yield Slot("outlook")
    yield from _evidence(data)


def _head(data: Data) -> Iterator[Block]:
    yield Slot("salutation")
    yield Paragraph(
        message(
            "With this letter the partnership accounts for the calendar year {year}:"
            " what was done, what it brought, and what became of the partners' money."
            " The figures are those of {start} to {end}.",
            year=data["year"],
            start=day(data, "from"),
            end=day(data, "to"),
        )
    )
    yield Rows(
        [
            (message("from"), text(data, "organisation.name")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Heading(message("In short"))
    yield Slot("summary", [Items([*_summary(data)])])
    yield Slot("explanation")


def _summary(data: Data) -> Iterator[Message]:
    yield message(
        "Meetings: {meetings}; decisions of the steering group: {decisions}.",
        meetings=len(data["meetings"]),
        decisions=len(data["decisions"]),
    )
    yield message(
        "Projects: {projects}; results told of them: {results}.",
        projects=len(data["projects"]),
        results=len(data["results"]),
    )
    yield message(
        "Deviations from the rules: {deviations}; transfers of budget: {transfers}.",
        deviations=len(data["deviations"]),
        transfers=len(data["transfers"]),
    )
    yield message(
        "At the end of the period the current account stands at {balance}, of which"
        " {earmarked} is held for others and {free} is free.",
        balance=euro(data, "account.balance"),
        earmarked=euro(data, "account.earmarked"),
        free=euro(data, "account.free"),
    )


def _results(data: Data) -> Iterator[Block]:
    yield Heading(message("Results"))
    if data["results"]:
        yield Grid(Table(_RESULTS, data["results"]), wide=True)
    else:
        yield Paragraph(message("No results were recorded in this year."))
    yield Heading(message("Projects"))
    yield from tables.project_tables(data["projects"])


def _contributions(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Contributions of the partners"))
    if not rows:
        yield Paragraph(message("No contributions were called for this year."))
        return
    yield Grid(Table(_CONTRIBUTIONS, rows, totals=tables.total(rows, "name", _SUMS)))


def _budget(data: Data) -> Iterator[Block]:
    yield Heading(message("Budget by programme"))
    title = message(
        "Spent, committed and available on {day}, by programme", day=day(data, "to")
    )
    yield from tables.position(data["programmes"], title)
    rows = [{**row, "said": placed(row)} for row in data["budget"]]
    if rows:
        title = message(
            "What became of the budget from {start} to {end}",
            start=day(data, "from"),
            end=day(data, "to"),
        )
        sums = tables.total(rows, "said", (*_BUDGET_SUMS, *_BUDGET_USE))
        yield Grid(Table(_BUDGET, rows, title, sums), wide=True)


def _transfers(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Transfers of budget"))
    if not rows:
        yield Paragraph(message("No budget was moved in this year."))
        return
    yield Grid(Table(_TRANSFERS, [*map(_moved, rows)]), wide=True)


def _moved(row: Row) -> dict[str, Any]:
    sides = {
        side: placed(row, f"{side}_name", f"{side}_year") for side in ("from", "to")
    }
    return {**row, **sides}


def _deviations(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Deviations"))
    if not rows:
        yield Paragraph(message("The steering group deviated from no rule."))
        return
    yield Paragraph(
        message("Every deviation that was decided or used in this year, and why.")
    )
    yield tables.deviation_table(rows)
    yield Items([*map(_reason, rows)])


def _reason(row: Row) -> Message:
    return message(
        "{decision} of {day}, {rule} ({scope}): {reason}",
        decision=row["decision"],
        day=day(row, "date"),
        rule=Words(row["rule"]),
        scope=tables.scope_said(row),
        reason=row["motivation"],
    )


def _funds(data: Data) -> Iterator[Block]:
    yield Heading(message("Money of others"))
    if not data["funds"]:
        yield Paragraph(message("The partnership held no money of others."))
        return
    rows = [{**row, "sources": parts(row["sources"])} for row in data["funds"]]
    sums = tables.total(rows, "title", ("received", "spent"))
    remark = message(
        "Held for others on {day}: {earmarked}.",
        day=day(data, "to"),
        earmarked=euro(data, "account.earmarked"),
    )
    yield Grid(Table(_FUNDS, rows, totals=sums, remark=remark))


def _evidence(data: Data) -> Iterator[Block]:
    yield Heading(message("How this can be checked"))
    yield Slot("audit", [Paragraph(message("These figures were not audited."))])
    yield Paragraph(
        message(
            "Everything above follows from the entries of the ledger, which nobody can"
            " change unseen. The log's checkpoint below names the state that it was"
            " made from; the data of this document are attached to it."
        )
    )
    yield Rows(
        [
            (message("log"), data["log"]["origin"]),
            (message("entries"), data["log"]["size"]),
            (message("root"), data["log"]["root"]),
        ]
    )
