"""The years that were opened, with their status, as known and at a date."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.budgets.quantities import Budgets
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.values.messages import Euro, Message, message
from domain.values.money import Cents
from projections.snapshot import View
from projections.stored import State, state_of


class OpenedYear(NamedTuple):
    """A budget year opened on or before the view's date."""

    code: str
    status: str
    opened_on: date
    due_date: date
    called: tuple[str, ...]
    """The partners that were called in it, in the order of reports."""
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
        f" AND s.originator_id IN ({', '.join('?' * len(view.course.ever(YEAR)))})"
        " AND e.day <= ? AND e.entry <= ? AND r.entry IS NULL ORDER BY e.entry",
        view.day,
        view.entry,
        *(f"year:{code}" for code in view.course.ever(YEAR)),
        view.day,
        view.entry,
    )
    states = {str(year): state_of(str(topic), state) for year, topic, state in rows}
    closed, called = _closed(view), _called(view)
    return [
        OpenedYear(
            code,
            "closed" if code in closed else "open",
            date.fromisoformat(states[code]["given"]["date"]),
            date.fromisoformat(states[code]["due"]),
            view.course.listed(
                PARTNER, view.at, {*states[code]["contributions"], *called[code]}
            ),
            _base_ceiling(view, states[code]),
        )
        for code in view.course.listed(YEAR, view.at, states)
    ]


def _called(view: View) -> Mapping[str, set[str]]:
    """By year the partners that an amendment called, or changed the call of."""
    rows = view.rows(
        "SELECT s.topic, s.state FROM stored_events s JOIN entries e"
        " ON e.entry = s.entry WHERE e.command = 'amend_budget_year'"
        " AND e.day <= ? AND e.entry <= ?",
        view.day,
        view.entry,
    )
    found: dict[str, set[str]] = defaultdict(set)
    for topic, stored in rows:
        given = state_of(str(topic), stored)["given"]
        found[given["year"]].update(given.get("contributions") or ())
    return found


def _base_ceiling(view: View, opening: State) -> Cents:
    held = opening.get("process_ceiling") is not None
    return 0 if held else view.opening.process_ceiling


def budgets_of(view: View) -> Budgets:
    """The quantities of the ledger's budgets, as the view knows its years."""
    bases = {year.code: year.base_ceiling for year in opened_years(view)}
    return Budgets(
        lambda: view.course.ever(PROGRAMME),
        lambda: view.frameworks.floors(view.entry),
        lambda code: bases.get(code, 0),
    )


def _closed(view: View) -> set[str]:
    """Years with a closing in force: from its date to the day before its reversal's."""
    rows = view.rows(
        "SELECT e.year FROM stored_events s JOIN entries e ON e.entry = s.entry"
        " LEFT JOIN entries r ON r.reverses = e.entry AND r.day <= ? AND r.entry <= ?"
        " WHERE e.command = 'close_budget_year'"
        f" AND s.originator_id IN ({', '.join('?' * len(view.course.ever(YEAR)))})"
        " AND e.day <= ? AND e.entry <= ? AND r.entry IS NULL",
        view.day,
        view.entry,
        *(f"year:{code}" for code in view.course.ever(YEAR)),
        view.day,
        view.entry,
    )
    return {str(row[0]) for row in rows}


def closed_days(view: View, year: str) -> Iterator[tuple[int, int | None]]:
    """When a year was closed: from a day of the tables to the day before another."""
    for (since, _), end in closings(view, year):
        yield since, None if end is None else end[0]


Dated = tuple[int, int]
"""A day of the tables and an entry of that day: the order in which things count."""


def closings(view: View, year: str) -> Iterator[tuple[Dated, Dated | None]]:
    """A year's closings and what reversed each: in between no reserve is judged."""
    rows = view.rows(
        "SELECT e.day, e.entry, r.day, r.entry FROM entries e LEFT JOIN entries r"
        " ON r.reverses = e.entry AND r.entry <= ? WHERE e.year = ?"
        " AND e.command = 'close_budget_year' AND e.entry <= ?",
        view.entry,
        year,
        view.entry,
    )
    for since, closing, until, reversal in rows:
        end = None if until is None else (int(until), int(reversal))
        yield (int(since), int(closing)), end


def programmes_of(view: View, year: OpenedYear) -> tuple[str, ...]:
    """The programmes that a year's rows are of, in the order of reports.

    Those in force on some day from its opening on, or with a line in that year. The
    framework in force at the date gives the order; those that ended come after.
    """
    course = view.course
    found = set(course.in_force_between(PROGRAMME, year.opened_on, view.at))
    others = [code for code in course.ever(PROGRAMME) if code not in found]
    found.update(code for code in others if _has_line(view, year.code, code))
    return course.listed(PROGRAMME, view.at, found)


def _has_line(view: View, year: str, programme: str) -> bool:
    """Whatever is booked on a programme in a year begins on one of these accounts."""
    accounts = view.accounts(
        [acc.available(year, programme), acc.process_expenses(year, programme)]
    )
    return bool(accounts) and any(
        view.rows(
            "SELECT 1 FROM lines"
            f" WHERE account IN ({', '.join('?' * len(accounts))})"
            " AND day <= ? AND entry <= ? LIMIT 1",
            *accounts,
            view.day,
            view.entry,
        )
    )


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
