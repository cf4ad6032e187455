"""`budget-report`: what became of each programme's budget."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.messages import Message, Words, message
from projections.answers import financials
from projections.answers.financials import BudgetPeriod
from projections.balance_sentences import left_for_projects, moved_to_unallocated
from projections.query import Asked, Parameter, query
from projections.ranges import COMPARE, FROM, TO
from projections.report import Column, Part, Report, Table, sheet
from projections.sums import totals

_FIXED = (
    *("opening_budget", "changes", "ceiling", "awarded", "process_costs", "paid"),
    "available",
)
_FURTHER = ("released", "written_off", "refunded")
"""What else `available` and `paid` are made of."""
_TITLES = {
    "opening_budget": "Opening budget",
    "changes": "Changes",
    "ceiling": "Ceiling",
    "awarded": "Awarded",
    "released": "Released",
    "process_costs": "Process costs",
    "written_off": "Written off",
    "paid": "Paid",
    "refunded": "Refunded",
    "available": "Available",
}
_RARE = ("changes", "released", "written_off", "refunded")
_BELOW = (*_RARE, "process_costs")
"""What leaves the first line before the others do."""
_COLUMNS = (
    Column("year", "Year"),
    Column("programme", "Programme"),
    *(
        Column(
            *(name, title, "amount"),
            rare=name in _RARE,
            below=name in _BELOW,
            alarming=name == "available",
        )
        for name, title in _TITLES.items()
    ),
)
_YEARS = (
    Column("year", "Year"),
    Column("unallocated", "Unallocated", "amount", rare=True, alarming=True),
    Column("for_projects", "Left for projects", "amount", alarming=True),
)


@query(
    "budget-report",
    Parameter("year", "year", "This budget year alone.", metavar="CODE"),
    FROM,
    TO,
    COMPARE,
    examples="""
    zuidas budget-report --year 2011 --to 2012-07-31
    zuidas budget-report --from 2012-01-01 --to 2012-07-31
    """,
)
def budget_report(
    asked: Asked,
    year: str | None = None,
    start: date | None = None,
    end: date | None = None,
    compare: date | None = None,
) -> Report:
    """Per programme its opening budget, changes, ceiling, use, and what is available.

    Awarded, process costs and paid are of the period. What it is compared with is the
    period as long as this one that ends on DATE.
    """
    view = asked.view
    last = end or view.at
    period = financials.budget_report(view, start, last, year)
    data: dict[str, Any] = {
        "from": None if start is None else start.isoformat(),
        "to": last.isoformat(),
        "compare": None,
        "rows": period.rows,
        "years": period.for_projects,
    }
    earlier: BudgetPeriod | None = None
    if compare is not None:
        data["compare"] = compare.isoformat()
        ends = financials.same_period(start, last, compare)
        earlier = financials.budget_report(view, *ends, year)
        data["rows"] = list(financials.compared_budget(period.rows, earlier.rows))
    names = ("year", "programme", *_FIXED, *_FURTHER)
    return Report(
        data, lambda: _parts(data, period, earlier), sheet(period.rows, names)
    )


def _parts(
    data: Mapping[str, Any], period: BudgetPeriod, earlier: BudgetPeriod | None
) -> Iterator[Part]:
    start = data["from"]
    since = _day(start) if start else message("the start")
    title = message("Budget from {since} to {to}", since=since, to=_day(data["to"]))
    yield _table(title, period)
    if earlier is not None:
        yield _table(message("To {day}", day=_day(data["compare"])), earlier)
    left = left_for_projects(period.years, period.programmes)
    yield Table(_YEARS, period.years, remark=left)


def _table(title: Message, period: BudgetPeriod) -> Table:
    """A row per programme; changes that are no other programme's are told below."""
    rows = period.rows
    total = {"year": Words("Total"), **totals(rows, _TITLES)} if len(rows) > 1 else None
    return Table(_COLUMNS, rows, title, total, moved_to_unallocated(period.unallocated))


def _day(text: str) -> date:
    return date.fromisoformat(text)
