"""A budget year (*jaarschijf*): opening, amendments, allocation, limits, closing."""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from domain.entries.corrections import EntryReversed
from domain.entries.event import LedgerEvent
from domain.entries.years import (
    BudgetAllocated,
    BudgetYearAmended,
    BudgetYearClosed,
    BudgetYearOpened,
    FundingLimitsSet,
)
from domain.framework.framework import Framework
from domain.states.interval import InForce, ended, free_from
from domain.values.money import Cents


def stream(year: str) -> str:
    """Name of a year's stream."""
    return f"year:{year}"


@dataclass(frozen=True)
class Limits(InForce):
    """Limits on the grants of a year's projects (Z13, Z14)."""

    max_grants: dict[str, Cents] = field(default_factory=dict)
    max_shares: dict[int, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetYear:
    """The state of one year; sums over time are not in it."""

    code: str
    version: int = 0
    opened_on: date | None = None
    opening: int | None = None
    """The entry that opened it."""
    free_from: date | None = None
    """From when on it can be opened again; None where any day will do."""
    budget: Cents = 0
    other_cover: Cents = 0
    """Of the budget that other income of the collective covers."""
    opening_ceiling: Cents | None = None
    """Its process ceiling; None: left to the framework (version 0.1.0)."""
    ceiling_change: Cents = 0
    """What amendments made of it."""
    contributions: dict[str, Cents] = field(default_factory=dict)
    called_since: dict[str, date] = field(default_factory=dict)
    """By partner the date of its first call; a call of nothing is a call."""
    amended_on: date | None = None
    allocations: tuple[InForce, ...] = ()
    limits: tuple[Limits, ...] = ()
    closings: tuple[InForce, ...] = ()

    def base_ceiling(self, framework: Framework) -> Cents:
        """The process ceiling where the opening left it to the framework, else 0."""
        left = self.opened_on is not None and self.opening_ceiling is None
        return framework.process_ceiling if left else 0

    def process_ceiling(self, framework: Framework) -> Cents:
        """The process ceiling as amended, without deviations (Z8)."""
        opening = self.opening_ceiling or self.base_ceiling(framework)
        return opening + self.ceiling_change

    def is_opened_by(self, day: date) -> bool:
        """It was opened on or before that day; closed or not."""
        return self.opened_on is not None and self.opened_on <= day

    def called_by(self, day: date) -> list[str]:
        """The partners whose contribution was called by that day."""
        return [code for code, since in self.called_since.items() if since <= day]

    def is_closed_on(self, day: date) -> bool:
        """A closing is in force on that day."""
        return any(closing.on(day) for closing in self.closings)

    @property
    def standing_closing(self) -> InForce | None:
        """The closing that was not reversed, whatever its date."""
        return next((c for c in self.closings if c.stands), None)

    @property
    def standing_allocation(self) -> InForce | None:
        """The allocation that was not reversed."""
        return next((a for a in self.allocations if a.stands), None)

    def max_grant(self, programme: str, day: date) -> tuple[Cents, int] | None:
        """The maximum per project in force, with the entry that set it (Z13).

        The newest effective one of that programme; on the same day the later entry.
        """
        found = [x for x in self.limits if x.on(day) and programme in x.max_grants]
        if not found:
            return None
        newest = max(found, key=lambda x: (x.since, x.entry))
        return newest.max_grants[programme], newest.entry

    def max_shares(self, day: date) -> tuple[dict[int, Fraction], int] | None:
        """The table of maximum shares in force, with the entry that set it (Z14)."""
        found = [x for x in self.limits if x.on(day) and x.max_shares]
        if not found:
            return None
        newest = max(found, key=lambda x: (x.since, x.entry))
        return newest.max_shares, newest.entry


def evolve(year: BudgetYear | None, event: LedgerEvent) -> BudgetYear:
    """The year after one more event of its stream."""
    year = year or BudgetYear(event.originator_id.partition(":")[2])
    return replace(_applied(year, event), version=event.originator_version)


def _applied(year: BudgetYear, event: LedgerEvent) -> BudgetYear:
    match event:
        case BudgetYearOpened():
            return replace(
                year,
                opened_on=event.given.date,
                opening=event.entry,
                budget=event.budget,
                opening_ceiling=event.process_ceiling,
                contributions=event.contributions,
                called_since=dict.fromkeys(event.contributions, event.given.date),
            )
        case BudgetYearAmended():
            changed = event.contribution_changes
            return replace(
                year,
                budget=year.budget + event.budget_change,
                other_cover=year.other_cover + event.cover_change,
                ceiling_change=year.ceiling_change + event.ceiling_change,
                contributions=_added(year.contributions, changed),
                called_since=dict.fromkeys(changed, event.given.date)
                | year.called_since,
                amended_on=event.given.date,
            )
        case BudgetAllocated():
            allocation = InForce(event.entry, event.given.date)
            return replace(year, allocations=(*year.allocations, allocation))
        case FundingLimitsSet():
            return replace(year, limits=(*year.limits, _limits(event)))
        case BudgetYearClosed():
            closing = InForce(event.entry, event.given.date)
            return replace(year, closings=(*year.closings, closing))
        case EntryReversed():
            return _reversed(year, event.given.entry, event.given.date)
    return year


def _added(calls: dict[str, Cents], changed: dict[str, Cents]) -> dict[str, Cents]:
    """The calls as amended; a partner may be called anew."""
    return calls | {name: calls.get(name, 0) + x for name, x in changed.items()}


def _limits(event: FundingLimitsSet) -> Limits:
    shares = event.given.max_shares or {}
    return Limits(
        event.entry,
        event.given.date,
        max_grants=dict(event.given.max_grants or {}),
        max_shares={int(number): share for number, share in shares.items()},
    )


def _reversed(year: BudgetYear, entry: int, day: date) -> BudgetYear:
    if entry == year.opening and year.opened_on is not None:
        # Nothing else of it stands but the limits that were set before.
        again = free_from(year.free_from, year.opened_on, day)
        return BudgetYear(year.code, limits=year.limits, free_from=again)
    return replace(
        year,
        allocations=ended(year.allocations, entry, day),
        limits=ended(year.limits, entry, day),
        closings=ended(year.closings, entry, day),
    )
