"""What the letters of the province have in common (Awb 3:45, 6:4-6:7)."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Value, message
from papers.documents.blocks import Block, Heading, Letterhead, Named, Paragraph
from papers.documents.given import Data, absent, day, text

OBJECTION_WEEKS = 6
"""Awb 6:7."""
NEEDED = ("organisation.name", "organisation.address", "organisation.contact")
"""What every letter must say of who sends it."""
_PREFIX = "Provincie "


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


def objection(data: Data) -> Iterator[Block]:
    """How to object: to whom, within six weeks, and what it must hold (Awb 6:5)."""
    yield Heading(message("Objection"))
    yield Paragraph(
        message(
            "If you disagree with this decision, you can object within six weeks after"
            " the day on which it was sent to you. Send your notice of objection to the"
            " {authority}, {address}. It is signed, and holds at least your name and"
            " address, the date, a description of the decision and the grounds of your"
            " objection (articles 6:4, 6:5 and 6:7 of the General Administrative Law"
            " Act).",
            authority=authority(data),
            address=text(data, "organisation.address"),
        )
    )


def questions(data: Data) -> Paragraph:
    """Who answers questions."""
    return Paragraph(
        message("Questions: {contact}.", contact=text(data, "organisation.contact"))
    )


def on_decision(data: Data) -> Value:
    """The steering group's decision that it follows."""
    decision: dict[str, Any] | None = data["decision"]
    if decision is None:
        return absent("decision")
    return message(
        "decision {number} of the steering group of {day}",
        number=decision["number"],
        day=day(data, "decision.date"),
    )
