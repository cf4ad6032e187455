"""`check bank`: what waits too long at the bank, and whether bank and ledger tie."""

from collections.abc import Iterator
from datetime import timedelta

from domain.values.messages import Coded, Euro
from projections.answers import bank as answers
from projections.days import from_number
from projections.finding import Finding
from projections.snapshot import View

LINE_TERM = timedelta(days=5)
ENTRY_TERM = timedelta(days=10)
STATEMENT_TERM = timedelta(days=10)


def bank(view: View) -> Iterator[Finding]:
    """Section 8; nothing where no bank account was opened by the date."""
    accounts = [
        each for each in answers.accounts_of(view) if each.given["date"] <= str(view.at)
    ]
    if not accounts:
        return
    found = answers.reconciliation(view)
    if found.difference:
        yield Finding(
            "bank",
            "BANK_DIFFERS",
            "error",
            "bank and current account are {difference} apart, all that is open"
            " considered.",
            difference=Euro(found.difference),
        )
    yield from _lines(view, found.lines)
    yield from _entries(view, found.entries)
    yield from _statements(view, accounts)


def _lines(view: View, lines: list[answers.OpenLine]) -> Iterator[Finding]:
    for line in lines:
        age = view.at - from_number(line.day)
        if age > LINE_TERM:
            yield Finding(
                "bank",
                "BANK_LINE_OPEN",
                "warning",
                "line {line} of {day} is open for {days} days: {open} of {amount}. Book"
                " or match it (zuidas bank suggest).",
                [line.statement],
                line=line.name,
                day=from_number(line.day),
                days=age.days,
                open=Euro(line.open),
                amount=Euro(line.amount),
            ).of(line.name, Euro(line.open))


def _entries(view: View, entries: list[answers.OpenEntry]) -> Iterator[Finding]:
    for entry in entries:
        age = view.at - from_number(entry.day)
        if age > ENTRY_TERM:
            yield Finding(
                "bank",
                "ENTRY_NOT_ON_BANK",
                "warning",
                "entry {entry} ({command}) of {day} is {days} days old and on no bank"
                " statement: {open}.",
                [entry.entry],
                entry=entry.entry,
                command=Coded(entry.command),
                day=from_number(entry.day),
                days=age.days,
                open=Euro(entry.open),
            ).of(entry.entry, Euro(entry.open))


def _statements(view: View, accounts: list[answers.Account]) -> Iterator[Finding]:
    until = {each.code: from_number(_opened(each)) for each in accounts}
    for statement in answers.statements_of(view):
        if statement.account in until and statement.to_day <= view.day:
            newest = from_number(statement.to_day)
            until[statement.account] = max(newest, until[statement.account])
    for code, day in until.items():
        if view.at - day > STATEMENT_TERM:
            yield Finding(
                "bank",
                "STATEMENT_LATE",
                "warning",
                "the newest statement of {account} is until {day}, {days} days ago.",
                account=code,
                day=day,
                days=(view.at - day).days,
            ).of(code, day)


def _opened(account: answers.Account) -> int:
    """Before its first statement an account is as old as its opening."""
    return int(str(account.given["date"]).replace("-", ""))
