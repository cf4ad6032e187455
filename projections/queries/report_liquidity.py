"""`report liquidity`: the current account in the months to come."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.messages import Euro, Words, message
from domain.values.texts import format_cents
from projections.answers.liquidity import (
    CONTRIBUTIONS,
    FUNDS_OUT,
    PAYMENTS,
    Forecast,
    Month,
    liquidity,
)
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Report, Table, line, sheet
from projections.sums import totals

MOST_MONTHS = 120
_MOVED = (CONTRIBUTIONS, PAYMENTS, FUNDS_OUT)
_TITLES = {
    "opening": "Opening",
    CONTRIBUTIONS: "Contributions",
    PAYMENTS: "Payments",
    FUNDS_OUT: "Others' money out",
    "closing": "Closing",
}
_COLUMNS = (
    Column("month", "Month", "name"),
    *(
        Column(
            *(name, title, "amount"),
            rare=name == FUNDS_OUT,
            alarming=name == "closing",
        )
        for name, title in _TITLES.items()
    ),
)


@query(
    "report liquidity",
    Parameter(
        "months",
        "count",
        "Months to look ahead, that of --at the first.",
        default="12",
        metavar="N",
        minimum=1,
        maximum=MOST_MONTHS,
    ),
    examples="""
    zuidas report liquidity --at 2012-12-31
    zuidas report liquidity --months 24 -O csv
    """,
)
def report_liquidity(asked: Asked, months: int) -> Report:
    """Per month what the current account will be, by what is called, ordered, awarded.

    What is overdue falls in the first month; what no day was named for stands apart.
    """
    view = asked.view
    found = liquidity(view, months)
    rows = [_json(month) for month in found.months]
    data: dict[str, Any] = {
        "at": view.at.isoformat(),
        "rows": rows,
        "unscheduled": format_cents(found.unscheduled),
        "lowest": {
            "month": found.lowest.name,
            "closing": format_cents(found.lowest.closing),
        },
    }
    return Report(
        data, lambda: _parts(view.at, found, rows), sheet(rows, ("month", *_TITLES))
    )


def _json(month: Month) -> dict[str, str]:
    figures = {name: format_cents(getattr(month, name)) for name in _TITLES}
    return {"month": month.name, **figures}


def _parts(at: date, found: Forecast, rows: list[dict[str, str]]) -> Iterator[Part]:
    title = message(
        "Liquidity in {months} months from {at} on", months=len(rows), at=at
    )
    total: Mapping[str, Any] = {"month": Words("Total"), **totals(rows, _MOVED)}
    yield Table(_COLUMNS, rows, title, total if len(rows) > 1 else None)
    yield line(
        "Lowest at the end of {month}: {closing}.",
        month=found.lowest.name,
        closing=Euro(found.lowest.closing),
    )
    if found.unscheduled:
        yield line(
            "Committed or held for projects, with no day named for it: {unscheduled}.",
            unscheduled=Euro(found.unscheduled),
        )
    if any(found.later.values()):
        yield line(
            "After these months: {contributions} comes in, {payments} and {funds}"
            " of others goes out.",
            contributions=Euro(found.later.get(CONTRIBUTIONS, 0)),
            payments=Euro(found.later.get(PAYMENTS, 0)),
            funds=Euro(found.later.get(FUNDS_OUT, 0)),
        )
