"""The letter that withdraws a grant (Awb 4:48 to 4:50, 4:57)."""

from collections.abc import Iterator

from domain.values.messages import Value, message, parts
from papers.documents import letters
from papers.documents.blocks import Block, Document, Heading, Paragraph, Slot
from papers.documents.given import Data, at, euro, text
from papers.documents.kinds.determination_letter import recovery
from papers.documents.letters import LAW
from papers.documents.letters import NEEDED as OF_LETTERS

NEEDED = (
    *OF_LETTERS,
    *("award.document", "withdrawal.document", "withdrawal.reason"),
    *("withdrawal.ground", "decision.number"),
)
NEEDED_TO_RECOVER = ("organisation.iban",)


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Withdrawal of the grant for {title}", title=text(data, "project.title")
    )
    head = letters.of_project(data, "withdrawal.date", "withdrawal.document")
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield Paragraph(letters.awarded(data))
    yield Paragraph(
        message(
            "In accordance with {decision} we withdraw this grant, of {amount} now,"
            " wholly.",
            decision=letters.on_decision(data),
            amount=euro(data, "withdrawal.amount"),
        )
    )
    yield Heading(message("Reasons"))
    yield Paragraph(text(data, "withdrawal.reason"))
    yield Paragraph(_ground(data))
    yield Slot("hearing")
    yield Heading(message("What this means"))
    yield from _consequences(data)
    yield from letters.decided(data)


def _ground(data: Data) -> Value:
    """Before determination article 4:48 counts, after it 4:49."""
    article = "4:49" if data["withdrawal"]["determined"] else "4:48"
    return message(
        "We withdraw it on the ground of article {article} of the {law}: {ground}",
        article=article,
        law=LAW,
        ground=text(data, "withdrawal.ground"),
    )


def _consequences(data: Data) -> Iterator[Block]:
    since = (
        message("determined")
        if data["withdrawal"]["determined"]
        else message("awarded")
    )
    yield Paragraph(
        message(
            "The withdrawal works back to the day on which the grant was {decided}. You"
            " have no claim to the grant any more.",
            decided=since,
        )
    )
    if at(data, "withdrawal.paid") is None:
        yield Paragraph(
            message("Nothing was paid to you, so there is nothing to be recovered.")
        )
        return
    said = [
        message(
            "Of this grant {paid} was paid to you.", paid=euro(data, "withdrawal.paid")
        )
    ]
    if at(data, "withdrawal.refunded") is not None:
        back = euro(data, "withdrawal.refunded")
        said.append(message("You paid {amount} back.", amount=back))
    yield Paragraph(parts(said, " "))
    if at(data, "withdrawal.recoverable") is not None:
        yield from recovery(data, "withdrawal")
