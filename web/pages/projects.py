"""All projects: where each stands, and what of its grant is paid and committed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.answers.project_rows import proposals
from projections.sums import cents, totals
from web.pages.absent import first_entry, or_absent
from web.pages.components.fields import Option, Select
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import amount, crumbs, paragraph, question, state
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.naming import charged_to, programme_name
from web.pages.posting.leading import to_form
from web.pages.project import project_page
from web.pages.reports import MOST_COLUMNS, total_of_all, total_of_shown
from web.pages.site import Page, Shown
from web.pages.terms import meaning
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_NUMBERS = re.compile(r"([0-9]+)")
AT_ONCE = 20
_ASKED = ("programme", "year", "status")
_FIGURES = (
    *("requested", "awarded", "determined", "paid", "refunded", "written_off"),
    *("committed", "recoverable"),
)
_RARE = ("refunded", "written_off", "recoverable")
"""Columns that are left out where they have nothing but zeros."""


def projects(visit: Visit) -> Shown:
    """The list, as far as it was asked for."""
    every: Sequence[Row] = visit.data("balance", section="projects")["projects"]
    found = [row for row in every if _is_wanted(row, visit)]
    after = visit.asked.given.get("after", "")
    titles = proposals(visit.view)
    found.sort(key=lambda row: _place(titles[row["project"]]["title"], row["project"]))
    names = [row["project"] for row in found]
    shown = found[names.index(after) + 1 :] if after in names else found
    contents: list[Content] = [
        question(visit, list(_fields(every, visit)), visit.say("Show")),
        _table(shown[:AT_ONCE], found, visit, empty=_nothing(len(every), visit)),
        *_pages(shown, after, visit),
    ]
    contents.append(links(visit, "balance", section="projects"))
    if (way := _proposing(visit)) is not None:
        contents.append(paragraph(way))
    title = visit.say("Projects")
    return Shown(
        "page.html", title, {"contents": contents}, crumbs=crumbs(visit, title)
    )


def one(visit: Visit) -> Shown:
    """A project; where it is not there at the clocks, the way to where it is."""
    name = visit.asked.names["project"]
    first = first_entry(visit, "e.project = ? AND e.command = 'propose_project'", name)
    title = visit.say("project {project}", project=name)
    return or_absent(
        visit, title, "PROJECT_UNKNOWN", first, lambda: project_page(visit, name)
    )


def _place(title: str, name: str) -> list[tuple[int, str]]:
    """Where a title stands among others: 2 comes before 10."""
    parts = _NUMBERS.split(f"{title} {name}".casefold())
    return [(int(each), "") if each.isdigit() else (-1, each) for each in parts]


def _is_wanted(row: Row, visit: Visit) -> bool:
    wanted = ((name, visit.asked.given.get(name)) for name in _ASKED)
    return all(not value or row[name] == value for name, value in wanted)


def _fields(rows: Sequence[Row], visit: Visit) -> Iterator[Select]:
    titles = (visit.say("Programme"), visit.say("Year"), visit.say("Status"))
    for name, title in zip(_ASKED, titles, strict=True):
        values = sorted({str(row[name]) for row in rows})
        options = [Option(each, _said(name, each, visit)) for each in values]
        chosen = visit.asked.given.get(name, "")
        yield Select(name, title, chosen, options=options, nothing=visit.say("All"))


def _said(name: str, value: str, visit: Visit) -> str:
    if name == "programme":
        return programme_name(visit, value)
    return visit.label("value", value) if name == "status" else value


def _table(
    shown: Sequence[Row], found: Sequence[Row], visit: Visit, empty: Empty
) -> Table:
    titles = proposals(visit.view)
    total = totals(found, _FIGURES)
    figures = [each for each in _FIGURES if each not in _RARE or cents(total[each])]
    columns = [
        Column(visit.say("Project")),
        Column(visit.say("Status"), narrow=True),
        Column(visit.say("Charged to")),
        *(
            Column(
                _name(each, visit),
                numeric=True,
                narrow=True,
                said=meaning(visit, each),
            )
            for each in figures
        ),
    ]
    return Table(
        "projects",
        visit.say("Projects"),
        columns,
        [_cells(row, titles[row["project"]]["title"], figures, visit) for row in shown],
        *_totals(shown, found, figures, visit),
        empty=empty,
        hides_caption=True,
        dense=len(columns) > MOST_COLUMNS,
    )


def _totals(
    shown: Sequence[Row], found: Sequence[Row], figures: Sequence[str], visit: Visit
) -> tuple[Sequence[Content], Sequence[Content]]:
    """Of all that were found; of those on the page too, where these are not all."""

    def summed(said: str, rows: Sequence[Row]) -> list[Content]:
        total = totals(rows, figures)
        return [said, "", "", *(amount(visit, total[each]) for each in figures)]

    if len(shown) == len(found):
        return summed(visit.say("Total"), found), ()
    first = found.index(shown[0]) if shown else 0
    here = total_of_shown(visit, first + 1, first + len(shown))
    of_all = summed(total_of_all(visit, len(found)), found)
    return of_all, summed(here, shown)


def _name(figure: str, visit: Visit) -> str:
    name = visit.label("field", figure)
    return name[:1].upper() + name[1:]


def _nothing(known: int, visit: Visit) -> Empty:
    if known:
        way = Link(visit.say("Show all"), visit.href("/projects"))
        return Empty(visit.say("No project is like that."), way)
    return Empty(visit.say("No project was proposed yet."), _proposing(visit))


def _proposing(visit: Visit) -> Link | None:
    return to_form(visit, "propose_project", visit.say("Propose a project"))


def _cells(row: Row, title: str, figures: Sequence[str], visit: Visit) -> list[Content]:
    name, year, programme = row["project"], row["year"], row["programme"]
    place = f"/programmes/{segment(programme)}/{segment(year)}"
    charged = charged_to(visit, programme, year)
    return [
        Several(
            [
                Link(title, visit.href(f"/projects/{segment(name)}")),
                element("span", name, class_="remark"),
            ],
            " ",
        ),
        state(visit, row["status"]),
        Link(charged, visit.href(place)),
        *(_figure(row, each, visit) for each in figures),
    ]


def _figure(row: Row, column: str, visit: Visit) -> Content:
    why = () if column == "requested" else ("projects", row["project"], column)
    return amount(visit, row[column], *why)


def _pages(shown: Sequence[Row], after: str, visit: Visit) -> Iterator[Pages]:
    more = len(shown) > AT_ONCE
    if not (after or more):
        return
    first = visit.here(after=None)
    onward = visit.here(after=shown[AT_ONCE - 1]["project"]) if more else ""
    yield Pages(
        visit.say("Pages"),
        visit.say("{count} projects a page", count=AT_ONCE),
        Link(visit.say("From the beginning"), first) if after else None,
        after=Link(visit.say("Next"), onward) if more else None,
    )


PAGES = (
    Page("projects", "/projects", projects),
    Page("project", "/projects/{project}", one, unknown=("PROJECT_UNKNOWN",)),
)
