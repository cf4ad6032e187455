"""What a project costs, and who covers it (*dekkingsplan*)."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.texts import format_cents
from projections.sums import cents
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.composing import amount, paragraph
from web.pages.markup import Content
from web.pages.reports import entry_link
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]


def cover(visit: Visit, data: Row) -> Iterator[Content]:
    """A table of planned costs and cover; then what a settled grant came to."""
    if data["total_cost"] is not None:
        yield _planned(visit, data)
    yield from _came_to(visit, data)


def _planned(visit: Visit, data: Row) -> Table:
    rows = list(_covered(visit, data))
    missing = cents(data["total_cost"]) - sum(each for _, each in rows)
    if missing:
        below = visit.say("Not covered") if missing > 0 else visit.say("Covered beyond")
        rows.append((below, missing))
    return Table(
        "cover",
        visit.say("Costs and cover, as planned"),
        [Column(visit.say("Covered by")), Column(visit.say("Amount"), numeric=True)],
        [(who, amount(visit, format_cents(each))) for who, each in rows],
        [visit.say("Total costs"), amount(visit, data["total_cost"])],
    )


def _came_to(visit: Visit, data: Row) -> Iterator[Content]:
    """Of a determined grant: what was planned, what it was in the end, and why."""
    entries = [
        row
        for row in data["history"]
        if row["command"] == "determine_grant" and row["reversed_by"] is None
    ]
    if not entries:
        return
    newest = entries[-1]
    fields = visit.data("show", entry=str(newest["entry"]))["fields"]
    yield Table(
        "came-to",
        visit.say("What it came to"),
        [
            Column(visit.say("What")),
            Column(visit.say("As planned"), numeric=True),
            Column(visit.say("In the end"), numeric=True),
        ],
        [
            [
                visit.say("Total costs"),
                amount(visit, data["total_cost"]),
                _actual(visit, fields.get("actual_cost")),
            ],
            [
                visit.say("Grant"),
                amount(visit, data["money"]["awarded"]),
                amount(visit, data["money"]["determined"]),
            ],
        ],
    )
    yield paragraph(_reason(visit, data, newest))


def _actual(visit: Visit, text: str | None) -> Content:
    """What was said at the determination."""
    return visit.say("not recorded") if text is None else amount(visit, text)


def _reason(visit: Visit, data: Row, newest: Row) -> Content:
    """Why it is less than was awarded, as far as that was recorded."""
    money = data["money"]
    less = cents(money["awarded"]) - cents(money["determined"] or "0.00")
    link = entry_link(newest["entry"], visit)
    if not less:
        return Several([visit.say("Determined as it was awarded, in"), link], " ")
    said = visit.say(
        "Determined {less} lower than it was awarded.", less=visit.written.money(less)
    )
    ground = data.get("ground") or newest["description"]
    why = visit.say("No reason is recorded.")
    if ground and ground != data["title"]:
        why = visit.say("Reason: {reason}", reason=ground)
    return Several([said, why, link], " ")


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
    """What was awarded, else what is asked for; a plan knows no determination."""
    awarded = cents(data["money"]["awarded"])
    if awarded:
        return visit.say("grant, as awarded"), awarded
    return visit.say("grant, as asked for"), cents(data["requested"])
