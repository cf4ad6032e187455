"""`framework diff`: what adopting a framework would change, and what forbids it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.framework.complaints import Complaint, complaint, touches
from domain.framework.differences import differences
from domain.framework.framework import Framework, plain_mapping
from domain.framework.framework_file import complaints_about, readable
from ledger.frameworks import Source, mapping_of
from ledger.queries.framework_history import CHANGES
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Report, Table, line, sheet
from projections.snapshot import View

_COMPLAINTS = (
    Column("place", "Place", flexible=True),
    Column("message", "Why it can't be adopted", "prose"),
)


@query(
    "framework diff",
    Parameter(
        "source", "framework", place="argument", required=True, metavar="NAME|FILE.toml"
    ),
    examples="""
    zuidas framework diff drentse-zuidas
    zuidas framework diff drentse-zuidas --at 2014-08-01
    """,
    chapter="Start",
)
def framework_diff(asked: Asked, source: Source) -> Report:
    """What a framework would change from a date on, and every complaint at once.

    It is held against the framework in force at --at; nothing is recorded.
    """
    view = asked.view
    mapping = plain_mapping(mapping_of(source))
    unread = complaints_about(mapping)
    framework = readable(mapping)
    more = [c for c in _complaints(view, framework) if not touches(unread, c.place)]
    complaints = [*unread, *more]
    found = [] if unread else differences(view.framework, framework)
    changes = [change.as_json() for change in found]
    data = {
        "at": view.at.isoformat(),
        "entry": view.frameworks.adoption_on(view.at, view.entry).entry,
        "changes": changes,
        "complaints": [each.as_json() for each in complaints],
    }
    return Report(
        data, lambda: _parts(data), sheet(changes, ("place", "before", "after"))
    )


def _complaints(view: View, framework: Framework) -> Iterator[Complaint]:
    """What the rules of adopting say of it."""
    from domain.deciding.frameworks import objections
    from ledger.posting.judging import books_of

    books = books_of(view)
    newest = books.newest_adoption
    if view.at < newest.day:
        yield complaint(
            "date",
            "the framework of entry {entry} was adopted for {day}; another is not"
            " dated before that",
            entry=newest.entry,
            day=newest.day,
        )
    yield from objections(framework, books)


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    if data["complaints"]:
        yield Table(_COMPLAINTS, data["complaints"], "Complaints")
    elif not data["changes"]:
        yield line(
            "It says the same as the framework in force on {at}.",
            at=date.fromisoformat(data["at"]),
        )
    if data["changes"]:
        yield Table(CHANGES, data["changes"], "What it changes")
