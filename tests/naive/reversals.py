"""What may be reversed, and when; what may be taken from an entry likewise."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .books import CHANGES, SETTLED_PAST, SETTLEMENTS, Books
from .entries import Entry
from .shape import Refusal
from .state import STATE, after_settlements, refuse_if
from .suspense import booked, clearings, left, reclassified

ALWAYS = (
    "accept_finding",
    "allocate",
    "set_funding_limits",
    "transfer_budget",
    "close_budget_year",
    "receive_contribution",
    "repay_contribution",
    "post_process_cost",
    "receive_other",
    "pay_other",
    "receive_funds",
    "spend_funds",
    "record_participation",
)
AFTER_AWARD = {"pay_grant", *CHANGES, "determine_grant", "withdraw_grant"}


def rested_upon(books: Books, decision: Entry) -> bool:
    return any(
        books.rests_on(e) == decision.number and books.stands(e) for e in books.entries
    )


def wholly_taken(books: Books, taker: Entry, since: int) -> bool:
    """It takes the whole of an entry that came after the one of that number."""
    original = books.original(taker)
    whole: bool = taker.data["amount"] == original.data["amount"]
    return original.number > since and whole


def roles_for(books: Books, other: Entry, project: str, since: int) -> set[str]:
    """What it was to the project, had what was undone never been there."""
    original = books.original(other) if other.role == "reverse" else other
    if not books.stands(other) or (original is not other and original.number > since):
        return set()
    if original.role == "deviate":
        return set()
    roles = {role for p, role in books.acts(other) if p == project}
    if other.role == "reclassify" and wholly_taken(books, other, since):
        gives = other.data["as"]
        roles = {gives["command"]} if gives.get("project") == project else set()
    takers = books.standing("reclassify", entry=other.number)
    taken = any(wholly_taken(books, e, since) for e in takers)
    return set() if taken else roles


def later(books: Books, entry: Entry, project: str) -> set[str]:
    """The roles of what of the project came later."""
    found: set[str] = set()
    for other in books.entries[entry.number :]:
        if not (other.role == "reverse" and books.original(other) is entry):
            found |= roles_for(books, other, project, entry.number)
    return found


def opening_is_free(books: Books, opening: Entry) -> bool:
    """Nothing that stands names the year, or is of a project of it."""
    return not any(
        books.stands(e) and concerns_year(books, e, opening)
        for e in books.entries[opening.number :]
    )


def concerns_year(books: Books, entry: Entry, opening: Entry) -> bool:
    year = opening.data["year"]
    if entry.role == "reverse" and books.original(entry).number >= opening.number:
        return False  # the reversal of what itself came later
    names = ("year", "from_year", "to_year", "carry_to")
    data = {**entry.data, **entry.data.get("as", {})}
    if entry.role != "annotate" and any(data.get(name) == year for name in names):
        return True
    of_it = {p for p in books.proposals() if books.terms(p).get("year") == year}
    return bool(of_it & books.projects_of(entry))


def proposal_is_free(books: Books, proposal: Entry) -> bool:
    project = proposal.data["project"]
    deviated = books.standing("deviate", project=project)
    return not later(books, proposal, project) and not deviated


def settled_after(books: Books, entry: Entry) -> bool:
    return any(
        later(books, entry, project) & set(SETTLEMENTS)
        for project, role in books.acts(entry)
        if role in SETTLED_PAST
    )


def clears_again(books: Books, entry: Entry, day: date) -> bool:
    """Can a clearing entry clear its item again once this no longer takes from it?

    Where it clears that item itself, it leaves as much as it gives back.
    """
    number = booked(books.original(entry))[2]
    item = books.find(number) if number is not None else None
    if item is None or booked(entry)[2] == number:
        return True
    return all(
        left(books, item, d) >= entry.data["amount"] for d in books.days_from(day)
    )


def reclassification_is_free(books: Books, entry: Entry, day: date) -> bool:
    cleared = any(books.stands(e) for e in clearings(books, entry))
    settled = settled_after(books, entry)
    return not cleared and not settled and clears_again(books, entry, day)


def leaned_upon(books: Books, deviation: Entry) -> bool:
    grants = books.standing("award_grant", "raise_grant")
    return any(deviation.number in e.leans for e in grants)


def is_used(books: Books, entry: Entry) -> bool:
    """Reclassified or cleared, even in part.

    What a clearing entry is reclassified for is open again: it clears that no more.
    """
    taken = any(books.stands(e) for e in books.of("reclassify", entry=entry.number))
    return taken or any(
        books.stands(e) and e.data["amount"] > reclassified(books, e, date.max)
        for e in clearings(books, entry)
    )


def reversible(books: Books, entry: Entry, day: date) -> bool:
    role, project = entry.role, entry.data.get("project", "")
    special = {
        "record_decision": lambda: not rested_upon(books, entry),
        "open_budget_year": lambda: opening_is_free(books, entry),
        "propose_project": lambda: proposal_is_free(books, entry),
        "deviate": lambda: not leaned_upon(books, entry),
        "reclassify": lambda: reclassification_is_free(books, entry, day),
        "award_grant": lambda: not later(books, entry, project) & AFTER_AWARD,
    }
    if role in special:
        return bool(special[role]())
    if role in ("reject_project", "retract_project", *SETTLEMENTS):
        return not later(books, entry, project)
    if role in ("pay_grant", "receive_refund", "raise_grant"):
        return not settled_after(books, entry)
    return role in ALWAYS


def follows_what_came_after(books: Books, entry: Entry, day: date) -> None:
    """An opening or a proposal goes no earlier than what came after it went."""
    for other in books.entries[entry.number :]:
        undone = books.reversal(other)
        if undone is None or day >= undone.date:
            continue
        if entry.role == "open_budget_year":
            refuse_if(concerns_year(books, other, entry), "BAD_DATE")
        if entry.role == "propose_project":
            of_it = entry.data["project"] in books.projects_of(other)
            refuse_if(of_it, "BAD_DATE")


def settled_past(books: Books, entry: Entry, day: date) -> None:
    for project, role in books.acts(entry):
        if role in (*SETTLED_PAST, *SETTLEMENTS):
            after_settlements(books, project, day)


def check_reversal(books: Books, data: dict[str, Any]) -> None:
    day = data["date"]
    entry = books.find(data["entry"])
    assert entry is not None
    refuse_if(not books.stands(entry), "ALREADY_REVERSED")
    refuse_if(is_used(books, entry), "NOT_REVERSIBLE")
    refuse_if(not reversible(books, entry, day), "NOT_REVERSIBLE")
    settled_past(books, entry, day)
    refuse_if(day < entry.date, "BAD_DATE")
    follows_what_came_after(books, entry, day)


def reclassify_faults(books: Books, data: dict[str, Any]) -> list[str]:
    """What stands in the way; which of these comes first is left open."""
    day, target = data["date"], data["as"]
    entry = books.find(data["entry"])
    assert entry is not None
    checks: list[Callable[[], None]] = [
        lambda: refuse_if(not books.stands(entry), "ALREADY_REVERSED"),
        lambda: refuse_if(not reversible(books, entry, day), "NOT_REVERSIBLE"),
        lambda: settled_past(books, entry, day),
        lambda: refuse_if(day < entry.date, "BAD_DATE"),
    ]
    if target["command"] in STATE:
        booked_as = {**target, "date": day, "amount": data["amount"]}
        checks.append(lambda: STATE[target["command"]](books, booked_as, day))
    found = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.append(refusal.code)
    return found
