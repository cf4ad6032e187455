"""`/post`: what can be posted, by chapter; what is done most stands on top."""

from collections.abc import Iterator, Sequence

from domain.catalogue import BY_NAME, KINDS, offered
from papers.wording.labels import helped
from web.pages.components.texts import Badge, Link
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed, served
from web.pages.posting.placed import first_upper
from web.pages.posting.wording import summary
from web.pages.site import Shown
from web.pages.visit import Visit

MOST_DONE = 6
_RECENT = 5_000
"""Entries that are looked at for what is done most."""


def index(visit: Visit) -> Shown:
    """Every command with a sentence; those that the visitor may not post as such."""
    allowed = Allowed(visit)
    contents: list[Content] = []
    often = [each for each in _often(visit) if _may(allowed, each)]
    if often:
        contents.append(_heading(visit.say("Done most")))
        contents.append(_commands(often, allowed, visit))
    for chapter in dict.fromkeys(kind.chapter for kind in KINDS):
        names = [each for each in offered() if BY_NAME[each].chapter == chapter]
        if names:
            contents.append(_heading(helped(chapter, visit.lang)))
            contents.append(_commands(names, allowed, visit))
    return Shown("page.html", visit.say("New entry"), {"contents": contents})


def _often(visit: Visit) -> Iterator[str]:
    view = visit.ledger.view()
    rows = view.rows(
        "SELECT command, COUNT(*) FROM entries WHERE entry > ?"
        " GROUP BY command ORDER BY 2 DESC, 1",
        view.entry - _RECENT,
    )
    names = [str(row[0]) for row in rows]
    yield from [each for each in names if each in served()][:MOST_DONE]


def _may(allowed: Allowed, command: str) -> bool:
    return command in served() and allowed.lacks(command) is None


def _heading(text: str) -> Content:
    return element("h2", text, class_="utrecht-heading-2")


def _commands(names: Sequence[str], allowed: Allowed, visit: Visit) -> Content:
    rows = (
        element("div", *_command(each, allowed, visit), class_="facts__fact")
        for each in names
    )
    return element("dl", *rows, class_="facts")


def _command(name: str, allowed: Allowed, visit: Visit) -> Iterator[Content]:
    title = first_upper(visit.label("command", name))
    said = summary(name, visit)
    if _may(allowed, name):
        yield element("dt", Link(title, visit.href(f"/post/{name}")))
        yield element("dd", said)
        return
    lacking = allowed.lacks(name)
    why = visit.say("for whoever has the database itself")
    if lacking is not None:
        role = visit.label("value", lacking)
        why = visit.say("takes the role {role}", role=role)
    yield element("dt", title, " ", Badge(why))
    yield element("dd", said)
