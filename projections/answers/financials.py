"""Balance sheet, income and expenses, and the budget report; they tie to the journal.

Amounts are signed as in the journal: what is owned and spent is positive, what is owed
and earned negative. So the balance sheet's total and the result of all time are each
other's opposite.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.values.days import days_after
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.balances import balance
from projections.answers.statements import trial_balance
from projections.snapshot import View
from projections.sums import cents

Rows = list[dict[str, Any]]
_OWNED = ("assets:", "liabilities:")
_RESULT = ("income:", "expenses:")


def balance_sheet(view: View, day: date) -> Rows:
    """Closing balances of assets and liabilities (*balans*) at the end of a day."""
    return [
        {"account": row["account"], "amount": row["closing"]}
        for row in trial_balance(view, None, day)
        if row["account"].startswith(_OWNED)
    ]


def income_statement(view: View, start: date | None, end: date) -> Rows:
    """Movements of income and expenses (*baten en lasten*), both days included."""
    return [
        {
            "account": row["account"],
            "amount": format_cents(cents(row["debit"]) - cents(row["credit"])),
        }
        for row in trial_balance(view, start, end)
        if row["account"].startswith(_RESULT)
    ]


def total(rows: Rows, name: str = "amount") -> str:
    """The sum of a column, signed as in the journal."""
    return format_cents(sum(cents(row[name]) for row in rows))


def beside(rows: Rows, earlier: Rows) -> Rows:
    """Rows with what they are compared with: an account is there if either has it."""
    now = {row["account"]: row["amount"] for row in rows}
    before = {row["account"]: row["amount"] for row in earlier}
    return [
        {
            "account": account,
            "amount": now.get(account, "0.00"),
            "compared": before.get(account, "0.00"),
        }
        for account in sorted({*now, *before})
    ]


def same_period(start: date | None, end: date, until: date) -> tuple[date | None, date]:
    """The period that is as long and ends on another day; from the start if this is."""
    if start is None:
        return None, until
    return days_after(until, (start - end).days), until


class BudgetPeriod(NamedTuple):
    """What became of the budget from one date to another, and how it stands then."""

    rows: Rows
    """Per programme the row of the report."""
    programmes: Rows
    """Per programme its balances on the last day."""
    years: Rows
    """Per year the same."""
    unallocated: Mapping[str, Cents]
    """Per year what was transferred to its unallocated budget, or from it (negative).

    Of the years in which something was.
    """

    @property
    def for_projects(self) -> Rows:
        """Per year what is left for projects."""
        names = ("year", "for_projects")
        return [{name: row[name] for name in names} for row in self.years]


def budget_report(
    view: View, start: date | None, end: date, year: str | None = None
) -> BudgetPeriod:
    """Per programme and year what became of the budget from one date to another.

    What was allocated by `start` with what was moved by then, and allocations since,
    are the opening budget; transfers since are its changes. Awarded, costs and paid
    are of the period; available is that of its last day.
    """
    before = None if start is None or start == date.min else days_after(start, -1)
    earlier, earlier_years = ([], []) if before is None else _at(view, before, year)
    programmes, years = _at(view, end, year)
    opening = {(row["year"], row["programme"]): row for row in earlier}
    rows = [
        _budget_row(row, opening.get((row["year"], row["programme"])))
        for row in programmes
    ]
    so_far = _transferred(earlier_years, earlier)
    moved = {
        code: amount - so_far.get(code, 0)
        for code, amount in _transferred(years, programmes).items()
    }
    changed = {code: amount for code, amount in moved.items() if amount}
    return BudgetPeriod(rows, programmes, years, changed)


def _at(view: View, day: date, year: str | None) -> tuple[Rows, Rows]:
    """The balances of the programmes and of the years, or of one year alone."""
    found: Any = balance(view._replace(at=day), "programmes")
    programmes, years = (
        [row for row in found[name] if year in (None, row["year"])]
        for name in ("programmes", "years")
    )
    return programmes, years


def _transferred(years: Rows, programmes: Rows) -> dict[str, Cents]:
    """Per year what transfers brought to its unallocated budget so far.

    It is what is there beside the year's budget that was not allocated.
    """
    moved = {
        row["year"]: cents(row["unallocated"]) - cents(row["budget"]) for row in years
    }
    for row in programmes:
        moved[row["year"]] += cents(row["allocated"])
    return moved


def _budget_row(row: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    def moved(name: str) -> Cents:
        return cents(row[name]) - (0 if before is None else cents(before[name]))

    opening = moved("allocated") + (0 if before is None else cents(before["ceiling"]))
    return {
        "year": row["year"],
        "programme": row["programme"],
        "opening_budget": format_cents(opening),
        "changes": format_cents(moved("transferred")),
        "ceiling": row["ceiling"],
        "awarded": format_cents(moved("awarded")),
        "process_costs": format_cents(moved("process_costs")),
        "paid": format_cents(moved("paid")),
        "available": row["available"],
        "released": format_cents(moved("released")),
        "written_off": format_cents(moved("written_off")),
        "refunded": format_cents(moved("refunded")),
    }


def compared_budget(rows: Rows, earlier: Rows) -> Iterator[dict[str, Any]]:
    """Rows of the report with the figures of another date beside them."""
    before = {(row["year"], row["programme"]): row for row in earlier}
    for row in rows:
        other = before.get((row["year"], row["programme"]))
        figures = None if other is None else {n: other[n] for n in list(row)[2:]}
        yield {**row, "compared": figures}
