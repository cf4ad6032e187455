"""Budgets on every day: what would fall below its floor, and since when.

A command is refused when on its date or on any later day already in the ledger it
*lowers* a quantity below its floor, so a backdated posting can't overdraw a later day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain.budgets.quantities import RESERVE, Quantity
from domain.values.money import Cents

if TYPE_CHECKING:
    from domain.budgets.quantities import Budgets
    from domain.budgets.timeline import Timeline
    from domain.states.years import BudgetYear


class Ledgers(Protocol):
    """What the every-day checks look at."""

    @property
    def start(self) -> date:
        """The day from which days are counted: nothing is dated before it."""

    @property
    def budgets(self) -> Budgets:
        """The quantities of all frameworks."""

    def timeline(self, quantity: Quantity) -> Timeline:
        """The quantity by day number, counted from the framework's start."""

    def year(self, code: str) -> BudgetYear:
        """The state of a budget year."""

    def balance(self, account: str, day: date) -> Cents:
        """The balance of an account at the end of `day`."""


class Breach(NamedTuple):
    """The first day on which a quantity would fall below its floor."""

    quantity: Quantity
    day: date
    would_be: Cents
    """The quantity on that day if the command were accepted."""
    change: Cents
    """What of it the command itself takes away (negative)."""
    floor: Cents
    """The floor of that day."""

    @property
    def short(self) -> Cents:
        """By how much it falls short of its floor."""
        return self.floor - self.would_be

    @property
    def left(self) -> Cents:
        """What would be left; of a ceiling what is above the floor it stands for."""
        return self.would_be - (self.floor if self.quantity.shifted else 0)


Changes = Mapping[Quantity, Cents]


def changes(budgets: Budgets, lines: Iterable[tuple[str, Cents]]) -> Changes:
    """By how much lines change each quantity, from their date on."""
    found: dict[Quantity, Cents] = {}
    for account, amount in lines:
        for quantity, sign in budgets.quantities_of(account):
            found[quantity] = found.get(quantity, 0) + sign * amount
    return found


def first_breach(
    changed: Changes,
    day: date,
    ledgers: Ledgers,
    *,
    except_codes: frozenset[str] = frozenset(),
) -> Breach | None:
    """The first quantity of the table that the changes lower below its floor."""
    number = (day - ledgers.start).days
    lowered = [
        quantity
        for quantity, change in changed.items()
        if change < 0 and quantity.code not in except_codes
    ]
    for quantity in sorted(lowered, key=lambda q: q.kind.order):
        limit = quantity.floor - changed[quantity]
        if not ledgers.timeline(quantity).falls_below(limit, number):
            continue
        breach = (
            reserve_breach(quantity.scope[0], changed, number, ledgers)
            if quantity.kind is RESERVE
            else _breach(quantity, changed[quantity], number, ledgers)
        )
        if breach is not None:
            return breach
    return None


def below_floor(
    changed: Changes, day: date, ledgers: Ledgers, codes: frozenset[str]
) -> Iterator[Breach]:
    """What stands below its floor since changes that were taken in already.

    Looked at is what they lowered, under `codes`; of the reserve one of its two sums.
    """
    number = (day - ledgers.start).days
    reserves: set[str] = set()
    for quantity, change in changed.items():
        if change >= 0 or quantity.code not in codes:
            continue
        if quantity.kind is not RESERVE:
            found = _breach(quantity, 0, number, ledgers)
        elif quantity.scope[0] not in reserves:
            reserves.add(quantity.scope[0])
            year = quantity.scope[0]
            found = reserve_breach(year, changed, number, ledgers, taken_in=True)
        else:
            continue
        if found is not None:
            yield found


def _breach(
    quantity: Quantity, change: Cents, number: int, ledgers: Ledgers
) -> Breach | None:
    timeline = ledgers.timeline(quantity)
    for at in (number, *(d for d in timeline.days() if d > number)):
        would_be = timeline.balance(at) + change
        if would_be < quantity.floor:
            floor = quantity.floor_on(at)
            above = would_be - quantity.floor
            return Breach(quantity, _day(at, ledgers), floor + above, change, floor)
    return None


def reserve_breach(
    year: str,
    changed: Changes,
    number: int,
    ledgers: Ledgers,
    *,
    taken_in: bool = False,
) -> Breach | None:
    """The first day on which changes lower the reserve below its floor (Z3).

    It needs both its sums, and rests while the year is closed. `number` is the day of
    the changes, counted from the framework's start; `taken_in` where the ledgers have
    them already.
    """
    parts = ledgers.budgets.reserve(year)
    timelines = [ledgers.timeline(part) for part in parts]
    if not any(
        (change := changed.get(part, 0)) < 0
        and timeline.falls_below(part.floor - (0 if taken_in else change), number)
        for part, timeline in zip(parts, timelines, strict=True)
    ):
        return None  # on no day: what is lowest tells that without looking at each
    for at in _reserve_days(year, timelines, number, ledgers):
        lowered = [changed.get(part, 0) for part in parts]
        before = [
            timeline.balance(at) - part.floor - (change if taken_in else 0)
            for part, timeline, change in zip(parts, timelines, lowered, strict=True)
        ]
        after = [value + change for value, change in zip(before, lowered, strict=True)]
        if min(after) < 0 and min(after) < min(before):
            worst = parts[after.index(min(after))]
            would_be = min(after) + worst.floor
            change = changed.get(worst, 0)
            return Breach(worst, _day(at, ledgers), would_be, change, worst.floor)
    return None


def _reserve_days(
    year: str, timelines: Iterable[Timeline], number: int, ledgers: Ledgers
) -> Iterable[int]:
    """The days from `number` on that the reserve is judged on."""
    state = ledgers.year(year)
    # A closing's end is a day on which the reserve counts again.
    reopened = {
        (closing.reversed_on - ledgers.start).days
        for closing in state.closings
        if closing.reversed_on is not None
    }
    later = {d for timeline in timelines for d in timeline.days()} | reopened
    for at in (number, *sorted(d for d in later if d > number)):
        day = _day(at, ledgers)
        if state.is_opened_by(day) and not state.is_closed_on(day):
            yield at


def _day(number: int, ledgers: Ledgers) -> date:
    return ledgers.start + timedelta(days=number)
