"""What the steering group is asked to decide: the head of its report."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.values.messages import Euro, Message, Value, Words, message, parts
from papers.documents.blocks import Block, Items, Paragraph
from papers.documents.given import Data, day, euro
from papers.documents.naming import listed, placed
from projections.report import Row
from projections.sums import cents, totals

MOST = 8
"""Applications that are named one by one, so that the cover note stays one page."""
_SOON = 365
"""Days before the framework ends, from which on is asked what comes after it."""
_OUTCOMES = {
    "met": message("meets the conditions"),
    "deviation": message("meets the conditions thanks to deviations"),
    "not_met": message("does not meet the conditions yet"),
}


def decisions(data: Data) -> Iterator[Block]:
    """What is asked, numbered; that nothing is, where that is so."""
    asked = [
        *_awards(data["proposals"]),
        *_undivided(data["years"]),
        *_left_over(data),
        *_ceilings(data["programmes"], data["deviations"]),
        *_ratifications(data["to_ratify"]),
        *_contributions(data["overdue"]),
        *_framework(data),
    ]
    if asked:
        noted = message("Take note of how everything else stands.")
        yield Items([*asked, noted], numbered=True)
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


def _undivided(rows: Sequence[Row]) -> Iterator[Message]:
    """Open years of which some budget has no programme."""
    for row in rows:
        if cents(row["unallocated"]) > 0:
            yield message(
                "Divide {amount} of budget year {year} over the programmes: it is not"
                " divided yet.",
                amount=euro(row, "unallocated"),
                year=row["year"],
            )


def _left_over(data: Data) -> Iterator[Message]:
    """What closed years have left, and can't be awarded from there."""
    if cents(data["account"]["available_closed"]) > 0:
        yield message(
            "Decide what becomes of the {amount} that was left unused in the closed"
            " budget years {years}: move it to an open year, or leave it there.",
            amount=euro(data, "account.available_closed"),
            years=listed(data["closed_years"]),
        )


def _framework(data: Data) -> Iterator[Message]:
    """What comes after a framework that ends within a year, or has ended."""
    ends, now = (date.fromisoformat(data[name]) for name in ("frame_ends", "at"))
    if ends < now:
        template = "Decide what comes after the framework, which ended on {day}."
    elif (ends - now).days <= _SOON:
        template = "Decide what comes after the framework, which ends on {day}."
    else:
        return
    yield message(template, day=ends)


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
