"""Which part of a grant, or of a ceiling, rests on which decision.

An award and each raise add a part; what takes off again, such as a reversal, is taken
off the parts of its own decision first, then off the last ones. What became of a grant
is laid on its parts in order: what was spent first counts for what was granted first.
So no payment from before a decision counts for what that decision added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from domain.budgets import accounts as acc
from domain.values.money import Cents
from projections.answers.flow import Way
from projections.answers.grounds import grounds_of
from projections.snapshot import View

_AT_ONCE = 500
"""Accounts looked up in one statement."""
Place = tuple[str, str]
"""A budget year and a programme."""
_Key = TypeVar("_Key", str, Place)


class Part(NamedTuple):
    """What rests on a decision, in euro cents."""

    decision: str | None
    amount: Cents


def of_grants(view: View, projects: Collection[str]) -> dict[str, list[Part]]:
    """By project the parts of what was awarded, whatever was released of it since."""
    return _parts(view, {acc.of_project("awarded", each): each for each in projects})


def of_ceilings(view: View, places: Collection[Place]) -> dict[Place, list[Part]]:
    """By year and programme the parts of what was allocated and transferred."""
    names = {
        acc.of_programme(measure, *place): place
        for measure in ("allocated", "transferred")
        for place in places
    }
    return _parts(view, names)


def of_decision(parts: Iterable[Part], number: str) -> Cents:
    """What of them rests on a decision."""
    return sum(part.amount for part in parts if part.decision == number)


def laid(
    ways: Sequence[Way], parts: Mapping[str, Sequence[Part]]
) -> Iterator[tuple[str | None, Way]]:
    """Ways of grants, cut where they pass from one decision's part to the next.

    Ways of one project are in order. What is more than the parts is the last one's.
    """
    left = {project: list(some) for project, some in parts.items()}
    for way in ways:
        yield from _cut(way, left.get(way.project or "", []))


def _cut(way: Way, left: list[Part]) -> Iterator[tuple[str | None, Way]]:
    """Takes what it is laid on off the parts that are left."""
    rest = way.amount
    while rest and len(left) > 1:
        first = left.pop(0)
        taken = min(rest, first.amount)
        rest -= taken
        if taken < first.amount:
            left.insert(0, first._replace(amount=first.amount - taken))
        yield first.decision, way._replace(amount=taken)
    if rest:
        yield (left[0].decision if left else None), way._replace(amount=rest)


def _parts(view: View, names: Mapping[str, _Key]) -> dict[_Key, list[Part]]:
    lines = sorted(_lines(view, names))
    grounds = grounds_of(view, (entry for _, entry, *_ in lines))
    found: dict[_Key, list[Part]] = defaultdict(list)
    for _, entry, name, amount in lines:
        _add(found[names[name]], Part(grounds[entry].decision, amount))
    return dict(found)


def _add(parts: list[Part], added: Part) -> None:
    if added.amount > 0:
        parts.append(added)
        return
    rest = -added.amount
    order = sorted(
        range(len(parts)),
        key=lambda at: (parts[at].decision == added.decision, at),
        reverse=True,
    )
    for at in order:
        taken = min(rest, parts[at].amount)
        parts[at] = parts[at]._replace(amount=parts[at].amount - taken)
        rest -= taken
    parts[:] = [each for each in parts if each.amount]


def _lines(view: View, names: Collection[str]) -> Iterator[tuple[int, int, str, Cents]]:
    """Day, entry, account and amount; of an entry on a day what it comes to."""
    accounts = view.accounts(names)
    numbers = sorted(accounts)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = view.rows(
            "SELECT day, entry, account, SUM(amount) FROM lines"
            f" WHERE account IN ({', '.join('?' * len(some))})"
            " AND day <= ? AND entry <= ? GROUP BY day, entry, account",
            *(*some, view.day, view.entry),
        )
        for day, entry, account, amount in rows:
            if amount:
                yield int(day), int(entry), accounts[int(account)], int(amount)
