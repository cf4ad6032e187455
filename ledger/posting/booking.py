"""What an event books, held against every budget: the last step of accepting."""

from typing import NamedTuple

from domain.budgets.accounts import EARMARKED
from domain.budgets.breaches import Changes, changes, first_breach
from domain.budgets.refusing import budget_refusal
from domain.deciding.acceptance import exempt_codes
from domain.entries.event import LedgerEvent
from domain.values.money import Cents
from ledger.posting.books import LedgerBooks
from projections import journal

Lines = list[tuple[str, Cents]]
_NOTHING: Changes = {}
_NONE: frozenset[str] = frozenset()


class Booked(NamedTuple):
    """The lines of an event that breaks no budget."""

    lines: Lines
    lowered: Changes
    """What they change, where they lower anything."""
    exempt: frozenset[str]
    """Codes of the budgets that a fact may break."""


def booked(event: LedgerEvent, books: LedgerBooks) -> Booked:
    """The lines of an event, and what of its budgets a fact may lower below its floor.

    Raises `Refusal` for what may not fall below it.
    """
    lines = journal.lines(event)
    day = event.effective_date
    if day is None or not lines:
        return Booked(lines, _NOTHING, _NONE)
    changed = changes(books.budgets, _with_earmark(event, lines))
    if min(changed.values(), default=0) >= 0:
        return Booked(lines, _NOTHING, _NONE)
    exempt = exempt_codes(event.given, books)
    breach = first_breach(changed, day, books, except_codes=exempt)
    if breach is not None:
        raise budget_refusal(breach, lines, books)
    return Booked(lines, changed, exempt)


def _with_earmark(event: LedgerEvent, lines: Lines) -> Lines:
    """The lines, and what the event earmarks on its own date."""
    found = journal.earmarked(event)
    day = event.effective_date
    if not found or day is None:
        return lines
    amount = found.get(day.isoformat())
    return lines if amount is None else [*lines, (EARMARKED, amount)]
