"""The letter that raises or lowers a grant that was awarded before (Awb 4:48, 4:49)."""

from collections.abc import Iterator

from domain.values.messages import Value, message, parts
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Heading,
    Items,
    Paragraph,
    Slot,
)
from papers.documents.condition_sentences import programme
from papers.documents.conditions import annex, annex_row, reasons
from papers.documents.financing import final_amount, financing_table
from papers.documents.given import Data, at, day, euro, text

NEEDED_TO_CHANGE = ("change.document",)
NEEDED_TO_LOWER = ("text.findings", "text.hearing")


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Change of the grant for {title}", title=text(data, "project.title")
    )
    reference = text(data, "change.document")
    head = letters.of_project(data, "change.date", reference, *annex_row(data))
    return Document(title, [*_blocks(data, reference)], head)


def _blocks(data: Data, reference: Value) -> Iterator[Block]:
    yield letters.salutation(data)
    yield Paragraph(letters.awarded(data))
    yield Paragraph(letters.adopted(data))
    yield Paragraph(_changed(data))
    yield Heading(message("The grant"))
    yield Paragraph(_borne(data))
    yield Slot("final-amount", [Paragraph(final_amount(data, "change.amount"))])
    yield from financing_table(data)
    yield from reasons(data, at(data, "change.third_party_judgement") or None)
    if at(data, "change.kind") == "lowered":
        yield letters.own_words("findings")
        yield letters.own_words("hearing")
    yield Slot("state-aid")
    yield Heading(message("What stays as it was"))
    yield Paragraph(
        message(
            "All else that we decided on {day} ({document}) stays in force:",
            day=day(data, "award.date"),
            document=text(data, "award.document"),
        ),
        kept=True,
    )
    yield Items([*_kept(data)])
    yield Slot("duties")
    yield from letters.decided(data)
    yield from annex(data, reference)


def _changed(data: Data) -> Value:
    """From which amount to which."""
    if at(data, "change.kind") == "raised":
        return message(
            "We raise the grant from at most {before} to at most {amount}.",
            before=euro(data, "change.before"),
            amount=euro(data, "change.amount"),
        )
    return message(
        "We lower the grant from at most {before} to at most {amount}.",
        before=euro(data, "change.before"),
        amount=euro(data, "change.amount"),
    )


def _borne(data: Data) -> Value:
    """Where the difference comes from, or goes back to."""
    if at(data, "change.kind") == "raised":
        return message(
            "The {raised} more is charged to {programme}, budget year {year}.",
            raised=euro(data, "change.difference"),
            programme=programme(data),
            year=text(data, "project.year"),
        )
    return message(
        "The {lowered} less goes back to {programme}, budget year {year}.",
        lowered=euro(data, "change.difference"),
        programme=programme(data),
        year=text(data, "project.year"),
    )


def _kept(data: Data) -> Iterator[Value]:
    """Period, advances and the day of determination, by the award."""
    award = data["award"]
    yield message(
        "the activities are carried out from {start} up to and including {end};",
        start=day(data, "award.start_date"),
        end=day(data, "award.end_date"),
    )
    if award["advance_schedule"]:
        yield message(
            "advances: {advances};",
            advances=parts(
                message(
                    "{amount} on {day}",
                    amount=euro(each, "amount"),
                    day=day(each, "date"),
                )
                for each in award["advance_schedule"]
            ),
        )
    yield message(
        "you apply for determination of the grant by {day} at the latest.",
        day=day(data, "award.determination_due"),
    )
