"""Locking past periods and reopening them."""

from datetime import date

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.periods import (
    LockPeriod,
    PeriodLocked,
    PeriodReopened,
    ReopenPeriod,
)
from domain.states import periods
from domain.values.errors import Refusal
from domain.values.messages import message


@decides(LockPeriod)
def lock_period(command: LockPeriod, actor: Actor, books: Books) -> Draft:
    """A lock only moves forward, and not past today; it seals the balances there."""
    locked = books.periods().locked_until
    if locked is not None and command.until <= locked:
        raise Refusal(
            "BAD_DATE",
            "the period is locked until {locked} already; lock a later day.",
            locked=locked,
        )
    if command.until > books.today:
        raise Refusal(
            "BAD_DATE",
            "{until} is after today ({today}).",
            until=command.until,
            today=books.today,
        )
    _check_reconciled(command.until, books)
    seal = books.seal(command.until)
    return Draft(
        periods.STREAM,
        lambda envelope: PeriodLocked(
            **envelope,
            given=command,
            balances=seal.balances,
            balances_root=seal.root,
        ),
    )


def _check_reconciled(until: date, books: Books) -> None:
    """Where the framework asks for it; raises `Refusal` (`NOT_RECONCILED`)."""
    if not books.framework_on(until).lock_needs_reconciliation:
        return
    found = books.unanswered(until)
    if found:
        raise Refusal(
            "NOT_RECONCILED",
            "on {until} {lines} bank lines and {entries} entries are open, and the"
            " framework asks for a reconciled bank before a period is locked (zuidas"
            " bank reconcile --at {until}).",
            {"lines": found.lines, "entries": found.entries},
            until=until,
            lines=found.lines,
            entries=found.entries,
        )


@decides(ReopenPeriod)
def reopen_period(command: ReopenPeriod, actor: Actor, books: Books) -> Draft:
    """The lock moves back to the day before `from_date`."""
    locked = books.periods().locked_until
    if locked is None or command.from_date > locked:
        now = (
            message("nothing is locked")
            if locked is None
            else message("the lock ends on {locked}", locked=locked)
        )
        raise Refusal(
            "BAD_DATE",
            "{from_date} is not in a locked period: {now}.",
            from_date=command.from_date,
            now=now,
        )
    return Draft(
        periods.STREAM,
        lambda envelope: PeriodReopened(
            **envelope, given=command, was_locked_until=locked
        ),
    )
