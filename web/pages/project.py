"""A project on one page: its life, its plan, its assessment, its money, its papers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.errors import LedgerError
from projections.answers.projects import leaned_on
from projections.governing_parts import governing_parts
from projections.report import Table as Part
from projections.sums import cents
from web.pages import reports
from web.pages.assessments import assessment
from web.pages.components.facts import Facts, Figure, Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.composing import (
    amount,
    captionless,
    crumbs,
    day,
    paragraph,
    section,
    state,
)
from web.pages.deviation_rows import deviation_rows
from web.pages.letters import of_a_project
from web.pages.markup import Content
from web.pages.naming import charged_to, partner_name
from web.pages.project_course import course, happened
from web.pages.project_cover import cover
from web.pages.project_next import next_steps
from web.pages.project_terms import recipient, terms
from web.pages.site import Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_HEAD = (
    *("awarded", "determined", "paid", "refunded", "committed", "recoverable"),
    "written_off",
)
_MONEY = (
    *("awarded", "released", "determined", "paid", "refunded", "committed"),
    *("recoverable", "written_off", "funds_received", "funds_spent"),
)
_ALWAYS = ("awarded", "released", "paid", "committed")
"""Shown where they are zero too."""


def project_page(visit: Visit, name: str) -> Shown:
    """A project at both clocks; raises `Refusal` (`PROJECT_UNKNOWN`)."""
    data: Row = visit.data("project", project=name)
    return Shown(
        "page.html",
        data["title"],
        {"contents": list(_contents(visit, data))},
        crumbs=crumbs(visit, name, (visit.say("Projects"), "/projects")),
    )


def _contents(visit: Visit, data: Row) -> Iterator[Content]:
    yield paragraph(_standing(visit, data))
    yield _figures(visit, data)
    todo = next_steps(visit, data)
    if todo is not None:
        yield section(visit.say("What can be done now"), todo, name="next")
    yield section(visit.say("Course"), *course(visit, data), name="course")
    yield section(visit.say("Plan"), _plan(visit, data), *cover(visit, data))
    yield from terms(visit, data)
    if data["assessment"]:
        tested = assessment(visit, data["assessment"], _obstacles(visit, data))
        yield section(visit.say("Assessment"), *tested, name="conditions")
    yield from _deviations(visit, data)
    yield section(visit.say("Money"), _money(visit, data), name="money")
    yield from _registered(visit, data)
    yield of_a_project(visit, data)
    yield section(visit.say("Vouchers"), _vouchers(visit, data), name="vouchers")


def _standing(visit: Visit, data: Row) -> Content:
    year, programme = data["year"], data["programme"]
    path = f"/programmes/{segment(programme)}/{segment(year)}"
    charged = Link(charged_to(visit, programme, year), visit.href(path))
    kind = visit.label("value", data["kind"])
    about = Several([data["project"], kind], " · ")
    said: list[Content] = [
        state(visit, data["status"]),
        about,
        " · ",
        visit.say("charged to"),
    ]
    return Several([*said, charged], " ")


def _obstacles(visit: Visit, data: Row) -> Sequence[LedgerError]:
    """What an award would be refused for on the date, beside its conditions."""
    if data["status"] != "proposed":
        return ()
    from ledger.posting.judging import obstacles  # it reads the rules

    return obstacles(visit.view, data["project"])


def _figures(visit: Visit, data: Row) -> Figures:
    money, name = data["money"], data["project"]
    shown = [each for each in _HEAD if cents(money[each] or "0.00")]
    figures = [
        Figure(_title(visit, each), amount(visit, money[each], "projects", name, each))
        for each in shown
    ]
    asked = Figure(_title(visit, "requested"), amount(visit, data["requested"]))
    return Figures([asked, *figures])


def _title(visit: Visit, name: str) -> str:
    said = visit.label("field", name)
    return said[:1].upper() + said[1:]


def _plan(visit: Visit, data: Row) -> Facts:
    return Facts(
        [
            *recipient(visit, data),
            (visit.say("Applicants"), _partners(visit, data["applicants"])),
            (visit.say("Participants"), _partners(visit, data["participants"])),
            (visit.say("Themes"), _themes(visit, data["themes"])),
            (visit.say("Goal of the vision"), data["vision_goal"]),
            (visit.say("External funding"), data["external_funding"]),
        ]
    )


def _themes(visit: Visit, names: Sequence[str]) -> str:
    return ", ".join(visit.label("value", each) for each in names)


def _partners(visit: Visit, codes: Sequence[str]) -> Several:
    links = [
        Link(partner_name(visit, each), visit.href(f"/partners/{segment(each)}"))
        for each in codes
    ]
    return Several(links)


def _deviations(visit: Visit, data: Row) -> Iterator[Content]:
    ceilings = leaned_on(visit.view, data["project"], data["history"])
    rows = [*data["deviations"], *ceilings]
    if rows:
        uses = [visit.deviations[row["entry"]] for row in rows]
        yield section(visit.say("Deviations"), deviation_rows(visit, uses))


def _money(visit: Visit, data: Row) -> Facts:
    money, name = data["money"], data["project"]
    rows: list[tuple[str, Content]] = [
        (_title(visit, "requested"), amount(visit, data["requested"]))
    ]
    rows += [
        (_title(visit, each), amount(visit, money[each], "projects", name, each))
        for each in _MONEY
        if each in _ALWAYS or cents(money[each] or "0.00")
    ]
    return Facts(rows)


def _registered(visit: Visit, data: Row) -> Iterator[Content]:
    """Who takes part since, capacity lent, results, advice."""
    for number, part in enumerate(governing_parts(data)):
        if isinstance(part, Part):
            table = reports.table(part, visit, f"register-{number}")
            yield section(table.caption, captionless(table))


def _vouchers(visit: Visit, data: Row) -> Table:
    columns = [
        Column(visit.say("Voucher"), narrow=True),
        Column(visit.say("Date"), narrow=True),
        Column(visit.say("What")),
        Column(visit.say("Entry"), numeric=True),
    ]
    rows = [
        (
            Link(each["document"], visit.href("/history", document=each["document"])),
            day(visit, each["date"]),
            happened(visit, each["command"]),
            reports.entry_link(each["entry"], visit),
        )
        for each in data["history"]
        if each["document"]
    ]
    empty = visit.say("No entry of this project names a voucher.")
    title = visit.say("Vouchers")
    return Table("papers", title, columns, rows, empty=empty, hides_caption=True)
