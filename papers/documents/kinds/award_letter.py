"""The letter that awards a grant, as the law asks (Awb 4:29 to 4:39, 3:45 to 3:47).

With a change of the grant it is the letter of that (`grant_change`).
"""

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
from papers.documents.condition_sentences import programme
from papers.documents.conditions import annex, annex_row, reasons
from papers.documents.financing import final_amount, financing_table
from papers.documents.given import Data, at, day, euro, text
from papers.documents.kinds import grant_change
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


def document(data: Data) -> Document:
    """The letter."""
    if data["change"] is not None:
        return grant_change.document(data)
    title = message("Award of a grant for {title}", title=text(data, "project.title"))
    head = letters.of_project(
        data,
        "award.date",
        text(data, "award.document"),
        (message("your application"), day(data, "application.date")),
        *annex_row(data),
    )
    return Document(title, [*_blocks(data)], head)


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield from _decision(data)
    yield from _terms(data)
    yield from financing_table(data)
    yield from _payment(data)
    yield from _duties(data)
    yield from reasons(data, at(data, "award.third_party_judgement"))
    yield Slot("state-aid")
    yield from letters.decided(data)
    yield from annex(data, text(data, "award.document"))


def _decision(data: Data) -> Iterator[Block]:
    yield Paragraph(
        message(
            "On {day} you applied for a grant of {requested} for the project {title}."
            " Its total cost is {cost}.",
            day=day(data, "application.date"),
            requested=euro(data, "application.requested"),
            title=text(data, "project.title"),
            cost=euro(data, "application.total_cost"),
        )
    )
    yield Paragraph(letters.adopted(data))
    yield Paragraph(
        message(
            "We award you a grant of at most {amount}.",
            amount=euro(data, "award.amount"),
        )
    )


def _terms(data: Data) -> Iterator[Block]:
    yield Heading(message("The grant"))
    yield Rows(
        [
            (message("legal basis"), text(data, "award.legal_basis")),
            (message("recipient"), _recipient(data)),
            (message("activities"), _activities(data)),
            (message("purpose"), at(data, "project.vision_goal")),
            (message("charged to"), charged_to(data)),
            (message("amount"), _amount(data)),
            (message("period"), _period(data)),
        ]
    )
    yield Slot("activities")
    yield Slot("final-amount", [Paragraph(final_amount(data, "award.amount"))])


def _recipient(data: Data) -> Value:
    number = at(data, "project.recipient_kvk")
    if number is None:
        return text(data, "project.recipient")
    return message(
        "{name} (KvK {number})", name=text(data, "project.recipient"), number=number
    )


def _activities(data: Data) -> Value:
    """What the grant is for: the project as it was applied for."""
    return message(
        "those of the project {title}, as described in your application of {day}",
        title=text(data, "project.title"),
        day=day(data, "application.date"),
    )


def charged_to(data: Data) -> Value:
    """The programme and budget year that bear the grant."""
    return message(
        "{programme}, budget year {year}",
        programme=programme(data),
        year=text(data, "project.year"),
    )


def _period(data: Data) -> Value:
    return message(
        "{start} up to and including {end}",
        start=day(data, "award.start_date"),
        end=day(data, "award.end_date"),
    )


def _amount(data: Data) -> Value:
    return message("at most {amount}", amount=euro(data, "award.amount"))


def _payment(data: Data) -> Iterator[Block]:
    """Advances, a single one as a sentence, and what is paid in the end."""
    yield Heading(message("Payment"))
    schedule = data["award"]["advance_schedule"]
    if not schedule:
        yield Paragraph(
            message(
                "We pay no advance. We pay the amount at which the grant is determined"
                " within six weeks after that decision was made known (articles 4:52"
                " and 4:87 of the {law}).",
                law=LAW,
            )
        )
    elif len(schedule) == 1:
        yield Paragraph(
            message(
                "We pay you an advance of {amount} on {day} (article 4:95 of the"
                " {law}). {rest}",
                amount=euro(schedule[0], "amount"),
                day=day(schedule[0], "date"),
                law=LAW,
                rest=_rest(data),
            )
        )
    else:
        yield Paragraph(
            message("We pay you these advances (article 4:95 of the {law}):", law=LAW),
            kept=True,
        )
        total = {"date": Words("Total"), **totals(schedule, ["amount"])}
        yield Grid(Table(_ADVANCES, schedule, totals=total), spelled=True)
        yield Paragraph(_rest(data))
    yield Slot("payment")


def _rest(data: Data) -> Value:
    """What is paid after the advances, or comes back."""
    if at(data, "award.rest") is None:
        return message(
            "If the grant is determined at a lower amount, you pay back the difference."
        )
    return message(
        "The rest, at most {rest}, we pay within six weeks after the determination of"
        " the grant was made known (articles 4:52 and 4:87).",
        rest=euro(data, "award.rest"),
    )


def _duties(data: Data) -> Iterator[Block]:
    yield Heading(message("What is asked of you"))
    yield Paragraph(
        message(
            "These duties are attached to the grant (article 4:37 of the {law}):",
            law=LAW,
        ),
        kept=True,
    )
    yield Items([*_each_duty(data)])
    yield Slot("duties")
    yield Paragraph(
        message(
            "If you do not do so, or do not carry out the activities wholly, we can"
            " withdraw or change the award (article 4:48 of the {law}) or determine the"
            " grant at a lower amount (article 4:46, second paragraph), and recover"
            " what was paid too much (articles 4:57 and 4:95, fourth paragraph).",
            law=LAW,
        )
    )


def _each_duty(data: Data) -> Iterator[Value]:
    yield message("You carry out the activities that the grant is for.")
    yield message(
        "You tell us at once, in writing, when it appears that the activities will not,"
        " not in time or not wholly be carried out, or that you can't meet a duty."
    )
    yield message(
        "You keep records from which the activities, the costs and what others"
        " contributed can be seen."
    )
    yield message(
        "You apply for determination of the grant by {day} at the latest, with a report"
        " of the activities and a financial report (articles 4:44 and 4:45).",
        day=day(data, "award.determination_due"),
    )
    if at(data, "financing.uncovered") is not None:
        yield message(
            "With that application you show how the {uncovered} was paid that is not"
            " covered yet.",
            uncovered=euro(data, "financing.uncovered"),
        )
