"""What some commands booked, day by day, and what took it away again.

A reversal takes away the whole of an entry, on its own date; a reclassification the
part that it books as another command. So the movements of a command up to a date add up
to what stands booked as it then, and each can be told by the fields of its command.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.values.money import Cents
from projections.snapshot import View
from projections.stored import State, state_of
from projections.sums import cents

_RECLASSIFY = "reclassify"


class Movement(NamedTuple):
    """A command with its fields, and how much of it came or went on a day."""

    day: int
    entry: int
    """The entry whose fields these are; a reversal moves what its original booked."""
    command: str
    given: Mapping[str, Any]
    state: State
    amount: Cents
    """Above zero; 0 of a command that has no amount."""
    sign: int
    """1 where it was booked, -1 where it was taken away."""

    @property
    def signed(self) -> Cents:
        """What it adds to what stands booked as its command."""
        return self.sign * self.amount


def movements(view: View, commands: Sequence[str]) -> list[Movement]:
    """The movements of some commands through the view's date, as known."""
    found: dict[int, list[Movement]] = defaultdict(list)
    for entry, day, command, state in _stored(view, (*commands, _RECLASSIFY)):
        if command == _RECLASSIFY:
            found[entry] += _reclassified(entry, day, state, found, commands)
        else:
            amount = cents(state["given"].get("amount") or "0.00")
            given = state["given"]
            found[entry].append(Movement(day, entry, command, given, state, amount, 1))
    for day, original in _reversals(view):
        for each in list(found.get(original, ())):
            found[original].append(each._replace(day=day, sign=-each.sign))
    return [each for some in found.values() for each in some]


def _reclassified(
    entry: int,
    day: int,
    state: State,
    found: Mapping[int, Sequence[Movement]],
    commands: Sequence[str],
) -> Iterator[Movement]:
    """What it books as another command, less what it takes of the original."""
    given, original = state["given"], state["given"]["entry"]
    amount = _amount(state, found.get(original, ()))
    held = given["as"]
    if held["command"] in commands:
        yield Movement(day, entry, held["command"], held, state, amount, 1)
    for each in found.get(original, ())[:1]:
        yield each._replace(day=day, amount=amount, sign=-1)


def _amount(state: State, original: Sequence[Movement]) -> Cents:
    """As stored; else as given; else the whole of the original."""
    if "amount" in state:
        return int(state["amount"])
    if state["given"].get("amount") is not None:
        return cents(state["given"]["amount"])
    return original[0].amount


def _stored(
    view: View, commands: Sequence[str]
) -> Iterator[tuple[int, int, str, State]]:
    rows = view.rows(
        "SELECT e.entry, e.day, e.command, s.topic, s.state FROM entries e"
        " JOIN stored_events s ON s.entry = e.entry"
        f" WHERE e.command IN ({', '.join('?' * len(commands))})"
        " AND e.day <= ? AND e.entry <= ? ORDER BY e.entry",
        *commands,
        view.day,
        view.entry,
    )
    for entry, day, command, topic, state in rows:
        yield int(entry), int(day), str(command), state_of(str(topic), state)


def _reversals(view: View) -> Iterator[tuple[int, int]]:
    """Day and original of each reversal, in the order of entries."""
    rows = view.rows(
        "SELECT day, reverses FROM entries WHERE reverses IS NOT NULL"
        " AND day <= ? AND entry <= ? ORDER BY entry",
        view.day,
        view.entry,
    )
    for day, original in rows:
        yield int(day), int(original)
