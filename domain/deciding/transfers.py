"""Moving budget between programmes and years (Z15)."""

from domain.deciding.books import Books, Draft
from domain.deciding.dates import check_not_closed
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.transfers import BudgetTransferred, TransferBudget
from domain.values.errors import Refusal
from domain.values.messages import parts


@decides(TransferBudget)
def transfer_budget(command: TransferBudget, actor: Actor, books: Books) -> Draft:
    """Z15: virement between programmes and years; the total stays the same."""
    check_not_closed(books.year(command.to_year), command.date)
    source = (command.from_programme, command.from_year)
    target = (command.to_programme, command.to_year)
    if source == target:
        raise Refusal(
            "SCOPE_INVALID",
            "source and target are both {source}.",
            source=parts(source, " "),
        )
    return Draft(
        f"transfers:{command.to_year}",
        lambda envelope: BudgetTransferred(**envelope, given=command),
    )
