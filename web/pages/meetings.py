"""Meetings: the list, and one with its agenda, decisions and advice."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.governing_parts import governing_parts
from projections.report import Table as Part
from web.pages import reports
from web.pages.absent import first_entry, or_absent
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.composing import captionless, crumbs, day, paragraph, section
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.naming import partner_name, programme_name
from web.pages.posting.leading import to_form
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_STREAM = (
    "e.command = 'record_meeting' AND e.entry IN"
    " (SELECT s.entry FROM stored_events s WHERE s.originator_id = ?)"
)


def meetings(visit: Visit) -> Shown:
    """Every meeting, the newest first."""
    (part,) = visit.ask("meetings").parts
    assert isinstance(part, Part)  # noqa: S101  # it is one table
    rows = sorted(part.rows, key=lambda row: row["date"], reverse=True)
    table = reports.table(part._replace(rows=rows), visit, "meetings")
    contents: list[Content] = [captionless(table)]
    contents.append(links(visit, "meetings"))
    way = to_form(visit, "record_meeting", visit.say("Record a meeting"))
    if way is not None:
        contents.append(paragraph(way))
    name = visit.say("Meetings")
    return Shown(
        "page.html",
        name,
        {"contents": contents},
        crumbs=crumbs(visit, name, (visit.say("Decisions"), "/decisions")),
    )


def one(visit: Visit) -> Shown:
    """A meeting; one that is not there at the clocks, the way to it."""
    meeting = visit.asked.names["meeting"]
    first = first_entry(visit, _STREAM, f"meeting:{meeting}")
    name = visit.say("meeting {meeting}", meeting=meeting)
    return or_absent(
        visit, name, "MEETING_UNKNOWN", first, lambda: _page(visit, meeting)
    )


def _page(visit: Visit, meeting: str) -> Shown:
    data: Row = visit.data("meeting", meeting=meeting)
    body = visit.label("value", data["body"])
    name = visit.say(
        "Meeting {meeting}: {body}, {day}",
        meeting=data["meeting"],
        body=body,
        day=day(visit, data["date"]),
    )
    above = (visit.say("Meetings"), "/meetings")
    return Shown(
        "page.html",
        name,
        {"contents": list(_contents(visit, data))},
        crumbs=crumbs(visit, data["meeting"], above),
    )


def _contents(visit: Visit, data: Row) -> Iterator[Content]:
    present = [
        Several([_partner(visit, partner), f"({count})"], " ")
        for partner, count in data["present"].items()
    ]
    yield Facts(
        [
            (
                visit.say("Programme"),
                data["programme"] and programme_name(visit, data["programme"]),
            ),
            (visit.say("Chair"), data["chair"] and _partner(visit, data["chair"])),
            (
                visit.say("Present"),
                Several(present) if present else visit.say("nobody"),
            ),
            (visit.say("Minutes"), data["document"]),
            (visit.say("Recorded in"), entry_link(data["entry"], visit)),
        ]
    )
    if data["agenda"]:
        items = (element("li", each) for each in data["agenda"])
        listed = element("ol", *items, class_="utrecht-ordered-list")
        yield section(visit.say("Items"), listed)
    yield section(visit.say("Decisions"), _decisions(visit, data))
    for number, part in enumerate(governing_parts(data)):
        if isinstance(part, Part):
            table = reports.table(part, visit, f"register-{number}")
            yield section(table.caption, captionless(table))


def _partner(visit: Visit, code: str) -> Link:
    return Link(partner_name(visit, code), visit.href(f"/partners/{segment(code)}"))


def _decisions(visit: Visit, data: Row) -> Table:
    return Table(
        "decisions",
        visit.say("Decisions"),
        [
            Column(visit.say("Number"), narrow=True),
            Column(visit.say("Subject")),
            Column(visit.say("Entry"), numeric=True),
        ],
        [
            [
                Link(
                    each["number"],
                    visit.href(f"/decisions/{segment(each['number'])}"),
                ),
                each["subject"],
                entry_link(each["entry"], visit),
            ]
            for each in data["decisions"]
        ],
        empty=visit.say("No decision names this meeting."),
        hides_caption=True,
    )


PAGES = (
    Page("meetings", "/meetings", meetings),
    Page("meeting", "/meetings/{meeting}", one, unknown=("MEETING_UNKNOWN",)),
)
