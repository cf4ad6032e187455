"""The letter that determines a grant (Awb 4:42 to 4:47, 4:52, 4:57, 4:87)."""

from collections.abc import Iterator

from domain.values.messages import message
from papers.documents import letters
from papers.documents.blocks import Block, Document, Heading, Paragraph, Rows
from papers.documents.given import Data, at, day, euro, text
from papers.documents.letters import LAW
from papers.documents.letters import NEEDED as OF_LETTERS

NEEDED = (*OF_LETTERS, "award.document", "determination.document", "report.date")
NEEDED_IF_LOWER = ("determination.ground",)
NEEDED_TO_RECOVER = ("organisation.iban",)


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Determination of the grant for {title}", title=text(data, "project.title")
    )
    head = letters.of_project(data, "determination.date", "determination.document")
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
    yield Paragraph(_report(data))
    if at(data, "decision") is None:
        yield Paragraph(
            message(
                "We determine the grant at {amount} (article 4:42 of the {law}).",
                amount=euro(data, "determination.amount"),
                law=LAW,
            )
        )
        return
    yield Paragraph(
        message(
            "In accordance with {decision} we determine the grant at {amount} (article"
            " 4:42 of the {law}).",
            decision=letters.on_decision(data),
            amount=euro(data, "determination.amount"),
            law=LAW,
        )
    )


def _report(data: Data) -> object:
    """What was reported of the project, and when."""
    if at(data, "report.document") is None:
        return message(
            "We received your report of {day} on the activities and their costs.",
            day=day(data, "report.date"),
        )
    return message(
        "We received your report of {day} on the activities and their costs"
        " ({document}).",
        day=day(data, "report.date"),
        document=text(data, "report.document"),
    )


def _sum(data: Data) -> Iterator[Block]:
    """What was awarded, determined and paid, one under the other."""
    yield Heading(message("The grant"))
    yield Rows(
        [
            (message("awarded"), euro(data, "award.amount")),
            (message("after changes"), _told(data, "determination.granted")),
            (message("actual cost"), _told(data, "determination.actual_cost")),
            (message("determined"), euro(data, "determination.amount")),
            (message("advances paid"), _told(data, "determination.paid")),
            (message("paid back"), _told(data, "determination.refunded")),
            (message("still to be paid to you"), _told(data, "determination.balance")),
            (message("paid too much"), _told(data, "determination.recoverable")),
        ]
    )


def _told(data: Data, path: str) -> object:
    """An amount; None, and so left out, where there is none."""
    return None if at(data, path) is None else euro(data, path)


def _lower(data: Data) -> Iterator[Block]:
    if at(data, "determination.lower_by") is None:
        return
    yield Heading(message("Why the grant is lower"))
    yield Paragraph(
        message(
            "The grant is determined {lower} lower than it was awarded: {granted} -"
            " {amount} = {lower} (article 4:46, second paragraph, of the {law}). The"
            " ground is: {ground}",
            lower=euro(data, "determination.lower_by"),
            granted=_told(data, "determination.granted") or euro(data, "award.amount"),
            amount=euro(data, "determination.amount"),
            law=LAW,
            ground=text(data, "determination.ground"),
        )
    )


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
            message("Nothing is left to be paid to you, and nothing to be recovered.")
        )


def recovery(data: Data, part: str) -> Iterator[Block]:
    """What was paid too much, and how it comes back (Awb 4:57, 4:87, 4:98)."""
    amount = euro(data, f"{part}.recoverable")
    yield Paragraph(
        message(
            "You were paid {amount} too much, which we recover (article 4:57 of the"
            " {law}).",
            amount=amount,
            law=LAW,
        )
    )
    yield Paragraph(
        message(
            "Please pay it as follows, within six weeks after the day on which this"
            " decision was sent (article 4:87). Whoever pays later owes the statutory"
            " interest (article 4:98)."
        )
    )
    reference = text(data, f"{part}.document")
    yield Rows([(message("amount"), amount), *letters.account_rows(data, reference)])
