"""The letter that reminds a partner of a contribution that is overdue."""

from collections.abc import Iterator

from domain.values.messages import message
from papers.documents import letters
from papers.documents.blocks import Block, Document, Heading, Paragraph, Slot
from papers.documents.given import Data, at, day, euro, text
from papers.documents.kinds.contribution_call import (
    NEEDED,
    head,
    how_to_pay,
)

__all__ = ["NEEDED", "document"]


def document(data: Data) -> Document:
    """The letter."""
    title = message("Reminder: your contribution for {year}", year=data["year"]["year"])
    return Document(title, [*_blocks(data)], head(data, data["overdue"]["document"]))


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield from _reminded(data)
    yield Heading(message("Payment"))
    yield how_to_pay(data, day(data, "overdue.pay_by"))
    yield Slot("explanation")
    yield Paragraph(
        message("If you have paid in the meantime, you need not answer this letter.")
    )
    yield from letters.closing(data)


def _reminded(data: Data) -> Iterator[Block]:
    yield Paragraph(
        message(
            "On {day} the steering group decided ({number}) to open budget year"
            " {year}. Your contribution for that year is {amount}; it was to be paid"
            " by {due} at the latest (our reference {document}).",
            day=day(data, "decision.date"),
            number=text(data, "decision.number"),
            year=data["year"]["year"],
            amount=euro(data, "call.amount"),
            document=text(data, "call.document"),
            due=day(data, "call.due_date"),
        )
    )
    if at(data, "amended") is not None:
        yield Paragraph(
            message(
                "The amount was set by decision {number} of the steering group of"
                " {day}.",
                number=text(data, "amended.number"),
                day=day(data, "amended.date"),
            )
        )
    if at(data, "call.received") is None:
        yield Paragraph(message("Until today we have not received it."))
    else:
        yield Paragraph(
            message(
                "Until today we have received {received} of it.",
                received=euro(data, "call.received"),
            )
        )
    yield Paragraph(
        message(
            "{outstanding} is still open. We ask you to pay it within two weeks, by"
            " {until} at the latest.",
            outstanding=euro(data, "call.outstanding"),
            until=day(data, "overdue.pay_by"),
        )
    )
    yield Slot("consequence")
