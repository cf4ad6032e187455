"""Statement, trial balance, history and decision: the figures of these answers."""

from collections import Counter
from datetime import date
from typing import Any

from .balances import euros, project_row
from .books import CHANGES, Books
from .entries import Entry

Row = dict[str, Any]
FLOWS = ("pay_grant", "receive_refund", "determine_grant", "write_off_recoverable")
LIMITS = ("maximum_per_project", "participation_share")


def statement(books: Books, account: str, at: date) -> list[Row]:
    """One line an entry, by date, then entry."""
    lines: list[Row] = []
    balance = 0
    for entry in sorted(books.entries, key=lambda e: (e.date, e.number)):
        amount = sum(amount for name, amount in entry.lines if name == account)
        touched = any(name == account for name, _ in entry.lines)
        if touched and entry.date <= at:
            balance += amount
            lines.append(
                {
                    "entry": entry.number,
                    "date": entry.date.isoformat(),
                    "amount": euros(amount),
                    "balance": euros(balance),
                }
            )
    return lines


def trial_balance(books: Books, start: date, end: date) -> list[Row]:
    opening: Counter[str] = Counter()
    debit: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for entry in books.entries:
        for name, amount in entry.lines:
            if entry.date < start:
                opening[name] += amount
            elif entry.date <= end:
                (debit if amount > 0 else credit)[name] += abs(amount)
    return [
        {
            "account": name,
            "opening": euros(opening[name]),
            "debit": euros(debit[name]),
            "credit": euros(credit[name]),
            "closing": euros(opening[name] + debit[name] - credit[name]),
        }
        for name in sorted({*opening, *debit, *credit})
    ]


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


def history(books: Books) -> list[Row]:
    """Entry, its decision and authority, and what reversed it."""
    rows = []
    for entry in books.entries[1:]:
        undone = books.reversal(entry)
        rows.append(
            {
                "entry": entry.number,
                "command": entry.command,
                "decision": number_of(books, entry),
                "authority": authority(books, entry),
                "reversed_by": undone.number if undone else None,
            }
        )
    return rows


def granted_by(books: Books, decision: Entry, at: date) -> set[str]:
    """Projects whose grant it awarded or changed, unless that is reversed by then."""
    found = set()
    for entry in books.of("award_grant", *CHANGES):
        undone = books.reversal(entry)
        if books.rests_on(entry) == decision.number and (
            undone is None or undone.date > at
        ):
            found.add(entry.data["project"])
    return found


def flows(books: Books, decision: Entry, at: date) -> list[int]:
    """Entries that paid, refunded, determined or wrote off what it granted."""
    projects = granted_by(books, decision, at)
    return [
        e.number
        for e in books.entries
        if e.role != "reverse"
        and any(p in projects and role in FLOWS for p, role in books.acts(e))
    ]


def grants(books: Books, decision: Entry, at: date) -> list[Row]:
    names = ("project", "awarded", "released", "paid", "refunded", "committed")
    rows = [project_row(books, at, p) for p in sorted(granted_by(books, decision, at))]
    wanted = (*names, "recoverable", "written_off")
    return [{name: row[name] for name in wanted} for row in rows]


def new_limits(books: Books, decision: Entry, at: date) -> dict[int, Row]:
    """By deviation from a limit: the grants that lean on it and what they use of it."""
    found = {}
    for entry in books.of("deviate"):
        if entry.data["rule"] not in LIMITS or not books.in_force(entry, at):
            continue
        if books.rests_on(entry) == decision.number:
            found[entry.number] = limit_use(books, entry)
    return found


def limit_use(books: Books, deviation: Entry) -> Row:
    users = [
        e
        for e in books.standing("award_grant", "raise_grant")
        if deviation.number in e.leans
    ]
    rule = deviation.data["rule"]
    above = [0, *(e.data["amount"] - (e.limits.get(rule) or 0) for e in users)]
    return {
        "used_by": [e.number for e in users],
        "used": euros(max(above)),
    }
