"""The letter that determines a grant (Awb 4:42 to 4:47, 4:52, 4:57, 4:87)."""

from collections.abc import Iterator

from domain.values.messages import Value, message
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.given import Data, at, day, euro, text
from papers.documents.grounds import ground_said
from papers.documents.letters import LAW
from papers.documents.letters import NEEDED as OF_LETTERS
from projections.report import Column, Row, Table

NEEDED = (*OF_LETTERS, "award.document", "determination.document", "report.date")
NEEDED_IF_LOWER = ("determination.ground", "text.hearing")
NEEDED_TO_EXPLAIN = ("text.findings",)
"""Where it is lower and the ledger does not tell what was spent."""
NEEDED_TO_RECOVER = ("organisation.iban",)
_COLUMNS = (Column("said", "Item"), Column("amount", "Amount", "amount"))


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Determination of the grant for {title}", title=text(data, "project.title")
    )
    reference = text(data, "determination.document")
    head = letters.of_project(data, "determination.date", reference)
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield from _decision(data)
    yield from _sum(data)
    yield from _lower(data)
    yield Heading(message("Payment"))
    yield from _payment(data)
    yield from letters.decided(data)


def _decision(data: Data) -> Iterator[Block]:
    yield Paragraph(letters.awarded(data))
    yield Slot("report", [Paragraph(_report(data))])
    if at(data, "decision") is not None:
        yield Paragraph(letters.adopted(data))
    yield Paragraph(
        message(
            "We determine the grant at {amount} (article 4:42 of the {law}).",
            amount=euro(data, "determination.amount"),
            law=LAW,
        )
    )


def _report(data: Data) -> Value:
    """What was reported of the project, and when."""
    if at(data, "report.document") is None:
        return message(
            "We received your report of {day} on the activities and their costs.",
            day=day(data, "report.date"),
        )
    return message(
        "We received your report of {day} on the activities and their costs (our"
        " reference {document}).",
        day=day(data, "report.date"),
        document=text(data, "report.document"),
    )


def _sum(data: Data) -> Iterator[Block]:
    """What was awarded, determined and paid, one under the other."""
    yield Heading(message("The grant"))
    rows = [
        {"said": said, "amount": at(data, f"determination.{name}")}
        for said, name in (
            (message("Budgeted cost of the project"), "total_cost"),
            (message("Actual cost of the project"), "actual_cost"),
        )
    ]
    rows.append({"said": message("Grant awarded"), "amount": data["award"]["amount"]})
    rows += [
        {"said": said, "amount": at(data, f"determination.{name}")}
        for said, name in (
            (message("Grant after changes"), "granted"),
            (message("Grant determined"), "amount"),
            (message("Advances paid"), "paid"),
            (message("Paid back by you"), "refunded"),
        )
    ]
    told = [row for row in rows if row["amount"] is not None]
    yield Grid(Table(_COLUMNS, told, totals=_last(data)), spelled=True)


def _last(data: Data) -> Row | None:
    """What comes of it: one pays the other."""
    found = data["determination"]
    if found["balance"] is not None:
        return {"said": message("Still to be paid to you"), "amount": found["balance"]}
    if found["recoverable"] is not None:
        return {
            "said": message("To be paid back by you"),
            "amount": found["recoverable"],
        }
    return None


def _lower(data: Data) -> Iterator[Block]:
    if at(data, "determination.lower_by") is None:
        return
    granted = (
        "award.amount"
        if at(data, "determination.granted") is None
        else "determination.granted"
    )
    yield Heading(message("Why the grant is lower"))
    yield Paragraph(
        message(
            "We determine the grant {lower} lower than it was awarded ({granted} -"
            " {amount} = {lower}). {ground}",
            lower=euro(data, "determination.lower_by"),
            granted=euro(data, granted),
            amount=euro(data, "determination.amount"),
            ground=ground_said(data, "determination", "4:46, tweede lid"),
        )
    )
    yield _findings(data)
    yield letters.own_words("hearing")


def _findings(data: Data) -> Slot:
    """Which activities, and which costs: what was spent, where the ledger tells it."""
    if at(data, "determination.actual_cost") is None:
        return letters.own_words("findings")
    said = message(
        "You budgeted {budgeted} for the project; it cost {actual}.",
        budgeted=euro(data, "determination.total_cost"),
        actual=euro(data, "determination.actual_cost"),
    )
    return Slot("findings", [Paragraph(said)])


def _payment(data: Data) -> Iterator[Block]:
    if at(data, "determination.balance") is not None:
        yield Paragraph(
            message(
                "We pay you {balance} within six weeks after the day on which this"
                " decision was sent (articles 4:52 and 4:87 of the {law}).",
                balance=euro(data, "determination.balance"),
                law=LAW,
            )
        )
    elif at(data, "determination.recoverable") is not None:
        yield from recovery(data, "determination")
    else:
        yield Paragraph(
            message(
                "You already received the whole amount. We pay you nothing more, and"
                " you need not pay anything back."
            )
        )


def recovery(data: Data, part: str) -> Iterator[Block]:
    """What was paid too much, and how it comes back (Awb 4:57, 4:87, 4:94 to 4:98)."""
    amount = euro(data, f"{part}.recoverable")
    yield Paragraph(
        message(
            "You received {amount} too much, which we recover (articles 4:57 and 4:95,"
            " fourth paragraph, of the {law}).",
            amount=amount,
            law=LAW,
        )
    )
    yield Slot("recovery")
    yield Paragraph(
        message(
            "Please pay it as follows, within six weeks after the day on which this"
            " decision was sent (article 4:87):"
        ),
        kept=True,
    )
    reference = text(data, f"{part}.document")
    yield Rows([(message("amount"), amount), *letters.account_rows(data, reference)])
    yield Paragraph(
        message(
            "If you can't pay in time, contact us before that day: we can grant a"
            " deferment (article 4:94). Whoever pays later without one owes the"
            " statutory interest (articles 4:97 and 4:98)."
        )
    )
