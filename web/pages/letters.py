"""The section of a page that leads to the documents about its project or partner."""

from collections.abc import Iterable, Mapping
from typing import Any

from web.pages.components.texts import Link
from web.pages.composing import section
from web.pages.document_kinds import called, of_partner, of_project
from web.pages.markup import Content, element
from web.pages.visit import Visit


def of_a_project(visit: Visit, data: Mapping[str, Any]) -> Content:
    """Letters that fit where a project stands; None where there is none."""
    if data["kind"] != "grant":
        return None
    name = data["project"]
    return _section(
        visit,
        (
            Link(called(visit, kind), visit.href(f"/documents/{kind}", project=name))
            for kind in of_project(visit, name)
        ),
    )


def of_a_partner(visit: Visit, data: Mapping[str, Any]) -> Content:
    """Letters about what a partner owes; None where there is none."""
    name = data["partner"]
    return _section(
        visit,
        (
            Link(
                f"{called(visit, kind)} {year}".strip(),
                visit.href(f"/documents/{kind}", partner=name, year=year),
            )
            for kind, year in of_partner(data["years"])
        ),
    )


def _section(visit: Visit, links: Iterable[Link]) -> Content:
    items = [element("li", each) for each in links]
    if not items:
        return None
    listed = element("ul", *items, class_="utrecht-unordered-list")
    return section(visit.say("Documents"), listed, name="documents")
