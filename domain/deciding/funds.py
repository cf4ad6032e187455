"""Money of others, earmarked for a project (Z23)."""

from datetime import date

from domain.budgets import accounts
from domain.budgets.earmarking import earmark_changes
from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.funds import FundsReceived, FundsSpent, ReceiveFunds, SpendFunds
from domain.states.projects import funds_stream
from domain.values.money import Cents


@decides(ReceiveFunds)
def receive_funds(command: ReceiveFunds, actor: Actor, books: Books) -> Draft:
    """Z23: earmarked, never the partners' own money."""
    earmarked = _earmarked(command.project, command.date, command.amount, books)
    return Draft(
        funds_stream(command.project),
        lambda envelope: FundsReceived(**envelope, given=command, earmarked=earmarked),
    )


@decides(SpendFunds)
def spend_funds(command: SpendFunds, actor: Actor, books: Books) -> Draft:
    """Z23: at most what was received, on every day."""
    earmarked = _earmarked(command.project, command.date, -command.amount, books)
    return Draft(
        funds_stream(command.project),
        lambda envelope: FundsSpent(**envelope, given=command, earmarked=earmarked),
    )


def _earmarked(
    project: str, day: date, change: Cents, books: Books
) -> dict[str, Cents]:
    running = books.running(accounts.funds(project))
    return earmark_changes([(d, -owed) for d, owed in running], day, change)
