"""What comes in and goes out of the current account by month, as far as is known now.

Nothing here is a guess: contributions that were called, payments that were ordered, and
what is committed or held, in the month that somebody named for it. What no day was
named for stands apart. All amounts are cents.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.values.money import Cents
from projections.answers.participation import awards
from projections.answers.payments import Ordered, orders
from projections.answers.project_rows import project_rows
from projections.answers.years import opened_years
from projections.snapshot import View
from projections.sums import cents

CONTRIBUTIONS, PAYMENTS, FUNDS_OUT = "contributions", "payments", "funds_out"
_MONTHS = 12


class Expected(NamedTuple):
    """Money that will come in or go out; without a day nobody knows when."""

    kind: str
    day: date | None
    amount: Cents
    """Above zero."""


@dataclass(frozen=True)
class Month:
    """A month of the forecast."""

    first: date
    opening: Cents
    contributions: Cents
    payments: Cents
    funds_out: Cents

    @property
    def name(self) -> str:
        """Such as 2012-08."""
        return f"{self.first.year:04d}-{self.first.month:02d}"

    @property
    def closing(self) -> Cents:
        """What is left at its end."""
        return self.opening + self.contributions - self.payments - self.funds_out


class Forecast(NamedTuple):
    """The months from a date on, and what falls in none of them."""

    months: list[Month]
    unscheduled: Cents
    """What is committed or held, and no day was named for."""
    later: Mapping[str, Cents]
    """By kind what comes after the last month."""

    @property
    def lowest(self) -> Month:
        """The first month that closes lowest."""
        return min(self.months, key=lambda month: month.closing)


def liquidity(view: View, months: int) -> Forecast:
    """The forecast for so many months, that of the view's date the first.

    What is overdue falls in the first month.
    """
    firsts = [first for n in range(months) if (first := _month(view.at, n))]
    by_month: dict[tuple[date, str], Cents] = defaultdict(int)
    later: dict[str, Cents] = defaultdict(int)
    unscheduled = 0
    for each in expected(view):
        if each.day is None:
            unscheduled += each.amount
            continue
        first = max(each.day.replace(day=1), firsts[0])
        if first > firsts[-1]:
            later[each.kind] += each.amount
        else:
            by_month[first, each.kind] += each.amount
    found: list[Month] = []
    balance = view.balances([acc.CURRENT_ACCOUNT])[acc.CURRENT_ACCOUNT]
    for first in firsts:
        kinds = (CONTRIBUTIONS, PAYMENTS, FUNDS_OUT)
        found.append(Month(first, balance, *(by_month[first, kind] for kind in kinds)))
        balance = found[-1].closing
    return Forecast(found, unscheduled, later)


def _month(day: date, after: int) -> date | None:
    """The first day of a month so many months later; None beyond the calendar."""
    years, month = divmod(day.month - 1 + after, _MONTHS)
    year = day.year + years
    return date(year, month + 1, 1) if year <= date.max.year else None


def expected(view: View) -> Iterator[Expected]:
    """Everything that is known to come in or go out, in no order of days."""
    yield from _contributions(view)
    open_orders = [order for order in orders(view) if order.paid_by is None]
    for order in open_orders:
        kind = FUNDS_OUT if order.fields["command"] == "spend_funds" else PAYMENTS
        yield Expected(kind, order.due, order.amount)
    awarded = {project: each.given for project, each in awards(view).items()}
    for row in project_rows(view):
        given = awarded.get(str(row["project"]), {})
        yield from _grant(row, given, _ordered(open_orders, row, "pay_grant"))
        yield from _held(row, given, _ordered(open_orders, row, "spend_funds"))


def _contributions(view: View) -> Iterator[Expected]:
    for year in opened_years(view):
        names = [acc.receivable(partner, year.code) for partner in year.called]
        for outstanding in view.balances(names).values():
            if outstanding > 0:
                yield Expected(CONTRIBUTIONS, year.due_date, outstanding)


def _ordered(open_orders: list[Ordered], row: Mapping[str, Any], command: str) -> Cents:
    """What is ordered for a project and not paid."""
    return sum(
        order.amount
        for order in open_orders
        if order.fields["command"] == command
        and order.fields["project"] == row["project"]
    )


def _grant(
    row: Mapping[str, Any], given: Mapping[str, Any], ordered: Cents
) -> Iterator[Expected]:
    """What is committed and not ordered: by its advances, the rest at its end.

    What was paid and what is ordered are the first advances.
    """
    left = max(0, cents(row["committed"]) - ordered)
    gone = max(0, cents(row["paid"]) - cents(row["refunded"])) + ordered
    for day, amount in _advances(given):
        taken = min(gone, amount)
        gone -= taken
        part = min(left, amount - taken)
        left -= part
        if part:
            yield Expected(PAYMENTS, day, part)
    if left:
        yield Expected(PAYMENTS, _end(given), left)


def _advances(given: Mapping[str, Any]) -> list[tuple[date, Cents]]:
    """Of an award, in the order of their dates."""
    schedule = given.get("advance_schedule") or ()
    return [
        (date.fromisoformat(each["date"]), cents(each["amount"])) for each in schedule
    ]


def _held(
    row: Mapping[str, Any], given: Mapping[str, Any], ordered: Cents
) -> Iterator[Expected]:
    """Others' money that is held and not ordered goes out when the project ends."""
    left = cents(row["funds_received"]) - cents(row["funds_spent"]) - ordered
    if left > 0:
        yield Expected(FUNDS_OUT, _end(given), left)


def _end(given: Mapping[str, Any]) -> date | None:
    end = given.get("end_date")
    return None if end is None else date.fromisoformat(end)
