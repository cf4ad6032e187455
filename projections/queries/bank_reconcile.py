"""`bank reconcile`: bank and ledger tied, with all that is open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Words
from domain.values.texts import format_cents
from projections.answers import bank
from projections.bank_parts import ACCOUNT, open_entries_table, open_lines_table
from projections.days import iso
from projections.query import Asked, query
from projections.report import Column, Part, Report, Table, line, sheet
from projections.snapshot import View

_ACCOUNTS = (
    Column("account", "Account", "name"),
    Column("statement_to", "Statements until"),
    Column("bank_balance", "Bank", "amount"),
)
_SUM = (Column("what", "Bank and ledger"), Column("amount", "Amount", "amount"))
_INTEGRITY_FAILED = 3


@query(
    "bank reconcile",
    ACCOUNT,
    examples="""
    zuidas bank reconcile
    zuidas bank reconcile --at 2011-12-31 --known-at '#20' -O json
    """,
    chapter="Bank: statements and reconciliation",
)
def bank_reconcile(asked: Asked, account: str | None = None) -> Report:
    """Tie the bank to the ledger: what it says, less its open lines, plus open entries.

    That is the current account, at any date and as known at any moment; exit code 3 if
    it is not. With ACCOUNT only its lines are listed; the sum is always of all.
    """
    view = asked.view
    found = bank.reconciliation(view)
    data = _data(view, found, account)
    return Report(
        data,
        lambda: _parts(data, found),
        _sheet([*_rows(data)]),
        exit_code=_INTEGRITY_FAILED if found.difference else 0,
    )


def _sheet(rows: Sequence[Mapping[str, Any]]) -> Table:
    made = sheet(rows, ("what", "amount"))
    what, amount = made.columns
    return Table([what._replace(kind="words"), amount], made.rows)


def _data(
    view: View, found: bank.Reconciliation, account: str | None
) -> dict[str, Any]:
    if account is not None:
        bank.account_of(view, account)
    until: dict[str, int] = {}
    for each in bank.statements_of(view):
        if each.to_day <= view.day:
            until[each.account] = max(each.to_day, until.get(each.account, 0))
    lines, owner = bank.Lines(view), bank.Statements(view).accounts
    return {
        "at": view.at.isoformat(),
        "known_at": view.known_at,
        "entry": view.entry,
        "accounts": [
            {
                "account": code,
                "bank_balance": format_cents(balance),
                "statement_to": iso(until[code]) if code in until else None,
            }
            for code, balance in found.bank.items()
            if account in (None, code)
        ],
        "bank_balance": format_cents(sum(found.bank.values())),
        "open_lines": [
            bank.line_json(each, lines.of(each.statement, each.number))
            for each in found.lines
            if account in (None, owner[each.statement])
        ],
        "open_entries": [bank.entry_json(each) for each in found.entries],
        "current_account": format_cents(found.current_account),
        "difference": format_cents(found.difference),
    }


def _rows(data: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for name in ("bank_balance", "current_account", "difference"):
        yield {"what": name, "amount": data[name]}


def _parts(data: Mapping[str, Any], found: bank.Reconciliation) -> Iterator[Part]:
    if not data["accounts"]:
        yield line(
            "No bank account is open: every entry of the current account is unanswered"
            " (open-bank-account)."
        )
    else:
        yield Table(_ACCOUNTS, data["accounts"], "Accounts")
    yield from open_lines_table(data["open_lines"])
    yield from open_entries_table(data["open_entries"])
    opened = sum(each.open for each in found.lines)
    entries = sum(each.open for each in found.entries)
    yield Table(
        _SUM,
        [
            {"what": Words("The bank says"), "amount": data["bank_balance"]},
            {
                "what": Words("Lines that are open"),
                "amount": format_cents(-opened),
            },
            {
                "what": Words("Entries that are open"),
                "amount": format_cents(entries),
            },
            {"what": Words("The ledger says"), "amount": data["current_account"]},
        ],
        "Tied" if not found.difference else "NOT TIED",
        totals={"what": Words("Difference"), "amount": data["difference"]},
    )
