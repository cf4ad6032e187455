"""What lines of money of others make of the earmarked amount (Z23)."""

from collections.abc import Iterable
from datetime import date

from domain.budgets import accounts
from domain.budgets.earmarking import earmark_changes
from domain.deciding.books import Books
from domain.values.money import Cents


def earmarked(
    lines: Iterable[tuple[str, Cents]], day: date, books: Books
) -> dict[str, Cents]:
    """By ISO date: how the earmarked amount changes when lines are posted on a day.

    Each project's money is clipped by itself; lines of other accounts are passed over.
    """
    changes: dict[str, Cents] = {}
    for account, amount in lines:
        if not accounts.is_funds(account):
            continue
        held = [(at, -owed) for at, owed in books.running(account)]
        for at, change in earmark_changes(held, day, -amount).items():
            changes[at] = changes.get(at, 0) + change
    return {at: change for at, change in changes.items() if change}
