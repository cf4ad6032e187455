"""What pages are put together with: sections, where they stand, questions, states."""

import re
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from domain.values.messages import Message
from projections.report import Part, Report
from web.pages import figures, reports
from web.pages.components.buttons import Button
from web.pages.components.fields import Field
from web.pages.components.tables import Table
from web.pages.components.texts import Badge, Link, Mood
from web.pages.components.ways import Breadcrumbs
from web.pages.markup import Content, element, joined
from web.pages.visit import AT, KNOWN_AT, Visit

ABSENT = "–"
_MOODS: dict[str, Mood] = {
    **dict.fromkeys(("determined", "met", "allowed", "agreed"), "safe"),
    **dict.fromkeys(("proposed", "not_set", "warning", "deviation"), "warning"),
    **dict.fromkeys(("not_met", "refused", "error"), "danger"),
}


def section(title: str, *contents: Content, name: str = "") -> Markup:
    """A part of a page under a heading of its own; `name` is its id."""
    return element(
        "section",
        element("h2", title, class_="utrecht-heading-2"),
        *contents,
        class_="section",
        id=name or None,
    )


def captionless(table: Table) -> Table:
    """A table below a heading that says the same as its caption."""
    return replace(table, hides_caption=True)


def paragraph(*contents: Content) -> Markup:
    """A paragraph of text."""
    return element("p", *contents, class_="utrecht-paragraph")


def sentence(visit: Visit, said: Message, **contents: Content) -> Markup:
    """A sentence of the pages' own in which contents, such as links, have a place."""
    places = {name: f"\ue000{name}\ue000" for name in contents}
    told = visit.told(Message(said.template, {**said.values, **places}))
    pieces = re.split(f"\ue000({'|'.join(contents)})\ue000", told)
    return joined(
        contents[piece] if at % 2 else piece for at, piece in enumerate(pieces)
    )


def crumbs(visit: Visit, current: str, *above: tuple[str, str]) -> Breadcrumbs:
    """Where a page stands: the pages above it by their titles and paths."""
    ways = [Link(visit.say("Overview"), visit.href("/"))]
    ways += [Link(text, visit.href(path)) for text, path in above]
    return Breadcrumbs(visit.say("You are here"), ways, current)


def state(visit: Visit, name: str) -> Badge:
    """A state, a verdict or an outcome of the program's, in words and its colour."""
    return Badge(visit.label("value", name), _MOODS.get(name, "neutral"))


def question(visit: Visit, fields: Iterable[Field], button: str) -> Markup:
    """A form that asks this page for something: what it says is in the address."""
    kept = ((name, visit.asked.given.get(name, "")) for name in (AT, KNOWN_AT))
    clocks = (
        element("input", type="hidden", name=name, value=value)
        for name, value in kept
        if value
    )
    return element(
        "form",
        *clocks,
        element("div", *fields, class_="question"),
        Button(button, "secondary"),
        class_="form form--question",
        method="get",
        action=visit.asked.path,
        role="search",
    )


def amount(visit: Visit, text: str | None, *why: str) -> Content:
    """An amount of JSON; what is not there is a dash. See `figures.amount`."""
    return ABSENT if text is None else figures.amount(text, visit, *why)


def day(visit: Visit, text: str | None) -> str:
    """A day of JSON as a column has it."""
    return ABSENT if text is None else visit.day(text)


def parts(visit: Visit, some: Iterable[Part], name: str) -> list[Content]:
    """Parts of reports as contents; `name` makes the ids."""
    made = Report(None, lambda: some)
    return list(reports.contents(made, visit, name))
