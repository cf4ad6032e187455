"""Money received for a purpose: its movement in a calendar year, tied to the books.

The rows are worked out giver by giver from the entries; what they close with is tied to
the accounts of the balance sheet, which were summed without looking at any giver.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.framework.course import PARTNER
from domain.values.money import Cents
from domain.values.texts import folded
from projections.answers.booked import movements
from projections.answers.calendar_years import CalendarYear
from projections.answers.corrections import Corrections
from projections.answers.givers import (
    GIVEN,
    HELD,
    MOVED,
    Gift,
    Gifts,
    Purpose,
    borne_together,
    gifts,
    received_of,
    spent_of,
)
from projections.snapshot import View

CONTRIBUTION, FUNDS = "contribution", "funds"
"""Where money comes from: partners pay for a budget year, others for a project."""
_PROVINCE = "province"


class PassivaRow(NamedTuple):
    """The movement of what one giver gave for one purpose; amounts in cents."""

    purpose: Purpose
    own: bool
    """It is the province's own share: no debt to anyone."""
    opening: Cents
    received: Cents
    spent: Cents
    repaid: Cents
    released: Cents
    closing: Cents
    committed: Cents
    """Of the closing what is awarded and not yet paid."""

    @property
    def origin(self) -> str:
        """Whether a partner contributed it or another gave it for a project."""
        return FUNDS if self.purpose.year is None else CONTRIBUTION

    @property
    def figures(self) -> tuple[Cents, ...]:
        """Its amounts, from the opening on."""
        return self[2:]


class Tie(NamedTuple):
    """What the givers' money is in the balance sheet; amounts in cents."""

    closing: Cents
    other_result: Cents
    """The rest of the result of all time: what no giver's money is or was."""
    current_account: Cents
    receivables: Cents
    recoverables: Cents
    suspense: Cents
    grants_payable: Cents

    @property
    def difference(self) -> Cents:
        """0, whatever was posted."""
        owned = self.current_account + self.receivables + self.recoverables
        owned += self.suspense - self.grants_payable
        return self.closing + self.other_result - owned


def passiva(year: CalendarYear) -> tuple[list[PassivaRow], Tie]:
    """The rows of a calendar year, contributions before funds, and their tie."""
    view = year.closing
    moved = movements(view, (*GIVEN, *HELD, *MOVED))
    corrections = Corrections(view)
    after = gifts(view, moved, corrections)
    opening = year.opening
    before = {} if opening is None else gifts(opening, moved, corrections)
    own = _own(view)
    rows = [
        _row(each, before.get(each, Gift()), after.get(each, Gift()), own)
        for each in {**after, **before}
    ]
    return [row for row in rows if any(row.figures)], _tie(view, rows, after)


def _row(purpose: Purpose, before: Gift, after: Gift, own: set[str]) -> PassivaRow:
    return PassivaRow(
        purpose,
        folded(purpose.giver) in own,
        before.left,
        after.received - before.received,
        after.spent - before.spent,
        after.repaid - before.repaid,
        after.released - before.released,
        after.left,
        after.committed,
    )


def _own(view: View) -> set[str]:
    """Code and name of the province, as they are compared."""
    partners = [
        view.frameworks.partner(code, view.at, view.entry)
        for code in view.course.ever(PARTNER)
    ]
    return {
        folded(name)
        for each in partners
        if each.kind == _PROVINCE
        for name in (each.code, each.name)
    }


def _tie(view: View, rows: Sequence[PassivaRow], found: Gifts) -> Tie:
    """Each side from accounts of its own; the closing alone is the rows'."""
    sums = _by_kind(view.journal_balances())
    years = borne_together(view, found)
    contributed = received_of(view, years) - spent_of(view, years)
    return Tie(
        closing=sum(row.closing for row in rows),
        other_result=-sums["income"] - sums["expenses"] - contributed,
        current_account=sums[acc.CURRENT_ACCOUNT],
        receivables=sums["assets:receivable"],
        recoverables=sums["assets:recoverable"],
        suspense=sums[acc.SUSPENSE],
        grants_payable=-sums["liabilities:grants"],
    )


_KINDS = (
    *("income", "expenses", acc.CURRENT_ACCOUNT, "assets:receivable"),
    *("assets:recoverable", acc.SUSPENSE, "liabilities:grants"),
)


def _by_kind(balances: Mapping[str, Cents]) -> dict[str, Cents]:
    found = dict.fromkeys(_KINDS, 0)
    for name, amount in balances.items():
        for kind in _KINDS:
            if name == kind or name.startswith(f"{kind}:"):
                found[kind] += amount
    return found
