"""Reports of the ledger by their kind: the answers of queries, as pages."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Message, Quoted, message
from projections.query import Query, of_segment
from projections.report import Table
from web.pages import liquidity, reports
from web.pages.components.texts import Link
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, paragraph, question, section
from web.pages.deviating import beyond
from web.pages.downloads import links
from web.pages.markup import Content, element
from web.pages.naming import programme_name
from web.pages.questions import fields, number, refused, values
from web.pages.site import Page, Shown
from web.pages.visit import Visit

MOST_CELLS = 280
"""Of a table on a page; longer ones go on on another."""
KINDS: Mapping[str, tuple[Message, Message]] = {
    "balance-sheet": (message("Balance sheet"), message("What is owned and owed.")),
    "income-statement": (
        message("Income statement"),
        message("Income, expenses and the result of a period."),
    ),
    "budget-report": (
        message("Budget report"),
        message("What became of the budget of each programme."),
    ),
    "passiva": (
        message("Money received for a purpose"),
        message("Per giver what came in, what became of it, and what is left."),
    ),
    "liquidity": (
        message("Liquidity"),
        message("What will come in and go out, and what then is on the account."),
    ),
    "lawfulness": (
        message("Lawfulness"),
        message("What a statement of lawfulness of a year rests on."),
    ),
    "trial-balance": (
        message("Trial balance"),
        message("Opening, debit, credit and closing of every account."),
    ),
    "statement": (
        message("Statement of an account"),
        message("Every line of one account, with its balance."),
    ),
    "hours": (message("Hours"), message("What each partner committed and worked.")),
    "payments": (message("Payment orders"), message("What was ordered, and paid.")),
}
"""By the query that answers: what it is called, and what it tells."""
_OTHERS = (
    ("/exports", message("Downloads")),
    ("/documents", message("Documents")),
    ("/partners", message("Contributions of the partners")),
    ("/projects", message("Projects")),
    ("/decisions", message("Decisions")),
    ("/deviations", message("Deviations")),
    ("/meetings", message("Meetings")),
    ("/agenda", message("Agenda")),
    ("/search", message("Search")),
)


_CHARTS: Mapping[str, Callable[[Visit, Any], Content]] = {
    "report liquidity": liquidity.chart,
}
"""By the query whose rows are drawn."""


def index(visit: Visit) -> Shown:
    """Every report, and the lists that are pages of their own."""
    name = visit.say("Reports")
    there = [each for each in KINDS if of_segment(each) is not None]
    items = (_item(visit, each) for each in there)
    listed = element("ul", *items, class_="utrecht-unordered-list")
    others = (
        element("li", Link(visit.told(said), visit.href(path)))
        for path, said in _OTHERS
    )
    more = element("ul", *others, class_="utrecht-unordered-list")
    contents = [listed, section(visit.say("Lists"), more)]
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _item(visit: Visit, kind: str) -> Content:
    name, said = KINDS[kind]
    link = Link(visit.told(name), visit.href(f"/reports/{kind}"))
    remark = element("span", visit.told(said), class_="remark")
    return element("li", link, " ", remark)


def one(visit: Visit) -> Shown:
    """A report; raises `Refusal` (`NOT_FOUND`) for a kind that is none."""
    kind = visit.asked.names["kind"]
    query = of_segment(kind) if kind in KINDS else None
    if query is None:
        raise Refusal("NOT_FOUND", "there is no report {kind}.", kind=Quoted(kind))
    name, said = KINDS[kind]
    title = visit.told(name)
    contents: list[Content] = [paragraph(visit.told(said))]
    if query.parameters:
        asked = fields(visit, query.parameters)
        contents.append(question(visit, asked, visit.say("Show")))
    try:
        contents += _answer(visit, query)
    except LedgerError as error:
        contents.append(refused(visit, error))
    return Shown(
        "page.html",
        title,
        {"contents": contents},
        crumbs=crumbs(visit, title, (visit.say("Reports"), "/reports")),
    )


def _answer(visit: Visit, query: Query) -> Iterator[Content]:
    given = values(visit, query.parameters)
    needed = [each for each in query.parameters if each.required]
    if any(each.keyword not in given for each in needed):
        return
    report = visit.ask(query.name, **given)
    shown = {each.name: visit.asked.given.get(each.name) for each in query.parameters}
    page = number(visit, "page") or 0
    tables = [each for each in report.parts if isinstance(each, Table)]
    at_once = min((MOST_CELLS // len(each.columns) for each in tables), default=1)
    longest = max((len(each.rows) for each in tables), default=0)
    first = page * at_once
    rows = range(first, first + at_once)
    if query.name in _CHARTS:
        yield _CHARTS[query.name](visit, report.data)
        # The chart has its rows as a table, all of them.
        parts = [each for each in report.parts if not isinstance(each, Table)]
        report = report._replace(make_parts=lambda: parts)
        longest = 0
    yield from reports.contents(report, visit, rows=rows)
    if query.name == "budget-report":
        yield from _beyond(visit, report.data)
    if longest > at_once:
        yield _pages(visit, page, at_once, longest)
    yield links(visit, query.segment, **shown)


def _beyond(visit: Visit, data: Any) -> Iterator[Content]:  # noqa: ANN401  # its JSON
    """Of each programme beyond its ceiling on the last day, what allows that."""
    view = visit.view._replace(at=date.fromisoformat(data["to"]))
    told = [(row, beyond(visit, row, view)) for row in data["rows"]]
    items = [
        element(
            "li", programme_name(visit, row["programme"]), f" {row['year']}: ", said
        )
        for row, said in told
        if said is not None
    ]
    if items:
        listed = element("ul", *items, class_="utrecht-unordered-list")
        yield section(visit.say("Beyond their ceilings"), listed, name="beyond")


def _pages(visit: Visit, page: int, at_once: int, count: int) -> Pages:
    last = min((page + 1) * at_once, count)
    before = Link(visit.say("Rows before"), visit.here(page=page - 1 or None))
    after = Link(visit.say("Rows after"), visit.here(page=page + 1))
    return Pages(
        visit.say("Pages of rows"),
        visit.say(
            "{first} to {last} of {count}",
            first=page * at_once + 1,
            last=last,
            count=count,
        ),
        before=before if page else None,
        after=after if last < count else None,
    )


PAGES = (
    Page("reports", "/reports", index),
    Page("report", "/reports/{kind}", one, unknown=("NOT_FOUND",)),
)
