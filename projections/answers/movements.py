"""What people ask of an entry in a list beside its own row.

Which way its money went, from where to where it moved budget, which budget paid a cost,
which rule it deviates from, a decision's number, whether it has words of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.catalogue import BY_NAME, Trait
from domain.values.messages import Coded, Told, message, parts
from domain.values.money import Cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entries_of
from projections.snapshot import View

_AT_ONCE = 500
"""Entries looked up in one statement."""
_DECISION, _DEVIATION, _COST = "record_decision", "deviate", "post_process_cost"
_LOOKED_AT = ("reverse", "transfer_budget", _DECISION, _DEVIATION)
_BOOKED_OTHERWISE = "reclassify"
"""It has the account's traits, but no money comes in or goes out."""
_TELL_THE_TITLE = ("propose_project", "amend_project")


class Movement(NamedTuple):
    """What an entry moved, as far as a list of entries does not say it."""

    cents: Cents | None = None
    """Of a reversal: what its original moved, the other way."""
    budgets: str | None = None
    """Of a transfer: from where to where; of a process cost: what it is charged to."""
    rule: str | None = None
    """Of a deviation: its rule, and the ceiling that it is about or the new share."""
    number: str | None = None
    """Of a decision: its own number."""


def direction(command: str) -> int:
    """1 where money came in on the current account, -1 where it went out, else 0."""
    kind = BY_NAME[command]
    if not kind.has(Trait.CASH) or command == _BOOKED_OTHERWISE:
        return 0
    return 1 if kind.has(Trait.RECEIPT) else -1


def movements(view: View, rows: Iterable[Mapping[str, Any]]) -> dict[int, Movement]:
    """By entry, of those among the rows of a list that have more to say."""
    listed = [(int(row["entry"]), row["command"]) for row in rows]
    found = list(_entries(view, [n for n, command in listed if command in _LOOKED_AT]))
    reversed_ = [each.reverses for each in found if each.reverses is not None]
    originals = {each.number: each for each in _entries(view, reversed_)}
    costs = [number for number, command in listed if command == _COST]
    return {
        **{each.number: _movement(each, originals) for each in found},
        **{number: Movement(budgets=said) for number, said in _charged(view, costs)},
    }


def repeats_title(view: View, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """The entries of projects whose description is the project's title again.

    Those that gave the project its title are not among them.
    """
    of_projects = [
        row for row in rows if row["project"] and row["command"] not in _TELL_THE_TITLE
    ]
    corrections = Corrections(view) if of_projects else None
    return {
        row["entry"]
        for row in of_projects
        if corrections is not None
        and row["description"] == corrections.of_proposal(row["project"], "title")
    }


def _entries(view: View, numbers: Sequence[int]) -> Iterator[Entry]:
    corrections = Corrections(view) if numbers else None
    for some in _some(numbers):
        if corrections is not None:
            yield from entries_of(view, some, corrections).values()


def _some(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _charged(view: View, costs: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The programme and year of process costs; there may be very many."""
    for some in _some(costs):
        rows = view.rows(
            "SELECT entry, programme, year FROM entries"
            f" WHERE entry IN ({', '.join('?' * len(some))})",
            *some,
        )
        for number, programme, year in rows:
            yield int(number), f"{programme} {year}"


def _movement(found: Entry, originals: Mapping[int, Entry]) -> Movement:
    given = found.given
    if found.command == _DECISION:
        return Movement(number=given["number"])
    if found.command == _DEVIATION:
        return Movement(rule=_rule(given))
    if found.reverses is None:
        ends = ("{from_programme} {from_year}", "{to_programme} {to_year}")
        return Movement(budgets=" → ".join(ends).format(**given))
    original = originals[found.reverses]
    moved = direction(original.command)
    return Movement(-moved * (original.amount or 0) if moved else None)


def _rule(given: Mapping[str, Any]) -> str:
    share = given.get("share")
    scope = (given.get("programme"), given.get("year"), share and f"{share}%")
    told = (Coded(given["rule"]), *filter(None, scope))
    return Told(message("{rule}", rule=parts(told, " ")))
