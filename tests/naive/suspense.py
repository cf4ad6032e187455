"""Open items: what is left of money in suspense, and of any entry's money."""

from datetime import date

from .books import Books
from .entries import Entry

OTHER_WAY = {"receive_other": "pay_other", "pay_other": "receive_other"}


def booked(entry: Entry) -> tuple[str, str | None, int | None]:
    """(command, category, clears) of an entry, a reclassification as what it became."""
    data = entry.data["as"] if entry.role == "reclassify" else entry.data
    command = data.get("command", entry.command)
    return command, data.get("category"), data.get("clears")


def is_item(entry: Entry) -> bool:
    command, category, clears = booked(entry)
    return command in OTHER_WAY and category == "suspense" and clears is None


def clearings(books: Books, item: Entry) -> list[Entry]:
    return [e for e in books.entries if booked(e)[2] == item.number]


def reclassified(books: Books, entry: Entry, day: date) -> int:
    found = books.of("reclassify", entry=entry.number)
    return sum(e.data["amount"] for e in found if books.in_force(e, day))


def left(books: Books, entry: Entry, day: date) -> int:
    """Its amount less what clears it and what of it is booked elsewhere."""
    cleared: int = sum(
        e.data["amount"] - reclassified(books, e, day)
        for e in clearings(books, entry)
        if books.in_force(e, day)
    )
    amount: int = entry.data["amount"]
    return amount - cleared - reclassified(books, entry, day)


def lowest_left(books: Books, entry: Entry, day: date) -> int:
    return min(left(books, entry, d) for d in books.days_from(day))


def may_clear(books: Books, command: str, number: int, amount: int, day: date) -> bool:
    item = books.find(number)
    return (
        item is not None
        and is_item(item)
        and books.stands(item)
        and booked(item)[0] == OTHER_WAY[command]
        and item.date <= day
        and lowest_left(books, item, day) >= amount
    )


def open_items(books: Books, at: date) -> dict[int, int]:
    """By entry: what is left of it at the date."""
    found = {
        e.number: left(books, e, at)
        for e in books.entries
        if e.role in (*OTHER_WAY, "reclassify") and is_item(e) and books.in_force(e, at)
    }
    return {number: amount for number, amount in found.items() if amount}
