"""Budgets on every day: what may not fall below its floor, and since when it would.

Each quantity of the contract's table is a sum of accounts with a floor. A command is
refused when on its date or on any later day already in the ledger it *lowers* one of
them below its floor, so a backdated posting can't overdraw a later day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from domain.budgets import accounts
from domain.budgets.timeline import Timeline
from domain.framework.framework import Framework
from domain.states.years import BudgetYear
from domain.values.money import Cents


@dataclass(frozen=True, eq=False)
class Quantity:
    """A sum of accounts that may not fall below `floor` (cents).

    There is one object per quantity of a framework (`Budgets` keeps them), so they are
    compared and hashed by identity: this is the hottest key of the program.
    """

    order: int
    """Its place in the contract's table: the first breach in it is reported."""
    code: str
    name: str
    scope: tuple[str, ...]
    accounts: tuple[tuple[str, int], ...]
    """Accounts with their sign."""
    floor: Cents = 0


class Ledgers(Protocol):
    """What the every-day checks look at."""

    @property
    def framework(self) -> Framework:
        """The framework of entry 1."""

    @property
    def budgets(self) -> "Budgets":
        """The quantities of the framework."""

    def timeline(self, quantity: Quantity) -> Timeline:
        """The quantity by day number, counted from the framework's start."""

    def year(self, code: str) -> BudgetYear:
        """The state of a budget year."""


@dataclass(frozen=True)
class Breach:
    """The first day on which a quantity would fall below its floor."""

    quantity: Quantity
    day: date
    would_be: Cents
    """The quantity on that day if the command were accepted."""

    @property
    def short(self) -> Cents:
        """By how much it falls short of its floor."""
        return self.quantity.floor - self.would_be


class Budgets:
    """The quantities of one framework, found by the accounts they add up."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._by_account: dict[str, tuple[tuple[Quantity, int], ...]] = {}
        self._made: dict[tuple[object, ...], Quantity] = {}

    def quantities_of(self, account: str) -> tuple[tuple[Quantity, int], ...]:
        """The quantities that an account is part of, with its sign in each."""
        found = self._by_account.get(account)
        if found is None:
            found = self._by_account[account] = self._quantities_of(account)
        return found

    def _one(
        self,
        order: int,
        code: str,
        name: str,
        scope: tuple[str, ...],
        accounts: tuple[tuple[str, int], ...],
        floor: Cents = 0,
    ) -> Quantity:
        """The one object of a quantity."""
        # Not its scope: a project awarded anew may be charged to other accounts.
        key = (order, accounts, floor)
        if key not in self._made:
            self._made[key] = Quantity(order, code, name, scope, accounts, floor)
        return self._made[key]

    def _quantities_of(self, account: str) -> tuple[tuple[Quantity, int], ...]:
        return tuple(
            (quantity, sign)
            for quantity in self._candidates(account.split(":"))
            for name, sign in quantity.accounts
            if name == account
        )

    def _candidates(self, parts: list[str]) -> Iterable[Quantity]:
        match parts:
            case ["budget", "available", year, programme]:
                yield self.ceiling(year, programme)
                yield from self.reserve(year)
            case ["budget", "unallocated", year]:
                yield self.unallocated(year)
                yield from self.reserve(year)
            case ["expenses", "process", year, _]:
                yield self.process_ceiling(year)
                yield from self.reserve(year)
            case ["memo", "deviation", "programme_ceiling", year, programme]:
                yield self.ceiling(year, programme)
            case ["memo", "deviation", "process_ceiling", year]:
                yield self.process_ceiling(year)
            case ["memo", "deviation", "process_reserve", year]:
                yield from self.reserve(year)
            case ["liabilities", "funds", project]:
                yield self.funds(project)
            case (
                ["assets", "current-account"]
                | ["memo", "earmarked"]
                | ["memo", "deviation", "current_account"]
            ):
                yield self.free()
            case ["budget", "committed", year, programme, project]:
                yield self.committed(year, programme, project)
            case ["memo", "project", "paid" | "refunded", project]:
                yield self.paid(project)
            case ["assets", "receivable", partner, year] | [
                "income",
                "contributions",
                partner,
                year,
            ]:
                yield self.received(year, partner)

    def ceiling(self, year: str, programme: str) -> Quantity:
        """A programme's available budget plus its deviations (Z7, Z15)."""
        return self._one(
            0,
            "CEILING_EXCEEDED",
            "ceiling",
            (year, programme),
            (
                (accounts.available(year, programme), 1),
                (accounts.deviation("programme_ceiling", year, programme), 1),
            ),
        )

    def unallocated(self, year: str) -> Quantity:
        """A year's budget that is not divided."""
        return self._one(
            1,
            "CEILING_EXCEEDED",
            "unallocated",
            (year,),
            ((accounts.unallocated(year), 1),),
        )

    def process_ceiling(self, year: str) -> Quantity:
        """What process costs leave of their own ceiling (Z8)."""
        costs = (
            (accounts.process_expenses(year, programme), -1)
            for programme in self.framework.programme_codes
        )
        return self._one(
            2,
            "PROCESS_CEILING_EXCEEDED",
            "process ceiling",
            (year,),
            (*costs, (accounts.deviation("process_ceiling", year), 1)),
            floor=-self.framework.process_ceiling,
        )

    def reserve(self, year: str) -> tuple[Quantity, Quantity]:
        """What is left of a year beyond the reserve for process costs (Z3).

        left - max(0, ceiling - costs) >= 0 holds when both left >= 0 and
        left + costs >= ceiling; each of the two is a plain sum of accounts.
        """
        programmes = self.framework.programme_codes
        left = (
            (accounts.unallocated(year), 1),
            *((accounts.available(year, programme), 1) for programme in programmes),
            (accounts.deviation("process_reserve", year), 1),
        )
        costs = tuple(
            (accounts.process_expenses(year, programme), 1) for programme in programmes
        )
        code, name, scope = "PROCESS_RESERVE_EXCEEDED", "process reserve", (year,)
        ceiling = self.framework.process_ceiling
        return (
            self._one(3, code, name, scope, left),
            self._one(3, code, name, scope, left + costs, floor=ceiling),
        )

    def funds(self, project: str) -> Quantity:
        """Money of others still held for a project (Z23)."""
        return self._one(
            4, "FUNDS_EXCEEDED", "funds", (project,), ((accounts.funds(project), -1),)
        )

    def free(self) -> Quantity:
        """The current account less what is earmarked, plus deviations (Z9, Z23)."""
        return self._one(
            5,
            "OVERDRAFT",
            "current account",
            (),
            (
                (accounts.CURRENT_ACCOUNT, 1),
                (accounts.EARMARKED, -1),
                (accounts.deviation("current_account"), 1),
            ),
            floor=self.framework.current_account_floor,
        )

    def committed(self, year: str, programme: str, project: str) -> Quantity:
        """What of a project's grant is not paid yet."""
        return self._one(
            6,
            "AWARD_EXCEEDED",
            "grant",
            (project,),
            ((accounts.committed(year, programme, project), 1),),
        )

    def paid(self, project: str) -> Quantity:
        """What a project was paid less what it paid back."""
        return self._one(
            7,
            "REFUND_EXCEEDED",
            "paid",
            (project,),
            (
                (accounts.of_project("paid", project), 1),
                (accounts.of_project("refunded", project), -1),
            ),
        )

    def received(self, year: str, partner: str) -> Quantity:
        """What a partner paid of a year's contribution, net of repayments."""
        return self._one(
            8,
            "REPAYMENT_EXCEEDED",
            "received",
            (year, partner),
            (
                (accounts.receivable(partner, year), -1),
                (accounts.contributions(partner, year), -1),
            ),
        )

    def changes(self, lines: Iterable[tuple[str, Cents]]) -> dict[Quantity, Cents]:
        """By how much lines change each quantity, from their date on."""
        changes: dict[Quantity, Cents] = {}
        for account, amount in lines:
            for quantity, sign in self.quantities_of(account):
                changes[quantity] = changes.get(quantity, 0) + sign * amount
        return changes

    def first_breach(
        self,
        changes: Mapping[Quantity, Cents],
        day: date,
        ledgers: Ledgers,
        *,
        except_codes: frozenset[str] = frozenset(),
    ) -> Breach | None:
        """The first quantity of the table that the changes lower below its floor."""
        number = (day - self.framework.start).days
        lowered = [
            quantity
            for quantity, change in changes.items()
            if change < 0 and quantity.code not in except_codes
        ]
        for quantity in sorted(lowered, key=lambda q: q.order):
            limit = quantity.floor - changes[quantity]
            if not ledgers.timeline(quantity).falls_below(limit, number):
                continue
            breach = (
                self._reserve_breach(quantity.scope[0], changes, number, ledgers)
                if quantity.name == "process reserve"
                else self._breach(quantity, changes[quantity], number, ledgers)
            )
            if breach is not None:
                return breach
        return None

    def _breach(
        self, quantity: Quantity, change: Cents, number: int, ledgers: Ledgers
    ) -> Breach | None:
        timeline = ledgers.timeline(quantity)
        for at in (number, *(d for d in timeline.days() if d > number)):
            would_be = timeline.balance(at) + change
            if would_be < quantity.floor:
                return Breach(quantity, self._day(at), would_be)
        return None

    def _reserve_breach(
        self,
        year: str,
        changes: Mapping[Quantity, Cents],
        number: int,
        ledgers: Ledgers,
    ) -> Breach | None:
        """The reserve needs both its sums, and rests while the year is closed."""
        parts = self.reserve(year)
        timelines = [ledgers.timeline(part) for part in parts]
        state = ledgers.year(year)
        # A closing's end is a day on which the reserve counts again.
        reopened = {
            (closing.reversed_on - self.framework.start).days
            for closing in state.closings
            if closing.reversed_on is not None
        }
        later = {d for timeline in timelines for d in timeline.days()} | reopened
        for at in (number, *sorted(d for d in later if d > number)):
            if state.is_closed_on(self._day(at)):
                continue
            before = [
                timeline.balance(at) - part.floor
                for part, timeline in zip(parts, timelines, strict=True)
            ]
            after = [
                value + changes.get(part, 0)
                for part, value in zip(parts, before, strict=True)
            ]
            if min(after) < 0 and min(after) < min(before):
                worst = parts[after.index(min(after))]
                return Breach(worst, self._day(at), min(after) + worst.floor)
        return None

    def _day(self, number: int) -> date:
        return self.framework.start + timedelta(days=number)


def legal_ways_out(breach: Breach) -> str:
    """What the steering group or the officer can do instead."""
    quantity = breach.quantity
    match quantity.name:
        case "ceiling":
            return (
                "allocate the year or transfer budget to it (transfer_budget), post"
                " less or later, or let the steering group deviate (deviate, rule"
                " programme_ceiling)"
            )
        case "unallocated":
            return "post less, or first transfer budget back to UNALLOCATED"
        case "process ceiling":
            return (
                "post less, or let the steering group deviate (deviate, rule"
                " process_ceiling)"
            )
        case "process reserve":
            return (
                "use less, close the year first, or let the steering group deviate"
                " (deviate, rule process_reserve)"
            )
        case "funds":
            return "book the funds received first (receive_funds), or spend less"
        case "current account":
            return (
                "book the receipts first, pay less or later, or let the steering group"
                " deviate (deviate, rule current_account)"
            )
        case "grant":
            return "raise the grant first (change_grant), or post less"
        case "paid":
            return "a refund is at most what was paid; book the rest as suspense"
    return "repay at most what was received"
