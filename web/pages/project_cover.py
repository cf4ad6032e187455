"""What a project costs, and who covers it (*dekkingsplan*)."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.texts import format_cents
from projections.sums import cents
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.composing import amount
from web.pages.markup import Content
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]


def cover(visit: Visit, data: Row) -> Iterator[Content]:
    """A table of costs and cover; nothing where no costs are planned."""
    if data["total_cost"] is None:
        return
    rows = list(_covered(visit, data))
    missing = cents(data["total_cost"]) - sum(each for _, each in rows)
    if missing:
        below = visit.say("Not covered") if missing > 0 else visit.say("Covered beyond")
        rows.append((below, missing))
    yield Table(
        "cover",
        visit.say("Costs and cover"),
        [Column(visit.say("Covered by")), Column(visit.say("Amount"), numeric=True)],
        [(who, amount(visit, format_cents(each))) for who, each in rows],
        [visit.say("Total costs"), amount(visit, data["total_cost"])],
    )


def _covered(visit: Visit, data: Row) -> Iterator[tuple[Content, int]]:
    yield _grant(visit, data)
    for partner, own in (data["own_contributions"] or {}).items():
        said = visit.say("own contribution of {partner}", partner=partner)
        yield Link(said, visit.href(f"/partners/{segment(partner)}")), cents(own)
    for each in data["third_parties"] or []:
        yield each["name"], cents(each["contribution"])
    lent = cents(data["borrowed_capacity"] or "0.00")
    if lent:
        yield visit.say("borrowed capacity, which costs no money"), lent


def _grant(visit: Visit, data: Row) -> tuple[str, int]:
    """What was granted in the end, else what is asked for."""
    money = data["money"]
    if money["determined"] is not None:
        return visit.say("grant, as determined"), cents(money["determined"])
    if cents(money["awarded"]):
        left = cents(money["awarded"]) - cents(money["released"])
        return visit.say("grant, as awarded"), left
    return visit.say("grant, as asked for"), cents(data["requested"])
