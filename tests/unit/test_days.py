"""Days that lie a term apart, up to the ends of the calendar."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.framework.framework import Year
from domain.values.days import days_after
from projections.answers.agenda import agenda
from projections.answers.governing import letter_due
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest, proposal

LAST = "9999-12-31"


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2012, 2, 28), 2, date(2012, 3, 1)),
        (date(2012, 3, 1), -1, date(2012, 2, 29)),
        (date(9999, 12, 30), 1, date.max),
        (date(9999, 12, 30), 10**9, date.max),
        (date(1, 1, 2), -1, date.min),
        (date(1, 1, 1), -(10**9), date.min),
    ],
)
def test_days_after(day: date, days: int, found: date) -> None:
    assert days_after(day, days) == found


def test_a_letter_is_due_within_the_calendar() -> None:
    year = Year("x", date(9999, 1, 1), date(9999, 8, 31))
    assert letter_due(year) == date.max
    assert letter_due(year._replace(end=date(9998, 8, 31))) == date(9999, 2, 28)


def test_the_agenda_of_the_last_day(ledger: LedgerInTest) -> None:
    decided = {"number": "SG-9999", "date": "9999-12-01", "subject": "The last"}
    ledger.post("record_decision", **decided, strategic=True)
    ledger.post("propose_project", **proposal("late", date="9999-12-01"))
    view = ledger.view(LAST)
    known = {item.rule for item in agenda(view)}
    assert not known & {"ratification", "decision_term"}
    assert agenda(view._replace(at=date.min)) == []


@pytest.mark.parametrize(
    "line",
    [
        "agenda --at 9999-12-31",
        "check deadlines --at 9999-12-31",
        "budget-report --from 0001-01-01",
        "budget-report --from 0001-01-02 --compare 0001-01-01",
        "budget-report --from 9999-12-31 --compare 9999-12-31",
        "income-statement --from 0001-01-01 --compare 0001-01-01",
    ],
)
def test_queries_at_the_ends_of_the_calendar(
    prepared: Callable[[str], Path], cli: InProcess, line: str
) -> None:
    ledger = LedgerInTest(prepared("lived"))
    ledger.post("propose_project", **proposal("late", date=LAST))
    ledger.close()
    cli.ok(*line.split(), "-O", "json")
