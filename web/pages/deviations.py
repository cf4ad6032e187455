"""Every deviation at the date: from what, how much, why, who decided, what is left."""

from collections.abc import Sequence

from projections.answers.deviations import DeviationUse
from web.pages.components.facts import Figure, Figures
from web.pages.components.fields import Option, Select
from web.pages.components.texts import Link
from web.pages.components.ways import Pages
from web.pages.composing import crumbs, paragraph, question
from web.pages.deviation_rows import deviation_rows
from web.pages.markup import Content
from web.pages.posting.leading import to_form
from web.pages.questions import number
from web.pages.site import Page, Shown
from web.pages.visit import Visit

AT_ONCE = 40
_ASKED = ("rule", "year")


def deviations(visit: Visit) -> Shown:
    """The newest first, as far as they were asked for."""
    every = list(visit.deviations.values())[::-1]
    found = [each for each in every if _is_wanted(each, visit)]
    first = (number(visit, "page") or 0) * AT_ONCE
    shown = found[first : first + AT_ONCE]
    name = visit.say("Deviations")
    contents: list[Content] = [_glance(visit, found)]
    if every:
        contents.append(question(visit, _fields(every, visit), visit.say("Show")))
    contents.append(deviation_rows(visit, shown))
    if len(found) > AT_ONCE:
        contents.append(_pages(visit, first, len(found)))
    if (way := to_form(visit, "deviate", visit.say("Record a deviation"))) is not None:
        contents.append(paragraph(way))
    return Shown("page.html", name, {"contents": contents}, crumbs=crumbs(visit, name))


def _is_wanted(use: DeviationUse, visit: Visit) -> bool:
    wanted = ((name, visit.asked.given.get(name)) for name in _ASKED)
    return all(not value or _of(use, name) == value for name, value in wanted)


def _of(use: DeviationUse, name: str) -> str:
    """A field of it; where it is of no budget year, the year of its decision."""
    found = use.entry.given.get(name)
    if found is None and name == "year":
        return (use.entry.date or "")[:4]
    return str(found)


def _fields(every: Sequence[DeviationUse], visit: Visit) -> list[Select]:
    titles = (visit.say("Deviated from"), visit.say("Year"))
    return [
        Select(
            *(name, title, visit.asked.given.get(name, "")),
            options=[
                Option(each, _said(name, each, visit))
                for each in sorted({_of(use, name) for use in every})
            ],
            nothing=visit.say("All"),
        )
        for name, title in zip(_ASKED, titles, strict=True)
    ]


def _said(name: str, value: str, visit: Visit) -> str:
    return visit.label("value", value) if name == "rule" else value


def _glance(visit: Visit, found: Sequence[DeviationUse]) -> Figures:
    used = sum(bool(each.used_by) for each in found)
    return Figures(
        [
            Figure(visit.say("Deviations"), str(len(found))),
            Figure(visit.say("Used"), str(used)),
            Figure(visit.say("Not used"), str(len(found) - used)),
        ]
    )


def _pages(visit: Visit, first: int, count: int) -> Pages:
    page, last = first // AT_ONCE, min(first + AT_ONCE, count)
    before = Link(visit.say("Rows before"), visit.here(page=page - 1 or None))
    after = Link(visit.say("Rows after"), visit.here(page=page + 1))
    return Pages(
        visit.say("Pages of rows"),
        visit.say(
            "{first} to {last} of {count}", first=first + 1, last=last, count=count
        ),
        before=before if first else None,
        after=after if last < count else None,
    )


PAGES = (Page("deviations", "/deviations", deviations),)
