"""The letter that awards a grant, as the law asks (Awb 4:29 to 4:39, 3:45 to 3:47)."""

from collections.abc import Iterator

from domain.values.messages import Value, Words, message
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.conditions import conditions_table, programme
from papers.documents.given import Data, at, day, euro, text
from papers.documents.letters import LAW
from papers.documents.letters import NEEDED as OF_LETTERS
from projections.report import Column, Table
from projections.sums import totals

NEEDED = (
    *OF_LETTERS,
    *("award.legal_basis", "award.start_date", "award.end_date"),
    *("award.determination_due", "award.document", "decision.number"),
)
_ADVANCES = (
    Column("date", "Date"),
    Column("amount", "Amount", "amount"),
)
_CHANGES = (
    Column("date", "Date"),
    Column("document", "Voucher", "name"),
    Column("amount", "New total", "amount"),
)


def document(data: Data) -> Document:
    """The letter."""
    title = message("Award of a grant for {title}", title=text(data, "project.title"))
    head = letters.of_project(
        data,
        "award.date",
        "award.document",
        (message("your application"), day(data, "application.date")),
    )
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield from _decision(data)
    yield from _terms(data)
    yield from _advances(data)
    yield from _duties(data)
    yield from _reasons(data)
    yield Slot("state-aid")
    yield from _changes(data)
    yield from letters.decided(data)
    yield from _annex(data)


def _decision(data: Data) -> Iterator[Block]:
    yield Paragraph(
        message(
            "On {day} you applied for a grant of {requested} for {title}, of which the"
            " total cost is {cost}. In accordance with {decision} we have decided to"
            " award you a grant of at most {amount}.",
            day=day(data, "application.date"),
            requested=euro(data, "application.requested"),
            title=text(data, "project.title"),
            cost=euro(data, "application.total_cost"),
            decision=letters.on_decision(data),
            amount=euro(data, "award.amount"),
        )
    )


def _terms(data: Data) -> Iterator[Block]:
    yield Heading(message("The grant"))
    yield Rows(
        [
            (message("legal basis"), text(data, "award.legal_basis")),
            (message("recipient"), _recipient(data)),
            (message("activities"), text(data, "project.title")),
            (message("purpose"), at(data, "project.vision_goal")),
            (
                message("charged to"),
                message(
                    "{programme}, budget year {year}",
                    programme=programme(data),
                    year=text(data, "project.year"),
                ),
            ),
            (
                message("amount"),
                message("at most {amount}", amount=euro(data, "award.amount")),
            ),
            (
                message("period"),
                message(
                    "{start} up to and including {end}",
                    start=day(data, "award.start_date"),
                    end=day(data, "award.end_date"),
                ),
            ),
        ]
    )


def _recipient(data: Data) -> Value:
    number = at(data, "project.recipient_kvk")
    if number is None:
        return text(data, "project.recipient")
    return message(
        "{name} (KvK {number})", name=text(data, "project.recipient"), number=number
    )


def _advances(data: Data) -> Iterator[Block]:
    yield Heading(message("Payment"))
    schedule = data["award"]["advance_schedule"]
    if not schedule:
        yield Paragraph(
            message(
                "We pay the amount at which the grant is determined within six weeks"
                " after that decision (articles 4:52 and 4:87 of the {law}). No"
                " advances are planned.",
                law=LAW,
            )
        )
        return
    yield Paragraph(
        message(
            "We pay you the advances below (article 4:95 of the {law}). What then"
            " remains we pay within six weeks after the grant is determined (articles"
            " 4:52 and 4:87).",
            law=LAW,
        )
    )
    total = {"date": Words("Total"), **totals(schedule, ["amount"])}
    yield Grid(Table(_ADVANCES, schedule, totals=total), spelled=True)


def _duties(data: Data) -> Iterator[Block]:
    yield Heading(message("What is asked of you"))
    yield Items(
        [
            message("You carry out the activities that the grant is for."),
            message(
                "You tell us at once, in writing, when the activities are not, not in"
                " time or not wholly carried out, or when the duties of this decision"
                " are not met."
            ),
            message(
                "You keep records from which the activities, the costs and what others"
                " contributed can be seen."
            ),
            message(
                "You apply for determination by {day} at the latest, with a report of"
                " the activities and of their costs (articles 4:44 and 4:45 of the"
                " {law}).",
                day=day(data, "award.determination_due"),
                law=LAW,
            ),
        ]
    )
    yield Slot("duties")
    yield Paragraph(
        message(
            "If the activities are not or not wholly carried out, or the duties are not"
            " met, we can determine the grant at a lower amount, change or withdraw it"
            " (articles 4:46, 4:48 and 4:49 of the {law}), and recover what was paid"
            " too much (article 4:57).",
            law=LAW,
        )
    )


def _reasons(data: Data) -> Iterator[Block]:
    yield Heading(message("Reasons"))
    motivation = at(data, "decision.motivation")
    if motivation is not None:
        yield Paragraph(message("The steering group: {reasons}", reasons=motivation))
    judgement = at(data, "award.third_party_judgement")
    if judgement is not None:
        yield Paragraph(message("On third parties: {judgement}", judgement=judgement))
    for each in data["deviations"]:
        yield Paragraph(
            message(
                "By decision {decision} the steering group deviated from {rule}:"
                " {motivation}",
                decision=each["decision"],
                rule=Words(each["rule"]),
                motivation=each["motivation"],
            )
        )
    if data["assessment"] is not None:
        yield Paragraph(
            message(
                "The application was held against the conditions of the framework"
                " ({framework}); the annex says how.",
                framework=text(data, "ledger"),
            )
        )


def _changes(data: Data) -> Iterator[Block]:
    if data["changes"]:
        yield Heading(message("Changed since"))
        yield Grid(Table(_CHANGES, data["changes"]), spelled=True)


def _annex(data: Data) -> Iterator[Block]:
    if data["assessment"] is None:
        return
    said = message("Annex: the application held against the conditions")
    yield Heading(said, apart=True)
    yield Grid(conditions_table(data, data["assessment"]["conditions"]), wide=True)
