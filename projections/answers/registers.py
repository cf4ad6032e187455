"""What stands in a register at a date, as known: its entries, as corrected."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.framework.course import PARTNER
from projections.answers.corrections import Corrections
from projections.snapshot import View
from projections.stored import State, state_of


class Registered(NamedTuple):
    """An entry of a register that is in force."""

    entry: int
    given: Mapping[str, Any]
    """The command as given, its texts and references as corrected."""
    state: State

    @property
    def date(self) -> date:
        """Its effective date."""
        return date.fromisoformat(self.given["date"])

    def named_since(self, field: str) -> int:
        """The entry that says what stands in a field: its own, or a correction."""
        found: int = self.state.get("corrected_in", {}).get(field, self.entry)
        return found

    def told(self, *fields: str) -> dict[str, Any]:
        """Its entry and some of its fields; absent ones are null."""
        return {"entry": self.entry, **{name: self.given.get(name) for name in fields}}


def in_force(
    view: View,
    command: str,
    corrections: Corrections | None = None,
    *,
    ever: bool = False,
) -> list[Registered]:
    """The entries of a command by the date that were not reversed by then.

    With `ever` also those that were: an entry may rest on what was undone since.
    """
    corrections = corrections or Corrections(view)
    rows = view.rows(
        "SELECT e.entry, s.topic, s.state FROM entries e"
        " JOIN stored_events s ON s.entry = e.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        " WHERE e.command = ? AND e.day <= ? AND e.entry <= ?"
        f"{'' if ever else ' AND r.entry IS NULL'} ORDER BY e.entry",
        *(view.day, view.entry, command, view.day, view.entry),
    )
    return [
        _corrected(int(entry), state_of(str(topic), state), corrections)
        for entry, topic, state in rows
    ]


def _corrected(entry: int, state: State, corrections: Corrections) -> Registered:
    changes = corrections.by_entry.get(entry, ())
    new = {str(change["field"]): change["value"] for change in changes}
    since = {str(change["field"]): change["entry"] for change in changes}
    given = {**state["given"], **new}
    return Registered(entry, given, {**state, "corrected_in": since})


def newest(found: list[Registered], *by: str) -> dict[tuple[str, ...], Registered]:
    """Of each the newest by date, then entry, by some of its fields."""
    ordered = sorted(found, key=lambda each: (each.given["date"], each.entry))
    return {tuple(each.given[name] for name in by): each for each in ordered}


def partners_on(view: View, day: date) -> Iterator[str]:
    """The partners in force on a day, in that day's framework's order."""
    yield from view.course.codes(PARTNER, day)
