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
    title = message(
        "Reminder: contribution for budget year {year}", year=data["year"]["year"]
    )
    return Document(title, [*_blocks(data)], head(data))


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
            "On {called} we asked for the contribution of {partner} for budget year"
            " {year}, in accordance with {decision}: {amount}, to be paid by {due} at"
            " the latest.",
            called=day(data, "call.date"),
            partner=text(data, "partner.name"),
            year=data["year"]["year"],
            decision=letters.on_decision(data),
            amount=euro(data, "call.amount"),
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
        yield Paragraph(
            message("On {day} we had not received it.", day=day(data, "at"))
        )
    else:
        yield Paragraph(
            message(
                "On {day} we had received {received} of it.",
                day=day(data, "at"),
                received=euro(data, "call.received"),
            )
        )
    days = data["overdue"]["days"]
    yield Paragraph(
        message(
            "So {outstanding} is {days} overdue. We ask you to pay it within two"
            " weeks, by {until} at the latest.",
            outstanding=euro(data, "call.outstanding"),
            days=message("one day") if days == 1 else message("{n} days", n=days),
            until=day(data, "overdue.pay_by"),
        )
    )
