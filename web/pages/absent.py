"""What the ledger has, and not at the clocks of the page: a way to where it is."""

from collections.abc import Callable

from domain.values.errors import Refusal
from web.pages.components.texts import Link
from web.pages.composing import paragraph
from web.pages.site import Shown
from web.pages.visit import Visit


def or_absent(
    visit: Visit,
    title: str,
    code: str,
    first: int | None,
    show: Callable[[], Shown],
) -> Shown:
    """A page; or, where a refusal of that code says that it is not there, the way.

    `first` is the entry that recorded it first, at whatever clocks; without one it was
    never there, and the refusal goes on.
    """
    try:
        return show()
    except Refusal as refusal:
        if refusal.code != code or first is None:
            raise
        return _absent(visit, title, first)


def first_entry(visit: Visit, where: str, *parameters: object) -> int | None:
    """The first entry of a condition, whatever is known at the clocks."""
    rows = visit.view.rows(
        f"SELECT MIN(e.entry) FROM entries e WHERE {where}", *parameters
    )
    for (entry,) in rows:
        return None if entry is None else int(entry)
    return None


def _absent(visit: Visit, title: str, first: int) -> Shown:
    said = visit.say(
        "On {day}, as known after entry {entry}, there is no {title}.",
        day=visit.view.at,
        entry=visit.view.entry,
        title=title,
    )
    link = Link(
        visit.say("entry {entry}", entry=first), visit.href(f"/entries/{first}")
    )
    contents = [paragraph(said)]
    if first <= visit.view.entry:
        contents.append(paragraph(visit.say("It was first recorded in"), " ", link))
    now = Link(visit.say("Show it as it is now"), visit.here(at=None, knownAt=None))
    contents.append(paragraph(now))
    name = f"{title[:1].upper()}{title[1:]}"
    return Shown("page.html", name, {"contents": contents})
