"""Dates, the period lock, and what a command refers to."""

from datetime import date
from typing import Any

from .books import Books
from .course import in_order
from .framework import OUTSIDE, UNALLOCATED
from .shape import Refusal, fields

CASH = (
    "receive_contribution",
    "repay_contribution",
    "post_process_cost",
    "receive_other",
    "pay_other",
    "pay_grant",
    "receive_refund",
    "receive_funds",
    "spend_funds",
)
JOURNAL = (
    *CASH,
    "open_budget_year",
    "amend_budget_year",
    "allocate",
    "transfer_budget",
    "reclassify",
    "award_grant",
    "change_grant",
    "determine_grant",
    "withdraw_grant",
    "write_off_recoverable",
)
LOCKABLE = (*JOURNAL, "deviate", "set_funding_limits")
CODES = (
    *("programme", "programme_amounts", "programme_shares"),
    *("partner", "partners", "partner_amounts", "category"),
)
"""Kinds of fields that name codes of the framework in force."""
NEEDS_OPEN_YEAR = (
    "amend_budget_year",
    "allocate",
    "receive_contribution",
    "repay_contribution",
    "post_process_cost",
    "transfer_budget",
    "close_budget_year",
)


def check_dates(
    books: Books, today: date, lock: date | None, command: str, data: dict[str, Any]
) -> None:
    day = data.get("date")
    if day is None:
        return
    subject, given = command, data
    if command == "reverse":
        original = books.find(data["entry"])
        subject = original.command if original else ""
        given = original.data if original else {}
    if subject in (*CASH, "reclassify") and day > today:
        raise Refusal("FUTURE_DATE")
    if day < books.first.start:
        raise Refusal("BEFORE_START")
    if (
        (subject in LOCKABLE or "carry_to" in given)
        and lock is not None
        and day <= lock
    ):
        raise Refusal("PERIOD_LOCKED")


def programmes(books: Books, command: str, name: str, day: date) -> list[str]:
    """That the field may name; a transfer may come from any that there was by then."""
    real = list(books.on(day).programmes)
    if command in ("allocate", "post_process_cost"):
        return real
    if name == "from_programme":
        real = in_order(fw.programmes for fw in books.up_to(day))
    if command == "transfer_budget":
        return [*real, OUTSIDE, UNALLOCATED]
    return [*real, OUTSIDE]


def partners(books: Books, command: str, data: dict[str, Any], day: date) -> set[str]:
    """Those in force; who pays for a year, or is paid back, is called in it."""
    in_force = set(books.on(day).partner_codes)
    if command in ("receive_contribution", "repay_contribution"):
        return books.called(data["year"], day)
    if command == "amend_budget_year":
        return in_force | books.called(data["year"], day)
    return in_force


def check_year(books: Books, command: str, year: str, day: date) -> None:
    """Of the framework in force; one that is open it may have come to lack."""
    is_open = command in NEEDS_OPEN_YEAR and books.is_open(year, day)
    if year not in books.on(day).year_codes and not is_open:
        raise Refusal("YEAR_UNKNOWN")
    if command in NEEDS_OPEN_YEAR and not is_open:
        raise Refusal("YEAR_NOT_OPEN")


def check_decision(books: Books, number: str, day: date) -> None:
    decision = books.decision(number)
    if decision is None:
        raise Refusal("DECISION_UNKNOWN")
    if decision.date > day:
        raise Refusal("DECISION_LATER")


def check_project(books: Books, command: str, project: str, day: date) -> None:
    proposal = books.proposal(project)
    if proposal is None:
        raise Refusal("PROJECT_UNKNOWN")
    if day < proposal.date:
        raise Refusal("NOT_YET")
    terms = books.terms(project)
    if command == "award_grant":
        if not books.is_open(terms["year"], day):
            raise Refusal("YEAR_NOT_OPEN")
        not_ended(books, terms["programme"], day)


def not_ended(books: Books, programme: str, day: date) -> None:
    """A grant is awarded or raised in a programme that is in force."""
    if programme not in (*books.on(day).programmes, OUTSIDE):
        raise Refusal("PROGRAMME_UNKNOWN")


def check_raise(books: Books, data: dict[str, Any], day: date) -> None:
    project = data["project"]
    award = books.award(project)
    if award and award.scope and data["amount"] > books.grant(project):
        not_ended(books, award.scope[1], day)


def check_entry(books: Books, number: int) -> None:
    if books.find(number) is None:
        raise Refusal("ENTRY_UNKNOWN")


def named(value: str | list[str] | dict[str, object]) -> list[str]:
    """The codes in a field: one, a list, or the keys of a mapping."""
    return [value] if isinstance(value, str) else list(value)


def check_codes(books: Books, command: str, data: dict[str, Any], name: str) -> None:
    """The codes in a field are known on the day."""
    kind = next(kind for field, kind, _ in fields(command) if field == name)
    day, found = data["date"], set(named(data[name]))
    if kind.startswith("programme") and not found <= set(
        programmes(books, command, name, day)
    ):
        raise Refusal("PROGRAMME_UNKNOWN")
    if kind.startswith("partner") and not found <= partners(books, command, data, day):
        raise Refusal("PARTNER_UNKNOWN")
    if kind == "category" and not found <= books.on(day).all_categories:
        raise Refusal("CATEGORY_UNKNOWN")


def check_references(
    books: Books, today: date, command: str, data: dict[str, Any]
) -> None:
    """In field order."""
    day: date = data.get("date", today)
    for name, kind, _ in fields(command):
        if name not in data:
            continue
        value = data[name]
        if kind == "year":
            check_year(books, command, value, day)
        elif name == "meeting":
            raise Refusal("MEETING_UNKNOWN")  # there are none here
        elif kind == "decision":
            check_decision(books, value, day)
        elif kind == "project" and command != "propose_project":
            check_project(books, command, value, day)
            if command == "change_grant":
                check_raise(books, data, day)
        elif kind == "entry":
            check_entry(books, value)
        elif kind == "as":
            check_references(books, today, value["command"], {**value, "date": day})
        elif kind in CODES:
            check_codes(books, command, data, name)
    if data.get("field") == "decision":
        check_decision(books, data["value"], books.entries[data["entry"] - 1].date)
