"""All projects: where each stands, and what of its grant is paid and committed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.answers.project_rows import proposals
from projections.sums import totals
from web.pages.absent import first_entry, or_absent
from web.pages.components.fields import Option, Select
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Empty, Link, Several
from web.pages.components.ways import Pages
from web.pages.composing import amount, crumbs, paragraph, question, state
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.posting.leading import to_form
from web.pages.project import project_page
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
AT_ONCE = 20
_ASKED = ("programme", "year", "status")
_FIGURES = ("requested", "awarded", "determined", "paid", "committed", "recoverable")


def projects(visit: Visit) -> Shown:
    """The list, as far as it was asked for."""
    every: Sequence[Row] = visit.data("balance", section="projects")["projects"]
    found = [row for row in every if _is_wanted(row, visit)]
    after = visit.asked.given.get("after", "")
    shown = [row for row in found if row["project"].encode() > after.encode()]
    contents: list[Content] = [
        question(visit, list(_fields(every, visit)), visit.say("Show")),
        _table(shown[:AT_ONCE], found, len(every), visit),
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
    return visit.label("value", value) if name == "status" else value


def _table(
    shown: Sequence[Row], found: Sequence[Row], known: int, visit: Visit
) -> Table:
    titles = proposals(visit.view)
    columns = [
        Column(visit.say("Project")),
        Column(visit.say("Status")),
        Column(visit.say("Charged to"), narrow=True),
        *(Column(_name(each, visit), numeric=True) for each in _FIGURES),
    ]
    total = totals(found, _FIGURES)
    return Table(
        "projects",
        visit.say("Projects"),
        columns,
        [_cells(row, titles[row["project"]]["title"], visit) for row in shown],
        [visit.say("Total"), "", "", *(amount(visit, total[n]) for n in _FIGURES)],
        empty=_nothing(known, visit),
        hides_caption=True,
    )


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


def _cells(row: Row, title: str, visit: Visit) -> list[Content]:
    name, year, programme = row["project"], row["year"], row["programme"]
    place = f"/programmes/{segment(programme)}/{segment(year)}"
    charged: Content = f"{programme} {year}"
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
        *(_figure(row, each, visit) for each in _FIGURES),
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
