"""A programme in a year: its ceiling over time, what was spent under it, projects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import message
from projections.answers.arithmetic import Sum, of_programme
from projections.answers.courses import Point, daily, monthly
from projections.answers.project_rows import proposals
from projections.parameters import code
from web.pages import figures
from web.pages.charted import charted_until
from web.pages.charts.ceiling import CeilingDay, CeilingTexts, ceiling_chart
from web.pages.components.facts import Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link
from web.pages.components.ways import Breadcrumbs
from web.pages.entry_rows import Entries, entry_rows
from web.pages.markup import Content, element
from web.pages.naming import programme_name
from web.pages.reports import rows_of
from web.pages.site import Page, Shown
from web.pages.terms import meaning
from web.pages.visit import Visit, segment

Row = dict[str, Any]
UNKNOWN = ("PROGRAMME_UNKNOWN", "YEAR_UNKNOWN", "NOT_FOUND")


def programme(visit: Visit) -> Shown:
    """One programme in one year."""
    course = visit.view.course
    place = code(course, "programme", visit.asked.names["programme"])
    year = code(course, "year", visit.asked.names["year"])
    found = [
        row
        for row in visit.data("balance", section="programmes")["programmes"]
        if (row["programme"], row["year"]) == (place, year)
    ]
    name = programme_name(visit, place, year)
    title = visit.say("{programme} in {year}", programme=name, year=year)
    contents: list[Content] = []
    if not found:
        contents.append(_not_there(visit, year))
    else:
        contents += _figures(visit, found[0])
        contents.append(_chart(visit, year, place))
        contents.append(_projects(visit, year, place))
        contents += _entries(visit, year, place)
    crumbs = Breadcrumbs(
        visit.say("Where this is"),
        [Link(visit.say("Overview"), visit.href("/", year=year))],
        title,
    )
    return Shown("page.html", title, {"contents": contents}, crumbs=crumbs)


def _not_there(visit: Visit, year: str) -> Content:
    said = visit.say(
        "Nothing is budgeted here at this date: {year} is not opened, or the programme"
        " is not in force.",
        year=year,
    )
    return element("p", said, class_="utrecht-paragraph")


def _figures(visit: Visit, row: Row) -> Iterator[Content]:
    say = visit.say

    def figure(column: str, remark: Content = None) -> Figure:
        name = visit.label("field", column).capitalize()
        return Figure(name, figures.of_programme(row, column, visit), remark)

    deviation = None
    if row["deviation"] != "0.00":
        money = visit.written.money(int(row["deviation"].replace(".", "")))
        said = say("and {deviation} by deviation", deviation=money)
        keys = {"rule": "programme_ceiling", "year": row["year"]}
        deviation = Link(said, visit.href("/deviations", **keys))
    yield Figures(
        [
            figure("ceiling", deviation),
            figure("awarded"),
            figure("process_costs"),
            figure("paid"),
            figure("committed"),
            figure("available"),
        ]
    )


def _chart(visit: Visit, year: str, place: str) -> Content:
    """The ceiling as a step line, with spent and committed under it."""
    sums = of_programme(year, place)
    spent = sums["paid"] - sums["refunded"] + sums["process_costs"]
    steps = {"ceiling": sums["ceiling"], "deviation": sums["deviation"]}
    areas: Mapping[str, Sum] = {
        "spent": spent - sums["recoverable"],
        "committed": sums["committed"],
    }
    courses = {**daily(visit.view, steps), **monthly(visit.view, areas)}
    days = _days(courses)
    until = charted_until(visit.view.at, days)
    return ceiling_chart("ceiling", days, until, _texts(visit), visit.written)


def _days(courses: Mapping[str, Sequence[Point]]) -> list[CeilingDay]:
    """What holds from each day on, on which anything changed."""
    changed = sorted({point.day for course in courses.values() for point in course})
    standing = dict.fromkeys(courses, 0)
    waiting = {name: list(reversed(course)) for name, course in courses.items()}
    found: list[CeilingDay] = []
    for day in changed:
        for name, points in waiting.items():
            while points and points[-1].day <= day:
                standing[name] = points.pop().cents
        found.append(_day(day, standing))
    return found


def _day(day: date, standing: Mapping[str, int]) -> CeilingDay:
    return CeilingDay(day, **standing)


def _texts(visit: Visit) -> CeilingTexts:
    say = visit.say

    return CeilingTexts(
        title=say(
            "The ceiling over time; spent and committed at the end of each month in"
            " which they changed"
        ),
        message=visit.told(
            message(
                "On {day} the ceiling is {ceiling}; {spent} is spent, {committed} is"
                " committed and {available} is available."
            )
        ),
        gone_beyond=visit.told(
            message(
                "On {day} the ceiling is {ceiling}; {spent} is spent and {committed} is"
                " committed: {available} more than the ceiling."
            )
        ),
        changed=visit.told(
            message("The ceiling went from {first} to {ceiling}, last on {day}.")
        ),
        deviating=visit.told(message("A deviation of {deviation} is in force.")),
        beyond=visit.told(
            message("The ceiling with its deviations is exceeded by {beyond}.")
        ),
        day=say("Day"),
        ceiling=say("Ceiling"),
        deviation=say("Deviation"),
        spent=say("Spent"),
        committed=say("Committed"),
        available=say("Available"),
        short=say("short"),
        allowed=say("allowed by deviation"),
        empty=say("Nothing was allocated yet."),
    )


def _projects(visit: Visit, year: str, place: str) -> Content:
    columns = ("awarded", "paid", "committed")
    rows = [
        row
        for row in visit.data("balance", section="projects")["projects"]
        if (row["programme"], row["year"]) == (place, year)
    ]
    heads = (
        Column(
            visit.label("field", each).capitalize(),
            numeric=True,
            said=meaning(visit, each),
        )
        for each in columns
    )
    titles = proposals(visit.view)
    return Table(
        "projects",
        visit.say("Projects"),
        [
            *(Column(visit.say("Project")), Column(visit.say("Status"))),
            *heads,
        ],
        [
            [
                Link(
                    titles[row["project"]]["title"],
                    visit.href(f"/projects/{segment(row['project'])}"),
                ),
                Badge(visit.label("value", row["status"])),
                *(_project_figure(visit, row, each) for each in columns),
            ]
            for row in rows
        ],
        empty=visit.say("No project is proposed for it."),
    )


def _project_link(visit: Visit, name: str) -> Link:
    return Link(name, visit.href(f"/projects/{segment(name)}"))


def _project_figure(visit: Visit, row: Row, column: str) -> Content:
    if row.get(column) is None:
        return "–"
    return figures.amount(row[column], visit, "projects", row["project"], column)


def _entries(visit: Visit, year: str, place: str) -> Iterator[Content]:
    """The newest entries that concern it."""
    address = visit.href("/history", programme=place, year=year)
    yield element("h2", visit.say("Entries"), class_="utrecht-heading-2")
    try:
        report = visit.ask("history", programme=place, year=year, limit="15")
    except Refusal as refusal:  # outside the programmes there is no such filter
        if refusal.code != "PROGRAMME_UNKNOWN":
            raise
        return
    title = visit.say("The first of its entries")
    table = entry_rows(visit, Entries("entries", title, rows_of(report)))
    yield replace(table, hides_caption=False)
    yield element(
        "p", Link(visit.say("All its entries"), address), class_="utrecht-paragraph"
    )


PAGES = (
    Page("programme", "/programmes/{programme}/{year}", programme, unknown=UNKNOWN),
)
