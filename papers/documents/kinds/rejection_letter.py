"""The letter that rejects an application (Awb 4:25, 4:35, 3:45 to 3:47)."""

from collections.abc import Iterator

from domain.values.messages import Message, Value, message
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Slot,
)
from papers.documents.conditions import unmet
from papers.documents.given import Data, absent, at, day, euro, text
from papers.documents.letters import LAW, sentence
from papers.documents.letters import NEEDED as OF_LETTERS
from projections.sums import cents

NEEDED = (*OF_LETTERS, "decision.number", "rejection.reason")
_CEILING = "programme_ceiling"


def document(data: Data) -> Document:
    """The letter."""
    title = message("Rejection of your application for {title}", title=_title(data))
    head = letters.of_project(
        data,
        "rejection.date",
        text(data, "rejection.reference"),
        (message("your application"), day(data, "application.date")),
    )
    return Document(title, [*_blocks(data)], head)


def _title(data: Data) -> Value:
    return text(data, "project.title")


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield Paragraph(
        message(
            "On {day} you applied for a grant of {requested} for the project {title}."
            " Its total cost is {cost}.",
            day=day(data, "application.date"),
            requested=euro(data, "application.requested"),
            title=_title(data),
            cost=euro(data, "application.total_cost"),
        )
    )
    yield Paragraph(letters.adopted(data))
    yield Paragraph(message("We reject your application."))
    yield Heading(message("Reasons"))
    yield Paragraph(_reason(data), kept=True)
    motivation = at(data, "decision.motivation")
    if motivation is not None:
        yield Paragraph(
            message("The steering group: {reasons}", reasons=sentence(motivation))
        )
    yield Slot("legal-basis")
    yield Slot("conditions", [*_unmet(data)])
    yield from letters.decided(data)


def _reason(data: Data) -> Value:
    reason = at(data, "rejection.reason")
    return absent("rejection.reason") if reason is None else sentence(reason)


def _unmet(data: Data) -> Iterator[Block]:
    """The conditions that it fails, by the facts; the ceiling by its own article."""
    failed = data["unmet"]
    if not failed:
        return
    yield Paragraph(
        message(
            "We held your application against the conditions of the framework"
            " ({framework}). It does not meet these conditions:",
            framework=text(data, "framework"),
        ),
        kept=True,
    )
    yield Items([unmet(data, each) for each in failed], numbered=True)
    for each in failed:
        if each["rule"] == _CEILING:
            yield Paragraph(_ceiling(each["facts"]))


def _ceiling(facts: Data) -> Message:
    """The article on a ceiling refuses no more than what exceeds it."""
    if cents(facts["lowest_available"]) > 0:
        return message(
            "As far as the amount of {available} that was available would be exceeded,"
            " we reject the application for that reason too (article 4:25, second"
            " paragraph, of the {law}).",
            available=euro(facts, "lowest_available"),
            law=LAW,
        )
    return message(
        "Nothing was available any more; we reject the application for that reason too"
        " (article 4:25, second paragraph, of the {law}).",
        law=LAW,
    )
