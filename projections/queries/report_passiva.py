"""`report passiva`: money received for a purpose, and what became of it in a year."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Euro, Words, message
from domain.values.texts import format_cents
from projections.answers.calendar_years import (
    CALENDAR_YEAR,
    CalendarYear,
    calendar_year,
)
from projections.answers.passiva import PassivaRow, Tie, passiva
from projections.query import Asked, query
from projections.report import Column, Part, Report, Row, Table, line, sheet
from projections.sums import totals

_TITLES = {
    "opening": "Opening",
    "received": "Received",
    "spent": "Spent",
    "repaid": "Repaid",
    "released": "Released",
    "closing": "Closing",
    "committed": "Of which committed",
}
_FIGURES = tuple(_TITLES)
_COLUMNS = (
    Column("giver", "Giver", flexible=True),
    Column("origin", "Origin", "words", below=True),
    Column("year", "Year"),
    Column("project", "Project", rare=True, below=True),
    *(
        Column(
            *(name, title, "amount"),
            rare=name in ("repaid", "released"),
            below=name in ("repaid", "released", "committed"),
            alarming=name == "closing",
        )
        for name, title in _TITLES.items()
    ),
)


@query(
    "report passiva",
    CALENDAR_YEAR,
    examples="""
    zuidas report passiva --year 2012
    zuidas report passiva --year 2012 --at 2012-07-31 -O csv
    """,
)
def report_passiva(asked: Asked, year: int | None = None) -> Report:
    """Money received for a purpose (overlopende passiva, BBV 49 and 52a) in a year.

    Per giver, and per budget year or project, what came in and what became of it; the
    province's own share stands apart. What it closes with is tied to the balance sheet.
    The year is a calendar year.
    """
    found = calendar_year(asked.view, year)
    rows, tie = passiva(found)
    listed = [_json(row) for row in rows]
    data: dict[str, Any] = {
        "year": str(found.number),
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "entry": found.closing.entry,
        "rows": listed,
        "total": totals(listed, _FIGURES),
        "tie": {name: format_cents(amount) for name, amount in tie._asdict().items()}
        | {"difference": format_cents(tie.difference)},
    }
    names = ("giver", "origin", "year", "project", "own", *_FIGURES)
    return Report(data, lambda: _parts(found, listed, tie), sheet(listed, names))


def _json(row: PassivaRow) -> dict[str, Any]:
    return {
        "giver": row.purpose.giver,
        "origin": row.origin,
        "year": row.purpose.year,
        "project": row.purpose.project,
        "own": row.own,
        **{name: format_cents(getattr(row, name)) for name in _FIGURES},
    }


def _parts(
    year: CalendarYear, rows: Sequence[dict[str, Any]], tie: Tie
) -> Iterator[Part]:
    others = [row for row in rows if not row["own"]]
    own = [row for row in rows if row["own"]]
    said = message(
        "Money received for a purpose, calendar year {year}: {start} to {end}",
        year=str(year.number),
        start=year.start,
        end=year.end,
    )
    yield _table(said, others)
    if own:
        yield _table(message("The province's own share: no debt to anyone"), own)
    yield line(
        "Tie: closing {closing} + other result {other} = current account {account}"
        " + receivables {receivables} + recoverables {recoverables} + suspense"
        " {suspense} - grants payable {payable}; difference {difference}.",
        closing=Euro(tie.closing),
        other=Euro(tie.other_result),
        account=Euro(tie.current_account),
        receivables=Euro(tie.receivables),
        recoverables=Euro(tie.recoverables),
        suspense=Euro(tie.suspense),
        payable=Euro(tie.grants_payable),
        difference=Euro(tie.difference),
    )


def _table(title: object, rows: Sequence[Row]) -> Table:
    total = {"giver": Words("Total"), **totals(rows, _FIGURES)}
    return Table(_COLUMNS, rows, title, total if len(rows) > 1 else None)
