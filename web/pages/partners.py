"""Partners: what was called and paid, their projects, hours, and share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.framework.course import PARTNER
from domain.values.messages import Decimals, message
from projections.answers.hours import hours
from projections.parameters import code
from projections.sums import cents, totals
from web.pages.components.buttons import ButtonLink, Buttons
from web.pages.components.facts import Facts, Figure, Figures
from web.pages.components.fields import Option, Select
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Empty, Link, Several
from web.pages.composing import (
    ABSENT,
    amount,
    crumbs,
    day,
    paragraph,
    question,
    section,
    sentence,
)
from web.pages.downloads import links
from web.pages.glance import SPENT
from web.pages.letters import of_a_partner
from web.pages.markup import Content, element
from web.pages.partner_projects import projects_of
from web.pages.posting.leading import may_post, to_form
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_FIGURES = ("due", "received", "outstanding")
_ALL = (*_FIGURES, "overdue")
_HOURS = ("committed", "recorded", "borrowed", "lent")


def partners(visit: Visit) -> Shown:
    """Every partner with its contributions, of a year or of all."""
    every: Sequence[Row] = visit.data("balance", section="partners")["partners"]
    year = visit.asked.given.get("year", "")
    rows = [row for row in every if not year or row["year"] == year]
    years = list(dict.fromkeys(row["year"] for row in every))
    field = Select(
        *("year", visit.say("Year"), year),
        options=[Option(each, each) for each in years],
        nothing=visit.say("All"),
    )
    contents: list[Content] = [
        question(visit, [field], visit.say("Show")),
        _table(visit, rows, year),
        links(visit, "balance", section="partners"),
    ]
    name = visit.say("Partners")
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _table(visit: Visit, rows: Sequence[Row], year: str) -> Table:
    by_partner: dict[str, list[Row]] = {}
    for row in rows:
        by_partner.setdefault(row["partner"], []).append(row)
    total = totals(rows, _ALL)
    way = to_form(visit, "open_budget_year", visit.say("Open a budget year"))
    return Table(
        "partners",
        visit.say("Contributions"),
        [
            Column(visit.say("Partner")),
            *(Column(_title(visit, each), numeric=True) for each in _ALL),
        ],
        [_of_partner(visit, each, year) for each in by_partner.items()],
        [visit.say("Total"), *(amount(visit, total[each]) for each in _ALL)],
        empty=Empty(visit.say("Nothing is called from a partner yet."), way),
        hides_caption=True,
    )


def _of_partner(
    visit: Visit, each: tuple[str, Sequence[Row]], year: str
) -> list[Content]:
    partner, rows = each
    total = totals(rows, _ALL)
    known = visit.view.frameworks.partner(partner, visit.view.at, visit.view.entry)
    return [
        Link(known.name, visit.href(f"/partners/{segment(partner)}")),
        *(_figure(visit, total[name], year, partner, name) for name in _ALL),
    ]


def _figure(visit: Visit, text: str, year: str, partner: str, name: str) -> Content:
    """Of one year it leads to its lines; of several, the partner's page tells each."""
    if not year or name == "overdue":
        return amount(visit, text)
    return amount(visit, text, "partners", year, partner, name)


def one(visit: Visit) -> Shown:
    """A partner; raises `Refusal` (`PARTNER_UNKNOWN`)."""
    partner = code(visit.view.course, PARTNER, visit.asked.names["partner"])
    data: Row = visit.data("partner", partner=partner)
    return Shown(
        "page.html",
        data["name"],
        {"contents": list(_contents(visit, data))},
        crumbs=crumbs(visit, partner, (visit.say("Partners"), "/partners")),
    )


def _contents(visit: Visit, data: Row) -> Iterator[Content]:
    partner = data["partner"]
    yield _glance(visit, data)
    yield _rule(visit, data)
    if data["inhabitants"]:
        count = f"{data['inhabitants']:,}"
        count = count.replace(",", ".") if visit.lang == "nl" else count
        yield Facts([(visit.say("Inhabitants"), count)])
    yield _todo(visit, data)
    yield section(visit.say("Contributions"), _years(visit, data))
    yield of_a_partner(visit, data)
    yield section(visit.say("Projects"), *projects_of(visit, data["projects"]))
    yield from _worked(visit, partner)
    href = visit.href("/history", partner=partner)
    yield paragraph(Link(visit.say("All entries that concern this partner"), href))


def _glance(visit: Visit, data: Row) -> Figures:
    total = data["total"]
    left = cents(total["received"]) - cents(data["share_of_spent"])
    late = cents(total["overdue"])
    money = visit.written.money
    said = visit.say("{late} of it overdue", late=money(late)) if late else None
    share = visit.say("of {spent}", spent=money(cents(data["spent"])))
    return Figures(
        [
            Figure(_title(visit, "due"), amount(visit, total["due"])),
            Figure(_title(visit, "received"), amount(visit, total["received"])),
            Figure(
                _title(visit, "outstanding"), amount(visit, total["outstanding"]), said
            ),
            Figure(
                visit.say("Share of what was spent"),
                amount(visit, data["share_of_spent"]),
                share,
            ),
            Figure(
                visit.say("Share of what is not spent yet"),
                visit.written.money(left),
                visit.say("what it paid, less its share of what was spent"),
            ),
        ]
    )


def _rule(visit: Visit, data: Row) -> Content:
    """By what each partner shares, and where what was spent is listed."""
    told = message(
        "What was spent ({spent}: grants paid, less what came back of them, and process"
        " costs) is shared by the contributions that each partner paid since the"
        " start; this partner paid {received}."
    )
    said = sentence(
        visit,
        told,
        spent=Link(
            visit.written.money(cents(data["spent"])), visit.href("/") + f"#{SPENT}"
        ),
        received=amount(visit, data["total"]["received"]),
    )
    return element("p", said, class_="remark")


def _todo(visit: Visit, data: Row) -> Content:
    """The form for the oldest contribution that is not paid."""
    if not may_post(visit, "receive_contribution"):
        return None
    owed = [row for row in data["years"] if cents(row["outstanding"]) > 0]
    keys = {"partner": data["partner"]}
    if owed:
        keys |= {"year": owed[0]["year"], "amount": owed[0]["outstanding"]}
        said = visit.say("Receive the contribution of {year}", year=owed[0]["year"])
        href = visit.href("/post/receive_contribution", **keys)
        return Buttons([ButtonLink(said, href, "primary")])
    href = visit.href("/post/record_hours", **keys)
    return Buttons([ButtonLink(visit.say("Record hours"), href)])


def _years(visit: Visit, data: Row) -> Table:
    partner, total = data["partner"], data["total"]
    columns = [
        Column(visit.say("Year")),
        Column(visit.say("Due date"), narrow=True),
        *(Column(_title(visit, each), numeric=True) for each in _FIGURES),
        Column(visit.say("Per inhabitant"), numeric=True),
    ]
    rows = [
        [
            row["year"],
            day(visit, row["due_date"]),
            *(
                amount(visit, row[each], "partners", row["year"], partner, each)
                for each in _FIGURES[:-1]
            ),
            _outstanding(visit, row, partner),
            _per_inhabitant(visit, row["per_inhabitant"]),
        ]
        for row in data["years"]
    ]
    last = [visit.say("Total"), "", *(amount(visit, total[n]) for n in _FIGURES), ""]
    return Table(
        "years",
        visit.say("Contributions"),
        columns,
        rows,
        last,
        empty=visit.say("Nothing is called from this partner yet."),
        hides_caption=True,
    )


def _outstanding(visit: Visit, row: Row, partner: str) -> Content:
    figure = amount(
        visit, row["outstanding"], "partners", row["year"], partner, "outstanding"
    )
    if not cents(row["overdue"]):
        return figure
    return Several([figure, Badge(visit.say("overdue"), "danger")], " ")


def _per_inhabitant(visit: Visit, text: str | None) -> str:
    if text is None:
        return ABSENT
    return (
        f"€\N{NO-BREAK SPACE}{text.replace('.', ',') if visit.lang == 'nl' else text}"
    )


def _worked(visit: Visit, partner: str) -> Iterator[Content]:
    """Hours by year; nothing where there are none."""
    rows = [
        row
        for row in hours(visit.view)
        if row["partner"] == partner and any(cents(row[each]) for each in _HOURS)
    ]
    if not rows:
        return
    table = Table(
        "hours",
        visit.say("Hours"),
        [
            Column(visit.say("Year")),
            *(Column(_hours_title(visit, each), numeric=True) for each in _HOURS),
        ],
        [
            [row["year"], *(visit.told(Decimals(cents(row[each]))) for each in _HOURS)]
            for row in rows
        ],
        hides_caption=True,
    )
    yield section(visit.say("Hours"), table)


def _title(visit: Visit, figure: str) -> str:
    said = {
        "due": visit.say("Called"),
        "received": visit.say("Received"),
        "outstanding": visit.say("Outstanding"),
        "overdue": visit.say("Overdue"),
    }
    return said[figure]


def _hours_title(visit: Visit, figure: str) -> str:
    said = {
        "committed": visit.say("Committed hours"),
        "recorded": visit.say("Worked"),
        "borrowed": visit.say("Borrowed"),
        "lent": visit.say("Lent"),
    }
    return said[figure]


PAGES = (
    Page("partners", "/partners", partners),
    Page("partner", "/partners/{partner}", one, unknown=("PARTNER_UNKNOWN",)),
)
