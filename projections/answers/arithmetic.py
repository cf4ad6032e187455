"""What each figure of `balance` adds up, said once: for the balance and for its why.

A figure is a sum of accounts, each with its sign; so it is a sum of their lines too. A
row of `balance` has these sums beside its words, and whoever wants the lines behind a
figure takes the same sum (`projections.answers.figures`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.budgets.quantities import Signed
from domain.values.money import Cents
from domain.values.texts import format_cents


class Sum:
    """Accounts with their sign, and what no line says (`constant`, in cents)."""

    __slots__ = ("accounts", "constant")

    def __init__(self, accounts: Signed = (), constant: Cents = 0) -> None:
        self.accounts = accounts
        self.constant = constant

    def of(self, amounts: Mapping[str, Cents]) -> Cents:
        """What it comes to; an account without an amount is zero."""
        total = self.constant
        for name, sign in self.accounts:
            total += sign * amounts.get(name, 0)
        return total

    def __add__(self, other: "Sum") -> "Sum":
        """Both together."""
        return Sum(self.accounts + other.accounts, self.constant + other.constant)

    def __sub__(self, other: "Sum") -> "Sum":
        """This one, less the other."""
        return self + -other

    def __neg__(self) -> "Sum":
        """The same with the opposite signs."""
        opposite = tuple((name, -sign) for name, sign in self.accounts)
        return Sum(opposite, -self.constant)


NOTHING = Sum()
Sums = dict[str, Sum]
"""By column of a row of `balance`, in its order."""


def plus(*names: str) -> Sum:
    """These accounts added up."""
    return Sum(tuple((name, 1) for name in names))


class Row(NamedTuple):
    """A row of `balance`: words and the sums that its figures are."""

    cells: Mapping[str, Sum | str | None]
    amounts: Mapping[str, Cents]
    """What the accounts of its sums stand at."""

    def json(self) -> dict[str, object]:
        """As section 4 of the contract shapes it."""
        return {name: self.shown(name) for name in self.cells}

    def shown(self, column: str) -> str | None:
        """A cell as it is shown: words as they are, a sum in euros."""
        cell = self.cells[column]
        return format_cents(cell.of(self.amounts)) if isinstance(cell, Sum) else cell


def accounts_of(sums: Iterable[Sum]) -> Iterator[str]:
    """The accounts that these add up."""
    return (name for each in sums for name, _ in each.accounts)


_MEASURES = (
    *("allocated", "transferred", "awarded", "released"),
    *("paid", "refunded", "written-off", "recoverable"),
)


def of_programme(year: str, programme: str) -> Sums:
    """The figures of a programme in a year."""
    allocated, transferred, awarded, released, paid, refunded, written_off, owed = (
        plus(acc.of_programme(measure, year, programme)) for measure in _MEASURES
    )
    return {
        "allocated": allocated,
        "transferred": transferred,
        "ceiling": allocated + transferred,
        "awarded": awarded,
        "released": released,
        "process_costs": plus(acc.process_expenses(year, programme)),
        "written_off": written_off,
        "paid": paid,
        "refunded": refunded,
        # What was overpaid left "committed" when it became recoverable, refunded or
        # written off; so the sum of the projects' committed needs no look at projects.
        "committed": awarded - released - paid + refunded + owed + written_off,
        "recoverable": owed,
        "available": plus(acc.available(year, programme)),
        "deviation": plus(acc.deviation("programme_ceiling", year, programme)),
    }


def of_year(
    year: str, programmes: Iterable[str], partners: Iterable[str], base: Cents
) -> Sums:
    """The figures of a year but for what is left for projects.

    `base` is the process ceiling where the year's opening does not hold it (0.1.0).
    """
    covered, gap = plus(acc.covered(year)), -plus(acc.uncovered(year))
    other_cover = plus(acc.of_year("other-cover", year))
    received = sum((received_from(each, year) for each in partners), start=NOTHING)
    return {
        "budget": gap - covered,
        "unallocated": plus(acc.unallocated(year)),
        "contributions_due": -covered - other_cover,
        "contributions_received": received,
        "other_cover": other_cover,
        "gap": gap,
        "process_costs": plus(*(acc.process_expenses(year, p) for p in programmes)),
        "process_ceiling": plus(acc.of_year("process-ceiling", year)) + Sum((), base),
    }


def left_of_year(year: str, places: Iterable[str]) -> Sum:
    """What of a year's budget is not awarded or spent: in its places, or undivided."""
    available = (acc.available(year, place) for place in places)
    return plus(acc.unallocated(year), *available)


def kept_for_process(year: str, sums: Sums) -> Sum:
    """What is reserved for process costs (Z3), unless below zero: then nothing.

    `sums` are the year's: the reserve is what its ceiling leaves, less deviations.
    """
    unused = sums["process_ceiling"] - sums["process_costs"]
    return unused - plus(acc.deviation("process_reserve", year))


def of_partner(partner: str, year: str) -> Sums:
    """What was called from a partner for a year, and what came of it."""
    return {
        "due": -plus(acc.contributions(partner, year)),
        "received": received_from(partner, year),
        "outstanding": plus(acc.receivable(partner, year)),
    }


def received_from(partner: str, year: str) -> Sum:
    """What is left of what was called when what is outstanding is taken off."""
    return -plus(acc.contributions(partner, year), acc.receivable(partner, year))


def of_current_account(
    years: Iterable[str], programmes: Iterable[str], partners: Iterable[str]
) -> Sums:
    """The current account (rekening-courant): receipts, payments, what is free."""
    places = [(year, programme) for year in years for programme in programmes]
    called = [(partner, year) for year in years for partner in partners]
    balance, earmarked = plus(acc.CURRENT_ACCOUNT), plus(acc.EARMARKED)

    def scoped(measure: str) -> Sum:
        return plus(*(acc.of_programme(measure, *place) for place in places))

    return {
        # Called and outstanding contributions are each other's mirror, so what is left
        # of both together is what was received.
        "contributions": -plus(
            *(acc.receivable(*each) for each in called),
            *(acc.contributions(*each) for each in called),
        ),
        "refunds": scoped("refunded"),
        "funds": plus(acc.FUNDS_RECEIVED),
        "other_received": plus(acc.OTHER_RECEIVED),
        "grants_paid": scoped("paid"),
        "process_costs": plus(*(acc.process_expenses(*place) for place in places)),
        "funds_spent": plus(acc.FUNDS_SPENT),
        "other_paid": plus(acc.OTHER_PAID),
        "balance": balance,
        "earmarked": earmarked,
        "free": balance - earmarked,
    }


OF_PROJECT: Sums = {
    "awarded": plus("awarded"),
    "determined": plus("awarded") - plus("released"),
    "released": plus("released"),
    "written_off": plus("written-off"),
    "paid": plus("paid"),
    "refunded": plus("refunded"),
    "committed": plus("committed"),
    "recoverable": plus("recoverable"),
    "funds_received": plus("funds-received"),
    "funds_spent": plus("funds-spent"),
}
"""The figures of a project, of its measures: `project_rows` knows their accounts."""
