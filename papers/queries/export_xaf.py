"""`export xaf`: the audit file (XML Auditfile Financieel 4.0) of a year."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from domain.values.errors import Refusal, UsageError
from domain.values.messages import Option
from domain.values.money import Cents
from domain.values.texts import format_cents
from papers.xaf.audit_file import JOURNALS, AuditFile, Line, Totals, Transaction
from papers.xaf.writing import xml
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Report, Row, Table
from projections.snapshot import View

_LINES = (
    Column("journal", "Journal"),
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("reference", "Reference", "name"),
    Column("code", "Code", "name"),
    Column("account", "Account", "name"),
    Column("partner", "Partner"),
    Column("cost", "Cost"),
    Column("project", "Project"),
    Column("debit", "Debit", "amount"),
    Column("credit", "Credit", "amount"),
    Column("description", "Description", flexible=True),
)
_ACCOUNTS = (
    Column("code", "Code", "name"),
    Column("description", "Description", flexible=True),
    Column("type", "Type"),
    Column("opening", "Opening", "amount"),
)
_PARTNERS = (
    Column("partner", "Partner"),
    Column("name", "Name", flexible=True),
    Column("opening", "Opening", "amount"),
    Column("closing", "Closing", "amount"),
)


@query(
    "export xaf",
    Parameter(
        "year",
        "count",
        "Calendar year; without it and without --tranche that of --at.",
        metavar="YEAR",
        argument="calendar_year",
        minimum=1,
        maximum=9999,
    ),
    Parameter(
        "tranche", "year", "The days of this budget year instead.", metavar="CODE"
    ),
    examples="""
    zuidas export xaf --year 2012 -o 2012.xaf
    zuidas export xaf --tranche 2011 -o 2011-2012.xaf
    """,
)
def export_xaf(
    asked: Asked, calendar_year: int | None = None, tranche: str | None = None
) -> Report:
    """The audit file of a year: XML Auditfile Financieel 4.0, for the tax office.

    Without the accounts of budgets. With --at within the year it ends on that day; with
    --known-at it is what it was then.
    """
    start, end = _period(asked, calendar_year, tranche)
    file = AuditFile(asked.view, start, end)
    data = _json(file) if asked.shape not in ("text", "csv") else None
    return Report(
        data, lambda: _parts(file), plain=True, texts={"text": lambda: xml(file)}
    )


def _period(
    asked: Asked, calendar_year: int | None, tranche: str | None
) -> tuple[date, date]:
    """The days of the file; raises `UsageError`, `Refusal` (`BAD_DATE`)."""
    if calendar_year is not None and tranche is not None:
        raise UsageError(
            "BAD_COMMAND",
            "{year} and {tranche} are two periods of one file: give one.",
            year=Option("year"),
            tranche=Option("tranche"),
        )
    if tranche is None:
        year = calendar_year or asked.view.at.year
        start, end = date(year, 1, 1), date(year, 12, 31)
    else:
        start, end = _days_of(asked.view, tranche)
    if asked.view.at < start:
        raise Refusal(
            "BAD_DATE",
            "{option} {at} is before {start}, the first day of the file.",
            option=Option("at"),
            at=asked.view.at,
            start=start,
        )
    return start, end if asked.until is None else min(end, asked.until)


def _days_of(view: View, tranche: str) -> tuple[date, date]:
    """The days of a budget year, by the newest framework known that has it."""
    adoptions = view.frameworks.adoptions(view.entry)
    for framework in map(view.frameworks.of, reversed(adoptions)):
        for year in framework.years:
            if year.code == tranche:
                return year.start, year.end
    raise Refusal("YEAR_UNKNOWN", "year {year} was not known then.", year=tranche)


def _json(file: AuditFile) -> dict[str, Any]:
    return {
        "fiscal_year": file.fiscal_year,
        "from": file.start.isoformat(),
        "to": file.end.isoformat(),
        "entry": file.view.entry,
        "created": file.created.isoformat(),
        "company": file.company,
        "rsin": file.rsin,
        "accounts": [each._asdict() for each in file.accounts],
        "partners": list(_partners(file)),
        "periods": [
            {
                "period": each.number,
                "from": each.start.isoformat(),
                "to": each.end.isoformat(),
            }
            for each in file.periods
        ],
        "opening": {
            **_totals(file.opening_totals),
            "lines": [{"code": code, **_sides(x)} for code, x in file.opening.items()],
        },
        "transactions": {
            **_totals(file.totals),
            "journals": [
                {
                    "journal": each.code,
                    "transactions": [_transaction(x) for x in file.transactions(each)],
                }
                for each in JOURNALS
            ],
        },
    }


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "count": totals.lines,
        "debit": format_cents(totals.debit),
        "credit": format_cents(totals.credit),
    }


def _sides(amount: Cents) -> dict[str, str]:
    """An amount as debit and credit, neither of them negative."""
    return {
        "debit": format_cents(max(amount, 0)),
        "credit": format_cents(max(-amount, 0)),
    }


def _partners(file: AuditFile) -> Iterator[Row]:
    for each in file.partners:
        yield {
            "partner": each.code,
            "name": each.name,
            "opening": format_cents(each.opening),
            "closing": format_cents(each.closing),
        }


def _transaction(found: Transaction) -> dict[str, object]:
    entry = found.entry
    return {
        "entry": entry.number,
        "date": found.day,
        "period": found.period,
        "command": entry.command,
        "actor": entry.actor,
        "reference": found.reference,
        "description": entry.description,
        "lines": [_line(line) for line in found.lines],
    }


def _line(line: Line) -> dict[str, object]:
    placed = line.placed
    return {
        "line": line.number,
        "code": placed.code,
        "account": line.account,
        **_sides(line.amount),
        "partner": placed.partner,
        "cost": placed.cost,
        "project": placed.project,
    }


def _parts(file: AuditFile) -> Iterable[Part]:
    yield Table(_LINES, list(_rows(file)), "Transactions")
    accounts = [
        {**each._asdict(), "opening": format_cents(file.opening.get(each.code, 0))}
        for each in file.accounts
    ]
    yield Table(_ACCOUNTS, accounts, "Accounts")
    yield Table(_PARTNERS, list(_partners(file)), "Partners")


def _rows(file: AuditFile) -> Iterator[Row]:
    for journal in JOURNALS:
        for found in file.transactions(journal):
            said = _transaction(found)
            for line in found.lines:
                yield {"journal": journal.code, **said, **_line(line)}
