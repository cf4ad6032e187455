"""One partner: its contributions, its projects, and its share of what was spent."""

from fractions import Fraction
from typing import Any

from domain.framework.framework import Partner
from domain.values.money import Cents
from domain.values.shares import split
from domain.values.texts import format_cents
from projections.answers.balances import balance
from projections.answers.project_rows import proposals
from projections.snapshot import View
from projections.sums import cents, totals

_TOTALS = ("due", "received", "outstanding", "overdue")


def partner(view: View, code: str) -> dict[str, Any]:
    """What was called and paid, per year and in all; projects; shares.

    `view` is at the date; `code` in the framework's spelling.
    """
    found: Any = balance(view)
    known = view.frameworks.partner(code, view.at, view.entry)
    years = [_year(row, known) for row in found["partners"] if row["partner"] == code]
    spent = _spent(found["current_account"])
    return {
        "partner": code,
        "name": known.name,
        "years": years,
        "total": totals(years, _TOTALS),
        "projects": _projects(view, code, found["projects"]),
        "share_of_spent": format_cents(_share(found["partners"], code, spent)),
        "spent": format_cents(spent),
        "inhabitants": known.inhabitants,
    }


def _year(row: dict[str, Any], known: Partner) -> dict[str, Any]:
    """A year's contribution; per inhabitant in euros with four decimals, or null."""
    per_inhabitant = None
    if known.inhabitants:
        parts = round(Fraction(100 * cents(row["due"]), known.inhabitants))
        per_inhabitant = f"{parts // 10_000}.{parts % 10_000:04d}"
    figures = {name: row[name] for name in ("year", "due", "received", "outstanding")}
    return {
        **figures,
        "overdue": row["overdue"],
        "due_date": row["due_date"],
        "per_inhabitant": per_inhabitant,
    }


def _spent(account: dict[str, Any]) -> Cents:
    """Grants paid less refunds, and process costs: what the contributions paid for."""
    paid = cents(account["grants_paid"]) + cents(account["process_costs"])
    return paid - cents(account["refunds"])


def _share(rows: list[dict[str, Any]], code: str, spent: Cents) -> Cents:
    """By contributions received, over all years; the partners' shares add up."""
    received: dict[str, Fraction] = {}
    for row in rows:
        name = str(row["partner"])
        before = received.get(name, Fraction(0))
        received[name] = before + cents(row["received"])
    if not sum(received.values()):
        return 0
    return split(spent, received).get(code, 0)


def _projects(
    view: View, code: str, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The projects that it applies for or takes part in, by id."""
    terms = proposals(view)
    found = []
    for row in rows:
        given = terms[row["project"]]
        own = (given.get("own_contributions") or {}).get(code, "0.00")
        role = "applicant" if code in given["applicants"] else "participant"
        if code not in {*given["applicants"], *given["participants"]}:
            continue
        found.append(
            {
                "project": row["project"],
                "role": role,
                "own_contribution": own,
                "title": given["title"],
                "status": row["status"],
                "grant": format_cents(cents(row["awarded"]) - cents(row["released"])),
            }
        )
    return found
