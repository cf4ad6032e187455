"""The report of a statement: what moved an account, with opening and closing."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from domain.budgets.accounts import CURRENT_ACCOUNT
from domain.values.messages import Message, Plain, Words
from projections.answers import statements
from projections.query import Parameter
from projections.report import Column, Part, Report, Row, Table, sheet
from projections.snapshot import View

ACCOUNT = Parameter("account", "account", place="argument", required=True)

_COLUMNS = (
    Column("date", "Date"),
    Column("entry", "Entry", "number"),
    Column("recorded_at", "Recorded", "moment", spare=True, shared=True),
    Column("actor", "Actor", "name", spare=True, shared=True),
    Column("command", "Command"),
    Column("document", "Document", "name"),
    Column("authority", "Rests on", "name"),
    Column("amount", "Amount", "movement"),
    Column("balance", "Balance", "amount"),
    Column("counterparty", "Counterparty", flexible=True),
    Column("description", "Description", flexible=True),
)
_CURRENT_ACCOUNT = ("current-account", CURRENT_ACCOUNT)
_SHEET = (
    *("entry", "date", "recorded_at", "actor", "command", "counterparty"),
    *("description", "document", "decision", "authority", "amount", "balance"),
)


def statement_report(
    view: View, account: str, start: date | None = None, end: date | None = None
) -> Report:
    """What moved an account from `start` to `end`, both included.

    Raises `Refusal` for a code or account that is not known.
    """
    found = statements.statement(view, account, start, end)
    data = statements.statement_json(found)
    lines = cast("list[Row]", data["lines"])

    def parts() -> Iterator[Part]:
        rows: list[Row] = [] if start is None else [_opening(start, data["opening"])]
        closing = {"command": Words("Closing balance"), "balance": data["closing"]}
        yield Table(
            _COLUMNS,
            rows + _signed(found, lines),
            _title(found),
            {"date": found.end.isoformat(), **closing},
            _moved(found) if lines else None,
        )

    return Report(data, parts, sheet(lines, _SHEET))


def _signed(found: statements.Statement, lines: list[Row]) -> list[Row]:
    """What came in on the current account has a plus, as in lists of entries."""
    if found.account not in _CURRENT_ACCOUNT:
        return lines
    return [
        {**row, "amount": f"{'+' * (line.amount > 0)}{row['amount']}"}
        for line, row in zip(found.lines, lines, strict=True)
    ]


def _title(found: statements.Statement) -> Message:
    values = {"account": found.account, "start": found.start, "end": found.end}
    if found.start is None:
        return Message("Statement of {account} to {end}", values)
    return Message("Statement of {account} from {start} to {end}", values)


def _moved(found: statements.Statement) -> Message:
    """The sums of what came and of what went; of other accounts than the bank's too."""
    amounts = [line.amount for line in found.lines]
    came = sum(amount for amount in amounts if amount > 0)
    sums = {"came": Plain(came), "went": Plain(came - sum(amounts))}
    if found.account in _CURRENT_ACCOUNT:
        return Message("Received {came}, paid {went}.", sums)
    return Message("Added {came}, taken off {went}.", sums)


def _opening(start: date, amount: object) -> Row:
    """The first row of a range; of what a line has it has only date and balance."""
    blank = dict.fromkeys((column.name for column in _COLUMNS), "")
    said = {"date": start.isoformat(), "command": Words("Opening balance")}
    return blank | said | {"balance": amount}
