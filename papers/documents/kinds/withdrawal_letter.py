"""The letter that withdraws a grant (Awb 4:48 to 4:50, 4:57)."""

from collections.abc import Iterator

from domain.values.messages import Value, message, parts
from papers.documents import letters
from papers.documents.blocks import Block, Document, Heading, Paragraph
from papers.documents.given import Data, absent, at, euro, text
from papers.documents.grounds import ground_said
from papers.documents.kinds.determination_letter import recovery
from papers.documents.letters import NEEDED as OF_LETTERS
from papers.documents.letters import sentence

NEEDED = (
    *OF_LETTERS,
    *("award.document", "withdrawal.document", "withdrawal.reason"),
    *("withdrawal.ground", "decision.number", "text.hearing"),
)
NEEDED_TO_RECOVER = ("organisation.iban",)


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Withdrawal of the grant for {title}", title=text(data, "project.title")
    )
    reference = text(data, "withdrawal.document")
    head = letters.of_project(data, "withdrawal.date", reference)
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield Paragraph(letters.awarded(data))
    yield Paragraph(letters.adopted(data))
    yield Paragraph(_withdrawn(data))
    yield Heading(message("Reasons"))
    yield Paragraph(_reason(data), kept=True)
    article = "4:49, eerste lid" if _is_determined(data) else "4:48, eerste lid"
    yield Paragraph(ground_said(data, "withdrawal", article))
    yield letters.own_words("hearing")
    yield Heading(message("What this means"))
    yield from _consequences(data)
    yield from letters.decided(data)


def _withdrawn(data: Data) -> Value:
    """An award is withdrawn; after determination that is."""
    if _is_determined(data):
        return message(
            "We withdraw the determination of this grant, which is {amount} now.",
            amount=euro(data, "withdrawal.amount"),
        )
    return message(
        "We withdraw the award of this grant, which is at most {amount} now.",
        amount=euro(data, "withdrawal.amount"),
    )


def _reason(data: Data) -> Value:
    reason = at(data, "withdrawal.reason")
    return absent("withdrawal.reason") if reason is None else sentence(reason)


def _is_determined(data: Data) -> bool:
    return bool(data["withdrawal"]["determined"])


def _consequences(data: Data) -> Iterator[Block]:
    if _is_determined(data):
        since = message(
            "The withdrawal works back to the day on which the grant was determined"
            " (article 4:49, second paragraph). You have no claim to the grant any"
            " more."
        )
    else:
        since = message(
            "The withdrawal works back to the day on which the grant was awarded"
            " (article 4:48, second paragraph). You have no claim to the grant any"
            " more."
        )
    yield Paragraph(since)
    if at(data, "withdrawal.paid") is None:
        yield Paragraph(
            message("We paid you nothing, so you need not pay anything back.")
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
