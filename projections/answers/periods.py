"""Periods that were locked and reopened, as entries pass by in order."""

from datetime import date
from typing import NamedTuple

from projections.answers.entries import Entry
from projections.checks.administration import is_stopped
from projections.days import iso_day_number
from projections.snapshot import View
from projections.stored import of_commands


class Lock(NamedTuple):
    """A period that was locked: its last day, and the entry that locked it."""

    entry: int
    until: date


def last_lock(view: View) -> Lock | None:
    """The newest lock that is known; what was reopened since counts still."""
    found = None
    for entry, state in of_commands(view, ["lock_period"]):
        found = Lock(entry, date.fromisoformat(state["given"]["until"]))
    return found


class ReopenedPeriods:
    """Knows, at every entry, which days had been locked and are open again."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._locked: int | None = None
        self._reopened: list[tuple[int, int, int]] = []

    def take(self, entry: Entry) -> int | None:
        """The entry that reopened the period in which this one was posted, if any."""
        if entry.command == "lock_period":
            self._locked = iso_day_number(entry.given["until"])
        elif entry.command == "reopen_period":
            first = iso_day_number(entry.given["from_date"])
            self._reopened.append((entry.number, first, self._locked or first))
            self._locked = first - 1
        elif entry.date is not None and is_stopped(self._view, entry):
            day = iso_day_number(entry.date)
            for number, first, last in reversed(self._reopened):
                if first <= day <= last:
                    return number
        return None
