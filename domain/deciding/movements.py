"""What a reclassification takes from projects and gives to them, as if posted there.

It is an entry of each of these projects: on its date a payment, a refund, or a receipt
or spending of money of others.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.budgets import accounts
from domain.deciding.books import Books, PostedEntry
from domain.deciding.items import left_of, open_item
from domain.entries.event import LedgerEvent
from domain.entries.reclassifying import EntryReclassified
from domain.values.errors import Refusal
from domain.values.messages import Euro

GRANT_MOVEMENTS = ("pay_grant", "receive_refund")
"""Movements that a settled past holds for."""


class Movement(NamedTuple):
    """One side of a reclassification at one project."""

    project: str
    command: str
    takes_whole: int | None = None
    """The entry, where it takes all of it away from the project."""


def movements(event: EntryReclassified, original: LedgerEvent) -> Iterator[Movement]:
    """What it takes from a project, then what it gives to one."""
    given = original.given
    taken_from: str | None = getattr(given, "project", None)
    if taken_from is not None:
        whole = event.amount == getattr(given, "amount", None)
        entry = original.entry if whole else None
        yield Movement(taken_from, given.name, entry)
    as_ = event.given.as_
    given_to: str | None = getattr(as_.fields, "project", None)
    if given_to is not None:
        yield Movement(given_to, as_.command)


def grants_moved(event: EntryReclassified, books: Books) -> list[str]:
    """Projects that a payment or refund is taken from or given to."""
    return [
        each.project
        for each in movements(event, _original(event, books).event)
        if each.command in GRANT_MOVEMENTS
    ]


def _original(event: EntryReclassified, books: Books) -> PostedEntry:
    posted = books.posted(event.given.entry)
    assert posted is not None  # noqa: S101  # it was looked at when this was accepted
    return posted


def settled_since(project: str, entry: int, books: Books) -> int | None:
    """A standing settlement after the entry; a lower change is one too."""
    state = books.project(project)
    steps = () if state is None else state.standing
    return next((s.entry for s in steps if s.settles and s.entry > entry), None)


def reclassification_in_the_way(event: EntryReclassified, books: Books) -> int | None:
    """A settlement, since, of a project that it takes from or gives to."""
    found = (
        settled_since(project, event.entry, books)
        for project in grants_moved(event, books)
    )
    return next((entry for entry in found if entry is not None), None)


def check_clears_again(
    entry: int, posted: PostedEntry, day: date, books: Books
) -> None:
    """What cleared an item can clear it again, for as much, from that day on.

    Raises `Refusal` (`NOT_REVERSIBLE`) where another cleared the item since, or the
    item itself was reversed.
    """
    for account, amount in posted.lines:
        number = accounts.taken_from(account)
        if number is None or amount < 0:
            continue
        found = books.posted(number)
        item = None if found is None else open_item(found)
        left = 0 if item is None else left_of(number, item, day, books)
        if left < amount:
            raise Refusal(
                "NOT_REVERSIBLE",
                "entry {entry} gave back {amount} of the item of entry {item}, of which"
                " {left} is open from {day} on: it was cleared otherwise since. Reverse"
                " that first.",
                entry=entry,
                amount=Euro(amount),
                item=number,
                left=Euro(left),
                day=day,
            )
