"""The account of a year, for the councils: effort, results, money, deviations (Z21)."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Euro, Message, Value, message, parts
from papers.documents.account_tables import account_sentence
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
from papers.documents.deviation_tables import deviation_tables, rule_said, scope_said
from papers.documents.given import Data, day, text
from papers.documents.kinds import accountability_effort as effort
from papers.documents.kinds import accountability_money as money
from papers.documents.naming import listed
from papers.documents.project_tables import project_tables
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


def document(data: Data) -> Document:
    """The account."""
    title = message("Account of {year}", year=data["year"])
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield from _head(data)
    yield from money.money(data)
    yield from effort.blocks(data)
    yield from _results(data)
    yield from money.contributions(data["contributions"])
    yield from money.budget(data)
    yield from money.transfers(data["transfers"])
    yield from money.course(data)
    yield from _deviations(data)
    yield from money.funds(data)
    yield Slot("outlook")
    yield from _evidence(data)
    signed = parts([text(data, "organisation.name"), _SIGNED], "\n")
    yield Signature([signed], beside=True)


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
            "With this report the partnership accounts for the calendar year {year}:"
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
    yield account_sentence(data["account"])
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
        "Projects that run at the end of the period: {running}; completed in it:"
        " {done}.",
        running=running,
        done=done,
    )


def _results(data: Data) -> Iterator[Block]:
    yield Heading(message("Projects and their results"))
    if data["results"]:
        yield Grid(Table(_RESULTS, data["results"], message("Results")))
    else:
        yield Paragraph(_no_results(data["projects"]))
    yield from project_tables(data["projects"], data["dropped"])


def _no_results(rows: Sequence[Row]) -> Message:
    """That nothing is recorded is no proof that nothing was achieved."""
    done = [row["title"] for row in rows if row["determined_in_year"]]
    if not done:
        return message("No results were recorded in this year.")
    return message(
        "Completed in this year: {titles}. What they brought has not been recorded in"
        " the ledger.",
        titles=listed(done),
    )


def _deviations(data: Data) -> Iterator[Block]:
    rows = data["deviations"]
    if not rows:
        return
    yield Heading(message("Deviations"))
    yield Paragraph(
        message("Every deviation that was decided or used in this year, and why.")
    )
    yield from deviation_tables(rows, data["programmes"])
    yield Items([*map(_reason, rows)])


def _reason(row: Row) -> Message:
    return message(
        "Why of {rule} ({scope}): {reason}",
        rule=rule_said(row),
        scope=scope_said(row),
        reason=row["motivation"],
    )


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
            (message("check code"), data["log"]["root"]),
        ]
    )
