"""The framework in force at the date, and its versions with what each changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from projections.report import Column as ReportColumn
from web.pages.components.buttons import ButtonLink, Buttons
from web.pages.components.facts import Course, Step
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Link, Several, Unfold
from web.pages.composing import ABSENT, crumbs, day, section
from web.pages.framework_parts import framework_parts
from web.pages.markup import Content, element
from web.pages.posting.leading import may_post
from web.pages.reports import decision_link, entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit

Row = Mapping[str, Any]
_SHOWN = ReportColumn("value", "Value", "fields")


def framework(visit: Visit) -> Shown:
    """All that it says; then the frameworks one after the other."""
    contents = list(framework_parts(visit))
    versions = visit.data("framework history")
    contents.append(section(visit.say("Its versions"), _course(visit, versions)))
    if may_post(visit, "adopt_framework"):
        href = visit.href("/post/adopt_framework")
        adopt = ButtonLink(visit.say("Adopt another framework"), href)
        contents.append(Buttons([adopt]))
    name = visit.view.framework.title
    crumb = visit.say("Framework")
    return Shown(
        "page.html",
        name,
        {"contents": contents},
        crumbs=crumbs(visit, crumb),
    )


def _course(visit: Visit, versions: list[Row]) -> Course:
    in_force = visit.view.frameworks.adoption_on(visit.view.at, visit.view.entry).entry
    steps = [
        _step(visit, row, is_in_force=row["entry"] == in_force) for row in versions
    ]
    return Course(visit.say("Its versions"), steps, visit.say("planned"))


def _step(visit: Visit, row: Row, *, is_in_force: bool) -> Step:
    since = row["date"]
    said = day(visit, since) if since else visit.say("from the start")
    title: Content = row["title"]
    if is_in_force:
        title = Several([title, _in_force(visit)], " ")
    is_later = since is not None and since > visit.view.at.isoformat()
    return Step(said, title, element("div", *_said(visit, row)), planned=is_later)


def _in_force(visit: Visit) -> Badge:
    """It stays in force until another is adopted; its years may be over by then."""
    last = max(year.end for year in visit.view.framework.years)
    if last >= visit.view.at:
        return Badge(visit.say("in force at this date"), "safe")
    said = visit.say(
        "in force at this date, though its last year ended on {day}", day=last
    )
    return Badge(said, "warning")


def _said(visit: Visit, row: Row) -> Iterator[Content]:
    about: list[Content] = [entry_link(row["entry"], visit)]
    if row["decision"]:
        about.append(decision_link(row["decision"], visit))
    if row["reason"]:
        about.append(row["reason"])
    if row["date"]:
        then = visit.here(at=row["date"])
        about.append(Link(visit.say("Show it as on that day"), then))
    yield Several(about, " · ")
    if row["changes"]:
        said = visit.say("{count} changes", count=len(row["changes"]))
        yield Unfold(said, _changes(visit, row))


def _changes(visit: Visit, row: Row) -> Table:
    return Table(
        f"changes-{row['entry']}",
        visit.say("What it changed"),
        [
            Column(visit.say("Place")),
            Column(visit.say("Before")),
            Column(visit.say("After")),
        ],
        [
            [each["place"], _value(visit, each["before"]), _value(visit, each["after"])]
            for each in row["changes"]
        ],
        hides_caption=True,
    )


def _value(visit: Visit, value: object) -> str:
    return ABSENT if value is None else visit.cell(_SHOWN, value)


PAGES = (Page("framework", "/framework", framework),)
