"""Letters, reports and lists as files: what can be made, of what, and what it lacks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.errors import LedgerError, Refusal
from domain.values.messages import Quoted
from papers.wording.telling import Language
from projections.query import Query
from projections.report import Report
from web.pages.components.alerts import Alert
from web.pages.components.buttons import Button, Buttons
from web.pages.components.fields import Option, Select, TextArea
from web.pages.components.forms import Form
from web.pages.components.texts import Code, Link, Several
from web.pages.composing import crumbs, paragraph, question, section
from web.pages.document_kinds import called, choices, described, kinds, query_of
from web.pages.downloads import FORMATS, Download, download, offered
from web.pages.markup import Content, element
from web.pages.questions import refused, values
from web.pages.site import Page, Shown
from web.pages.telling_missing import ways_to_tell
from web.pages.visit import Visit

LANGUAGE, TEXT, FORMAT = "language", "text", "format"
_LETTER, _OTHER = ("pdf", "docx"), ("pdf",)
_NAMES = {"pdf": "PDF", "docx": "Word", "json": "JSON"}


def index(visit: Visit) -> Shown:
    """Every kind of document."""
    title = visit.say("Documents")
    items = (_item(visit, kind) for kind in kinds())
    listed = element("ul", *items, class_="utrecht-unordered-list")
    said = visit.say(
        "Each is made of what the ledger knows at the date and knowledge above; the"
        " same knowledge gives the same file."
    )
    contents = [paragraph(said), listed]
    return Shown(
        "page.html", title, {"contents": contents}, crumbs=crumbs(visit, title)
    )


def _item(visit: Visit, kind: str) -> Content:
    link = Link(called(visit, kind), visit.href(f"/documents/{kind}"))
    remark = element("span", described(visit, kind), class_="remark")
    return element("li", link, " ", remark)


def one(visit: Visit) -> Shown:
    """A kind: what it is asked of, and what is made of that.

    Raises `Refusal` (`NOT_FOUND`).
    """
    return _shown(visit, _query(visit))


def _query(visit: Visit) -> Query:
    kind = visit.asked.names["kind"]
    found = query_of(kind)
    if found is None:
        raise Refusal("NOT_FOUND", "there is no document {kind}.", kind=Quoted(kind))
    return found


def _shown(visit: Visit, query: Query, wrong: LedgerError | None = None) -> Shown:
    kind = visit.asked.names["kind"]
    title = called(visit, kind)
    asked = [*choices(visit, kind, query.parameters), _languages(visit)]
    contents: list[Content] = [
        paragraph(described(visit, kind)),
        question(visit, asked, visit.say("Show")),
    ]
    try:
        contents += _made(visit, query, wrong)
    except LedgerError as error:
        contents.append(refused(visit, error))
    return Shown(
        "page.html",
        title,
        {"contents": contents},
        status=200 if wrong is None else 400,
        code=None if wrong is None else wrong.code,
        crumbs=crumbs(visit, title, (visit.say("Documents"), "/documents")),
    )


def _languages(visit: Visit) -> Select:
    options = [Option("nl", "Nederlands"), Option("en", "English")]
    name = visit.say("Language of the document")
    return Select(LANGUAGE, name, _language(visit), options=options)


def _language(visit: Visit) -> Language:
    """Documents are Dutch unless another language is asked for."""
    return "en" if visit.asked.given.get(LANGUAGE) == "en" else "nl"


def _made(visit: Visit, query: Query, wrong: LedgerError | None) -> Iterator[Content]:
    if _lacks(visit, query):
        return
    data = _data(_report(visit, query))
    yield from _missing(visit, data)
    shapes = _shapes(data)
    formats = [(shape, _NAMES[shape]) for shape in (*shapes, "json")]
    path = f"/documents/{visit.asked.names['kind']}"
    installed = _not_installed(visit)
    if installed is not None:
        yield installed
    yield section(
        visit.say("Files"), offered(visit, path, formats, _keys(visit, query).items())
    )
    yield section(visit.say("Own words"), *_own_words(visit, query, data, wrong))


def _lacks(visit: Visit, query: Query) -> bool:
    """Something that it must be asked of was not chosen yet."""
    given = visit.asked.given
    return any(
        x.required and not given.get(x.name, "").strip() for x in query.parameters
    )


def _report(visit: Visit, query: Query) -> Report:
    return visit.ask(query.name, **values(visit, query.parameters))


def _data(report: Report) -> dict[str, Any]:
    assert isinstance(report.data, dict)  # noqa: S101  # of a document it is an object
    return report.data


def _shapes(data: Mapping[str, Any]) -> Sequence[str]:
    """Letters can be edited in Word."""
    from papers.documents.reporting import document_of

    return _OTHER if document_of(data).letterhead is None else _LETTER


def _keys(visit: Visit, query: Query) -> dict[str, str]:
    names = (LANGUAGE, *(each.name for each in query.parameters))
    return {name: visit.asked.given.get(name, "") for name in names}


def _not_installed(visit: Visit) -> Alert | None:
    from importlib.util import find_spec

    if find_spec("typst") is not None and find_spec("docxtpl") is not None:
        return None
    said = visit.say(
        "What makes PDF and Word files is not installed on the server; whoever runs it"
        " installs it with pip install 'zuidas-ledger[documents]'."
    )
    return Alert("warning", visit.say("No PDF or Word files"), [said])


def _missing(visit: Visit, data: Mapping[str, Any]) -> Iterator[Content]:
    if not data["missing"]:
        return
    items = (
        element("li", Code(path), " ", *ways_to_tell(visit, path, data))
        for path in data["missing"]
    )
    said = visit.say("The document is made all the same; in their place it says so.")
    listed = element("ul", *items, class_="utrecht-unordered-list")
    title = visit.say("Not told in the ledger")
    yield Alert("warning", title, [said, listed])


def _own_words(
    visit: Visit, query: Query, data: Mapping[str, Any], wrong: LedgerError | None
) -> Iterator[Content]:
    from papers.documents.reporting import document_of
    from papers.documents.writing import places

    there = places(document_of(data))
    if not there:
        yield paragraph(visit.say("This document has no place for own words."))
        return
    yield paragraph(
        visit.say(
            "Markdown; what stands below ## and a name goes into that place. It is not"
            " kept: it is in the file alone."
        )
    )
    names = Several([Code(each) for each in there], ", ")
    yield paragraph(visit.say("Places"), ": ", names)
    given = "".join(visit.asked.form.get(TEXT, ("",))[-1:])
    error = "" if wrong is None else visit.told(wrong.said)
    field = TextArea(TEXT, visit.say("Own words"), given, error=error, rows=8)
    buttons = [
        Button(_NAMES[shape], "secondary", FORMAT, shape) for shape in _shapes(data)
    ]
    action = visit.href(
        f"/documents/{visit.asked.names['kind']}", **_keys(visit, query)
    )
    yield Form(action, [field, Buttons(buttons)])


def with_words(visit: Visit) -> Shown | Download:
    """The file with own words, which are not kept; or what is wrong with them."""
    query = _query(visit)
    own = "".join(visit.asked.form.get(TEXT, ("",))[-1:])
    shape = "".join(visit.asked.form.get(FORMAT, ("",))[-1:])
    try:
        return _download(visit, query, shape, own if own.strip() else None)
    except LedgerError as error:
        if error.code == "NOT_FOUND":
            raise
        return _shown(visit, query, error)


def file(visit: Visit) -> Download:
    """The file without own words; raises `Refusal` and `UsageError`."""
    return _download(visit, _query(visit), visit.asked.names["format"])


def _download(
    visit: Visit, query: Query, shape: str, own: str | None = None
) -> Download:
    if shape not in (*_LETTER, "json"):
        raise Refusal("NOT_FOUND", "there is no file {shape}.", shape=Quoted(shape))
    if _lacks(visit, query):
        needed = [each.name for each in query.parameters if each.required]
        raise Refusal("BAD_COMMAND", "{name} is missing.", name=", ".join(needed))
    report = _report(visit, query)
    data = _data(report)
    given = (visit.asked.given.get(each.name, "") for each in query.parameters)
    words = (visit.asked.names["kind"], *filter(None, given))
    if shape == "json":
        from projections.plain import as_json

        content = f"{as_json(data)}\n".encode()
    else:
        from papers.documents.making import made

        content = made(data, f".{FORMATS[shape].suffix}", _language(visit), own)
    return download(content, shape, report.footer, *words)


PAGES = (
    Page("documents", "/documents", index),
    Page("document", "/documents/{kind}", one, unknown=("NOT_FOUND",)),
    Page("document", "/documents/{kind}", with_words, "POST", unknown=("NOT_FOUND",)),
    Page(
        *("document-file", "/documents/{kind}/{format}", file),
        unknown=("NOT_FOUND",),
        gives_file=True,
    ),
)
