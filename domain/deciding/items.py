"""Open items: money in suspense, and what of an entry was not taken away yet."""

from datetime import date
from typing import Any, NamedTuple

from domain.budgets import accounts
from domain.deciding.books import Books, PostedEntry
from domain.framework.framework import SUSPENSE
from domain.values.money import Cents


class Item(NamedTuple):
    """Money in suspense that somebody still has to answer for."""

    command: str
    """`receive_other` or `pay_other`."""
    since: date
    amount: Cents


def open_item(posted: PostedEntry) -> Item | None:
    """The suspense item that an entry is; None for what is none, or was reversed.

    An entry that clears is itself no item; one reclassified as suspense is.
    """
    given: Any = posted.event.given
    if posted.reversed_by is not None:
        return None
    if given.name in ("receive_other", "pay_other"):
        is_item = given.category == SUSPENSE and given.clears is None
        return Item(given.name, given.date, given.amount) if is_item else None
    if given.name == "reclassify":
        held = given.as_.fields
        category = getattr(held, "category", None)
        if category == SUSPENSE and getattr(held, "clears", None) is None:
            amount: Cents = getattr(posted.event, "amount", 0)
            return Item(given.as_.command, given.date, amount)
    return None


def left_of(entry: int, item: Item, day: date, books: Books) -> Cents:
    """What is open of an item on that day and on every later one (cents)."""
    if day < item.since:
        return 0
    return item.amount + min(0, books.lowest(accounts.taken(entry), day))
