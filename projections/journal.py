"""The one place where an event becomes journal lines (section 3 of the contract).

A line is an account and an amount in cents, positive for debit, on the event's date.
Journal lines add up to zero per entry; memorandum lines stand beside them. Nothing but
the event is looked at, so a replay gives the same lines for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from domain.budgets import accounts as acc
from domain.entries.command import Paying
from domain.entries.ties import TiedEvent
from domain.framework.framework import SUSPENSE, UNALLOCATED
from domain.values.money import Cents

if TYPE_CHECKING:
    from domain.entries.bank import (
        ContributionReceived,
        ContributionRepaid,
        OtherPaid,
        OtherReceived,
        ProcessCostPosted,
    )
    from domain.entries.corrections import EntryReversed
    from domain.entries.deviations import DeviationDecided
    from domain.entries.event import LedgerEvent
    from domain.entries.funds import FundsReceived, FundsSpent
    from domain.entries.grants import (
        GrantAwarded,
        GrantChanged,
        GrantDetermined,
        GrantPaid,
        GrantWithdrawn,
        RecoverableWrittenOff,
        RefundReceived,
        Release,
    )
    from domain.entries.payments import PaymentOrdered
    from domain.entries.reclassifying import EntryReclassified
    from domain.entries.statements import (
        BankAccountOpened,
        StatementRegistered,
    )
    from domain.entries.ties import Tie
    from domain.entries.transfers import BudgetTransferred
    from domain.entries.years import (
        BudgetAllocated,
        BudgetYearAmended,
        BudgetYearClosed,
        BudgetYearOpened,
    )

Lines = Iterator[tuple[str, Cents]]
Mapping = Callable[[Any], Lines]
"""From an event of a command to its lines."""
_MAPPING: dict[str, Mapping] = {}


def _of(command: str) -> Callable[[Mapping], Mapping]:
    """Register the lines of a command's event; by name, so that no other is loaded."""

    def register(mapping: Mapping) -> Mapping:
        _MAPPING[command] = mapping
        return mapping

    return register


def lines(event: LedgerEvent) -> list[tuple[str, Cents]]:
    """The lines of an event on its own date; lines of zero are left out."""
    mapping = _MAPPING.get(event.given.name)
    if mapping is None:
        return []
    found = [(account, amount) for account, amount in mapping(event) if amount]
    if isinstance(event.given, Paying):
        found += _paid_order(event.given)
    return found


def dated(event: LedgerEvent) -> Iterator[tuple[str, str, Cents]]:
    """ISO date, account and amount of the lines that stand on days of their own.

    They are memorandum lines: what is earmarked, what the bank shows, and ties.
    """
    for day, amount in earmarked(event).items():
        yield day, acc.EARMARKED, amount
    own = _DATED.get(event.given.name)
    if own is not None:
        yield from own(event)
    if isinstance(event, TiedEvent):
        for tie in event.ties or ():
            yield from _of_tie(tie)


def _of_statement(event: StatementRegistered) -> Iterator[tuple[str, str, Cents]]:
    given = event.given
    for day, amount in given.sums().items():
        if amount:
            yield from _of_bank(day.isoformat(), given.account, amount)


def _of_opening(event: BankAccountOpened) -> Iterator[tuple[str, str, Cents]]:
    given = event.given
    if given.opening:
        yield from _of_bank(given.date.isoformat(), given.account, given.opening)


def _of_reversal(event: EntryReversed) -> Iterator[tuple[str, str, Cents]]:
    for on, account, amount in event.dated or ():
        yield on.isoformat(), account, amount


_DATED: dict[str, Callable[[Any], Iterator[tuple[str, str, Cents]]]] = {
    "register_statement": _of_statement,
    "open_bank_account": _of_opening,
    "reverse": _of_reversal,
}
"""Events with lines on days of their own, beside ties and what is earmarked."""


def _of_bank(day: str, account: str, amount: Cents) -> Iterator[tuple[str, str, Cents]]:
    yield day, acc.bank(account), amount
    yield day, acc.bank_open(account), amount


def _of_tie(tie: Tie) -> Iterator[tuple[str, str, Cents]]:
    day = tie.day.isoformat()
    for line in tie.lines:
        yield day, acc.bank_open(line.account), -line.amount
    answered = tie.own + sum(each.amount for each in tie.entries)
    if answered:
        yield day, acc.ENTRIES_OPEN, -answered


_NOTHING: dict[str, Cents] = {}
_EARMARKING = ("receive_funds", "spend_funds", "reverse", "reclassify")


def earmarked(event: LedgerEvent) -> dict[str, Cents]:
    """By ISO date: changes of what is earmarked (Z23).

    A receipt after an overspending earmarks only what is above zero on each day.
    """
    if event.given.name not in _EARMARKING:
        return _NOTHING
    found: dict[str, Cents] = event.earmarked  # type: ignore[attr-defined]  # theirs
    return found


@_of("open_budget_year")
def _opened(event: BudgetYearOpened) -> Lines:
    yield from _budget(event.given.year, event.budget, event.contributions)
    yield acc.of_year("process-ceiling", event.given.year), event.process_ceiling or 0


@_of("amend_budget_year")
def _amended(event: BudgetYearAmended) -> Lines:
    year, cover = event.given.year, event.cover_change
    yield from _budget(year, event.budget_change, event.contribution_changes)
    yield acc.covered(year), -cover
    yield acc.uncovered(year), cover
    yield acc.of_year("other-cover", year), cover
    yield acc.of_year("process-ceiling", year), event.ceiling_change


def _budget(year: str, budget: Cents, contributions: dict[str, Cents]) -> Lines:
    called = sum(contributions.values())
    yield acc.unallocated(year), budget
    yield acc.covered(year), -called
    yield acc.uncovered(year), called - budget
    for partner, amount in contributions.items():
        yield acc.receivable(partner, year), amount
        yield acc.contributions(partner, year), -amount


@_of("allocate")
def _allocated(event: BudgetAllocated) -> Lines:
    year = event.given.year
    for programme, amount in event.amounts.items():
        yield acc.available(year, programme), amount
        yield acc.of_programme("allocated", year, programme), amount
    yield acc.unallocated(year), -sum(event.amounts.values())


@_of("transfer_budget")
def _transferred(event: BudgetTransferred) -> Lines:
    given = event.given
    yield from _moved(given.to_year, given.to_programme, given.amount)
    yield from _moved(given.from_year, given.from_programme, -given.amount)


def _moved(year: str, programme: str, amount: Cents) -> Lines:
    if programme == UNALLOCATED:
        yield acc.unallocated(year), amount
        return
    yield acc.available(year, programme), amount
    yield acc.of_programme("transferred", year, programme), amount


@_of("close_budget_year")
def _closed(event: BudgetYearClosed) -> Lines:
    given = event.given
    for place, amount in event.carried.items():
        target = UNALLOCATED if place in event.ended else place
        yield from _moved(str(given.carry_to), target, amount)
        yield from _moved(given.year, place, -amount)


@_of("deviate")
def _deviated(event: DeviationDecided) -> Lines:
    given = event.given
    if given.amount is None or given.project is not None:
        return
    scope = [part for part in (given.year, given.programme) if part is not None]
    yield acc.deviation(given.rule, *scope), given.amount


@_of("receive_contribution")
def _contribution_received(event: ContributionReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield acc.receivable(given.partner, given.year), -given.amount


@_of("repay_contribution")
def _contribution_repaid(event: ContributionRepaid) -> Lines:
    given = event.given
    yield acc.receivable(given.partner, given.year), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount


@_of("post_process_cost")
def _process_cost(event: ProcessCostPosted) -> Lines:
    given = event.given
    yield acc.process_expenses(given.year, given.programme), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.spent(given.year, given.programme, "process"), given.amount
    yield acc.available(given.year, given.programme), -given.amount


@_of("receive_other")
def _other_received(event: OtherReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield _other("income", given.category), -given.amount
    yield acc.OTHER_RECEIVED, given.amount
    if given.clears is not None:
        yield acc.taken(given.clears), -given.amount


@_of("pay_other")
def _other_paid(event: OtherPaid) -> Lines:
    given = event.given
    yield _other("expenses", given.category), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.OTHER_PAID, given.amount
    if given.clears is not None:
        yield acc.taken(given.clears), -given.amount


def _other(side: str, category: str) -> str:
    return acc.SUSPENSE if category == SUSPENSE else f"{side}:other:{category}"


@_of("award_grant")
def _awarded(event: GrantAwarded) -> Lines:
    yield from _raised(
        event.year, event.programme, event.given.project, event.given.amount
    )


def _raised(year: str, programme: str, project: str, amount: Cents) -> Lines:
    yield acc.grant_expenses(year, programme, project), amount
    yield acc.grant_liability(project), -amount
    yield acc.committed(year, programme, project), amount
    yield acc.available(year, programme), -amount
    yield from _measure("awarded", year, programme, project, amount)


def grant_lines(
    year: str, programme: str, project: str, amount: Cents
) -> list[tuple[str, Cents]]:
    """The lines of an award or a raise, for whoever looks ahead."""
    return list(_raised(year, programme, project, amount))


def _measure(
    measure: str, year: str, programme: str, project: str, amount: Cents
) -> Lines:
    yield acc.of_programme(measure, year, programme), amount
    yield acc.of_project(measure, project), amount


@_of("change_grant")
def _changed(event: GrantChanged) -> Lines:
    if event.release is not None:
        yield from _released(event.given.project, event.release)
    else:
        yield from _raised(
            event.year, event.programme, event.given.project, event.raised
        )


@_of("determine_grant")
def _determined(event: GrantDetermined) -> Lines:
    yield from _released(event.given.project, event.release)


@_of("withdraw_grant")
def _withdrawn(event: GrantWithdrawn) -> Lines:
    yield from _released(event.given.project, event.release)


def _released(project: str, release: Release) -> Lines:
    year, programme = release.year, release.programme
    released, overpaid = release.released, release.overpaid
    yield acc.grant_liability(project), released
    yield acc.grant_expenses(year, programme, project), -released
    yield acc.recoverable(project), overpaid
    yield acc.grant_liability(project), -overpaid
    yield acc.available(year, programme), released
    yield acc.committed(year, programme, project), overpaid - released
    yield acc.spent(year, programme, project), -overpaid
    yield from _measure("released", year, programme, project, released)
    yield acc.of_programme("recoverable", year, programme), overpaid


@_of("pay_grant")
def _paid(event: GrantPaid) -> Lines:
    year, programme, given = event.year, event.programme, event.given
    yield acc.grant_liability(given.project), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.spent(year, programme, given.project), given.amount
    yield acc.committed(year, programme, given.project), -given.amount
    yield from _measure("paid", year, programme, given.project, given.amount)


@_of("receive_refund")
def _refunded(event: RefundReceived) -> Lines:
    year, programme, given = event.year, event.programme, event.given
    rest = given.amount - event.recovered
    yield acc.CURRENT_ACCOUNT, given.amount
    yield acc.recoverable(given.project), -event.recovered
    yield acc.grant_liability(given.project), -rest
    yield acc.committed(year, programme, given.project), rest
    yield acc.spent(year, programme, given.project), -rest
    yield from _measure("refunded", year, programme, given.project, given.amount)
    yield acc.of_programme("recoverable", year, programme), -event.recovered


@_of("write_off_recoverable")
def _written_off(event: RecoverableWrittenOff) -> Lines:
    year, programme, given = event.year, event.programme, event.given
    yield acc.grant_expenses(year, programme, given.project), given.amount
    yield acc.recoverable(given.project), -given.amount
    yield acc.spent(year, programme, given.project), given.amount
    yield acc.available(year, programme), -given.amount
    yield from _measure("written-off", year, programme, given.project, given.amount)
    yield acc.of_programme("recoverable", year, programme), -given.amount


@_of("receive_funds")
def _funds_received(event: FundsReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield acc.funds(given.project), -given.amount
    yield acc.FUNDS_RECEIVED, given.amount
    yield acc.of_project("funds-received", given.project), given.amount


@_of("spend_funds")
def _funds_spent(event: FundsSpent) -> Lines:
    given = event.given
    yield acc.funds(given.project), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.FUNDS_SPENT, given.amount
    yield acc.of_project("funds-spent", given.project), given.amount


@_of("order_payment")
def _ordered(event: PaymentOrdered) -> Lines:
    yield acc.ordered(event.given.payment), event.given.amount


def _paid_order(given: Paying) -> Lines:
    """Of a payment that was ordered."""
    if given.payment is not None:
        amount: Cents = getattr(given, "amount", 0)
        yield acc.ordered(given.payment), -amount


@_of("reverse")
def _reversed(event: EntryReversed) -> Lines:
    yield from event.lines


@_of("reclassify")
def _reclassified(event: EntryReclassified) -> Lines:
    yield from event.lines
