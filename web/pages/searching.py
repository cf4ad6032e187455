"""Entries that hold a text."""

from collections.abc import Iterator
from itertools import islice

from domain.values.errors import Refusal
from projections.answers.searching import search as found_by
from projections.query import Parameter
from web.pages.components.fields import TextField
from web.pages.components.texts import Empty, Link
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, paragraph, question
from web.pages.downloads import links
from web.pages.entry_rows import Entries, entry_rows
from web.pages.markup import Content
from web.pages.questions import number, refused, values
from web.pages.site import Page, Shown
from web.pages.visit import Visit

AT_ONCE = 50
_TEXT = Parameter("text", "text")


def search(visit: Visit) -> Shown:
    """What was found, the newest first; without a text the form alone."""
    given = visit.asked.given.get("text", "")
    hint = visit.say(
        "a voucher, party, title, description, reason or note; case and accents do not"
        " matter"
    )
    field = TextField("text", visit.say("Text"), given, hint)
    form = question(visit, [field], visit.say("Search"))
    contents: list[Content] = [form]
    try:
        contents += _found(visit)
    except Refusal as refusal:
        contents.append(refused(visit, refusal))
    name = visit.say("Search")
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _found(visit: Visit) -> Iterator[Content]:
    text = values(visit, [_TEXT]).get("text")
    if text is None:
        return
    before = number(visit, "before")
    found = found_by(visit.view, text, visit.asker.at, newest_first=True)
    older_ones = (each for each in found if before is None or each.number < before)
    # One more than is shown, to know whether there is more: to count all of them is
    # to read the whole ledger.
    rest = list(islice(older_ones, AT_ONCE + 1))
    if not rest:
        way = Link(visit.say("Show all entries"), visit.href("/history"))
        yield Empty(visit.say("No entry holds this text."), way)
        return
    if before is None and len(rest) <= AT_ONCE:
        yield paragraph(_counted(visit, len(rest)))
    title = visit.say("Entries found, the newest first")
    shown = rest[:AT_ONCE]
    yield entry_rows(visit, Entries("entries", title, shown))
    yield links(visit, "search", text=text)
    if len(rest) > AT_ONCE:
        older = Link(visit.say("Older"), visit.here(before=shown[-1].number))
        said = visit.say(
            "entries {oldest} to {newest}",
            oldest=shown[-1].number,
            newest=shown[0].number,
        )
        yield Pages(visit.say("Pages of entries"), said, after=older)


def _counted(visit: Visit, count: int) -> str:
    if count == 1:
        return visit.say("One entry holds this text")
    return visit.say("{count} entries hold this text", count=count)


PAGES = (Page("search", "/search", search),)
