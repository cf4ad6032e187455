"""Decisions: the list, and what each one authorised and what became of the money."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.answers.decisions import recorded
from projections.answers.entries import Entry
from projections.governing_parts import governing_parts
from projections.report import Table as Part
from web.pages import reports
from web.pages.absent import first_entry, or_absent
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts
from web.pages.components.texts import Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import (
    captionless,
    crumbs,
    day,
    paragraph,
    section,
)
from web.pages.decision_money import budgets, grants
from web.pages.deviation_rows import deviation_rows
from web.pages.downloads import links
from web.pages.entry_rows import Entries, entry_rows
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
AT_ONCE = 100
MOST = 8
"""Entries of a kind that are shown on a decision's page."""


def decisions(visit: Visit) -> Shown:
    """Every decision, the newest first."""
    (part,) = visit.ask("decisions").parts
    assert isinstance(part, Part)  # noqa: S101  # it is one table
    rows = part.rows[::-1]
    before = visit.asked.given.get("before", "")
    if before.isdigit():
        rows = [row for row in rows if row["entry"] < int(before)]
    table = reports.table(part._replace(rows=rows[:AT_ONCE]), visit, "decisions")
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
        yield section(visit.say("Motivation"), paragraph(data["motivation"]))
    yield from _authorised(visit, data)
    yield from budgets(visit, data)
    yield from grants(visit, data)
    if data["deviations"]:
        uses = [visit.deviations[each["entry"]] for each in data["deviations"]]
        yield section(visit.say("Deviations"), deviation_rows(visit, uses))
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
