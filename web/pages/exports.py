"""Downloads of the ledger for spreadsheets, auditors and the public.

What is handed out is what `zuidas ... -o FILE` writes at the same clocks, to the byte:
the same reports, written by the same functions.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, message
from projections.query import Query, find, names, of_segment, segment
from projections.report import Report
from web.pages.components.alerts import Alert
from web.pages.components.facts import Facts
from web.pages.components.texts import Link, Several
from web.pages.composing import crumbs, paragraph, section
from web.pages.downloads import Download, download, offered
from web.pages.kinds import KINDS
from web.pages.markup import Content
from web.pages.questions import values
from web.pages.site import Page, Shown
from web.pages.visit import Visit

WORKBOOK, AUDIT_FILE, REGISTER = "workbook", "export-xaf", "register-grants"
PACKAGE = "datapackage"
_FILES = ("file", "framework")
"""Kinds of parameters that no link can give."""
_SHEETS = ("xlsx", "csv-nl")
_OWN: Mapping[str, tuple[str, ...]] = {
    AUDIT_FILE: (*_SHEETS, "xaf"),
    REGISTER: (*_SHEETS, "csv"),
}
"""Formats of what is not only for spreadsheets, by the name in its address."""
_LISTS: tuple[tuple[str, Message, Mapping[str, str]], ...] = (
    ("balance", message("Balance of everything"), {}),
    ("balance", message("Contributions of the partners"), {"section": "partners"}),
    ("balance", message("Projects"), {"section": "projects"}),
    ("journal", message("Journal"), {}),
    ("decisions", message("Decisions"), {}),
    ("deviations", message("Deviations"), {}),
    ("meetings", message("Meetings"), {}),
    ("agenda", message("Agenda"), {}),
    ("check", message("Checks"), {}),
)
Write = Callable[[Visit, Query, Report], bytes]


def index(visit: Visit) -> Shown:
    """Every file, at the clocks of the page."""
    title = visit.say("Downloads")
    return Shown(
        "page.html",
        title,
        {"contents": list(_contents(visit))},
        crumbs=crumbs(visit, title, (visit.say("Reports"), "/reports")),
    )


def _contents(visit: Visit) -> Iterator[Content]:
    from papers.spreadsheets.installed import is_installed

    said = "Every file is of the date and knowledge above, and its name says of which."
    yield paragraph(visit.say(said))
    if not is_installed():
        yield _not_installed(visit)
    yield section(
        visit.say("Workbook"),
        paragraph(visit.say("What the ledger says of everything, a sheet for each.")),
        offered(visit, f"/exports/{WORKBOOK}", [("xlsx", "Excel")]),
    )
    yield section(visit.say("Reports and lists"), _reports(visit))
    yield section(visit.say("Audit file"), *_audit_files(visit))
    yield section(visit.say("Register of grants"), *_register(visit))


def _not_installed(visit: Visit) -> Alert:
    said = visit.say(
        "The library that writes Excel files is not installed on the server; whoever"
        " runs it installs it with pip install 'zuidas-ledger[sheets]'."
    )
    return Alert("warning", visit.say("No Excel files"), [said])


def _reports(visit: Visit) -> Content:
    rows: list[tuple[str, Content]] = [
        (visit.told(name), _formats(visit, kind, {}))
        for kind, (name, _) in KINDS.items()
        if (query := of_segment(kind)) and not any(x.required for x in query.parameters)
    ]
    account = {"account": "current-account"}
    rows.append((visit.say("Current account"), _formats(visit, "statement", account)))
    rows += [
        (visit.told(name), _formats(visit, kind, keys)) for kind, name, keys in _LISTS
    ]
    return Facts(rows)


def _formats(visit: Visit, kind: str, keys: Mapping[str, str]) -> Content:
    names = (("xlsx", "Excel"), ("csv-nl", "CSV"))
    return Several(
        [
            Link(said, visit.href(f"/exports/{kind}/{shape}", **keys))
            for shape, said in names
        ],
        " · ",
    )


def _audit_files(visit: Visit) -> Iterator[Content]:
    yield paragraph(
        visit.say(
            "XML Auditfile Financieel 4.0 of a calendar year, for an accountant or the"
            " tax office."
        )
    )
    first = visit.view.opening.start.year
    years = [
        Link(str(year), visit.href(f"/exports/{AUDIT_FILE}/xaf", year=year))
        for year in range(visit.view.at.year, first - 1, -1)
    ]
    yield paragraph(Several(years, " · ") if years else visit.say("No year yet."))


def _register(visit: Visit) -> Iterator[Content]:
    yield paragraph(
        visit.say(
            "Every grant that stands, in Dutch, without names of persons. Beside a CSV"
            " that is published goes its description."
        )
    )
    rows: list[tuple[str, Content]] = []
    for shape, said in (
        ("csv-nl", visit.say("CSV for spreadsheets")),
        ("csv", visit.say("CSV for programs")),
    ):
        path = f"/exports/{REGISTER}"
        package = visit.href(f"{path}/{PACKAGE}", of=shape)
        found = [Link("CSV", visit.href(f"{path}/{shape}"))]
        found.append(Link("datapackage.json", package))
        rows.append((said, Several(found, " · ")))
    excel = Link("Excel", visit.href(f"/exports/{REGISTER}/xlsx"))
    yield Facts([*rows, ("Excel", excel)])


def one(visit: Visit) -> Download:
    """A file; raises `Refusal` (`NOT_FOUND`), and what its query raises."""
    kind, shape = visit.asked.names["kind"], visit.asked.names["format"]
    if (kind, shape) == (WORKBOOK, "xlsx"):
        return _workbook(visit)
    query = _query_at(kind)
    shapes = _OWN.get(kind, _SHEETS)
    if (kind, shape) == (REGISTER, PACKAGE):
        return _package(visit)
    if query is None or not _can_be_asked(query) or shape not in shapes:
        raise Refusal(
            "NOT_FOUND",
            "there is no file {kind} as {shape}.",
            kind=Quoted(kind),
            shape=Quoted(shape),
        )
    return _file(visit, query, shape)


def _query_at(kind: str) -> Query | None:
    """The query whose name is that part of an address, whatever its group."""
    found = (each for each in names() if segment(each) == kind)
    name = next(found, None)
    return None if name is None else find(name)


def _can_be_asked(query: Query) -> bool:
    return all(each.kind not in _FILES for each in query.parameters)


def _file(visit: Visit, query: Query, shape: str) -> Download:
    report = _asked(visit, query, shape)
    given = (str(x) for x in _typed(visit, query, defaults=False).values())
    words = query.segment, *given
    return download(_written(visit, query, report, shape), shape, report.footer, *words)


def _asked(visit: Visit, query: Query, shape: str) -> Report:
    """The report as the command line asks it: the shape matters to some answers."""
    _check_required(visit, query)
    given = values(visit, query.parameters)
    for each in query.parameters:
        if each.place == "arguments" and each.keyword in given:
            given[each.keyword] = (given[each.keyword],)
    asked_as = "text" if shape == "xaf" else shape
    return visit.asker.ask(query, given, shape=asked_as)


def _check_required(visit: Visit, query: Query) -> None:
    given = _typed(visit, query, defaults=False)
    for each in query.parameters:
        if each.required and each.keyword not in given:
            raise Refusal("BAD_COMMAND", "{name} is missing.", name=each.name)


def _typed(visit: Visit, query: Query, *, defaults: bool = True) -> dict[str, Any]:
    """Its parameters as somebody types them on the command line."""
    found: dict[str, Any] = {}
    for each in query.parameters:
        text = visit.asked.given.get(each.name, "").strip()
        if each.kind == "flag":
            text = "" if text != "true" else each.name
        value = text or (each.default if defaults else None)
        if value:
            found[each.keyword] = True if each.kind == "flag" and defaults else value
    return found


def _written(visit: Visit, query: Query, report: Report, shape: str) -> bytes:
    if shape == "xaf":
        return ("\n".join(report.texts["text"]()) + "\n").encode()
    if shape == "csv":
        from projections.plain import as_csv

        table = report.table
        return as_csv(table.rows, [each.name for each in table.columns]).encode()
    from papers.spreadsheets.tables import Answer

    answer = Answer(query.name, report)
    if shape == "csv-nl":
        from papers.spreadsheets import csv_nl

        return csv_nl.text(answer)
    from papers.spreadsheets.installed import check_is_installed
    from papers.spreadsheets.provenance import Provenance, command_of

    check_is_installed()
    from papers.spreadsheets import xlsx

    command = command_of(query, _typed(visit, query), report.footer, shape)
    provenance = Provenance(command, report.footer)
    return xlsx.workbook([answer], visit.lang, provenance)


def _workbook(visit: Visit) -> Download:
    from papers.spreadsheets.book import ASKED, book
    from papers.spreadsheets.installed import check_is_installed
    from papers.spreadsheets.tables import Answer

    check_is_installed()
    answers = [Answer(name, _of_book(visit, name, given)) for name, given in ASKED]
    footer = answers[0].report.footer
    return download(book(answers, visit.lang), "xlsx", footer, WORKBOOK)


def _of_book(visit: Visit, name: str, given: Mapping[str, object]) -> Report:
    query = find(name)
    assert query is not None  # noqa: S101  # its name is ours
    return visit.asker.ask(query, given, shape="xlsx").made()


def _package(visit: Visit) -> Download:
    """The description that goes beside the register's CSV, by the name that has."""
    from papers.published import package_of, published

    shape = visit.asked.given.get("of", "csv")
    query = find("register grants")
    found = published("register grants")
    if query is None or found is None or shape not in ("csv", "csv-nl"):
        raise Refusal("NOT_FOUND", "there is no file {kind}.", kind=Quoted(shape))
    file = _file(visit, query, shape)
    text = package_of(found, file.name, file.content, dutch=shape == "csv-nl")
    return Download(text.encode(), "datapackage.json", "application/json")


PAGES = (
    Page("exports", "/exports", index),
    Page(
        *("export", "/exports/{kind}/{format}", one),
        unknown=("NOT_FOUND",),
        gives_file=True,
    ),
)
