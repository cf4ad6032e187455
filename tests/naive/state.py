"""State: already open, closed, status, then the order of dates."""

from collections.abc import Callable
from datetime import date
from typing import Any

from .books import CHANGES, SETTLED_PAST, SETTLEMENTS, Books
from .entries import Entry
from .shape import Refusal

Data = dict[str, Any]
ENDS_PROPOSAL = ("award_grant", "reject_project", "retract_project")


def refuse_if(condition: bool, code: str) -> None:
    if condition:
        raise Refusal(code)


def not_closed(books: Books, year: str, day: date) -> None:
    refuse_if(books.is_closed(year, day), "YEAR_CLOSED")


def after_settlements(books: Books, project: str, day: date) -> None:
    """Not before the latest settlement or reversal of a settlement."""
    dates = books.dates_of(project, *SETTLEMENTS, reversals=True)
    refuse_if(any(day < d for d in dates), "PROJECT_STATUS")


def may_settle(books: Books, project: str, day: date) -> None:
    """Not before any award, raise, payment, refund, settlement or their reversals."""
    roles = (*SETTLED_PAST, *SETTLEMENTS)
    dates = books.dates_of(project, *roles, reversals=True)
    refuse_if(any(day < d for d in dates), "PROJECT_STATUS")


def free_again(books: Books, earlier: list[Entry], day: date, code: str) -> None:
    """None of these stands; not before the reversal of one, unless never in force."""
    for entry in earlier:
        undone = books.reversal(entry)
        refuse_if(undone is None, code)
        assert undone is not None
        refuse_if(day < undone.date and undone.date > entry.date, code)


def record_decision(books: Books, data: Data, day: date) -> None:
    taken = books.of("record_decision", number=data["number"])
    free_again(books, taken, day, "DECISION_EXISTS")


def open_budget_year(books: Books, data: Data, day: date) -> None:
    earlier = books.of("open_budget_year", year=data["year"])
    free_again(books, earlier, day, "YEAR_ALREADY_OPEN")
    refuse_if(data.get("due", day) < day, "BAD_DATE")


def amend_budget_year(books: Books, data: Data, day: date) -> None:
    earlier = books.standing("amend_budget_year", year=data["year"])
    refuse_if(any(day < e.date for e in earlier), "BAD_DATE")


def allocate(books: Books, data: Data, day: date) -> None:
    not_closed(books, data["year"], day)
    standing = books.standing("allocate", year=data["year"])
    refuse_if(bool(standing), "ALREADY_ALLOCATED")


def year_not_closed(books: Books, data: Data, day: date) -> None:
    not_closed(books, data["year"], day)


def transfer_budget(books: Books, data: Data, day: date) -> None:
    not_closed(books, data["to_year"], day)


def close_budget_year(books: Books, data: Data, day: date) -> None:
    year = data["year"]
    refuse_if(bool(books.standing("close_budget_year", year=year)), "YEAR_CLOSED")
    if "carry_to" in data and data["carry_to"] != year:
        not_closed(books, data["carry_to"], day)
    blocking = [
        *books.standing("allocate", "set_funding_limits", year=year),
        *books.standing("post_process_cost", year=year),
        *books.standing("transfer_budget", to_year=year),
        *books.standing("close_budget_year", carry_to=year),
    ]
    booked = {"command": "post_process_cost", "year": year}
    blocking += [
        e
        for e in books.standing("reclassify")
        if booked.items() <= e.data["as"].items()
    ]
    grants = books.standing("award_grant", "raise_grant")
    blocking += [e for e in grants if e.scope is not None and e.scope[0] == year]
    refuse_if(any(day < e.date for e in blocking), "BAD_DATE")


def propose_project(books: Books, data: Data, day: date) -> None:
    earlier = books.of("propose_project", project=data["project"])
    free_again(books, earlier, day, "PROJECT_EXISTS")


def amend_project(books: Books, data: Data, day: date) -> None:
    project = data["project"]
    refuse_if(books.status(project) != "proposed", "PROJECT_STATUS")
    earlier = books.dates_of(project, "amend_project", reversals=False)
    refuse_if(any(day < d for d in earlier), "BAD_DATE")


def decide_on(books: Books, project: str, day: date) -> None:
    """An award, a rejection or a retraction."""
    refuse_if(books.status(project) != "proposed", "PROJECT_STATUS")
    dates = books.dates_of(project, "amend_project", reversals=False)
    dates += books.dates_of(project, *ENDS_PROPOSAL, reversals=True)
    refuse_if(any(day < d for d in dates), "PROJECT_STATUS")


def award_grant(books: Books, data: Data, day: date) -> None:
    project = data["project"]
    not_closed(books, books.terms(project)["year"], day)
    decide_on(books, project, day)
    after_settlements(books, project, day)
    ends = data.get("end_date", date.max)
    refuse_if(ends < data.get("start_date", date.min), "BAD_DATE")
    refuse_if(data.get("determination_due", day) < day, "BAD_DATE")
    planned = [day, *(when for when, _ in data.get("advance_schedule", ()))]
    refuse_if(planned != sorted(planned), "BAD_DATE")


def reject_project(books: Books, data: Data, day: date) -> None:
    decide_on(books, data["project"], day)


def retract_project(books: Books, data: Data, day: date) -> None:
    decide_on(books, data["project"], day)


def change_grant(books: Books, data: Data, day: date) -> None:
    project = data["project"]
    status_in = books.status(project) in ("awarded", "determined")
    award = books.award(project)
    grant = books.grant(project)
    if status_in and award is not None and data["amount"] > grant:
        assert award.scope is not None
        not_closed(books, award.scope[0], day)
    refuse_if(not status_in or award is None, "PROJECT_STATUS")
    assert award is not None
    refuse_if(day < award.date, "PROJECT_STATUS")
    changes = books.dates_of(project, *CHANGES, reversals=False)
    refuse_if(any(day < d for d in changes), "PROJECT_STATUS")
    after_settlements(books, project, day)
    if data["amount"] < grant:
        may_settle(books, project, day)


def needs_award(books: Books, project: str, day: date) -> None:
    award = books.award(project)
    refuse_if(award is None or day < award.date, "PROJECT_STATUS")


def pay_grant(books: Books, data: Data, day: date) -> None:
    needs_award(books, data["project"], day)
    after_settlements(books, data["project"], day)


def record_participation(books: Books, data: Data, day: date) -> None:
    needs_award(books, data["project"], day)


def receive_refund(books: Books, data: Data, day: date) -> None:
    project = data["project"]
    needs_award(books, project, day)
    written_off = books.standing("write_off_recoverable", project=project)
    refuse_if(bool(written_off), "PROJECT_STATUS")
    after_settlements(books, project, day)


def determine_grant(books: Books, data: Data, day: date) -> None:
    refuse_if(books.status(data["project"]) != "awarded", "PROJECT_STATUS")
    may_settle(books, data["project"], day)


def withdraw_grant(books: Books, data: Data, day: date) -> None:
    status = books.status(data["project"])
    refuse_if(status not in ("awarded", "determined"), "PROJECT_STATUS")
    may_settle(books, data["project"], day)


def write_off_recoverable(books: Books, data: Data, day: date) -> None:
    may_settle(books, data["project"], day)


def adopt_framework(books: Books, data: Data, day: date) -> None:
    refuse_if(any(day < e.date for e in books.adoptions), "BAD_DATE")


STATE: dict[str, Callable[[Books, Data, date], None]] = {
    "record_decision": record_decision,
    "open_budget_year": open_budget_year,
    "amend_budget_year": amend_budget_year,
    "allocate": allocate,
    "set_funding_limits": year_not_closed,
    "post_process_cost": year_not_closed,
    "transfer_budget": transfer_budget,
    "close_budget_year": close_budget_year,
    "propose_project": propose_project,
    "amend_project": amend_project,
    "award_grant": award_grant,
    "reject_project": reject_project,
    "retract_project": retract_project,
    "change_grant": change_grant,
    "pay_grant": pay_grant,
    "receive_refund": receive_refund,
    "record_participation": record_participation,
    "determine_grant": determine_grant,
    "withdraw_grant": withdraw_grant,
    "write_off_recoverable": write_off_recoverable,
    "adopt_framework": adopt_framework,
}
