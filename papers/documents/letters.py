"""What the letters of the province have in common (Awb 3:45, 6:4-6:16)."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Value, message
from papers.documents.blocks import (
    Block,
    Heading,
    Letterhead,
    Named,
    Paragraph,
    Signature,
    Slot,
)
from papers.documents.given import Data, absent, at, day, euro, text
from papers.documents.parties import account_holder, addressee, authority, greeting

NEEDED = ("organisation.name", "organisation.address", "organisation.contact")
"""What every letter must say of who sends it."""
_BY_HAND = "…" * 12
"""Stamped or written when it is sent."""
LAW = message("General Administrative Law Act")
"""The Awb, as letters name it."""


def letterhead(
    data: Data,
    whom: Sequence[Value],
    dated: Value,
    reference: Value,
    *about: Named,
) -> Letterhead:
    """Sender, addressee, and what the letter is about."""
    organisation = data["organisation"]
    sender = [
        text(data, "organisation.name"),
        *([organisation["department"]] if organisation["department"] else []),
        text(data, "organisation.address"),
        text(data, "organisation.contact"),
    ]
    rows = [(message("date"), dated), (message("our reference"), reference), *about]
    running = message(
        "{sender} – {reference} – {day}",
        sender=text(data, "organisation.name"),
        reference=reference,
        day=dated,
    )
    return Letterhead(sender, whom, rows, running, reference)


def of_project(data: Data, dated: str, reference: Value, *more: Named) -> Letterhead:
    """Above a decision on a project; `dated` is a path of the JSON."""
    recipient = at(data, "project.recipient")
    whom = (
        [absent("project.recipient")]
        if recipient is None
        else addressee(str(recipient), at(data, "project.recipient_kind"))
    )
    sent: Named = (message("sent on"), _BY_HAND)
    return letterhead(data, whom, day(data, dated), reference, sent, *more)


def salutation(data: Data) -> Slot:
    """Whom it speaks to: `salutation` in own words, where a name is known."""
    kind = at(data, "project.recipient_kind") or at(data, "partner.kind")
    return Slot("salutation", [Paragraph(greeting(kind))])


def own_words(name: str) -> Slot:
    """A place that has to be filled with own words: the ledger can't know them."""
    return Slot(name, [Paragraph(absent(f"text.{name}"))])


def decided(data: Data) -> Iterator[Block]:
    """How a letter ends that is a decision."""
    yield Slot("explanation")
    yield Slot("objection", [*_objection(data)])
    yield Slot("publication")
    yield from closing(data)


def closing(data: Data) -> Iterator[Block]:
    """Who answers questions, and who signs: the chairman and the secretary."""
    yield Paragraph(
        message(
            "If you have questions about this letter, please contact us: {contact}.",
            contact=text(data, "organisation.contact"),
        ),
        kept=True,
    )
    yield Slot("closing", [Paragraph(message("Yours sincerely,"), kept=True)])
    yield Signature([message("chairman"), message("secretary")], authority(data))


def _objection(data: Data) -> Iterator[Block]:
    """How to object: who, to whom, within six weeks, and with what (Awb 6:5)."""
    yield Heading(message("Objection"))
    yield Paragraph(
        message(
            "If you disagree with this decision, you can object to it as an interested"
            " party. Send your notice of objection, within six weeks after the day on"
            " which this decision was sent, to the {authority}, {address}. Sign it, and"
            " state at least your name and address, the date of your objection, the"
            " reference of this decision, and why you object (articles 6:4, 6:5, 6:7"
            " and 6:8 of the {law}).",
            authority=authority(data),
            address=text(data, "organisation.address"),
            law=LAW,
        ),
        kept=True,
    )
    yield Paragraph(
        message(
            "An objection does not suspend this decision (article 6:16). Whoever"
            " objected can ask the preliminary relief judge of the district court for a"
            " provision (article 8:81)."
        ),
        kept=True,
    )


def adopted(data: Data) -> Value:
    """The steering group's decision, which the executive makes its own."""
    return message(
        "The steering group decided on {day} ({number}); we adopt this decision.",
        day=day(data, "decision.date"),
        number=text(data, "decision.number"),
    )


def awarded(data: Data) -> Value:
    """The award that a later decision is about."""
    return message(
        "On {day} we awarded you a grant of at most {amount} for the project {title}"
        " (our reference {document}).",
        day=day(data, "award.date"),
        amount=euro(data, "award.amount"),
        title=text(data, "project.title"),
        document=text(data, "award.document"),
    )


def account_rows(data: Data, reference: Value) -> Iterator[Named]:
    """Where money goes: account, holder and reference."""
    yield message("IBAN"), _account(data)
    yield message("in the name of"), account_holder(data)
    yield message("payment reference"), reference


def _account(data: Data) -> Value:
    """The account in groups of four, or that it is missing."""
    iban = at(data, "organisation.iban")
    return absent("organisation.iban") if iban is None else in_fours(iban)


def in_fours(text: str) -> str:
    """An account or reference in groups of four, so that it can be typed over."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def sentence(text: str) -> str:
    """What somebody wrote, with a full stop where it has no end."""
    said = text.strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."
