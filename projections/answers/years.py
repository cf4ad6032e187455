"""The years that were opened, with their status, as known and at a date."""

from dataclasses import dataclass
from datetime import date

from domain.values.messages import Euro, Message, message
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
    """Years opened on or before the date, in the framework's order."""
    rows = view.rows(
        "SELECT e.year, s.topic, s.state FROM stored_events s JOIN entries e"
        " ON e.entry = s.entry WHERE e.command = 'open_budget_year'"
        f" AND s.originator_id IN ({', '.join('?' * len(view.framework.years))})"
        " AND e.day <= ? AND e.entry <= ?",
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


def gap_of_year(year: str, gap: Cents) -> Message | None:
    """Z5: how far what is called and otherwise covered is from the budget, if it is."""
    if gap > 0:
        return message(
            "{gap} of the budget of {year} is not called from the partners nor"
            " otherwise covered: nobody is asked to pay it.",
            gap=Euro(gap),
            year=year,
        )
    if gap < 0:
        return message(
            "{gap} more than the budget of {year} is called from the partners or"
            " otherwise covered.",
            gap=Euro(-gap),
            year=year,
        )
    return None
