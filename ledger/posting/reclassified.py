"""The reclassifications that take from a project or give to it, as the tables have it.

They are found by their lines: the index has one project of an entry.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.budgets import accounts
from domain.deciding.movements import GRANT_MOVEMENTS, Movement, movements
from domain.entries.reclassifying import EntryReclassified
from ledger.posting.later import Found
from projections.days import from_number

_MEASURES = ("paid", "refunded", "funds-received", "funds-spent")


@dataclass(frozen=True)
class Reclassification:
    """One that concerns a project, and what became of it."""

    entry: int
    day: date
    reversed_by: int | None
    reversed_on: date | None
    movements: tuple[Movement, ...]
    """Those of that project."""

    def since(self, entry: int) -> set[str]:
        """The commands it stands for there, had what it wholly took never been."""
        return {
            m.command
            for m in self.movements
            if m.takes_whole is None or m.takes_whole <= entry
        }


def of_project(books: Found, project: str) -> Iterator[Reclassification]:
    """In their order, reversed ones included."""
    names = [accounts.of_project(measure, project) for measure in _MEASURES]
    rows = books.rows(
        "SELECT e.entry, e.day, r.entry, r.day FROM entries e"
        " LEFT JOIN entries r ON r.reverses = e.entry"
        " WHERE e.command = 'reclassify' AND EXISTS (SELECT 1 FROM lines l"
        " WHERE l.entry = e.entry AND l.account IN (SELECT account"
        f" FROM accounts WHERE name IN ({', '.join('?' * len(names))})))"
        " ORDER BY e.entry",
        tuple(names),
    )
    for entry, day, reversed_by, reversed_on in list(rows):
        yield Reclassification(
            int(entry),
            from_number(int(day)),
            None if reversed_by is None else int(reversed_by),
            None if reversed_on is None else from_number(int(reversed_on)),
            tuple(_movements(books, int(entry), project)),
        )


def _movements(books: Found, entry: int, project: str) -> Iterator[Movement]:
    event: Any = books.event(entry)
    assert isinstance(event, EntryReclassified)  # noqa: S101  # found by its command
    original = books.event(event.given.entry)
    assert original is not None  # noqa: S101  # it was looked at when this was accepted
    yield from (m for m in movements(event, original) if m.project == project)


def grant_dates(books: Found, project: str, after: int) -> Iterator[date]:
    """Days on which one paid or refunded there, or was reversed; after an entry."""
    for each in of_project(books, project):
        if each.entry > after and any(
            m.command in GRANT_MOVEMENTS for m in each.movements
        ):
            yield each.day
            if each.reversed_on is not None:
                yield each.reversed_on


def taken_away(found: Collection[Reclassification], entry: int) -> set[int]:
    """Entries after `entry` that count, with what took them, as never having been."""
    return {
        m.takes_whole
        for each in found
        if each.reversed_by is None
        for m in each.movements
        if m.takes_whole is not None and m.takes_whole > entry
    }


def came_later(
    found: Collection[Reclassification], entry: int, commands: Collection[str]
) -> int | None:
    """The first that came after `entry` and still counts, or the reversal of one."""
    counting = []
    for each in found:
        if each.reversed_by is None:
            roles = each.since(entry) if each.entry > entry else set()
            if roles & set(commands or roles):
                counting.append(each.entry)
        elif not commands and each.entry < entry < each.reversed_by:
            counting.append(each.reversed_by)
    return min(counting, default=None)


def never_there(books: Found, project: str, entry: int) -> set[int]:
    """What was wholly taken away after `entry`, and what took it."""
    found = list(of_project(books, project))
    takers = {
        each.entry
        for each in found
        if each.reversed_by is None and not each.since(entry)
    }
    return taken_away(found, entry) | takers
