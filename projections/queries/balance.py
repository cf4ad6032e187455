"""`balance`: programmes, partners, the current account and the projects."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from domain.values.messages import Message, Plain, Words
from domain.values.texts import format_cents
from projections.answers import balances
from projections.balance_sentences import (
    left_for_projects,
    left_in_closed_years,
    summary,
)
from projections.query import Asked, Parameter, query
from projections.report import (
    Bars,
    Column,
    Part,
    Report,
    Row,
    Table,
    sheet,
)
from projections.sums import cents, totals

Rows = list[dict[str, Any]]


@query(
    "balance",
    Parameter("section", "choice", place="argument", choices=balances.SECTIONS),
    examples="""
    zuidas balance
    zuidas balance programmes --at 2012-07-31
    zuidas balance partners --at 2012-07-31 --known-at '#5' -O json
    """,
)
def balance(asked: Asked, section: str | None = None) -> Report:
    """Budget per programme and partner, the current account and the projects."""
    found = balances.balance(asked.view, section)
    return Report(found, lambda: _parts(found), _sheet(found))


def _parts(found: Mapping[str, Any]) -> Iterator[Part]:
    if {"programmes", "current_account", "projects"} <= set(found):
        yield summary(found)
    if "programmes" in found:
        if "years" in found:
            left = left_for_projects(found["years"], found["programmes"])
            yield _table("Budget years", found["years"], _YEAR_WORDS, _YEARS, left)
        ended = {r["year"] for r in found.get("years", ()) if r["status"] == "closed"}
        programmes = [row for row in found["programmes"] if _is_used(row, ended)]
        closed = left_in_closed_years(found.get("years", ()), programmes)
        yield _table("Programmes", programmes, _PROGRAMME_WORDS, _PROGRAMMES, closed)
        if any(cents(row["ceiling"]) > 0 for row in found["programmes"]):
            yield Bars(found["programmes"])
    if "partners" in found:
        yield _table(
            "Partners' contributions", found["partners"], _PARTNER_WORDS, _PARTNERS
        )
    if "current_account" in found:
        yield _current_account(found["current_account"])
    if "projects" in found:
        projects = [
            row | {"charged_to": f"{row['programme']} {row['year']}"}
            for row in found["projects"]
        ]
        yield _table("Projects", projects, _PROJECT_WORDS, _PROJECTS)


_YEAR_WORDS = {"year": "Year", "status": "Status"}
_YEARS = {
    "budget": "Budget",
    "unallocated": "Unallocated",
    "contributions_due": "Due",
    "contributions_received": "Received",
    "other_cover": "Other cover",
    "gap": "Gap",
    "process_costs": "Process costs",
    "process_ceiling": "Process ceiling",
    "for_projects": "For projects",
}
_PROGRAMME_WORDS = {"year": "Year", "programme": "Programme"}
_PROGRAMMES = {
    "ceiling": "Ceiling",
    "awarded": "Awarded",
    "released": "Released",
    "process_costs": "Process costs",
    "written_off": "Written off",
    "paid": "Paid",
    "refunded": "Refunded",
    "committed": "Committed",
    "recoverable": "Recoverable",
    "available": "Available",
    "deviation": "May go beyond its ceiling by",
}
_PARTNER_WORDS = {"year": "Year", "partner": "Partner", "due_date": "Due date"}
_PARTNERS = {
    "due": "Due",
    "received": "Received",
    "outstanding": "Outstanding",
    "overdue": "Overdue",
}
_PROJECT_WORDS = {
    "project": "Project",
    "charged_to": "Charged to",
    "status": "Status",
}
_PROJECTS = {
    "requested": "Requested",
    "awarded": "Awarded",
    "determined": "Determined",
    "released": "Released",
    "written_off": "Written off",
    "paid": "Paid",
    "refunded": "Refunded",
    "committed": "Committed",
    "recoverable": "Recoverable",
    "funds_received": "Others' money",
    "funds_spent": "Others' money spent",
}
_RARE = frozenset(
    {
        "determined",
        "released",
        "written_off",
        "recoverable",
        "refunded",
        "deviation",
        "funds_received",
        "funds_spent",
        "unallocated",
        "other_cover",
    }
)
"""Figures that are mostly zero; their column is then left out."""
_BELOW = frozenset(
    {
        *("other_cover", "gap", "process_costs", "process_ceiling", "requested"),
        *("determined", "released", "written_off", "refunded", "recoverable"),
        *("deviation", "funds_received", "funds_spent"),
    }
)
"""What leaves the first line of a row before the others do."""
_ALARMING = frozenset({"unallocated", "for_projects", "available", "outstanding"})
"""Figures that are trouble below zero."""


def _is_used(row: Row, closed: Container[str]) -> bool:
    """`OUTSIDE`, and a closed year, are shown where something happened there."""
    expected = row["programme"] != "OUTSIDE" and row["year"] not in closed
    return expected or any(
        cents(value) for name, value in row.items() if name not in _PROGRAMME_WORDS
    )


def _table(
    title: str,
    rows: Rows,
    words: Mapping[str, str],
    amounts: Mapping[str, str],
    remark: Message | None = None,
) -> Table:
    """Words first, then amounts, with their totals where there is more than a row."""
    columns = [
        Column(
            *(name, label, "words" if name == "status" else "text"),
            below=name == "charged_to",
        )
        for name, label in words.items()
    ]
    columns += [
        Column(
            *(name, label, "amount"),
            rare=name in _RARE,
            below=name in _BELOW,
            alarming=name in _ALARMING,
        )
        for name, label in amounts.items()
    ]
    total = None
    if len(rows) > 1:
        total = {next(iter(words)): Words("Total"), **totals(rows, amounts)}
    return Table(columns, rows, title, total, remark)


_RECEIPTS = {
    "contributions": "Contributions",
    "refunds": "Refunds of grants",
    "funds": "Money of others",
    "other_received": "Other receipts",
}
_PAYMENTS = {
    "grants_paid": "Grants paid",
    "process_costs": "Process costs",
    "funds_spent": "Money of others spent",
    "other_paid": "Other payments",
}


def _current_account(figures: Mapping[str, Any]) -> Table:
    rows = [
        {"what": Words(label), "amount": figures[name]}
        for name, label in _RECEIPTS.items()
    ]
    rows += [
        {"what": Words(label), "amount": format_cents(-cents(figures[name]))}
        for name, label in _PAYMENTS.items()
    ]
    remark = None
    if cents(figures["earmarked"]):
        remark = Message(
            "Of it earmarked for projects {earmarked}, free {free}.",
            {name: Plain(cents(figures[name])) for name in ("earmarked", "free")},
        )
    columns = [Column("what", "Current account"), Column("amount", "Euro", "amount")]
    total = {"what": Words("Balance"), "amount": figures["balance"]}
    return Table(columns, rows, totals=total, remark=remark)


_SECTIONS = ("programmes", "years", "partners", "current_account", "projects")
_LONG = (
    Column("section", "Section", "words"),
    Column("key", "Of"),
    Column("figure", "Figure", "words"),
    Column("value", "Value"),
)


def _sheet(found: Mapping[str, Any]) -> Table:
    """One section as it is; several as section, row and figure a line."""
    sections = [name for name in _SECTIONS if name in found]
    if len(sections) == 1 or sections == ["programmes", "years"]:
        rows = _as_rows(found[sections[0]])
        return sheet(rows, rows[0] if rows else ["year"])
    return Table(
        _LONG,
        [
            {"section": section, "key": _key(row), "figure": figure, "value": value}
            for section in sections
            for row in _as_rows(found[section])
            for figure, value in row.items()
        ],
    )


def _as_rows(section: Any) -> Rows:  # noqa: ANN401  # one row, or several
    return [section] if isinstance(section, dict) else section


def _key(row: Row) -> str:
    """What the row is about: a project, or year with programme or partner."""
    names = ("project",) if "project" in row else ("year", "programme", "partner")
    return " ".join(str(row[name]) for name in names if name in row)
