"""The decision that an entry, and its money, rests on."""

from typing import Any

from .books import CHANGES, Books
from .entries import Entry

Row = dict[str, Any]


def number_of(books: Books, entry: Entry) -> str | None:
    """Of the decision that it rests on, as corrected."""
    rests = books.rests_on(entry)
    decision = books.find(rests) if rests is not None else None
    return decision.data["number"] if decision else None


def authority(books: Books, entry: Entry) -> str | None:
    """The decision that the money rests on."""
    if entry.role == "reverse":
        return authority(books, books.original(entry))
    own = number_of(books, entry)
    if own is not None:
        return own
    earlier = [
        e for e in books.entries[: entry.number - 1] if books.in_force(e, entry.date)
    ]
    data = entry.data
    if "project" in data:
        roles = ("award_grant", *CHANGES)
        basis = [
            e
            for e in earlier
            if e.role in roles and e.data["project"] == data["project"]
        ]
    elif "partner" in data:
        basis = [e for e in earlier if sets_contribution(e, data)]
    else:
        basis = []
    return number_of(books, basis[-1]) if basis else None


def sets_contribution(entry: Entry, data: Row) -> bool:
    if entry.data.get("year") != data["year"]:
        return False
    amended = entry.data.get("contributions", {})
    return entry.role == "open_budget_year" or (
        entry.role == "amend_budget_year" and data["partner"] in amended
    )
