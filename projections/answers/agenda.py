"""The officer's list: what is to be done, by when, and with which command.

An item that has a term is listed when it is past; what is due on a day that is known
beforehand (contributions, the meetings of a year) from the beginning.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.values.days import days_after
from projections.answers.bank import open_lines
from projections.answers.deviations import DeviationUse, deviation_uses
from projections.answers.governing import (
    ended_years,
    letter_due,
    letters,
    steering_meetings,
)
from projections.answers.participation import awards
from projections.answers.payments import orders
from projections.answers.project_rows import project_rows, proposals
from projections.answers.ratification import due, strategic
from projections.answers.registers import in_force, newest
from projections.answers.submissions import submissions
from projections.answers.suspense import open_items
from projections.answers.years import opened_years
from projections.days import from_number
from projections.snapshot import View
from projections.sums import cents

RECOVERY_DAYS = 42
MEETINGS_A_YEAR = 2
"""The least number of meetings of the steering group in a calendar year (Z20)."""


class Item(NamedTuple):
    """Something to be done."""

    date: date
    """The day by which, or since when."""
    rule: str
    subject: str
    command: str
    """What settles it."""


def agenda(view: View) -> list[Item]:
    """Everything that waits at the date, by date, rule and subject."""
    return sorted(item for kind in _KINDS for item in kind(view))


def overdue(view: View) -> Iterator[Item]:
    """What of it is past its date."""
    return (item for item in agenda(view) if item.date < view.at)


def _contributions(view: View) -> Iterator[Item]:
    """Z4: what was called and not paid, from the opening on."""
    for year in opened_years(view):
        names = {acc.receivable(p, year.code): p for p in year.called}
        for name, outstanding in view.balances(names).items():
            if outstanding > 0:
                subject = f"{names[name]} {year.code}"
                command = "receive_contribution"
                yield Item(year.due_date, "contribution_due", subject, command)


def _proposals(view: View) -> Iterator[Item]:
    """Proposals that wait longer than the term of a decision."""
    days = view.framework.decision_term_days
    proposed = newest(in_force(view, "propose_project"), "project")
    for row in project_rows(view):
        term = days_after(proposed[str(row["project"]),].date, days)
        if row["status"] == "proposed" and term < view.at:
            yield Item(term, "decision_term", str(row["project"]), "award_grant")


def _determinations(view: View) -> Iterator[Item]:
    """Awb 4:47: grants whose determination was due."""
    awarded = awards(view)
    for row in project_rows(view):
        project = str(row["project"])
        if row["status"] == "awarded" and project in awarded:
            given = awarded[project].given.get("determination_due")
            by = date.max if given is None else date.fromisoformat(given)
            if by < view.at:
                yield Item(by, "determination_due", project, "determine_grant")


def _deviations(view: View) -> Iterator[Item]:
    """Z18: deviations that nothing used, by the end of the year they are for."""
    terms = proposals(view)
    for use in deviation_uses(view).values():
        if not use.used_by:
            given = use.entry.given
            project = str(given.get("project"))
            year = given.get("year") or terms.get(project, {}).get("year")
            by = _end_of(view, year, use)
            yield Item(by, "deviation_unused", f"#{use.entry.number}", "reverse")


def _end_of(view: View, year: str | None, use: DeviationUse) -> date:
    """The end of a year; without one, of the year in which the deviation began."""
    since = date.fromisoformat(str(use.entry.date))
    for each in view.framework.years:
        if each.code == year or (year is None and since <= each.end):
            return each.end
    return since


def _recoverables(view: View) -> Iterator[Item]:
    """What was paid too much and is owed for longer than six weeks."""
    for row in project_rows(view):
        project = str(row["project"])
        if cents(str(row["recoverable"])) > 0:
            term = days_after(owed_since(view, project), RECOVERY_DAYS)
            if term < view.at:
                yield Item(term, "recoverable", project, "receive_refund")


def owed_since(view: View, project: str) -> date:
    """The day from which on something is recoverable without a break."""
    rows = view.rows(
        "SELECT day, SUM(amount) FROM lines WHERE account ="
        " (SELECT account FROM accounts WHERE name = ?) AND day <= ? AND entry <= ?"
        " GROUP BY day ORDER BY day",
        *(acc.recoverable(project), view.day, view.entry),
    )
    balance, since = 0, view.day
    for day, amount in rows:
        since = int(day) if balance <= 0 else since
        balance += int(amount)
    return from_number(since)


def _suspense(view: View) -> Iterator[Item]:
    """Money of unknown or mistaken origin."""
    for item in open_items(view):
        yield Item(item.date, "suspense_open", f"#{item.entry}", "reclassify")


def _payments(view: View) -> Iterator[Item]:
    """Section 9: what was ordered and not paid, by when it is due."""
    for order in orders(view):
        if order.paid_by is None:
            command = str(order.fields["command"])
            yield Item(order.due, "payment_due", order.given["payment"], command)


def _bank(view: View) -> Iterator[Item]:
    """Section 8: bank lines that no entry answers, since the day they count on."""
    for line in open_lines(view):
        yield Item(from_number(line.day), "bank_line_open", line.name, _BOOKS)


_BOOKS = "match_bank_lines"
"""Or the command that books the line; `bank suggest` says which."""


def _submissions(view: View) -> Iterator[Item]:
    """Section 9: what waits for a second person, since the day of its submission."""
    for entry, state, settled in submissions(view):
        recorded = datetime.fromisoformat(state["recorded_at"])
        day = recorded.astimezone(view.opening.zone).date()
        if settled is None and day <= view.at:
            yield Item(day, "submission_waiting", f"#{entry}", "approve")


def _years(view: View) -> Iterator[Item]:
    """Z6, Z7: years to open and to divide from their start, to close from their end."""
    opened = {year.code: year for year in opened_years(view)}
    allocated = {each.given["year"] for each in in_force(view, "allocate")}
    rest = view.balances([acc.unallocated(code) for code in opened])
    for year in view.framework.years:
        known = opened.get(year.code)
        if known is None:
            if year.start <= view.at:
                yield Item(year.start, "year_to_open", year.code, "open_budget_year")
            continue
        if year.code not in allocated and rest[acc.unallocated(year.code)] > 0:
            yield Item(year.start, "year_to_allocate", year.code, "allocate")
        if known.status == "open" and year.end < view.at:
            yield Item(year.end, "year_to_close", year.code, "close_budget_year")


def _meetings(view: View) -> Iterator[Item]:
    """Z20: at least two meetings of the steering group in a calendar year."""
    for year, found in steering_meetings(view).items():
        if len(found) < MEETINGS_A_YEAR:
            yield Item(date(year, 12, 31), "meetings", str(year), "record_meeting")


def _ratifications(view: View) -> Iterator[Item]:
    """Annex D: strategic decisions that an executive did not answer, or refused."""
    for decision, rows in strategic(view):
        if due(decision) < view.at and any(
            row["outcome"] in (None, "refused") for row in rows
        ):
            number = decision.given["number"]
            yield Item(due(decision), "ratification", number, "ratify_decision")


def _letters(view: View) -> Iterator[Item]:
    """Z21: years that ended without a letter to the councils."""
    told = letters(view)
    for year in ended_years(view):
        by = letter_due(year)
        if year.code not in told and by < view.at:
            yield Item(by, "accountability", year.code, "record_accountability")


_KINDS = (
    *(_contributions, _proposals, _determinations, _deviations, _recoverables),
    *(
        _suspense,
        _bank,
        _payments,
        _submissions,
        _years,
        _meetings,
        _ratifications,
        _letters,
    ),
)
