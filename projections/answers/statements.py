"""Statements: what moved an account, entry by entry, with opening and closing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entries_of
from projections.days import day_number, iso
from projections.parameters import code
from projections.snapshot import View


class Line(NamedTuple):
    """One line of a statement, with the balance after it."""

    day: str
    entry: Entry
    amount: Cents
    balance: Cents


@dataclass(frozen=True)
class Statement:
    """An account from one date to another, both included."""

    account: str
    start: date | None
    end: date
    opening: Cents
    lines: list[Line]

    @property
    def closing(self) -> Cents:
        """The balance at the end."""
        return self.lines[-1].balance if self.lines else self.opening


def statement(
    view: View, account: str, start: date | None = None, end: date | None = None
) -> Statement:
    """What moved an account from `start` to `end`, both included.

    `account` is `current-account`, `partner:CODE`, `programme:CODE:YEAR`, `project:ID`
    or an account of the journal. Raises `Refusal`: a code unknown to the framework or
    the ledger.
    """
    end = end or view.at
    accounts = journal_accounts(view, account)
    opening = 0
    if start is not None:
        opening = sum(view.sums(accounts, before=start).values())
    lines = list(lines_between(view, accounts, start, end, opening))
    return Statement(account, start, end, opening, lines)


def statement_json(found: Statement) -> dict[str, object]:
    """The shape of `statement` and `explain` in section 4 of the contract."""
    return {
        "account": found.account,
        "from": None if found.start is None else found.start.isoformat(),
        "to": found.end.isoformat(),
        "opening": format_cents(found.opening),
        "lines": [line_json(line) for line in found.lines],
        "closing": format_cents(found.closing),
    }


def line_json(line: Line) -> dict[str, object]:
    """One line of a statement."""
    day, entry, amount, balance = line
    return {
        "entry": entry.number,
        "date": day,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "command": entry.command,
        "counterparty": entry.counterparty,
        "description": entry.description,
        "document": entry.document,
        "decision": entry.decision,
        "authority": entry.authority,
        "amount": format_cents(amount),
        "balance": format_cents(balance),
    }


def journal_accounts(view: View, account: str) -> dict[int, str]:
    """The journal's accounts behind a name; raises `Refusal` for an unknown one."""
    parts = account.split(":")
    match parts:
        case ["current-account"]:
            return view.accounts([acc.CURRENT_ACCOUNT])
        case ["partner", name]:
            partner = code(view.course, PARTNER, name)
            years = view.course.ever(YEAR)
            return view.accounts(acc.receivable(partner, year) for year in years)
        case ["programme", name, year]:
            programme = code(view.course, PROGRAMME, name)
            return view.accounts(
                [acc.available(code(view.course, YEAR, year), programme)]
            )
        case ["project", project]:
            return _position(view, project)
    found = view.accounts([account])
    if not found or account.startswith(acc.MEMO):
        raise Refusal(
            "BAD_COMMAND",
            "there is no account {account} in this journal; give"
            " current-account, partner:CODE, programme:CODE:YEAR, project:ID"
            " or an account of zuidas trial-balance.",
            account=Quoted(account),
        )
    return found


def _position(view: View, project: str) -> dict[int, str]:
    """What a project is owed (negative), owes, and what is held for it (negative)."""
    known = view.rows(
        "SELECT 1 FROM entries WHERE project = ? AND entry <= ? LIMIT 1",
        project,
        view.entry,
    )
    if not any(known):
        raise Refusal(
            "PROJECT_UNKNOWN", "project {project} is unknown.", project=Quoted(project)
        )
    return view.accounts(
        [acc.grant_liability(project), acc.recoverable(project), acc.funds(project)]
    )


def lines_between(
    view: View,
    accounts: dict[int, str],
    start: date | None,
    end: date,
    opening: Cents,
) -> Iterator[Line]:
    """The lines of a statement as they are read: there may be very many.

    An entry is one line, also where it moved several of the accounts.
    """
    if not accounts:
        return
    rows = view.rows(
        "SELECT day, entry, SUM(amount) FROM lines"
        f" WHERE account IN ({', '.join('?' * len(accounts))})"
        " AND day >= ? AND day <= ? AND entry <= ?"
        " GROUP BY day, entry ORDER BY day, entry",
        *accounts,
        0 if start is None else day_number(start),
        day_number(end),
        view.entry,
    )
    corrections = Corrections(view)
    balance = opening
    while some := list(islice(rows, _AT_ONCE)):
        found = entries_of(view, [int(row[1]) for row in some], corrections)
        for day, number, amount in some:
            balance += int(amount)
            yield Line(iso(int(day)), found[int(number)], int(amount), balance)


_AT_ONCE = 500
"""Entries looked up in one statement."""


def trial_balance(
    view: View, start: date | None = None, end: date | None = None
) -> list[dict[str, Any]]:
    """Per account of the journal: opening, debit, credit and closing."""
    end = end or view.at
    rows = view.rows(
        "SELECT a.name,"
        " SUM(CASE WHEN l.day < ? THEN l.amount ELSE 0 END),"
        " SUM(CASE WHEN l.day >= ? AND l.amount > 0 THEN l.amount ELSE 0 END),"
        " SUM(CASE WHEN l.day >= ? AND l.amount < 0 THEN -l.amount ELSE 0 END)"
        " FROM lines l JOIN accounts a ON a.account = l.account"
        " WHERE l.day <= ? AND l.entry <= ? GROUP BY a.name",
        *(3 * (0 if start is None else day_number(start),)),
        day_number(end),
        view.entry,
    )
    found = [
        (str(name), int(opening), int(debit), int(credit))
        for name, opening, debit, credit in rows
        if not str(name).startswith(acc.MEMO)
    ]
    return [
        {
            "account": name,
            "opening": format_cents(opening),
            "debit": format_cents(debit),
            "credit": format_cents(credit),
            "closing": format_cents(opening + debit - credit),
        }
        for name, opening, debit, credit in sorted(found)
    ]
