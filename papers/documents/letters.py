"""What the letters of the province have in common (Awb 3:45, 6:4-6:7)."""

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

NEEDED = ("organisation.name", "organisation.address", "organisation.contact")
"""What every letter must say of who sends it."""
_PREFIX = "Provincie "
LAW = message("General Administrative Law Act")
"""The Awb, as letters name it."""


def authority(data: Data) -> Value:
    """Who decides: the province's executive, by the name of its province."""
    province = data["organisation"]["province"]
    if province is None:
        return text(data, "organisation.name")
    return message(
        "Provincial Executive of {province}",
        province=str(province).removeprefix(_PREFIX),
    )


def letterhead(data: Data, addressee: Sequence[Value], *about: Named) -> Letterhead:
    """Sender, addressee, and what the letter is about."""
    organisation = data["organisation"]
    sender = [
        text(data, "organisation.name"),
        *([organisation["department"]] if organisation["department"] else []),
        text(data, "organisation.address"),
        text(data, "organisation.contact"),
    ]
    return Letterhead(sender, addressee, about)


def of_project(data: Data, dated: str, reference: str, *more: Named) -> Letterhead:
    """Above a decision on a project: `dated` and `reference` are paths of the JSON."""
    return letterhead(
        data,
        [text(data, "project.recipient")],
        (message("date"), day(data, dated)),
        (message("our reference"), text(data, reference)),
        *more,
        (message("project code"), text(data, "project.project")),
    )


def salutation(data: Data) -> Slot:
    """Whom it speaks to: `salutation` in own words, where a name is known.

    A government is spoken to as its board.
    """
    kind = at(data, "project.recipient_kind") or at(data, "partner.kind")
    if kind in (None, "legal_entity", "person"):
        said = message("Dear Sir or Madam,")
    else:
        said = message("Dear members of the board,")
    return Slot("salutation", [Paragraph(said)])


def decided(data: Data) -> Iterator[Block]:
    """How a letter ends that is a decision."""
    yield Slot("explanation")
    yield Slot("objection", [*_objection(data)])
    yield Slot("publication")
    yield from closing(data)


def closing(data: Data) -> Iterator[Block]:
    """Who answers questions, and who signs."""
    yield Paragraph(
        message(
            "If you have questions about this letter, please contact {contact}.",
            contact=text(data, "organisation.contact"),
        ),
        kept=True,
    )
    yield Slot("closing", [Paragraph(message("Yours sincerely,"), kept=True)])
    yield Signature([authority(data)])


def _objection(data: Data) -> Iterator[Block]:
    """How to object: to whom, within six weeks, and what it must hold (Awb 6:5)."""
    yield Heading(message("Objection"))
    yield Paragraph(
        message(
            "If you disagree with this decision, you can object within six weeks after"
            " the day on which it was sent to you. Send your notice of objection to the"
            " {authority}, {address}. Sign it, and state at least your name and"
            " address, the date, which decision you object to, and why (articles 6:4,"
            " 6:5 and 6:7 of the {law}).",
            authority=authority(data),
            address=text(data, "organisation.address"),
            law=LAW,
        )
    )


def on_decision(data: Data) -> Value:
    """The steering group's decision that it follows."""
    if at(data, "decision") is None:
        return absent("decision.number")
    return message(
        "decision {number} of the steering group of {day}",
        number=text(data, "decision.number"),
        day=day(data, "decision.date"),
    )


def awarded(data: Data) -> Value:
    """The award that a later decision is about."""
    return message(
        "On {day} we awarded you a grant of at most {amount} for {title} (our reference"
        " {document}).",
        day=day(data, "award.date"),
        amount=euro(data, "award.amount"),
        title=text(data, "project.title"),
        document=text(data, "award.document"),
    )


def account_rows(data: Data, reference: Value) -> Iterator[Named]:
    """Where money goes: account, name and reference."""
    yield message("account"), _account(data)
    yield message("in the name of"), text(data, "organisation.name")
    yield message("payment reference"), reference


def _account(data: Data) -> Value:
    """The account in groups of four, or that it is missing."""
    iban = at(data, "organisation.iban")
    return absent("organisation.iban") if iban is None else in_fours(iban)


def in_fours(text: str) -> str:
    """An account or reference in groups of four, so that it can be typed over."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
