"""The order in which a command is refused, and what it becomes when it is not.

Shape and values were checked when the command was built, its `id` by whoever holds
the ledger; here follow dates, references, state and rules. Budgets come last, when its
lines are known (`domain.budgets.breaches`).
"""

from domain.catalogue import Trait
from domain.deciding.books import Books, Draft
from domain.deciding.references import check_references
from domain.deciding.register import decision_on
from domain.entries.command import Command
from domain.entries.corrections import Reverse
from domain.entries.event import Actor
from domain.entries.years import OpenBudgetYear
from domain.values.errors import Refusal

_EXEMPT = frozenset({"OVERDRAFT", "FUNDS_EXCEEDED", "REPAYMENT_EXCEEDED"})
"""What a fact of the bank may break; `check` reports it."""

_OF_AN_OPEN_YEAR = frozenset({"PROCESS_RESERVE_EXCEEDED"})
"""What a year that is not open keeps nothing for."""


def decide(command: Command, actor: Actor, books: Books) -> Draft:
    """What the command becomes; raises `Refusal` and changes nothing."""
    nature = _nature(command, books)
    _check_dates(command, nature, books)
    check_references(command, books)
    return decision_on(command)(command, actor, books)


def exempt_codes(command: Command, books: Books) -> frozenset[str]:
    """The budget codes that don't apply to this command."""
    if command.has(Trait.FACT):
        return _EXEMPT
    if isinstance(command, Reverse):
        posted = books.posted(command.entry)
        if posted is not None and posted.event.given.has(Trait.RECEIPT):
            return _EXEMPT
        if posted is not None and isinstance(posted.event.given, OpenBudgetYear):
            return _OF_AN_OPEN_YEAR
    return frozenset()


def _nature(command: Command, books: Books) -> Command:
    """A reversal is subject to the dates that its original is subject to."""
    if isinstance(command, Reverse):
        posted = books.posted(command.entry)
        return command if posted is None else posted.event.given
    return command


def _check_dates(command: Command, nature: Command, books: Books) -> None:
    day = command.effective_date
    if day is not None and nature.has(Trait.CASH) and day > books.today:
        raise Refusal(
            "FUTURE_DATE",
            "{day} is after today ({today}): the current account only moves"
            " when money did.",
            day=day,
            today=books.today,
        )
    start = books.framework.start
    if day is not None and day < start:
        raise Refusal(
            "BEFORE_START",
            "{day} is before the framework's start on {start}.",
            day=day,
            start=start,
        )
    if day is not None and nature.has(Trait.LOCKED) and books.periods().locks(day):
        raise Refusal(
            "PERIOD_LOCKED",
            "{day} is in the period locked until {locked_until}; use a later"
            " date, or reopen the period with a reason (reopen_period).",
            day=day,
            locked_until=books.periods().locked_until,
        )
