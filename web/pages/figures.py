"""Figures on pages: an amount of the ledger's JSON, leading to why it is that."""

from collections.abc import Mapping, Sequence
from typing import Any

from projections.sums import cents
from web.pages.components.amounts import Amount
from web.pages.components.texts import Several
from web.pages.deviating import beyond, is_short
from web.pages.markup import Content, element
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]


def amount(
    text: str, visit: Visit, *why: str, alarm: str = "", allowed: bool = False
) -> Amount:
    """An amount as JSON has it; `why` are the parts of its figure's path."""
    path = "/".join(map(segment, why))
    return Amount(
        cents(text),
        visit.written.money,
        alarm=alarm,
        href=visit.href(f"/why/{path}") if why else "",
        allowed=allowed,
    )


def of_programme(row: Row, column: str, visit: Visit) -> Content:
    """A figure of a row of programmes; beyond its ceiling with what allows that."""
    why = ("programmes", row["year"], row["programme"], column)
    if column != "available" or cents(row[column]) >= 0:
        return amount(row[column], visit, *why)
    remark = element("span", beyond(visit, row), class_="remark")
    short = is_short(row)
    alarm = visit.say("short") if short else ""
    left = amount(row[column], visit, *why, alarm=alarm, allowed=not short)
    return Several([left, remark], " ")


def of_year(row: Row, column: str, visit: Visit) -> Amount:
    """A figure of a row of years."""
    return amount(row[column], visit, "years", row["year"], column)


def of_partner(row: Row, column: str, visit: Visit) -> Amount:
    """A figure of a row of partners."""
    return amount(row[column], visit, "partners", row["year"], row["partner"], column)


def total(rows: Sequence[Row], column: str) -> int:
    """The sum of a column in cents."""
    return sum(cents(row[column]) for row in rows)
