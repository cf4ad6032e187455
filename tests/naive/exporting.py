"""Batches for another ledger: one after the other, each saying what its entries say."""

from typing import Any

from .books import Books
from .state import refuse_if

NOT_OF_THE_JOURNAL = ("budget:", "memo:")


def handed_over(books: Books, first: int, last: int) -> tuple[int, int, int]:
    """Rows, debit and credit (cents) of those entries."""
    amounts = [
        amount
        for entry in books.entries[first - 1 : last]
        for account, amount in entry.lines
        if not account.startswith(NOT_OF_THE_JOURNAL)
    ]
    debit = sum(amount for amount in amounts if amount > 0)
    credit = -sum(amount for amount in amounts if amount < 0)
    return len(amounts), debit, credit


def next_entry(books: Books, target: str) -> int:
    """After the last that the target has."""
    batches = [e.data for e in books.of("register_export")]
    same = [b["to_entry"] for b in batches if b["target"].lower() == target.lower()]
    return max(same, default=0) + 1


def register_export(books: Books, data: dict[str, Any]) -> None:
    code, target = data["export"].lower(), data["target"].lower()
    batches = [e.data for e in books.of("register_export")]
    taken = {(b["target"].lower(), b["export"].lower()) for b in batches}
    refuse_if((target, code) in taken, "EXPORT_EXISTS")
    first, last = data["from_entry"], data["to_entry"]
    refuse_if(first != next_entry(books, target), "EXPORT_NOT_NEXT")
    refuse_if(last < first, "SCOPE_INVALID")
    said = data["rows"], data["debit"], data["credit"]
    refuse_if(handed_over(books, first, last) != said, "EXPORT_DIFFERS")
