"""The balance and the journal, in the shapes of the contract's section 4."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .books import Books
from .budgets import earmarked, for_projects
from .course import in_order as first_named
from .framework import OUTSIDE

Row = dict[str, Any]


def euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def opened_years(books: Books, at: date) -> list[str]:
    """Those whose opening was in force, a reversed one up to the day before."""
    opened = [year for year in books.years if books.opening(year, at)]
    return in_order((books.on(at).year_codes, opened), opened)


def in_order(first: Iterable[Iterable[str]], wanted: Iterable[str]) -> list[str]:
    """The wanted ones, in the order in which they are first named."""
    return [code for code in first_named(first) if code in set(wanted)]


def programmes_of(books: Books, year: str, at: date) -> list[str]:
    """In force on some day since its opening, or with a line in it; then `OUTSIDE`."""
    opening = books.opening(year, at)
    assert opening is not None
    there = {p for fw in books.between(opening.date, at) for p in fw.programmes}
    accounts = [
        account.split(":")
        for entry in books.entries
        for account, _ in entry.lines
        if entry.date <= at
    ]
    booked = {parts[3] for parts in accounts if parts[2:3] == [year] and parts[3:]}
    wanted = there | booked
    found = in_order((books.on(at).programmes, books.programmes), wanted)
    return [*found, OUTSIDE]


def partners_of(books: Books, year: str, at: date) -> list[str]:
    """Those called in it by then, by its opening or an amendment."""
    opening = books.opening(year, at)
    assert opening is not None
    called = set(books.judged(opening).partner_codes)
    for entry in books.of("amend_budget_year", year=year):
        if entry.date <= at:
            called |= set(entry.data.get("contributions", {}))
    return in_order((books.on(at).partner_codes, books.partners), called)


def programme_row(books: Books, at: date, year: str, programme: str) -> Row:
    def total(name: str) -> int:
        return books.total(name, year, programme, day=at)

    start = f"budget:committed:{year}:{programme}:"
    accounts = books.sums(at)[0]
    committed = sum(v for k, v in accounts.items() if k.startswith(start))
    ceiling = total("allocated") + total("transferred")
    used = total("awarded") - total("released") + total("process")
    deviation = books.deviation(at, "programme_ceiling", year=year, programme=programme)
    return {
        "year": year,
        "programme": programme,
        "allocated": euros(total("allocated")),
        "transferred": euros(total("transferred")),
        "ceiling": euros(ceiling),
        "awarded": euros(total("awarded")),
        "released": euros(total("released")),
        "process_costs": euros(total("process")),
        "written_off": euros(total("written_off")),
        "paid": euros(total("paid")),
        "refunded": euros(total("refunded")),
        "committed": euros(committed),
        "recoverable": euros(total("recoverable")),
        "available": euros(ceiling - used - total("written_off")),
        "deviation": euros(deviation),
    }


def year_row(books: Books, at: date, year: str) -> Row:
    def total(name: str) -> int:
        return books.total(name, year, day=at)

    gap = total("budget") - total("due") - total("other_cover")
    return {
        "year": year,
        "status": "closed" if books.is_closed(year, at) else "open",
        "budget": euros(total("budget")),
        "unallocated": euros(books.account(f"budget:unallocated:{year}", at)),
        "contributions_due": euros(total("due")),
        "contributions_received": euros(total("received")),
        "other_cover": euros(total("other_cover")),
        "gap": euros(gap),
        "process_costs": euros(total("process")),
        "process_ceiling": euros(total("process_ceiling")),
        "for_projects": euros(for_projects(books, year, at)),
    }


def partner_row(books: Books, at: date, year: str, partner: str) -> Row:
    opening = books.opening(year, at)
    assert opening is not None
    due_date = books.due_date(opening)
    due = books.total("due", year, partner, day=at)
    received = books.total("received", year, partner, day=at)
    overdue = max(0, due - received) if at > due_date else 0
    return {
        "year": year,
        "partner": partner,
        "due": euros(due),
        "due_date": due_date.isoformat(),
        "received": euros(received),
        "outstanding": euros(due - received),
        "overdue": euros(overdue),
    }


def current_account(books: Books, at: date) -> Row:
    balance = books.account("assets:current-account", at)
    held = earmarked(books, at)
    return {
        "contributions": euros(books.total("received", day=at)),
        "refunds": euros(books.total("refunded", day=at)),
        "funds": euros(books.total("funds_received", day=at)),
        "other_received": euros(books.total("other_received", day=at)),
        "grants_paid": euros(books.total("paid", day=at)),
        "process_costs": euros(books.total("process", day=at)),
        "funds_spent": euros(books.total("funds_spent", day=at)),
        "other_paid": euros(books.total("other_paid", day=at)),
        "balance": euros(balance),
        "earmarked": euros(held),
        "free": euros(balance - held),
    }


def project_row(books: Books, at: date, project: str) -> Row:
    def total(name: str) -> str:
        return euros(books.total(name, project, day=at))

    terms = books.terms(project, at)
    status = books.status(project, at)
    determined = None
    if status == "determined":
        determined = euros(books.grant(project, at))
    elif status == "withdrawn":
        determined = euros(0)
    return {
        "project": project,
        "year": terms["year"],
        "programme": terms["programme"],
        "kind": terms["kind"],
        "status": status,
        "requested": euros(terms["requested"]),
        "awarded": total("awarded"),
        "determined": determined,
        "released": total("released"),
        "written_off": total("written_off"),
        "paid": total("paid"),
        "refunded": total("refunded"),
        "committed": euros(books.committed(project, at)),
        "recoverable": euros(books.recoverable(project, at)),
        "funds_received": total("funds_received"),
        "funds_spent": total("funds_spent"),
    }


def balance(books: Books, at: date, known_at: int | None) -> dict[str, object]:
    years = opened_years(books, at)
    projects = [p for p in books.proposals() if books.proposal(p, at)]
    return {
        "at": at.isoformat(),
        "known_at": None if known_at is None else f"#{known_at}",
        "entry": len(books.entries),
        "programmes": [
            programme_row(books, at, y, p)
            for y in years
            for p in programmes_of(books, y, at)
        ],
        "years": [year_row(books, at, y) for y in years],
        "partners": [
            partner_row(books, at, y, p)
            for y in years
            for p in partners_of(books, y, at)
        ],
        "current_account": current_account(books, at),
        "projects": [project_row(books, at, p) for p in projects],
    }


def journal(books: Books, at: date) -> list[dict[str, str | int]]:
    return [
        {
            "entry": entry.number,
            "date": entry.date.isoformat(),
            "account": account,
            "amount": euros(amount),
        }
        for entry in books.entries
        if entry.date <= at
        for account, amount in entry.lines
    ]
