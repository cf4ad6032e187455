"""Decisions: the list, and what each one authorised and what became of the money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.framework.framework import OUTSIDE
from projections.answers.balances import balance
from projections.answers.decisions import recorded
from projections.answers.entries import Entry
from projections.answers.flow import of_budgets, of_grants
from projections.deviation_table import deviation_table
from projections.governing_parts import governing_parts
from projections.report import Table as Part
from projections.sums import cents, totals
from web.pages import reports
from web.pages.absent import first_entry, or_absent
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts, Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import (
    amount,
    captionless,
    crumbs,
    day,
    paragraph,
    section,
)
from web.pages.decision_flow import chart
from web.pages.downloads import links
from web.pages.entry_rows import Entries, entry_rows
from web.pages.given import title
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
AT_ONCE = 100
MOST = 8
"""Entries of a kind that are shown on a decision's page."""
MOST_GRANTS = 8
"""Grants that are shown; the total is of all."""
_GRANT = ("awarded", "released", "paid", "refunded", "committed", "recoverable")
_LEFT = ("ceiling", "process_costs", "awarded", "committed", "available")
_DIVIDING = ("allocate", "transfer_budget")


def decisions(visit: Visit) -> Shown:
    """Every decision, the newest first."""
    (part,) = visit.ask("decisions").parts
    assert isinstance(part, Part)  # noqa: S101  # it is one table
    rows = part.rows[::-1]
    before = visit.asked.given.get("before", "")
    if before.isdigit():
        rows = [row for row in rows if row["entry"] < int(before)]
    table = reports.table(replace(part, rows=rows[:AT_ONCE]), visit, "decisions")
    way = to_form(visit, "record_decision", visit.say("Record a decision"))
    contents: list[Content] = [captionless(table)]
    if len(rows) > AT_ONCE:
        older = visit.here(before=rows[AT_ONCE - 1]["entry"])
        shown = visit.say("{count} decisions a page", count=AT_ONCE)
        after = Link(visit.say("Older"), older)
        contents.append(Pages(visit.say("Pages"), shown, after=after))
    contents.append(links(visit, "decisions"))
    meetings = Link(visit.say("All meetings"), visit.href("/meetings"))
    contents.append(paragraph(Several(list(filter(None, (way, meetings))), " · ")))
    name = visit.say("Decisions")
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def one(visit: Visit) -> Shown:
    """A decision by its number; one that is not there at the clocks, the way to it."""
    number = visit.asked.names["number"]
    first = first_entry(
        visit, "e.decision = ? AND e.command = 'record_decision'", number
    )
    name = visit.say("decision {number}", number=number)
    return or_absent(
        visit, name, "DECISION_UNKNOWN", first, lambda: _page(visit, number)
    )


def _page(visit: Visit, number: str) -> Shown:
    data: Row = visit.data("decision", number=number)
    entry = recorded(visit.view, number)
    name = visit.say(
        "Decision {number}: {subject}", number=data["number"], subject=data["subject"]
    )
    return Shown(
        "page.html",
        name,
        {"contents": list(_contents(visit, data, entry))},
        crumbs=crumbs(visit, data["number"], (visit.say("Decisions"), "/decisions")),
    )


def _contents(visit: Visit, data: Row, entry: Entry) -> Iterator[Content]:
    if data.get("reversed_by") is not None:
        link = entry_link(data["reversed_by"], visit)
        said: list[Content] = [visit.say("Reversed by"), " ", link]
        title_ = visit.say("This decision does not stand any more")
        yield Alert("warning", title_, [Several(said, "")])
    yield Facts(list(_envelope(visit, data, entry)))
    if data["motivation"]:
        yield paragraph(data["motivation"])
    yield from _authorised(visit, data)
    yield from _budgets(visit, data)
    yield from _grants(visit, data)
    if data["deviations"]:
        table = reports.table(deviation_table(data["deviations"]), visit, "deviations")
        yield section(visit.say("Deviations"), captionless(table))
    yield from _registered(visit, data)
    if data["flows"]:
        name = visit.say("Payments and settlements of these grants")
        rows = Entries("flows", name, data["flows"][-MOST:], says_recorded=False)
        yield section(name, entry_rows(visit, rows), _more(visit, data, "flows"))


def _envelope(visit: Visit, data: Row, entry: Entry) -> Iterator[tuple[str, Content]]:
    yield visit.say("Date"), day(visit, data["date"])
    if data["meeting"]:
        path = f"/meetings/{segment(data['meeting'])}"
        yield visit.say("Meeting"), Link(data["meeting"], visit.href(path))
    yield visit.say("Minutes"), data["document"]
    if data["strategic"]:
        yield visit.say("Strategic"), visit.say("yes: the executives are asked too")
    yield visit.say("Recorded in"), entry_link(entry.number, visit)


def _authorised(visit: Visit, data: Row) -> Iterator[Content]:
    name = visit.say("What it authorised")
    rows = Entries(
        *("rests", name, data["entries"][-MOST:]),
        empty=visit.say("No entry rests on it yet."),
        says_authority=False,
    )
    yield section(name, entry_rows(visit, rows), _more(visit, data, "entries"))


def _more(visit: Visit, data: Row, which: str) -> Content:
    """That these are the last ones, where there are more."""
    count = len(data[which])
    if count <= MOST:
        return None
    said = visit.say("The last {most} of {count}.", most=MOST, count=count)
    href = visit.href("/history", decision=data["number"])
    return paragraph(said, " ", Link(visit.say("All that name this decision"), href))


def _budgets(visit: Visit, data: Row) -> Iterator[Content]:
    """Of what it divided or moved: where it went, and what is left of it."""
    places = _places(visit, data["entries"])
    if not places:
        return
    found: Any = balance(visit.view, "programmes")
    rows = [r for r in found["programmes"] if (r["year"], r["programme"]) in places]
    name = visit.say("Where these budgets went")
    ways = of_budgets(visit.view, places)
    flow = chart(visit, "budgets-flow", name, data["number"], ways)
    yield section(
        visit.say("The budgets that it divided, as they stand"),
        _left(visit, rows),
        # Of many grants the flow below says it, and a page has no room for both.
        None if len(data["grants"]) > MOST_GRANTS else flow,
        name="budgets",
    )


def _places(visit: Visit, entries: Sequence[Row]) -> set[tuple[str, str]]:
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


def _left(visit: Visit, rows: Sequence[Row]) -> Table:
    total = totals(rows, _LEFT)
    return Table(
        "left",
        visit.say("What is left of these budgets"),
        [
            Column(visit.say("Programme")),
            *(Column(title(visit, each), numeric=True) for each in _LEFT),
        ],
        [_of_programme(visit, row) for row in rows],
        [visit.say("Total"), *(amount(visit, total[each]) for each in _LEFT)],
    )


def _of_programme(visit: Visit, row: Row) -> list[Content]:
    year, programme = row["year"], row["programme"]
    name = visit.say("Outside the programmes") if programme == OUTSIDE else programme
    path = f"/programmes/{segment(programme)}/{segment(year)}"
    why = ("programmes", year, programme)
    return [
        Link(f"{name} {year}", visit.href(path)),
        *(amount(visit, row[each], *why, each) for each in _LEFT),
    ]


def _grants(visit: Visit, data: Row) -> Iterator[Content]:
    """Of what it awarded or changed: how the grants stand, and where they went."""
    rows = data["grants"]
    if not rows:
        return
    total = totals(rows, _GRANT)
    shown = [each for each in _GRANT if cents(total[each])] or ["awarded"]
    figures = Figures(
        [Figure(title(visit, each), amount(visit, total[each])) for each in shown]
    )
    names = [row["project"] for row in rows]
    ways = of_grants(visit.view, names)
    yield section(
        visit.say("The grants that it awarded or changed, as they stand"),
        figures,
        _grant_table(visit, rows[:MOST_GRANTS], shown, total),
        _other_grants(visit, len(rows)),
        chart(
            visit,
            "grants-flow",
            visit.say("Where these grants went"),
            data["number"],
            ways,
        ),
        name="grants",
    )


def _grant_table(
    visit: Visit, rows: Sequence[Row], shown: Sequence[str], total: Row
) -> Table:
    return Table(
        "grants-table",
        visit.say("Grants"),
        [
            Column(visit.say("Project")),
            *(Column(title(visit, each), numeric=True) for each in shown),
        ],
        [_of_grant(visit, row, shown) for row in rows],
        [visit.say("Total"), *(amount(visit, total[each]) for each in shown)],
        hides_caption=True,
    )


def _other_grants(visit: Visit, count: int) -> Content:
    """That there are more than are shown."""
    if count <= MOST_GRANTS:
        return None
    said = visit.say("The first {most} of {count}.", most=MOST_GRANTS, count=count)
    return paragraph(said)


def _of_grant(visit: Visit, row: Row, shown: Sequence[str]) -> list[Content]:
    name = row["project"]
    return [
        Link(name, visit.href(f"/projects/{segment(name)}")),
        *(amount(visit, row[each], "projects", name, each) for each in shown),
    ]


def _registered(visit: Visit, data: Row) -> Iterator[Content]:
    """What the executives said of it, and the advice on it."""
    for number, part in enumerate(governing_parts(data)):
        if isinstance(part, Part):
            table = reports.table(part, visit, f"register-{number}")
            yield section(table.caption, captionless(table))


PAGES = (
    Page("decisions", "/decisions", decisions),
    Page(
        *("decision", "/decisions/{number}", one),
        unknown=("DECISION_UNKNOWN", "ENTRY_UNKNOWN"),
    ),
)
