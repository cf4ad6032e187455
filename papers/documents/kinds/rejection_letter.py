"""The letter that rejects an application (Awb 4:25, 4:35, 3:45 to 3:47)."""

from collections.abc import Iterator

from domain.values.messages import message
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Slot,
)
from papers.documents.conditions import named_condition
from papers.documents.given import Data, at, day, euro, text
from papers.documents.letters import LAW
from papers.documents.letters import NEEDED as OF_LETTERS

NEEDED = (*OF_LETTERS, "decision.number", "rejection.reason")


def document(data: Data) -> Document:
    """The letter."""
    title = message("Your application for {title}", title=text(data, "project.title"))
    head = letters.of_project(
        data,
        "rejection.date",
        "decision.number",
        (message("your application"), day(data, "application.date")),
    )
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield Paragraph(
        message(
            "On {day} you applied for a grant of {requested} for {title}, of which the"
            " total cost is {cost}. In accordance with {decision} we have decided to"
            " reject your application.",
            day=day(data, "application.date"),
            requested=euro(data, "application.requested"),
            title=text(data, "project.title"),
            cost=euro(data, "application.total_cost"),
            decision=letters.on_decision(data),
        )
    )
    yield Heading(message("Reasons"))
    yield Paragraph(text(data, "rejection.reason"))
    motivation = at(data, "decision.motivation")
    if motivation is not None:
        yield Paragraph(message("The steering group: {reasons}", reasons=motivation))
    yield Slot("conditions", [*_unmet(data)])
    yield from letters.decided(data)


def _unmet(data: Data) -> Iterator[Block]:
    """The conditions that it fails, by the facts; the ceiling by its own article."""
    unmet = data["unmet"]
    if not unmet:
        return
    yield Paragraph(
        message(
            "We held your application against the conditions of the framework"
            " ({framework}). It does not meet these:",
            framework=text(data, "ledger"),
        )
    )
    yield Items([named_condition(data, each) for each in unmet])
    if any(each["rule"] == "programme_ceiling" for each in unmet):
        yield Paragraph(
            message(
                "A grant is refused as far as the ceiling would be exceeded by it"
                " (article 4:25, second paragraph, of the {law}).",
                law=LAW,
            )
        )
