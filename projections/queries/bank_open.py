"""`bank open`: the lines and entries that nothing answers yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.answers import bank
from projections.bank_parts import ACCOUNT, open_entries_table, open_lines_table
from projections.query import Asked, query
from projections.report import Part, Report, line, sheet

_SHEET = ("line", "booked", "amount", "open", "party", "text")


@query(
    "bank open",
    ACCOUNT,
    examples="""
    zuidas bank open
    zuidas bank open rc --at 2011-12-31 -O csv
    """,
    chapter="Bank: statements and reconciliation",
)
def bank_open(asked: Asked, account: str | None = None) -> Report:
    """List the bank lines and the entries that nothing answers yet; CSV: the lines."""
    view = asked.view
    if account is not None:
        bank.account_of(view, account)
    lines, owner = bank.Lines(view), bank.Statements(view).accounts
    data = {
        "open_lines": [
            bank.line_json(each, lines.of(each.statement, each.number))
            for each in bank.open_lines(view)
            if account in (None, owner[each.statement])
        ],
        "open_entries": [bank.entry_json(each) for each in bank.open_entries(view)],
    }
    return Report(data, lambda: _parts(data), sheet(data["open_lines"], _SHEET))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    if not data["open_lines"] and not data["open_entries"]:
        yield line("Nothing is open: every line and every entry is answered.")
    yield from open_lines_table(data["open_lines"])
    yield from open_entries_table(data["open_entries"])
