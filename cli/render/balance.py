"""The balances as tables, with bars where a look says more."""

from collections.abc import Mapping, Sequence
from typing import Any

from cli.render.tables import Table, bold, grouped, money, text
from domain.values.money import Cents
from domain.values.texts import format_cents

Rows = Sequence[Mapping[str, Any]]
BAR_WIDTH = 40


def cents(amount: str) -> Cents:
    """Cents of an amount as JSON has it."""
    sign = -1 if amount.startswith("-") else 1
    return sign * int(amount.lstrip("-").replace(".", ""))


def totals(rows: Rows, names: Sequence[str]) -> list[str]:
    """The sum of each column."""
    return [format_cents(sum(cents(row[name]) for row in rows)) for name in names]


def balance_text(answer: Mapping[str, Any]) -> str:
    """All sections of a balance that are there."""
    parts: list[str] = []
    if "programmes" in answer:
        parts += [
            _years(answer["years"]).render() if "years" in answer else "",
            _programmes(answer["programmes"]).render(),
            bars(answer["programmes"]),
        ]
    if "partners" in answer:
        parts.append(_partners(answer["partners"]).render())
    if "current_account" in answer:
        parts.append(_current_account(answer["current_account"]))
    if "projects" in answer:
        parts.append(_projects(answer["projects"]).render())
    return "\n\n".join(part for part in parts if part)


def _table(
    title: str, rows: Rows, words: Mapping[str, str], amounts: Mapping[str, str]
) -> Table:
    """Words first, then amounts, with their totals where there is more than a row."""
    table = Table(
        [
            *(text(title) for title in words.values()),
            *(money(title, rare=name in _RARE) for name, title in amounts.items()),
        ],
        title=title,
    )
    for row in rows:
        table.add(*(row[name] for name in words), *(row[name] for name in amounts))
    if len(rows) > 1:
        blank = [""] * (len(words) - 1)
        table.totals = ["Total", *blank, *totals(rows, list(amounts))]
    return table


def _years(rows: Rows) -> Table:
    return _table(
        "Budget years",
        rows,
        {"year": "Year", "status": "Status"},
        {
            "budget": "Budget",
            "unallocated": "Unallocated",
            "contributions_due": "Due",
            "contributions_received": "Received",
            "gap": "Gap",
            "process_costs": "Process costs",
            "process_ceiling": "Their ceiling",
        },
    )


def _programmes(rows: Rows) -> Table:
    used = [
        row
        for row in rows
        if row["programme"] != "OUTSIDE"
        or any(cents(value) for name, value in row.items() if _is_amount(name))
    ]
    return _table(
        "Programmes",
        used,
        {"year": "Year", "programme": "Programme"},
        {
            "ceiling": "Ceiling",
            "awarded": "Awarded",
            "released": "Released",
            "process_costs": "Process",
            "written_off": "Written off",
            "paid": "Paid",
            "refunded": "Refunded",
            "committed": "Committed",
            "recoverable": "Recoverable",
            "available": "Available",
            "deviation": "Deviation",
        },
    )


_RARE = frozenset(
    {
        "released",
        "written_off",
        "recoverable",
        "refunded",
        "deviation",
        "funds_received",
        "funds_spent",
        "unallocated",
    }
)
"""Figures that are mostly zero; their column is then left out."""


def _is_amount(name: str) -> bool:
    return name not in ("year", "programme")


def bars(rows: Rows) -> str:
    """Per ceiling what is used, committed and available, drawn to one scale."""
    drawn = [row for row in rows if cents(row["ceiling"]) > 0]
    if not drawn:
        return ""
    longest = max(cents(row["ceiling"]) for row in drawn)
    lines = [bold("Used █  committed ▒  available ·  beyond the ceiling !")]
    lines += [_bar(row, longest) for row in drawn]
    return "\n".join(lines)


def _bar(row: Mapping[str, Any], longest: Cents) -> str:
    ceiling, available = cents(row["ceiling"]), cents(row["available"])
    committed = cents(row["committed"])
    used = ceiling - available - committed
    scale = BAR_WIDTH / longest
    bar = (
        "█" * round(max(0, used) * scale)
        + "▒" * round(max(0, committed) * scale)
        + "·" * round(max(0, available) * scale)
        + "!" * round(max(0, -available) * scale)
    )
    share = (ceiling - available) * 100 // ceiling
    label = f"{row['year']} {row['programme']}"
    return f"{label:<14} {bar:<{BAR_WIDTH}} {share:>4}% of {grouped(row['ceiling'])}"


def _partners(rows: Rows) -> Table:
    return _table(
        "Partners' contributions",
        rows,
        {"year": "Year", "partner": "Partner", "due_date": "Due date"},
        {
            "due": "Due",
            "received": "Received",
            "outstanding": "Outstanding",
            "overdue": "Overdue",
        },
    )


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


def _current_account(figures: Mapping[str, Any]) -> str:
    table = Table([text("Current account"), money("Euro")])
    for name, label in _RECEIPTS.items():
        table.add(label, figures[name])
    for name, label in _PAYMENTS.items():
        table.add(label, format_cents(-cents(figures[name])))
    table.totals = ("Balance", figures["balance"])
    if not cents(figures["earmarked"]):
        return table.render()
    earmarked, free = grouped(figures["earmarked"]), grouped(figures["free"])
    return f"{table.render()}\nOf it earmarked for projects {earmarked}, free {free}."


def _projects(rows: Rows) -> Table:
    return _table(
        "Projects",
        rows,
        {
            "project": "Project",
            "year": "Year",
            "programme": "Programme",
            "status": "Status",
        },
        {
            "requested": "Requested",
            "awarded": "Awarded",
            "released": "Released",
            "paid": "Paid",
            "committed": "Committed",
            "recoverable": "Recoverable",
            "funds_received": "Others' money",
            "funds_spent": "Spent of it",
        },
    )
