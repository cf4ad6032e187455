"""The years that were opened, with their status, as known and at a date."""

from dataclasses import dataclass
from datetime import date

from domain.values.money import Cents
from projections.snapshot import View
from projections.stored import state_of


@dataclass(frozen=True)
class OpenedYear:
    """A budget year opened on or before the view's date."""

    code: str
    status: str
    due_date: date


def opened_years(view: View) -> list[OpenedYear]:
    """Years opened on or before the date, in the framework's order.

    A reversed opening counts up to the day before its reversal's date.
    """
    rows = view.rows(
        "SELECT e.year, s.topic, s.state FROM stored_events s JOIN entries e"
        " ON e.entry = s.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        " WHERE e.command = 'open_budget_year'"
        f" AND s.originator_id IN ({', '.join('?' * len(view.framework.years))})"
        " AND e.day <= ? AND e.entry <= ? AND r.entry IS NULL ORDER BY e.entry",
        view.day,
        view.entry,
        *(f"year:{code}" for code in view.framework.year_codes),
        view.day,
        view.entry,
    )
    due = {
        str(year): date.fromisoformat(state_of(str(topic), state)["due"])
        for year, topic, state in rows
    }
    closed = _closed(view)
    return [
        OpenedYear(code, "closed" if code in closed else "open", due[code])
        for code in view.framework.year_codes
        if code in due
    ]


def process_ceiling(view: View, year: OpenedYear) -> Cents:  # noqa: ARG001
    """What is reserved for a year's process costs, deviations apart (Z3, Z8)."""
    return view.framework.process_ceiling


def _closed(view: View) -> set[str]:
    """Years with a closing in force: from its date to the day before its reversal's."""
    rows = view.rows(
        "SELECT e.year FROM stored_events s JOIN entries e ON e.entry = s.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        " WHERE e.command = 'close_budget_year'"
        f" AND s.originator_id IN ({', '.join('?' * len(view.framework.years))})"
        " AND e.day <= ? AND e.entry <= ? AND r.entry IS NULL",
        view.day,
        view.entry,
        *(f"year:{code}" for code in view.framework.year_codes),
        view.day,
        view.entry,
    )
    return {str(row[0]) for row in rows}
