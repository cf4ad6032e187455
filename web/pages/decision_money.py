"""The money of a decision: what it divided or granted itself, and where it has come."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.money import Cents
from projections.answers import flow, resting_parts
from projections.answers.balances import balance
from projections.answers.resting_parts import Part, Place, of_decision
from projections.sums import cents, totals
from web.pages import figures
from web.pages.components.facts import Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.composing import amount, paragraph, section
from web.pages.decision_flow import chart
from web.pages.given import title
from web.pages.markup import Content
from web.pages.naming import charged_to
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
MOST_GRANTS = 8
"""Grants that are shown; the total is of all."""
_GRANT = (
    *("awarded", "released", "paid", "refunded", "written_off", "committed"),
    "recoverable",
)
_LEFT = ("ceiling", "process_costs", "awarded", "committed", "available")
_DIVIDING = ("allocate", "transfer_budget")


def budgets(visit: Visit, data: Row) -> Iterator[Content]:
    """Of what it divided or moved: where it went, and what is left of it."""
    places = _places(visit, data["entries"])
    if not places:
        return
    found: Any = balance(visit.view, "programmes")
    rows = [r for r in found["programmes"] if (r["year"], r["programme"]) in places]
    number = data["number"]
    parts = resting_parts.of_ceilings(visit.view, places)
    own = {place: of_decision(some, number) for place, some in parts.items()}
    names = {
        (row["year"], row["programme"]): _source(visit, row, own, number)
        for row in rows
    }
    ways = [
        (names[each.year, each.programme], each)
        for each in flow.of_budgets(visit.view, places)
    ]
    others = sum(figures.total([row], "ceiling") for row in rows) - sum(own.values())
    went = chart(visit, "budgets-flow", visit.say("Where these budgets went"), ways)
    yield section(
        visit.say("The budgets that it divided, as they stand"),
        _left(visit, rows, own),
        _of_others(visit, others),
        # Of many grants the flow below says it, and a page has no room for both.
        None if len(data["grants"]) > MOST_GRANTS else went,
        name="budgets",
    )


def _source(visit: Visit, row: Row, own: Mapping[Place, Cents], number: str) -> str:
    """Where a ceiling comes from: of what is in one pool no amount is told apart."""
    if own.get((row["year"], row["programme"])) == cents(row["ceiling"]):
        return number
    return visit.say("{decision} and others", decision=number)


def _of_others(visit: Visit, others: Cents) -> Content:
    """That the ceilings are not its own alone."""
    if not others:
        return None
    said = visit.say(
        "{amount} of these ceilings comes from other decisions. What is awarded and"
        " spent is that of the whole ceiling.",
        amount=visit.written.money(others),
    )
    return paragraph(said)


def _places(visit: Visit, entries: Sequence[Row]) -> set[Place]:
    """The programmes in years that it gave budget to."""
    found = set()
    for row in entries:
        if row["command"] not in _DIVIDING or row["reversed_by"] is not None:
            continue
        given = visit.data("show", entry=str(row["entry"]))["fields"]
        if row["command"] == "allocate":
            found |= {(given["year"], each) for each in given["shares"]}
        elif given.get("to_programme"):
            found.add((given["to_year"], given["to_programme"]))
    return found


def _left(visit: Visit, rows: Sequence[Row], own: Mapping[Place, Cents]) -> Table:
    total, money = totals(rows, _LEFT), visit.written.money
    return Table(
        "left",
        visit.say("What is left of these budgets"),
        [
            Column(visit.say("Programme")),
            Column(visit.say("From this decision"), numeric=True),
            *(Column(title(visit, each), numeric=True) for each in _LEFT),
        ],
        [_of_programme(visit, row, own) for row in rows],
        [
            visit.say("Total"),
            money(sum(own.values())),
            *(amount(visit, total[each]) for each in _LEFT),
        ],
    )


def _of_programme(visit: Visit, row: Row, own: Mapping[Place, Cents]) -> list[Content]:
    year, programme = row["year"], row["programme"]
    path = f"/programmes/{segment(programme)}/{segment(year)}"
    return [
        Link(charged_to(visit, programme, year), visit.href(path)),
        visit.written.money(own.get((year, programme), 0)),
        *(figures.of_programme(row, each, visit) for each in _LEFT),
    ]


def grants(visit: Visit, data: Row) -> Iterator[Content]:
    """Of what it awarded or changed: what it added, and how the grants stand."""
    rows, number = data["grants"], data["number"]
    if not rows:
        return
    names = [row["project"] for row in rows]
    parts = resting_parts.of_grants(visit.view, names)
    added = {name: of_decision(parts.get(name, ()), number) for name in names}
    total = totals(rows, _GRANT)
    shown = [each for each in _GRANT if cents(total[each])] or ["awarded"]
    ways = _ways(visit, names, parts, number)
    yield section(
        visit.say("The grants that it awarded or changed"),
        _glance(visit, total, shown, added),
        _grant_table(visit, rows, shown, added),
        _other_parts(visit, total, added),
        chart(visit, "grants-flow", visit.say("Where these grants went"), ways),
        name="grants",
    )


def _ways(
    visit: Visit,
    names: Sequence[str],
    parts: Mapping[str, Sequence[Part]],
    number: str,
) -> list[tuple[str, flow.Way]]:
    """Each with the decision that it rests on; another than this one is marked."""
    found = resting_parts.laid(flow.of_grants(visit.view, names), parts)
    return [
        (_marked(visit, decision, number, parts.get(way.project or "", ())), way)
        for decision, way in found
    ]


def _marked(
    visit: Visit, decision: str | None, number: str, parts: Sequence[Part]
) -> str:
    """Another decision with whether it granted its part before this one, or after."""
    if decision == number:
        return number
    order = [part.decision for part in parts]
    name = decision or "–"
    if number in order and decision in order:
        if order.index(decision) < order.index(number):
            return visit.say("{decision} (earlier)", decision=name)
        return visit.say("{decision} (later)", decision=name)
    return visit.say("{decision} (another)", decision=name)


def _glance(
    visit: Visit, total: Row, shown: Sequence[str], added: Mapping[str, Cents]
) -> Figures:
    """What this decision added; beside it the grants whole."""
    own = visit.written.money(sum(added.values()))
    whole = visit.say("the grants whole")
    return Figures(
        [
            Figure(visit.say("Added by this decision"), own),
            *(
                Figure(title(visit, each), amount(visit, total[each]), whole)
                for each in shown
            ),
        ]
    )


def _other_parts(visit: Visit, total: Row, added: Mapping[str, Cents]) -> Content:
    """That the rest of the grants rests on other decisions, and how that is told."""
    rest = cents(total["awarded"]) - sum(added.values())
    if not rest:
        return None
    said = visit.say(
        "{added} of what is awarded was added by this decision; {rest} rests on other"
        " ones. Below, what was spent first counts for what was granted first.",
        added=visit.written.money(sum(added.values())),
        rest=visit.written.money(rest),
    )
    return paragraph(said)


def _grant_table(
    visit: Visit, rows: Sequence[Row], shown: Sequence[str], added: Mapping[str, Cents]
) -> Table:
    total, money = totals(rows, shown), visit.written.money
    first = rows[:MOST_GRANTS]
    said = visit.say("Total")
    if len(rows) > len(first):
        said = visit.say(
            "Total of all {count} grants; the first {most} are shown",
            count=len(rows),
            most=len(first),
        )
    return Table(
        "grants-table",
        visit.say("Grants"),
        [
            Column(visit.say("Project")),
            Column(visit.say("Added by this decision"), numeric=True),
            *(Column(title(visit, each), numeric=True) for each in shown),
        ],
        [_of_grant(visit, row, shown, added) for row in first],
        [
            said,
            money(sum(added.values())),
            *(amount(visit, total[each]) for each in shown),
        ],
        hides_caption=True,
    )


def _of_grant(
    visit: Visit, row: Row, shown: Sequence[str], added: Mapping[str, Cents]
) -> list[Content]:
    name = row["project"]
    return [
        Link(name, visit.href(f"/projects/{segment(name)}")),
        visit.written.money(added[name]),
        *(amount(visit, row[each], "projects", name, each) for each in shown),
    ]
