"""History and decision: the figures of these answers."""

from datetime import date
from typing import Any

from .authority import authority, number_of
from .balances import project_row
from .books import CHANGES, Books
from .deviations import deviation_uses
from .entries import Entry

Row = dict[str, Any]
FLOWS = ("pay_grant", "receive_refund", "determine_grant", "write_off_recoverable")


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


def dated_by(books: Books, until: date | None) -> list[Entry]:
    """Without a date, or dated on or before a day."""
    return [
        e for e in books.entries if until is None or e.data.get("date", until) <= until
    ]


def granted_by(books: Books, resting: list[Entry], at: date) -> set[str]:
    """Projects whose grant they awarded or changed, unless that is reversed by then."""
    found = set()
    for entry in resting:
        undone = books.reversal(entry)
        granted = entry.role in ("award_grant", *CHANGES)
        if granted and (undone is None or undone.date > at):
            found.add(entry.data["project"])
    return found


def flows(books: Books, projects: set[str], until: date | None) -> list[int]:
    """Entries that paid, refunded, determined or wrote off what was granted."""
    return [
        e.number
        for e in dated_by(books, until)
        if e.role != "reverse"
        and any(p in projects and role in FLOWS for p, role in books.acts(e))
    ]


def grants(books: Books, projects: set[str], at: date) -> list[Row]:
    """Of those that are proposed by then."""
    names = ("project", "awarded", "released", "paid", "refunded", "committed")
    there = sorted(p for p in projects if books.proposal(p, at))
    rows = [project_row(books, at, p) for p in there]
    wanted = (*names, "recoverable", "written_off")
    return [{name: row[name] for name in wanted} for row in rows]


def decision(books: Books, recorded: Entry, at: date, until: date | None) -> Row:
    """What rests on it, its deviations, and the money of its grants.

    What is dated after `until`, where it is given, is left out.
    """
    number = recorded.number
    resting = [e for e in dated_by(books, until) if books.rests_on(e) == number]
    return {
        "number": recorded.data["number"],
        "date": recorded.date.isoformat(),
        "motivation": recorded.data.get("motivation"),
        "strategic": bool(recorded.data.get("strategic")),
        "entries": [entry.number for entry in resting],
        "deviations": [
            row
            for row in deviation_uses(books, at)
            if books.rests_on(books.entries[row["entry"] - 1]) == number
        ],
        "flows": flows(books, granted_by(books, resting, at), until),
        "grants": grants(books, granted_by(books, resting, at), at),
    }
