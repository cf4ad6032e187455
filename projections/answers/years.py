"""The years that were opened, with their status, as known and at a date."""

from dataclasses import dataclass
from datetime import date

from domain.budgets.quantities import Budgets
from domain.values.messages import Euro, Message, message
from domain.values.money import Cents
from projections.snapshot import View
from projections.stored import State, state_of


@dataclass(frozen=True)
class OpenedYear:
    """A budget year opened on or before the view's date."""

    code: str
    status: str
    due_date: date
    base_ceiling: Cents
    """The process ceiling, where the opening itself does not hold it (0.1.0)."""


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
    states = {str(year): state_of(str(topic), state) for year, topic, state in rows}
    closed = _closed(view)
    return [
        OpenedYear(
            code,
            "closed" if code in closed else "open",
            date.fromisoformat(states[code]["due"]),
            _base_ceiling(view, states[code]),
        )
        for code in view.framework.year_codes
        if code in states
    ]


def _base_ceiling(view: View, opening: State) -> Cents:
    held = opening.get("process_ceiling") is not None
    return 0 if held else view.framework.process_ceiling


def budgets_of(view: View) -> Budgets:
    """The quantities of the ledger's budgets, as the view knows its years."""
    bases = {year.code: year.base_ceiling for year in opened_years(view)}
    return Budgets(view.framework, lambda code: bases.get(code, 0))


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
