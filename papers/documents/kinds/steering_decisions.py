"""What the steering group is asked to decide: the head of its report."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Euro, Message, Value, Words, message, parts
from papers.documents.blocks import Block, Items, Paragraph
from papers.documents.given import Data, day, euro
from papers.documents.naming import placed
from projections.report import Row
from projections.sums import cents, totals

MOST = 8
"""Applications that are named one by one, so that the cover note stays one page."""
_OUTCOMES = {
    "met": message("meets the conditions"),
    "deviation": message("meets the conditions thanks to deviations"),
    "not_met": message("does not meet the conditions yet"),
}


def decisions(data: Data) -> Iterator[Block]:
    """What is asked, numbered; that nothing is, where that is so."""
    asked = [
        *_awards(data["proposals"]),
        *_ceilings(data["programmes"], data["deviations"]),
        *_ratifications(data["to_ratify"]),
        *_contributions(data["overdue"]),
    ]
    if asked:
        yield Items(asked, numbered=True)
    else:
        yield Paragraph(message("Nothing: the report is for information."))


def _awards(rows: Sequence[Row]) -> Iterator[Message]:
    if len(rows) > MOST:
        yield message(
            "Decide on the {count} applications at hand, for {amount} together.",
            count=len(rows),
            amount=_sum(rows, "requested"),
        )
        return
    for row in rows:
        yield message(
            "Decide on the application of {recipient} for {title}: {amount}. It"
            " {outcome}{failing}.",
            recipient=row["recipient"],
            title=row["title"],
            amount=euro(row, "requested"),
            outcome=_OUTCOMES[row["outcome"]],
            failing=_failing(row),
        )


def _failing(row: Row) -> Value:
    """What is not met, in brackets."""
    rules = [
        Words(each["rule"])
        for each in row["conditions"]
        if each["verdict"] != "met" and not each["deviation"]
    ]
    rules += [Words(each.lower()) for each in dict.fromkeys(row["obstacles"])]
    return message(" ({rules})", rules=parts(rules)) if rules else None


def _ceilings(rows: Sequence[Row], deviations: Sequence[Row]) -> Iterator[Message]:
    """Ceilings that are exceeded by more than was allowed."""
    for row in rows:
        place = ("programme_ceiling", row["programme"], row["year"])
        allowed = sum(
            cents(each["amount"])
            for each in deviations
            if (each["rule"], each["programme"], each["year"]) == place
        )
        if cents(row["available"]) + allowed < 0:
            yield message(
                "Decide how {programme} comes back under its ceiling: it is {over}"
                " above it.",
                programme=placed(row),
                over=Euro(-cents(row["available"])),
            )


def _ratifications(rows: Sequence[Row]) -> Iterator[Message]:
    for row in rows:
        yield message(
            "Ask the executives for their answer on {subject} (decision {number}), by"
            " {day}.",
            subject=row["subject"],
            number=row["number"],
            day=day(row, "due"),
        )


def _contributions(rows: Sequence[Row]) -> Iterator[Message]:
    if rows:
        yield message(
            "Ask for the contributions that are overdue: {amount} in all.",
            amount=_sum(rows, "overdue"),
        )


def _sum(rows: Sequence[Row], name: str) -> Euro:
    return Euro(cents(totals(rows, (name,))[name]))
