"""Days on which a budget had less than it may: what covered it, and since when.

Looked at without the deviations from it, a quantity is short on some days; on each of
them deviations in force cover all of that, some of it or nothing. Days on end on which
the same is true are told together. All amounts are cents.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.budgets.quantities import Budgets, Quantity
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.money import Cents
from projections.answers.years import budgets_of, closed_days
from projections.checks.balances import Interval
from projections.days import from_number
from projections.snapshot import View

_MANY = 500
"""Accounts that are read in one statement."""
Moves = dict[str, dict[int, Cents]]
"""By account what moved on it by day."""


class Watched(NamedTuple):
    """A quantity in its parts, and the days on which it is not judged."""

    parts: tuple[Quantity, ...]
    rests: tuple[Interval, ...] = ()

    @property
    def quantity(self) -> Quantity:
        """Its first part: what it is called, and its scope."""
        return self.parts[0]

    @property
    def accounts(self) -> list[str]:
        """All that it adds up."""
        return list(dict.fromkeys(n for part in self.parts for n, _ in part.accounts))


@dataclass
class Shortfall:
    """Days on end on which a quantity was short, and as far covered all the time."""

    quantity: Quantity
    first: date
    last: date
    short: Cents
    """At worst, without deviations."""
    uncovered: Cents
    """Of that at worst what no deviation covered."""
    lowered: list[int] = field(default_factory=list)
    """The days, as numbers, on which it became that short, since it first was."""

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def watched(view: View) -> list[Watched]:
    """Every quantity of the contract's table, as the view knows them."""
    budgets = budgets_of(view)
    years, partners = view.course.ever(YEAR), view.course.ever(PARTNER)
    found = [
        Watched((each,)) for year in years for each in _of_year(view, budgets, year)
    ]
    found += [
        Watched(budgets.reserve(year), tuple(closed_days(view, year))) for year in years
    ]
    found += [Watched((each,)) for each in filter(None, (budgets.free(),))]
    found += [
        Watched((budgets.received(year, partner),))
        for year in years
        for partner in partners
    ]
    return found + [Watched((each,)) for each in _of_projects(view, budgets)]


def _of_year(view: View, budgets: Budgets, year: str) -> Iterator[Quantity]:
    for programme in (*view.course.ever(PROGRAMME), OUTSIDE):
        yield budgets.ceiling(year, programme)
    yield budgets.unallocated(year)
    yield budgets.process_ceiling(year)


def _of_projects(view: View, budgets: Budgets) -> Iterator[Quantity]:
    for name in view.posted_under(*_OF_PROJECTS):
        match name.split(":"):
            case ["liabilities", "funds", project]:
                yield budgets.funds(project)
            case ["budget", "committed", year, programme, project]:
                yield budgets.committed(year, programme, project)
            case ["memo", "project", "paid", project]:
                yield budgets.paid(project)


_OF_PROJECTS = ("liabilities:funds:", "budget:committed:", "memo:project:paid:")


def shortfalls(
    view: View, start: date, quantities: Sequence[Watched]
) -> list[Shortfall]:
    """What was short from a day until the view's date, in the order of quantities."""
    moves = _moves(view, {name for each in quantities for name in each.accounts})
    found = (each for some in quantities for each in _short(view, start, some, moves))
    return [clipped for each in found if (clipped := _clipped(each, start)) is not None]


def _moves(view: View, names: Iterable[str]) -> Moves:
    accounts = view.accounts(names)
    numbers = sorted(accounts)
    found: Moves = {name: {} for name in accounts.values()}
    for begin in range(0, len(numbers), _MANY):
        some = numbers[begin : begin + _MANY]
        rows = view.rows(
            "SELECT account, day, SUM(amount) FROM lines"
            f" WHERE account IN ({', '.join('?' * len(some))})"
            " AND day <= ? AND entry <= ? GROUP BY account, day",
            *some,
            view.day,
            view.entry,
        )
        for account, day, amount in rows:
            found[accounts[int(account)]][int(day)] = int(amount)
    return found


class _Day(NamedTuple):
    """How a quantity stands from a day on, until the next."""

    day: int
    spare: Cents
    """Above its floor, without deviations."""
    deviation: Cents
    change: Cents
    is_judged: bool


def _days(view: View, some: Watched, moves: Moves) -> Iterator[_Day]:
    """Each day on which anything of it changed."""
    quantity = some.quantity
    days = {day for name in some.accounts for day in moves.get(name, {})}
    ends = {until for _, until in some.rests if until is not None}
    starts = {since for since, _ in some.rests}
    own = [dict(part.own) for part in some.parts]
    deviating = {n for n in some.accounts if n.startswith(acc.DEVIATION)}
    levels, deviation = [0] * len(own), 0
    for day in sorted(each for each in {*days, *starts, *ends} if each <= view.day):
        moved = {n: moves[n].get(day, 0) for n in some.accounts if n in moves}
        changes = [
            sum(sign * moved.get(name, 0) for name, sign in part.items())
            for part in own
        ]
        levels = [level + change for level, change in zip(levels, changes, strict=True)]
        deviation += sum(moved.get(name, 0) for name in deviating)
        number = (from_number(day) - view.opening.start).days
        spares = [
            level - part.floor_on(number)
            for level, part in zip(levels, some.parts, strict=True)
        ]
        rests = any(a <= day and (b is None or day < b) for a, b in some.rests)
        has_floor = quantity.floors is None or quantity.floors.on(number) is not None
        yield _Day(
            *(day, min(spares), deviation, min(changes)), has_floor and not rests
        )


def _short(view: View, start: date, some: Watched, moves: Moves) -> Iterator[Shortfall]:
    """Days on end that are as far covered, one after the other."""
    days = list(_days(view, some, moves))
    lowered: list[int] = []
    before: Shortfall | None = None
    deepest = 0
    for each, following in zip_longest(days, days[1:]):
        short = max(0, -each.spare) if each.is_judged else 0
        # What was below a floor when it was adopted is not judged.
        if some.quantity.floors is not None and before is None and each.change >= 0:
            short = 0
        if not short:
            lowered, before, deepest = [], None, 0
            continue
        if short > deepest:
            lowered, deepest = [*lowered, each.day], short
        uncovered = max(0, short - each.deviation)
        first, last = from_number(each.day), view.at
        if following is not None:
            last = from_number(following.day) - timedelta(1)
        if before is not None and bool(before.uncovered) == bool(uncovered):
            # What was before the start is no matter of the days that are looked at.
            worst = (before.short, before.uncovered) if before.last >= start else (0, 0)
            before.short = max(worst[0], short)
            before.uncovered = max(worst[1], uncovered)
            before.last, before.lowered = last, lowered
            continue
        before = Shortfall(some.quantity, first, last, short, uncovered, lowered)
        yield before


def _clipped(found: Shortfall, start: date) -> Shortfall | None:
    """What of it is on or after a day."""
    if found.last < start:
        return None
    found.first = max(found.first, start)
    return found


def lowering(view: View, found: Shortfall, parts: Sequence[Quantity]) -> list[int]:
    """The entries that made it that short."""
    signs = {name: sign for part in parts for name, sign in part.own}
    accounts = view.accounts(signs)
    marks = ", ".join("?" * len(accounts))
    days = ", ".join("?" * len(found.lowered))
    rows = view.rows(
        "SELECT entry, account, SUM(amount) FROM lines"
        f" WHERE account IN ({marks}) AND day IN ({days}) AND entry <= ?"
        " GROUP BY entry, account ORDER BY entry",
        *accounts,
        *found.lowered,
        view.entry,
    )
    effects: dict[int, Cents] = {}
    for entry, account, amount in rows:
        effect = signs[accounts[int(account)]] * int(amount)
        effects[int(entry)] = effects.get(int(entry), 0) + effect
    return [entry for entry, effect in effects.items() if effect < 0] or list(effects)
