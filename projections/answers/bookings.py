"""What money is booked as at a date: as posted, and as reclassifications book it anew.

Of an entry that was reclassified only the rest is booked as it was posted.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.values.money import Cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, Filters, history
from projections.snapshot import View


class Booking(NamedTuple):
    """An entry, the command that it is booked as, and how much of it is."""

    entry: Entry
    command: str
    given: Mapping[str, Any]
    """The fields of that command; of a reclassification those of `as`."""
    amount: Cents

    def text(self, field: str, corrections: Corrections) -> str | None:
        """A text of the command as corrected."""
        return corrections.of(self.entry.number, self.given, field)


def standing(view: View, command: str) -> Iterator[Entry]:
    """Entries of a command dated by the view that nobody has reversed."""
    for entry in history(view, Filters(command=command, to_day=view.day)):
        if entry.reversed_by is None:
            yield entry


def bookings(view: View, command: str) -> Iterator[Booking]:
    """What stands booked as a command, in the order of entries; nothing left, none."""
    posted = list(standing(view, command))
    taken = view.balances([acc.taken(entry.number) for entry in posted])
    found = [
        Booking(
            entry,
            command,
            entry.given,
            (entry.amount or 0) + taken[acc.taken(entry.number)],
        )
        for entry in posted
    ]
    found += _reclassified_as(view, command)
    yield from (
        each for each in sorted(found, key=lambda b: b.entry.number) if each.amount
    )


def _reclassified_as(view: View, command: str) -> Iterator[Booking]:
    for entry in standing(view, "reclassify"):
        given = entry.given["as"]
        if given["command"] == command:
            yield Booking(entry, command, given, entry.amount or 0)
