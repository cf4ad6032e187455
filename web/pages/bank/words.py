"""How the pages of the bank write amounts and days, and what they say of an outcome."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from domain.framework.framework import SUSPENSE
from domain.values.errors import LedgerError
from domain.values.fields import Refers
from domain.values.money import Cents
from papers.wording.telling import title_of_code
from projections.snapshot import View
from web.pages.components.alerts import Alert
from web.pages.components.amounts import Amount
from web.pages.components.fields import Select
from web.pages.components.texts import Link
from web.pages.components.ways import Breadcrumbs
from web.pages.markup import Content, element
from web.pages.posting.allowed import Allowed
from web.pages.posting.existing import Existing
from web.pages.visit import Visit
from web.pages.ways_out import ways_out

_DONE = re.compile(r"(again-)?([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")
_OF_CATEGORIES = ("receive_other", "category", Refers("category"))
"""A field that has all of them to choose from."""
MATCH = "match_bank_lines"
"""Whoever may post this may post all that answers a line."""
DONE = "done"
"""The key of an address whose page says what was just recorded."""


def now_of(visit: Visit) -> View:
    """What is known, at today or the date that is looked at, whichever is later."""
    day = max(visit.today, visit.view.at)
    return visit.ledger.view(day, visit.known_at)


def amount(
    cents: Cents, visit: Visit, href: str = "", *, signed: bool = False
) -> Amount:
    """An amount, leading on where `href` is said."""
    money = partial(moved, visit=visit) if signed else visit.written.money
    return Amount(cents, money, href=href)


def moved(cents: Cents, visit: Visit) -> str:
    """An amount with its sign, as text; what came in has none."""
    return visit.written.money(cents)


def day_text(day: date | str, visit: Visit) -> str:
    """A day in a column."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return visit.written.day(day)


def heading(text: str, name: str = "") -> Content:
    """The heading of a section, to be led to."""
    return element("h2", text, class_="utrecht-heading-2", id=name or None)


def subheading(text: str, name: str = "") -> Content:
    """Of a part of a section."""
    return element("h3", text, class_="utrecht-heading-3", id=name or None)


def paragraph(*contents: Content) -> Content:
    """A paragraph."""
    return element("p", *contents, class_="utrecht-paragraph")


def hidden(name: str, value: str) -> Content:
    """A field that is sent as it is."""
    return element("input", type="hidden", name=name, value=value)


def refusal(
    error: LedgerError, visit: Visit, name: str = "refused", place: str = ""
) -> Alert:
    """Why it was refused, with its sum; `place` is what of several it is."""
    said = visit.told(error.said)
    title = title_of_code(error.code, visit.lang)
    return Alert(
        "error",
        f"{place}: {title}" if place else title,
        [said[:1].upper() + said[1:], *filter(None, [ways_out(error.said, visit)])],
        "alert",
        name,
    )


def may_act(visit: Visit) -> bool:
    """What is looked at is known now, and the visitor holds the role for it."""
    return not visit.is_earlier and Allowed(visit).lacks(MATCH) is None


def nothing_to_do(visit: Visit) -> Iterator[Alert]:
    """Why nothing can be done: an earlier knowledge, or a role that is not held."""
    lacking = Allowed(visit).lacks(MATCH)
    if lacking is not None:
        role = visit.label("value", lacking)
        yield Alert(
            "info",
            visit.say("You may look here; to act takes the role {role}.", role=role),
        )
    if visit.is_earlier:
        yield Alert(
            "info",
            visit.say("This is what was known then: nothing can be done here."),
            [
                Link(visit.say("Back to what is known now"), visit.here(knownAt=None)),
            ],
        )


def notice(visit: Visit) -> Iterator[Alert]:
    """What was just recorded, as the address says it; nothing for what is not there."""
    found = _DONE.fullmatch(visit.asked.given.get(DONE, ""))
    if found is None:
        return
    first, last = int(found[2]), int(found[3])
    commands = _commands(first, last, visit)
    if len(commands) != last - first + 1:
        return
    title = visit.say("Recorded")
    if found[1]:
        title = visit.say("It was recorded already; nothing was recorded twice")
    yield Alert("ok", title, [*_told(first, commands, visit)], "status", DONE)


def _commands(first: int, last: int, visit: Visit) -> Sequence[str]:
    rows = visit.view.rows(
        "SELECT command FROM entries WHERE entry BETWEEN ? AND ? ORDER BY entry",
        first,
        min(last, visit.view.entry),
    )
    return [str(row[0]) for row in rows]


def _told(first: int, commands: Sequence[str], visit: Visit) -> Iterator[Content]:
    last = first + len(commands) - 1
    if len(commands) == 1:
        command = visit.label("command", commands[0])
        said = visit.say("Entry {entry}: {command}", entry=first, command=command)
        yield Link(said, visit.href(f"/entries/{first}"))
    else:
        yield visit.say(
            "{number} entries, {first} to {last}.",
            number=len(commands),
            first=first,
            last=last,
        )
    if "submit" in commands:
        yield visit.say(
            "It waits for a second person: nothing is booked, and the line stays open,"
            " until somebody else approves it."
        )
        yield Link(visit.say("Submissions"), visit.href("/submissions"))


def crumbs(visit: Visit, title: str, *between: Link) -> Breadcrumbs:
    """Where a page below that of the bank stands."""
    above = [Link(visit.say("Bank"), visit.href("/bank")), *between]
    return Breadcrumbs(visit.say("You are here"), above, title)


def categories(visit: Visit, chosen: str = SUSPENSE) -> Select:
    """What money beside the budget is booked as."""
    return Select(
        "category",
        visit.say("Category"),
        chosen,
        options=Existing(visit).of(*_OF_CATEGORIES) or (),
    )
