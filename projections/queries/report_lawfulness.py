"""`report lawfulness`: what a statement of lawfulness (rechtmatigheid) rests on."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Euro, Told, Words, message
from domain.values.texts import format_cents
from projections.answers.calendar_years import (
    CALENDAR_YEAR,
    CalendarYear,
    calendar_year,
)
from projections.answers.lawful_finding import Criterion, Found, share
from projections.answers.lawfulness import Lawfulness, lawfulness
from projections.query import Asked, query
from projections.report import Column, Part, Report, Table, line, sheet

_CRITERIA = (
    Column("criterion", "Criterion", "words"),
    Column("population", "Looked at", "number"),
    Column("number", "Findings", "number"),
    Column("amount", "Amount", "amount"),
    Column("share", "Share of expenses", "decimal"),
)
_FINDINGS = (
    Column("code", "Code", "name"),
    Column("date", "Date"),
    Column("amount", "Amount", "amount"),
    Column("entries", "Entries", "entries", below=True),
    Column("message", "Finding", "prose"),
)
_SHEET = ("criterion", "code", "date", "entries", "amount", "message")


@query(
    "report lawfulness",
    CALENDAR_YEAR,
    examples="""
    zuidas report lawfulness --year 2012
    zuidas report lawfulness --year 2012 -O csv
    """,
)
def report_lawfulness(asked: Asked, year: int | None = None) -> Report:
    """What a statement of lawfulness (rechtmatigheid) of a year rests on.

    Budget: each time that one was exceeded or leaned on a deviation. Conditions: awards
    by deviation, payments before or above a grant. Misuse: determined without a result,
    still recoverable. Administration: reopened, backdated, reversed, without a second
    person, open at the bank. The year is a calendar year.
    """
    found = calendar_year(asked.view, year)
    law = lawfulness(found)
    criteria = [_json(each, law) for each in law.criteria]
    data = {
        "year": str(found.number),
        "expenses": format_cents(law.expenses),
        "criteria": criteria,
    }
    rows = [
        {"criterion": each["criterion"], **finding}
        for each in criteria
        for finding in each["findings"]
    ]
    return Report(data, lambda: _parts(found, law, criteria), sheet(rows, _SHEET))


def _json(criterion: Criterion, law: Lawfulness) -> dict[str, Any]:
    return {
        "criterion": criterion.name,
        "population": criterion.population,
        "number": len(criterion.findings),
        "amount": format_cents(criterion.amount),
        "share": share(criterion.amount, law.expenses),
        "findings": [_finding(each) for each in criterion.findings],
    }


def _finding(found: Found) -> dict[str, Any]:
    return {
        "code": found.code,
        "date": found.date.isoformat(),
        "entries": list(found.entries),
        "amount": format_cents(found.amount),
        "message": Told(found.said),
    }


def _parts(
    year: CalendarYear, law: Lawfulness, criteria: Sequence[dict[str, Any]]
) -> Iterator[Part]:
    title = message(
        "Lawfulness, calendar year {year}: {start} to {end}",
        year=str(year.number),
        start=year.start,
        end=year.end,
    )
    remark = message(
        "Expenses of the year: {expenses}. Findings are no verdict: whether each"
        " counts is for whoever accounts for the year.",
        expenses=Euro(law.expenses),
    )
    yield Table(_CRITERIA, criteria, title, remark=remark)
    for each in criteria:
        name = Words(each["criterion"].capitalize())
        if each["findings"]:
            yield Table(_FINDINGS, each["findings"], message("{name}", name=name))
        else:
            yield line("{name}: nothing was found.", name=name)
