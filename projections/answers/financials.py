"""Balance sheet, income and expenses, and the budget report; they tie to the journal.

Amounts are signed as in the journal: what is owned and spent is positive, what is owed
and earned negative. So the balance sheet's total and the result of all time are each
other's opposite.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

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
    return until - (end - start), until


def budget_report(
    view: View, start: date | None, end: date, year: str | None = None
) -> tuple[Rows, Rows]:
    """Rows per programme and rows per year, from one date to another.

    What was allocated by `start` with what was moved by then, and allocations since,
    are the opening budget; transfers since are its changes. Awarded, costs and paid
    are of the period; available is that of its last day.
    """
    before = None if start is None else _at(view, start - timedelta(days=1))
    after: Any = _at(view, end)
    opening = {
        (row["year"], row["programme"]): row
        for row in ([] if before is None else before["programmes"])
    }
    rows = [
        _budget_row(row, opening.get((row["year"], row["programme"])))
        for row in after["programmes"]
        if year in (None, row["year"])
    ]
    years = [
        {name: row[name] for name in ("year", "for_projects")}
        for row in after["years"]
        if year in (None, row["year"])
    ]
    return rows, years


def _at(view: View, day: date) -> Any:  # noqa: ANN401  # the shape of `balance`
    return balance(replace(view, at=day), "programmes")


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
