"""Statement and trial balance: what moved accounts from a day to a day."""

from collections import Counter
from datetime import date
from typing import Any

from .authority import authority, number_of
from .balances import euros
from .books import Books
from .entries import Entry
from .grant_lines import CURRENT

Row = dict[str, Any]


def accounts_of(books: Books, name: str) -> set[str]:
    """The journal's accounts behind what a statement is asked for."""
    match name.split(":"):
        case ["current-account"]:
            return {CURRENT}
        case ["partner", partner]:
            return {f"assets:receivable:{partner}:{year}" for year in books.years}
        case ["programme", programme, year]:
            return {f"budget:available:{year}:{programme}"}
        case ["project", project]:
            owed = ("liabilities:grants", "assets:recoverable", "liabilities:funds")
            return {f"{kind}:{project}" for kind in owed}
    return {name}


def document(books: Books, entry: Entry) -> str | None:
    """Its voucher as corrected; a reversal and a reclassification have none."""
    corrected = books.of("annotate", entry=entry.number, field="document")
    found: str | None = entry.data.get("document")
    return corrected[-1].data["value"] if corrected else found


def statement(books: Books, name: str, start: date | None, end: date) -> Row:
    """From start to end, both included: one line an entry, by date, then entry."""
    accounts = accounts_of(books, name)
    opening = balance = 0
    lines: list[Row] = []
    for entry in sorted(books.entries, key=lambda e: (e.date, e.number)):
        amounts = [amount for account, amount in entry.lines if account in accounts]
        if not amounts or entry.date > end:
            continue
        balance += sum(amounts)
        if start is not None and entry.date < start:
            opening = balance
            continue
        lines.append(
            {
                "entry": entry.number,
                "date": entry.date.isoformat(),
                "command": entry.command,
                "document": document(books, entry),
                "decision": number_of(books, entry),
                "authority": authority(books, entry),
                "amount": euros(sum(amounts)),
                "balance": euros(balance),
            }
        )
    return {
        "account": name,
        "from": start and start.isoformat(),
        "to": end.isoformat(),
        "opening": euros(opening),
        "lines": lines,
        "closing": euros(balance),
    }


def trial_balance(books: Books, start: date | None, end: date) -> list[Row]:
    """Every account with a line up to the end."""
    opening: Counter[str] = Counter()
    debit: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for entry in books.entries:
        for name, amount in entry.lines:
            if start is not None and entry.date < start:
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
