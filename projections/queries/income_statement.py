"""`income-statement`: income and expenses of a period."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Words, message
from projections.answers import financials
from projections.query import Asked, query
from projections.ranges import COMPARE, FROM, TO
from projections.report import Part, Report, sheet
from projections.statement_tables import amounts_table


@query(
    "income-statement",
    FROM,
    TO,
    COMPARE,
    examples="""
    zuidas income-statement --from 2011-08-01 --to 2012-07-31
    zuidas income-statement --to 2012-07-31 --compare 2011-12-31
    """,
)
def income_statement(
    asked: Asked,
    start: date | None = None,
    end: date | None = None,
    compare: date | None = None,
) -> Report:
    """Income and expenses (baten en lasten) of a period, and the result.

    Amounts are signed as in the journal: income is negative. What it is compared with
    is the period as long as this one that ends on DATE.
    """
    view = asked.view
    last = end or view.at
    rows = financials.income_statement(view, start, last)
    data: dict[str, Any] = {
        "from": None if start is None else start.isoformat(),
        "to": last.isoformat(),
        "compare": None,
    }
    if compare is not None:
        data["compare"] = compare.isoformat()
        period = financials.same_period(start, last, compare)
        rows = financials.beside(rows, financials.income_statement(view, *period))
    data |= {"rows": rows, "total": financials.total(rows)}
    return Report(
        data, lambda: _parts(data, rows), sheet(rows, rows[0] if rows else ())
    )


def _parts(
    data: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Part]:
    dates = [day for day in (data["to"], data["compare"]) if day]
    since = _day(data["from"]) if data["from"] else message("the start")
    for title, prefix in (("Income", "income:"), ("Expenses", "expenses:")):
        part = [row for row in rows if row["account"].startswith(prefix)]
        said = message(
            "{title} from {since} to {to}",
            title=Words(title),
            since=since,
            to=_day(data["to"]),
        )
        yield amounts_table(said, part, dates, "Total")
    yield amounts_table("Result", rows, dates, "Result", lines=False)


def _day(text: str) -> date:
    return date.fromisoformat(text)
