"""What people ask of an entry in a list beside its own row.

Which way its money went, from where to where it moved budget, a decision's number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.catalogue import BY_NAME, Trait
from domain.values.money import Cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entries_of
from projections.snapshot import View

_AT_ONCE = 500
"""Entries looked up in one statement."""
_DECISION = "record_decision"
_LOOKED_AT = ("reverse", "transfer_budget", _DECISION)
_BOOKED_OTHERWISE = "reclassify"
"""It has the account's traits, but no money comes in or goes out."""


class Movement(NamedTuple):
    """What an entry moved, as far as a list of entries does not say it."""

    cents: Cents | None = None
    """Of a reversal: what its original moved, the other way."""
    budgets: str | None = None
    """Of a transfer: from where to where."""
    number: str | None = None
    """Of a decision: its own number."""


def direction(command: str) -> int:
    """1 where money came in on the current account, -1 where it went out, else 0."""
    kind = BY_NAME[command]
    if not kind.has(Trait.CASH) or command == _BOOKED_OTHERWISE:
        return 0
    return 1 if kind.has(Trait.RECEIPT) else -1


def movements(view: View, rows: Iterable[Mapping[str, Any]]) -> dict[int, Movement]:
    """By entry, of the reversals, transfers and decisions among the rows of a list."""
    numbers = [int(row["entry"]) for row in rows if row["command"] in _LOOKED_AT]
    found = list(_entries(view, numbers))
    reversed_ = [each.reverses for each in found if each.reverses is not None]
    originals = {each.number: each for each in _entries(view, reversed_)}
    return {each.number: _movement(each, originals) for each in found}


def _entries(view: View, numbers: Sequence[int]) -> Iterator[Entry]:
    corrections = Corrections(view) if numbers else None
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        if corrections is not None:
            yield from entries_of(view, some, corrections).values()


def _movement(found: Entry, originals: Mapping[int, Entry]) -> Movement:
    if found.command == _DECISION:
        return Movement(number=found.given["number"])
    if found.reverses is None:
        ends = ("{from_programme} {from_year}", "{to_programme} {to_year}")
        return Movement(budgets=" → ".join(ends).format(**found.given))
    original = originals[found.reverses]
    moved = direction(original.command)
    return Movement(-moved * (original.amount or 0) if moved else None)
