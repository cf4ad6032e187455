"""The report of a statement: what moved an account, with opening and closing."""

from collections.abc import Iterator
from datetime import date

from domain.values.messages import Message
from projections.answers import statements
from projections.query import Parameter
from projections.report import Column, Part, Report, Row, Table, sheet
from projections.snapshot import View

ACCOUNT = Parameter("account", "account", place="argument", required=True)

_COLUMNS = (
    Column("date", "Date"),
    Column("entry", "Entry", "number"),
    Column("recorded_at", "Recorded", "moment", spare=True),
    Column("actor", "Actor", "name", spare=True),
    Column("command", "Command"),
    Column("counterparty", "Counterparty", flexible=True),
    Column("description", "Description", flexible=True),
    Column("document", "Document", "name"),
    Column("authority", "Rests on", "name"),
    Column("amount", "Amount", "amount"),
    Column("balance", "Balance", "amount"),
)
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
    lines: list[Row] = [statements.line_json(line) for line in found.lines]

    def parts() -> Iterator[Part]:
        rows: list[Row] = [] if start is None else [_opening(start, data["opening"])]
        yield Table(
            _COLUMNS,
            rows + lines,
            Message("Statement of {account}", {"account": account}),
            {"date": "Closing", "balance": data["closing"]},
        )

    return Report(data, parts, sheet(lines, _SHEET))


def _opening(start: date, amount: object) -> Row:
    """The first row of a range; of what a line has it has only date and balance."""
    blank = {column.name: None for column in _COLUMNS}
    return blank | {"date": start.isoformat(), "amount": "", "balance": amount}
