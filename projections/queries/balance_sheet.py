"""`balance-sheet`: what is owned and owed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Words, message
from projections.answers import financials
from projections.query import Asked, query
from projections.ranges import COMPARE
from projections.report import Part, Report, sheet
from projections.statement_tables import amounts_table


@query(
    "balance-sheet",
    COMPARE,
    examples="""
    zuidas balance-sheet --at 2012-07-31
    zuidas balance-sheet --at 2012-07-31 --compare 2011-12-31
    """,
)
def balance_sheet(asked: Asked, compare: date | None = None) -> Report:
    """Assets and liabilities (balans) at a date, and the result that they leave.

    Amounts are signed as in the journal: what is owed is negative. The total is the
    opposite of the result of all time (income-statement).
    """
    view = asked.view
    rows = financials.balance_sheet(view, view.at)
    data: dict[str, Any] = {"at": view.at.isoformat(), "compare": None}
    if compare is not None:
        data["compare"] = compare.isoformat()
        rows = financials.beside(rows, financials.balance_sheet(view, compare))
    data |= {"rows": rows, "total": financials.total(rows)}
    return Report(
        data, lambda: _parts(data, rows), sheet(rows, rows[0] if rows else ())
    )


def _parts(
    data: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Part]:
    dates = [day for day in (data["at"], data["compare"]) if day]
    for title, prefix in (("Assets", "assets:"), ("Liabilities", "liabilities:")):
        part = [row for row in rows if row["account"].startswith(prefix)]
        said = message(
            "{title} at {at}",
            title=Words(title),
            at=date.fromisoformat(data["at"]),
        )
        yield amounts_table(said, part, dates, "Total")
    yield amounts_table("What they leave", rows, dates, "Result so far", lines=False)
