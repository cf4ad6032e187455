"""`zuidas statement`, `explain` and `trial-balance`: what moved an account."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from cli.answers import FROM, TO, Answer, Asked, check_range, query, typed_day
from cli.render.balance import totals
from cli.render.tables import Table, money, number, short_moment, text
from projections.queries import statements

_ACCOUNT = click.Argument(["account"], metavar="ACCOUNT")


_LINE_COLUMNS = (
    text("Date"),
    number("Entry"),
    text("Recorded", spare=True),
    text("Actor", flexible=True, spare=True),
    text("Command"),
    text("Counterparty", flexible=True),
    text("Description", flexible=True),
    text("Document", flexible=True),
    text("Decision", flexible=True),
    money("Amount"),
    money("Balance"),
)


_LINE_FIELDS = (
    "date",
    "entry",
    "recorded_at",
    "actor",
    "command",
    "counterparty",
    "description",
    "document",
    "decision",
    "amount",
    "balance",
)


_CSV_LINE_FIELDS = ("entry", "date", *_LINE_FIELDS[2:])


def _statement(
    asked: Asked, account: str, start: str | None, end: str | None
) -> Answer:
    first, last = typed_day(start), typed_day(end)
    check_range(first, last)
    found = statements.statement(asked.view, account, first, last)
    data = statements.statement_json(found)

    def shown() -> str:
        table = Table(_LINE_COLUMNS, title=f"Statement of {account}")
        if found.start is not None:
            blank = [None] * 8
            table.add(found.start, *blank, "", data["opening"])
        for line in _json_lines(data):
            table.add(
                *(
                    short_moment(line[name], asked.view.framework.zone)
                    if name == "recorded_at"
                    else line[name]
                    for name in _LINE_FIELDS
                )
            )
        table.totals = ("Closing", *[""] * 9, data["closing"])
        return table.render()

    return Answer(data, shown, _json_lines(data), _CSV_LINE_FIELDS)


def _json_lines(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The lines of a statement in JSON form."""
    lines: Sequence[Mapping[str, Any]] = data["lines"]
    return lines


@query(
    "statement",
    _ACCOUNT,
    FROM,
    TO,
    examples="""
    zuidas statement current-account --from 2011-08-01 --to 2011-12-31
    zuidas statement partner:emmen
    zuidas statement programme:SN:2011 -O csv
    """,
)
def statement(asked: Asked, account: str, start: str | None, end: str | None) -> Answer:
    """Opening balance, lines and closing balance of an account.

    ACCOUNT is current-account, partner:CODE, programme:CODE:YEAR, project:ID or any
    account of the journal.
    """
    return _statement(asked, account, start, end)


@query(
    "explain",
    _ACCOUNT,
    examples="""
    zuidas explain programme:SN:2011 --at 2011-12-31
    """,
)
def explain(asked: Asked, account: str) -> Answer:
    """Every line that makes up the balance of an account at a date."""
    return _statement(asked, account, None, None)


@query(
    "trial-balance",
    FROM,
    TO,
    examples="""
    zuidas trial-balance --from 2011-08-01 --to 2012-07-31
    """,
)
def trial_balance(asked: Asked, start: str | None, end: str | None) -> Answer:
    """Opening, debit, credit and closing of every account."""
    first, last = typed_day(start), typed_day(end)
    check_range(first, last)
    rows = statements.trial_balance(asked.view, first, last)
    amounts = ("opening", "debit", "credit", "closing")

    def shown() -> str:
        table = Table(
            [text("Account"), *(money(name.capitalize()) for name in amounts)],
            title="Trial balance",
        )
        for row in rows:
            table.add(row["account"], *(row[name] for name in amounts))
        table.totals = ("Total", *totals(rows, amounts))
        return table.render()

    return Answer(rows, shown, rows, ("account", *amounts))
