"""The one place where an event becomes journal lines (section 3 of the contract).

A line is an account and an amount in cents, positive for debit, on the event's date.
Journal lines add up to zero per entry; memorandum lines stand beside them. Nothing but
the event is looked at, so a replay gives the same lines for ever.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from domain.budgets import accounts as acc
from domain.entries.bank import (
    ContributionReceived,
    ContributionRepaid,
    OtherPaid,
    OtherReceived,
    ProcessCostPosted,
)
from domain.entries.command import Paying
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
    RegisterStatement,
    StatementRegistered,
)
from domain.entries.ties import Tie, TiedEvent
from domain.entries.transfers import BudgetTransferred
from domain.entries.years import (
    BudgetAllocated,
    BudgetYearAmended,
    BudgetYearClosed,
    BudgetYearOpened,
)
from domain.framework.framework import SUSPENSE, UNALLOCATED
from domain.values.money import Cents

Lines = Iterator[tuple[str, Cents]]
E = TypeVar("E", bound=LedgerEvent)
_MAPPING: dict[type[LedgerEvent], Callable[[Any], Lines]] = {}


def _of(event: type[E]) -> Callable[[Callable[[E], Lines]], Callable[[E], Lines]]:
    def register(mapping: Callable[[E], Lines]) -> Callable[[E], Lines]:
        _MAPPING[event] = mapping
        return mapping

    return register


def lines(event: LedgerEvent) -> list[tuple[str, Cents]]:
    """The lines of an event on its own date; lines of zero are left out."""
    mapping = _MAPPING.get(type(event))
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
    match event:
        case StatementRegistered(given=given):
            yield from _of_statement(given)
        case BankAccountOpened(given=given) if given.opening:
            yield from _of_bank(given.date.isoformat(), given.account, given.opening)
        case EntryReversed(dated=list() as opposite):
            for on, account, amount in opposite:
                yield on.isoformat(), account, amount
    if isinstance(event, TiedEvent):
        for tie in event.ties or ():
            yield from _of_tie(tie)


def _of_statement(given: RegisterStatement) -> Iterator[tuple[str, str, Cents]]:
    for day, amount in given.sums().items():
        if amount:
            yield from _of_bank(day.isoformat(), given.account, amount)


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
_EARMARKING = (FundsReceived, FundsSpent, EntryReversed, EntryReclassified)


def earmarked(event: LedgerEvent) -> dict[str, Cents]:
    """By ISO date: changes of what is earmarked (Z23).

    A receipt after an overspending earmarks only what is above zero on each day.
    """
    return event.earmarked if isinstance(event, _EARMARKING) else _NOTHING


@_of(BudgetYearOpened)
def _opened(event: BudgetYearOpened) -> Lines:
    yield from _budget(event.given.year, event.budget, event.contributions)
    yield acc.of_year("process-ceiling", event.given.year), event.process_ceiling or 0


@_of(BudgetYearAmended)
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


@_of(BudgetAllocated)
def _allocated(event: BudgetAllocated) -> Lines:
    year = event.given.year
    for programme, amount in event.amounts.items():
        yield acc.available(year, programme), amount
        yield acc.of_programme("allocated", year, programme), amount
    yield acc.unallocated(year), -sum(event.amounts.values())


@_of(BudgetTransferred)
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


@_of(BudgetYearClosed)
def _closed(event: BudgetYearClosed) -> Lines:
    given = event.given
    for place, amount in event.carried.items():
        target = UNALLOCATED if place in event.ended else place
        yield from _moved(str(given.carry_to), target, amount)
        yield from _moved(given.year, place, -amount)


@_of(DeviationDecided)
def _deviated(event: DeviationDecided) -> Lines:
    given = event.given
    if given.amount is None or given.project is not None:
        return
    scope = [part for part in (given.year, given.programme) if part is not None]
    yield acc.deviation(given.rule, *scope), given.amount


@_of(ContributionReceived)
def _contribution_received(event: ContributionReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield acc.receivable(given.partner, given.year), -given.amount


@_of(ContributionRepaid)
def _contribution_repaid(event: ContributionRepaid) -> Lines:
    given = event.given
    yield acc.receivable(given.partner, given.year), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount


@_of(ProcessCostPosted)
def _process_cost(event: ProcessCostPosted) -> Lines:
    given = event.given
    yield acc.process_expenses(given.year, given.programme), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.spent(given.year, given.programme, "process"), given.amount
    yield acc.available(given.year, given.programme), -given.amount


@_of(OtherReceived)
def _other_received(event: OtherReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield _other("income", given.category), -given.amount
    yield acc.OTHER_RECEIVED, given.amount
    if given.clears is not None:
        yield acc.taken(given.clears), -given.amount


@_of(OtherPaid)
def _other_paid(event: OtherPaid) -> Lines:
    given = event.given
    yield _other("expenses", given.category), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.OTHER_PAID, given.amount
    if given.clears is not None:
        yield acc.taken(given.clears), -given.amount


def _other(side: str, category: str) -> str:
    return acc.SUSPENSE if category == SUSPENSE else f"{side}:other:{category}"


@_of(GrantAwarded)
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


@_of(GrantChanged)
def _changed(event: GrantChanged) -> Lines:
    if event.release is not None:
        yield from _released(event.given.project, event.release)
    else:
        yield from _raised(
            event.year, event.programme, event.given.project, event.raised
        )


@_of(GrantDetermined)
def _determined(event: GrantDetermined) -> Lines:
    yield from _released(event.given.project, event.release)


@_of(GrantWithdrawn)
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


@_of(GrantPaid)
def _paid(event: GrantPaid) -> Lines:
    year, programme, given = event.year, event.programme, event.given
    yield acc.grant_liability(given.project), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.spent(year, programme, given.project), given.amount
    yield acc.committed(year, programme, given.project), -given.amount
    yield from _measure("paid", year, programme, given.project, given.amount)


@_of(RefundReceived)
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


@_of(RecoverableWrittenOff)
def _written_off(event: RecoverableWrittenOff) -> Lines:
    year, programme, given = event.year, event.programme, event.given
    yield acc.grant_expenses(year, programme, given.project), given.amount
    yield acc.recoverable(given.project), -given.amount
    yield acc.spent(year, programme, given.project), given.amount
    yield acc.available(year, programme), -given.amount
    yield from _measure("written-off", year, programme, given.project, given.amount)
    yield acc.of_programme("recoverable", year, programme), -given.amount


@_of(FundsReceived)
def _funds_received(event: FundsReceived) -> Lines:
    given = event.given
    yield acc.CURRENT_ACCOUNT, given.amount
    yield acc.funds(given.project), -given.amount
    yield acc.FUNDS_RECEIVED, given.amount
    yield acc.of_project("funds-received", given.project), given.amount


@_of(FundsSpent)
def _funds_spent(event: FundsSpent) -> Lines:
    given = event.given
    yield acc.funds(given.project), given.amount
    yield acc.CURRENT_ACCOUNT, -given.amount
    yield acc.FUNDS_SPENT, given.amount
    yield acc.of_project("funds-spent", given.project), given.amount


@_of(PaymentOrdered)
def _ordered(event: PaymentOrdered) -> Lines:
    yield acc.ordered(event.given.payment), event.given.amount


def _paid_order(given: Paying) -> Lines:
    """Of a payment that was ordered."""
    if given.payment is not None:
        amount: Cents = getattr(given, "amount", 0)
        yield acc.ordered(given.payment), -amount


@_of(EntryReversed)
def _reversed(event: EntryReversed) -> Lines:
    yield from event.lines


@_of(EntryReclassified)
def _reclassified(event: EntryReclassified) -> Lines:
    yield from event.lines
