"""What may be reversed, and when."""

from typing import Any

from .books import CHANGES, SETTLED_PAST, SETTLEMENTS, Books, Entry
from .shape import Refusal
from .state import after_settlements

ALWAYS = (
    "allocate",
    "set_funding_limits",
    "transfer_budget",
    "deviate",
    "close_budget_year",
    "receive_contribution",
    "repay_contribution",
    "post_process_cost",
    "receive_other",
    "pay_other",
    "receive_funds",
    "spend_funds",
)


def rested_upon(books: Books, number: str) -> bool:
    return any(
        e.data.get("decision") == number and books.stands(e) for e in books.entries
    )


def later(books: Books, entry: Entry) -> list[Entry]:
    """What of the project came later: its entries, and reversals of earlier ones.

    A later entry that is reversed counts, with its reversal, as never having
    been there; deviations and annotations don't count.
    """
    project = books.project_of(entry)
    found = []
    for other in books.entries:
        if other.number <= entry.number or books.project_of(other) != project:
            continue
        original = books.original(other)
        if original.command == "deviate" or original is entry:
            continue
        undone_here = other is not original and original.number > entry.number
        if books.stands(other) and not undone_here:
            found.append(other)
    return found


def reversible(books: Books, entry: Entry) -> bool:
    role = entry.role
    after = {e.role for e in later(books, entry)}
    if role == "record_decision":
        return not rested_upon(books, entry.data["number"])
    if role == "reject_project" or role in SETTLEMENTS:
        return not after
    if role == "award_grant":
        blocking = {"pay_grant", *CHANGES, "determine_grant", "withdraw_grant"}
        return not after & blocking
    if role in ("pay_grant", "receive_refund", "raise_grant"):
        return not after & set(SETTLEMENTS)
    return role in ALWAYS


def check_reversal(books: Books, data: dict[str, Any]) -> None:
    day = data["date"]
    entry = books.find(data["entry"])
    assert entry is not None
    if not books.stands(entry):
        raise Refusal("ALREADY_REVERSED")
    if not reversible(books, entry):
        raise Refusal("NOT_REVERSIBLE")
    project = books.project_of(entry)
    if project is not None and entry.role in (*SETTLED_PAST, *SETTLEMENTS):
        after_settlements(books, project, day)
    if day < entry.date:
        raise Refusal("BAD_DATE")
