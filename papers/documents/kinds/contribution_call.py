"""The letter that asks a partner for its contribution (section 6 of the framework)."""

from collections.abc import Iterator
from datetime import date

from domain.values.messages import Euro, Message, Value, Words, message, parts
from domain.values.shares import parse_percentage
from papers.documents import letters
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Letterhead,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.financing import percent
from papers.documents.given import Data, at, day, euro, text
from papers.documents.letters import NEEDED as OF_LETTERS
from papers.documents.parties import addressee
from projections.report import Column, Row, Table
from projections.sums import cents

NEEDED = (*OF_LETTERS, "organisation.iban", "decision.number")
_KEY = (
    Column("name", "Partner", "name"),
    Column("inhabitants", "Inhabitants", "number"),
    Column("percentage", "Percentage", "number"),
    Column("share", "Share", "number"),
    Column("amount", "Contribution", "amount"),
)
_WHOLE = 100


def document(data: Data) -> Document:
    """The letter."""
    title = message(
        "Request to pay your contribution for {year}", year=data["year"]["year"]
    )
    return Document(title, [*_blocks(data)], head(data, data["call"]["document"]))


def head(data: Data, reference: str) -> Letterhead:
    """Above a letter about a contribution: of the day it is asked at."""
    partner = data["partner"]
    whom = addressee(partner["name"], partner["kind"])
    return letters.letterhead(data, whom, date.fromisoformat(data["at"]), reference)


def reference(data: Data) -> str:
    """The creditor reference in groups of four."""
    return letters.in_fours(data["call"]["reference"])


def _blocks(data: Data) -> Iterator[Block]:
    yield letters.salutation(data)
    yield from _asked(data)
    yield Heading(message("Payment"))
    yield how_to_pay(data, day(data, "call.due_date"))
    yield from _key(data)
    yield Slot("explanation")
    yield from letters.closing(data)


def _asked(data: Data) -> Iterator[Block]:
    yield Paragraph(
        message(
            "On {day} the steering group decided ({number}) to open budget year {year}"
            " ({start} up to and including {end}). We ask you to pay your contribution"
            " for that year, {amount}, by {due} at the latest.",
            day=day(data, "decision.date"),
            number=text(data, "decision.number"),
            year=data["year"]["year"],
            start=day(data, "year.start"),
            end=day(data, "year.end"),
            amount=euro(data, "call.amount"),
            due=day(data, "call.due_date"),
        )
    )
    if at(data, "amended") is not None:
        yield Paragraph(
            message(
                "The amount was set by decision {number} of the steering group of"
                " {day}.",
                number=text(data, "amended.number"),
                day=day(data, "amended.date"),
            )
        )
    if at(data, "call.received") is not None:
        yield Paragraph(
            message(
                "We received {received} of it, so that {outstanding} remains to be"
                " paid.",
                received=euro(data, "call.received"),
                outstanding=euro(data, "call.outstanding"),
            )
        )


def how_to_pay(data: Data, until: Value) -> Rows:
    """Amount, day, account and reference."""
    return Rows(
        [
            (message("amount"), euro(data, "call.outstanding")),
            (message("at the latest on"), until),
            *letters.account_rows(data, reference(data)),
        ]
    )


def _key(data: Data) -> Iterator[Block]:
    """The key, its sum, and what of the budget it does not cover (Z5)."""
    key = data["key"]
    yield Heading(message("How the contributions are calculated"))
    yield Paragraph(
        message(
            "The contributions follow the key of the framework ({framework}):"
            " {source}.",
            framework=text(data, "framework"),
            source=key["source"].strip().rstrip("."),
        )
    )
    yield Slot("key")
    rows = [
        {
            **each,
            "percentage": _percentage(each["percentage"]),
            "share": _share(each),
            "inhabitants": _counted(each["inhabitants"]),
        }
        for each in key["rows"]
    ]
    total = {"name": Words("Total"), "amount": key["total"]}
    columns = [c for c in _KEY if any(row[c.name] is not None for row in rows)]
    yield Grid(Table(columns, rows, totals=total), spelled=True)
    yield Paragraph(parts([*_sum(data)], " "))


def _share(row: Row) -> Value:
    """What part of the budget it is, where the key publishes no percentages."""
    if row["percentage"] is not None or not cents(row["amount"]):
        return None
    return message("{percentage}%", percentage=percent(row["share"]))


def _counted(inhabitants: int | None) -> Value:
    return None if inhabitants is None else message("{n:,}", n=inhabitants)


def _percentage(told: str | None) -> Value:
    if told is None:
        return None
    return message("{percentage}%", percentage=parse_percentage(told))


def _sum(data: Data) -> Iterator[Message]:
    """From the budget to what is called, and what nobody is asked for."""
    gap = at(data, "key.gap")
    if gap is None and at(data, "key.other_cover") is None:
        yield message(
            "Together that is the budget of the year: {budget}.",
            budget=euro(data, "key.budget"),
        )
        return
    yield message(
        "The budget of the year is {budget}; the contributions add up to {total}.",
        budget=euro(data, "key.budget"),
        total=euro(data, "key.total"),
    )
    if at(data, "key.other_cover") is not None:
        yield message(
            "{amount} is covered otherwise.", amount=euro(data, "key.other_cover")
        )
    if gap is None:
        yield message("Together they cover the budget.")
    elif cents(gap) > 0:
        yield message(
            "The difference of {gap} is asked from none of the partners.",
            gap=Euro(cents(gap)),
        )
    else:
        yield message("That is {gap} more than the budget.", gap=Euro(abs(cents(gap))))
    yield from _rounding(data)


def _rounding(data: Data) -> Iterator[Message]:
    """Published percentages that are no 100 together explain a gap."""
    told = [each["percentage"] for each in data["key"]["rows"]]
    if at(data, "key.gap") is None or None in told:
        return
    total = sum(map(parse_percentage, told), parse_percentage("0"))
    if total != _WHOLE:
        yield message(
            "The percentages of the key were rounded: {listed} is {total}, not 100.",
            listed=parts(told, " + "),
            total=total,
        )
