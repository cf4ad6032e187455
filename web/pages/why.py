"""Why a figure is what it is: the lines that add up to it, each to its entry."""

from collections.abc import Iterator

from projections.answers.figures import Figure, FigureLine, figure
from projections.answers.project_rows import proposals
from web.pages.components.facts import Figure as Shown_
from web.pages.components.facts import Figures
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link
from web.pages.components.ways import Breadcrumbs, Pages
from web.pages.deviating import beyond
from web.pages.markup import Content, element
from web.pages.naming import partner_name, programme_name
from web.pages.reports import entry_link
from web.pages.site import Page, Shown
from web.pages.visit import Visit, segment

PAGE = 200
"""Lines on a page; the sums of what is before and after are told."""
_TEMPLATES = {
    "programmes": "/why/programmes/{year}/{programme}/{column}",
    "years": "/why/years/{year}/{column}",
    "partners": "/why/partners/{year}/{partner}/{column}",
    "projects": "/why/projects/{project}/{column}",
    "current-account": "/why/current-account/{column}",
}
UNKNOWN = (
    *("FIGURE_UNKNOWN", "YEAR_UNKNOWN", "PROGRAMME_UNKNOWN"),
    *("PARTNER_UNKNOWN", "PROJECT_UNKNOWN"),
)


def why(visit: Visit) -> Shown:
    """The figure that the address names."""
    kind = visit.asked.path.split("/")[2]
    found = figure(visit.view, (kind, *visit.asked.names.values()))
    title = visit.say("Why {figure}", figure=_named(visit, found))
    crumbs = Breadcrumbs(
        visit.say("Where this is"),
        [Link(visit.say("Overview"), visit.href("/"))],
        title,
    )
    return Shown(
        "page.html", title, {"contents": list(_contents(visit, found))}, crumbs=crumbs
    )


def _named(visit: Visit, found: Figure) -> str:
    """The figure in words: `available of SN in 2011`."""
    kind, *about, column = found.path.split("/")
    if kind == "programmes":
        year, programme = about
        about = [programme_name(visit, programme, year), year]
    elif kind == "partners":
        year, partner = about
        about = [partner_name(visit, partner), year]
    elif kind == "projects":
        about = [proposals(visit.view)[about[0]]["title"]]
    name = visit.label("field", column)
    return (
        visit.say("{figure}, {about}", figure=name, about=" ".join(about))
        if about
        else name
    )


def _title(visit: Visit, found: Figure) -> str:
    name = _named(visit, found)
    return name[:1].upper() + name[1:]


def allowed(visit: Visit, found: Figure) -> Content:
    """What allows a programme to be beyond its ceiling, where it is."""
    section, *about, column = found.path.split("/")
    if section != "programmes" or column != "available":
        return None
    year, programme = about
    row = {"year": year, "programme": programme, "available": found.value}
    return beyond(visit, row)


def _contents(visit: Visit, found: Figure) -> Iterator[Content]:
    money = visit.written.money
    first = _first(visit, found)
    lines = found.lines[first : first + PAGE]
    yield Figures(
        [
            Shown_(
                _title(visit, found), found_value(visit, found), allowed(visit, found)
            ),
            Shown_(
                visit.say("Sum of its {count} lines", count=len(found.lines)),
                money(found.total),
                visit.say("the same, to the cent"),
            ),
        ]
    )
    yield _table(visit, found, first, lines)
    if len(found.lines) > PAGE:
        yield _ways(visit, found, first)
    yield element(
        "p",
        visit.say(
            "A line counts with its sign. Each entry leads to its decision, its voucher"
            " and its proof."
        ),
        class_="utrecht-paragraph",
    )


def found_value(visit: Visit, found: Figure) -> str:
    """The figure as the balance shows it."""
    return visit.written.money(int(found.value.replace(".", "")))


def _first(visit: Visit, found: Figure) -> int:
    text = visit.asked.given.get("from", "0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004  # digits
    return min(number, max(0, len(found.lines) - 1)) // PAGE * PAGE


def _table(visit: Visit, found: Figure, first: int, lines: list[FigureLine]) -> Table:
    money = visit.written.money
    before = sum(line.sign * line.amount for line in found.lines[:first])
    after = found.total - before - sum(line.sign * line.amount for line in lines)
    titles = ("Date", "Entry", "Rests on", "Voucher", "Account", "Counts as")
    rows = [_row(visit, line) for line in lines]
    if first:
        rows.insert(0, _carried(visit.say("Lines before"), money(before)))
    if first + PAGE < len(found.lines):
        rows.append(_carried(visit.say("Lines after"), money(after)))
    return Table(
        "lines",
        visit.say("The lines that add up to it"),
        [Column(visit.say(each), numeric=each == "Counts as") for each in titles],
        rows,
        totals=[visit.say("Together"), "", "", "", "", money(found.total)],
        empty=visit.say(
            "No line counts in it: it is nothing, and nothing is behind it."
        ),
    )


def _row(visit: Visit, line: FigureLine) -> list[Content]:
    decision: Content = line.decision or "–"
    if line.decision:
        address = visit.href(f"/decisions/{segment(line.decision)}")
        decision = Link(line.decision, address)
    return [
        visit.day(line.day),
        entry_link(line.entry, visit),
        decision,
        line.document or "–",
        visit.label("account", line.account),
        visit.written.money(line.sign * line.amount),
    ]


def _carried(text: str, amount: str) -> list[Content]:
    return [text, "", "", "", "", amount]


def _ways(visit: Visit, found: Figure, first: int) -> Pages:
    last = min(first + PAGE, len(found.lines))
    before = visit.here(**{"from": str(first - PAGE)}) if first else None
    after = visit.here(**{"from": str(last)}) if last < len(found.lines) else None
    return Pages(
        visit.say("Pages of lines"),
        visit.say(
            "{first} to {last} of {count}",
            first=first + 1,
            last=last,
            count=len(found.lines),
        ),
        before=None if before is None else Link(visit.say("Lines before"), before),
        after=None if after is None else Link(visit.say("Lines after"), after),
    )


PAGES = tuple(
    Page("why", template, why, unknown=UNKNOWN) for template in _TEMPLATES.values()
)
