"""Money of others, earmarked for a project (Z23)."""

from domain.budgets import accounts
from domain.deciding.books import Books, Draft
from domain.deciding.earmarks import earmarked
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.funds import FundsReceived, FundsSpent, ReceiveFunds, SpendFunds
from domain.states.projects import funds_stream


@decides(ReceiveFunds)
def receive_funds(command: ReceiveFunds, actor: Actor, books: Books) -> Draft:
    """Z23: earmarked, never the partners' own money."""
    line = (accounts.funds(command.project), -command.amount)
    changes = earmarked([line], command.date, books)
    return Draft(
        funds_stream(command.project),
        lambda envelope: FundsReceived(**envelope, given=command, earmarked=changes),
    )


@decides(SpendFunds)
def spend_funds(command: SpendFunds, actor: Actor, books: Books) -> Draft:
    """Z23: at most what was received, on every day."""
    line = (accounts.funds(command.project), command.amount)
    changes = earmarked([line], command.date, books)
    return Draft(
        funds_stream(command.project),
        lambda envelope: FundsSpent(**envelope, given=command, earmarked=changes),
    )
