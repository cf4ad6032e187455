"""The order in which a command is refused, and what it becomes when it is not.

Shape and values were checked when the command was built, its `id` by whoever holds
the ledger; here follow dates, references, state and rules. Budgets come last, when its
lines are known (`domain.budgets.breaches`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.catalogue import BY_NAME, Trait
from domain.deciding.answering import answering, check_line
from domain.deciding.dates import check_lock, check_start
from domain.deciding.paying import check_payment
from domain.deciding.references import check_references
from domain.deciding.register import decision_on
from domain.values.errors import Refusal
from domain.values.messages import message

if TYPE_CHECKING:
    from domain.deciding.books import Books, Draft, PostedEntry
    from domain.entries.command import Command
    from domain.entries.event import Actor
    from domain.entries.reclassifying import Reclassify

_EXEMPT = frozenset({"OVERDRAFT", "FUNDS_EXCEEDED", "REPAYMENT_EXCEEDED"})
"""What a fact of the bank may break; `check` reports it."""
_OF_BANK = _EXEMPT | {
    *("PROCESS_CEILING_EXCEEDED", "PROCESS_RESERVE_EXCEEDED"),
    *("CEILING_EXCEEDED", "AWARD_EXCEEDED"),
}
"""What a command that books a bank line may break too: the bank did pay."""
_RESTING = frozenset({"PROCESS_RESERVE_EXCEEDED"})
"""The reserve is kept in an open year: not before its opening, nor from its closing."""


def decide(command: Command, actor: Actor, books: Books) -> Draft:
    """What the command becomes; raises `Refusal` and changes nothing."""
    nature = _nature(command, books)
    _check_dates(command, nature, books)
    check_references(command, books)
    check_line(command, books)
    check_payment(command, books)
    return answering(command, decision_on(command)(command, actor, books), books)


def exempt_codes(command: Command, books: Books) -> frozenset[str]:
    """The budget codes that don't apply to this command."""
    if getattr(command, "bank_line", None) is not None:
        return _OF_BANK
    if command.has(Trait.FACT):
        return _EXEMPT
    given: Any = command
    match given.name:
        case "close_budget_year":
            return _RESTING
        case "reclassify":
            return _exempt_of_reclassifying(given, books)
        case "reverse":
            return _exempt_of_reversing(books.posted(given.entry))
    return frozenset()


def _exempt_of_reversing(posted: PostedEntry | None) -> frozenset[str]:
    if posted is None:
        return frozenset()
    given = posted.event.given
    if given.name == "open_budget_year":
        return _RESTING
    closes = given.name == "close_budget_year"
    return _EXEMPT if closes or given.has(Trait.RECEIPT) else frozenset()


def _exempt_of_reclassifying(command: Reclassify, books: Books) -> frozenset[str]:
    """What a reversal of the original or the command in `as` skips."""
    posted = books.posted(command.entry)
    receipt = posted is not None and posted.event.given.has(Trait.RECEIPT)
    fact = BY_NAME[command.as_.command].has(Trait.FACT)
    return _EXEMPT if receipt or fact else frozenset()


def _nature(command: Command, books: Books) -> Command:
    """A reversal is subject to the dates that its original is subject to."""
    given: Any = command
    posted = books.posted(given.entry) if given.name == "reverse" else None
    return command if posted is None else posted.event.given


def _check_not_ahead(day: date, nature: Command, books: Books) -> None:
    """What happened is not dated after today; raises `Refusal` (`FUTURE_DATE`)."""
    if nature.has(Trait.CASH):
        why = message("the current account only moves when money did")
    elif nature.has(Trait.PAST):
        why = message("only what happened is recorded")
    else:
        return
    raise Refusal(
        "FUTURE_DATE",
        "{day} is after today ({today}): {why}.",
        day=day,
        today=books.today,
        why=why,
    )


def _check_dates(command: Command, nature: Command, books: Books) -> None:
    day = command.effective_date
    if day is None:
        return
    if day > books.today:
        _check_not_ahead(day, nature, books)
    check_start(day, books)
    if nature.has(Trait.LOCKED):
        check_lock(day, books)
