"""What the current account is for, and what moved it in a year: sums that tie.

Each term is read from accounts of its own, and none is what is left of the others; so
that they add up says something. All amounts are cents.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.values.money import Cents
from projections.answers.balances import balance
from projections.answers.calendar_years import CalendarYear
from projections.snapshot import View
from projections.sums import cents

_OTHER_INCOME, _OTHER_EXPENSES = "income:other", "expenses:other"


class AccountUse(NamedTuple):
    """What a balance of the current account is made up of at a date."""

    committed: Cents
    """Awarded and still to be paid, of all years."""
    available_open: Cents
    """Left in programmes, and outside them, of the open years."""
    available_closed: Cents
    """The same of the closed ones."""
    unallocated: Cents
    """Budget that is not divided over programmes."""
    gap: Cents
    """Of the budgets what nobody is asked to pay (Z5): no money stands for it."""
    other_cover: Cents
    """Of the budgets what other income was to cover."""
    outstanding: Cents
    """Of the budgets what partners were asked for and have not paid."""
    recoverable: Cents
    """What recipients were paid too much: a programme has it, the account not yet."""
    funds: Cents
    """Money of others, held for projects."""
    suspense: Cents
    """Money of unknown or mistaken origin; below zero where it went out."""
    other_received: Cents
    """Interest and the like, of all time."""
    other_paid: Cents
    """Charges and the like, of all time."""
    balance: Cents
    """Of the account itself."""

    @property
    def budget_left(self) -> Cents:
        """What of all budgets is not spent."""
        left = self.available_open + self.available_closed + self.unallocated
        return self.committed + left

    @property
    def difference(self) -> Cents:
        """0, whatever was posted."""
        owed = self.gap + self.other_cover + self.outstanding + self.recoverable
        others = self.funds + self.suspense + self.other_received - self.other_paid
        return self.balance - (self.budget_left - owed + others)


def account_use(view: View, found: Mapping[str, Any] | None = None) -> AccountUse:
    """What the balance is for; `found` is the answer of `balance`, where at hand."""
    whole: Any = balance(view) if found is None else found
    closed = {row["year"] for row in whole["years"] if row["status"] == "closed"}
    programmes, years = whole["programmes"], whole["years"]
    available = {
        is_closed: _sum(
            (row for row in programmes if (row["year"] in closed) is is_closed),
            "available",
        )
        for is_closed in (False, True)
    }
    booked = _Booked(view.journal_balances())
    return AccountUse(
        committed=_sum(programmes, "committed"),
        available_open=available[False],
        available_closed=available[True],
        unallocated=_sum(years, "unallocated"),
        gap=_sum(years, "gap"),
        other_cover=_sum(years, "other_cover"),
        outstanding=_sum(whole["partners"], "outstanding"),
        recoverable=_sum(programmes, "recoverable"),
        funds=_held(whole["current_account"]),
        suspense=-booked.of(acc.SUSPENSE),
        other_received=-booked.of(_OTHER_INCOME),
        other_paid=booked.of(_OTHER_EXPENSES),
        balance=cents(whole["current_account"]["balance"]),
    )


class AccountMovement(NamedTuple):
    """What came into the current account in a year, and what went out of it."""

    opening: Cents
    contributions: Cents
    """Less what was paid back."""
    refunds: Cents
    funds_received: Cents
    suspense: Cents
    """What came in of unknown or mistaken origin, less what was placed or went back."""
    other_received: Cents
    grants_paid: Cents
    process_costs: Cents
    funds_spent: Cents
    other_paid: Cents
    closing: Cents

    @property
    def difference(self) -> Cents:
        """0, whatever was posted."""
        came = self.contributions + self.refunds + self.funds_received + self.suspense
        went = self.grants_paid + self.process_costs + self.funds_spent
        moved = came + self.other_received - went - self.other_paid
        return self.closing - (self.opening + moved)


def account_movement(year: CalendarYear) -> AccountMovement:
    """The movement of a calendar year."""
    after = _Standing.at(year.closing)
    before = _Standing() if year.opening is None else _Standing.at(year.opening)
    moved = (now - then for now, then in zip(after[1:], before[1:], strict=True))
    return AccountMovement._make((before.balance, *moved, after.balance))


class _Standing(NamedTuple):
    """Since the beginning, in the order of a movement's terms."""

    balance: Cents = 0
    contributions: Cents = 0
    refunds: Cents = 0
    funds_received: Cents = 0
    suspense: Cents = 0
    other_received: Cents = 0
    grants_paid: Cents = 0
    process_costs: Cents = 0
    funds_spent: Cents = 0
    other_paid: Cents = 0

    @classmethod
    def at(cls, view: View) -> "_Standing":
        found: Any = balance(view, "current-account")
        account = {name: cents(text) for name, text in found["current_account"].items()}
        booked = _Booked(view.journal_balances())
        return cls(
            balance=account["balance"],
            contributions=account["contributions"],
            refunds=account["refunds"],
            funds_received=account["funds"],
            suspense=-booked.of(acc.SUSPENSE),
            other_received=-booked.of(_OTHER_INCOME),
            grants_paid=account["grants_paid"],
            process_costs=account["process_costs"],
            funds_spent=account["funds_spent"],
            other_paid=booked.of(_OTHER_EXPENSES),
        )


class _Booked:
    """What the accounts of the journal stand at."""

    def __init__(self, balances: Mapping[str, Cents]) -> None:
        self._balances = balances

    def of(self, account: str) -> Cents:
        """An account and those below it."""
        below = f"{account}:"
        return sum(
            amount
            for name, amount in self._balances.items()
            if name == account or name.startswith(below)
        )


def _held(account: Mapping[str, str]) -> Cents:
    return cents(account["funds"]) - cents(account["funds_spent"])


def _sum(rows: Iterable[Mapping[str, str]], name: str) -> Cents:
    return sum(cents(row[name]) for row in rows)
