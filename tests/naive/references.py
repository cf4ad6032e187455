"""Dates, the period lock, and what a command refers to."""

from datetime import date
from typing import Any

from .books import Books
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
    if day < books.framework.start:
        raise Refusal("BEFORE_START")
    if (
        (subject in LOCKABLE or "carry_to" in given)
        and lock is not None
        and day <= lock
    ):
        raise Refusal("PERIOD_LOCKED")


def programmes(books: Books, command: str) -> list[str]:
    real = list(books.framework.programmes)
    if command in ("allocate", "post_process_cost"):
        return real
    if command == "transfer_budget":
        return [*real, OUTSIDE, UNALLOCATED]
    return [*real, OUTSIDE]


def check_year(books: Books, command: str, year: str, day: date) -> None:
    if year not in books.framework.year_codes:
        raise Refusal("YEAR_UNKNOWN")
    if command in NEEDS_OPEN_YEAR and not books.is_open(year, day):
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
    year = books.terms(project)["year"]
    if command == "award_grant" and not books.is_open(year, day):
        raise Refusal("YEAR_NOT_OPEN")


def check_entry(books: Books, number: int) -> None:
    if books.find(number) is None:
        raise Refusal("ENTRY_UNKNOWN")


def named(value: str | list[str] | dict[str, object]) -> list[str]:
    """The codes in a field: one, a list, or the keys of a mapping."""
    return [value] if isinstance(value, str) else list(value)


def check_code(books: Books, command: str, kind: str, value: Any) -> None:
    lists = {
        "programme": (programmes(books, command), "PROGRAMME_UNKNOWN"),
        "partner": (books.framework.partner_codes, "PARTNER_UNKNOWN"),
        "category": (sorted(books.framework.all_categories), "CATEGORY_UNKNOWN"),
    }
    lists["programme_amounts"] = lists["programme_shares"] = lists["programme"]
    lists["partner_amounts"] = lists["partners"] = lists["partner"]
    if kind in lists:
        codes, code = lists[kind]
        if not set(named(value)) <= set(codes):
            raise Refusal(code)


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
        elif kind == "entry":
            check_entry(books, value)
        elif kind == "as":
            check_references(books, today, value["command"], {**value, "date": day})
        else:
            check_code(books, command, kind, value)
    if data.get("field") == "decision":
        check_decision(books, data["value"], books.entries[data["entry"] - 1].date)
