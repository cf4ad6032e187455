"""A command's fields as they were given, what names persons among them marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.texts import visible
from projections.report import Column as ReportColumn
from projections.sealed import is_sealed
from projections.sums import cents
from web.pages import reports
from web.pages.components.facts import Facts
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Badge, Code, Link, Several
from web.pages.composing import ABSENT, captionless, paragraph, section
from web.pages.markup import Content
from web.pages.visit import Visit

MOST_ROWS = 50
"""Rows of a list in a command, such as the lines of a statement, that are shown."""
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMES = (
    *("rule", "kind", "recipient_kind", "body", "outcome", "role", "status", "scope"),
    "themes",
)
"""Fields that hold a name of the program's."""
_DIGESTS = ("document_sha256", "leaf", "effect", "root", "sha256")
Given = Mapping[str, Any]


def given(
    visit: Visit, stored: Given, shown: Given, *, name: str = "given"
) -> Iterator[Content]:
    """The fields by name, and each list of parts as a table of its own.

    `stored` has digests where `shown` has what was sealed, or None of what was erased.
    `name` makes the ids.
    """
    lists = {field for field, value in shown.items() if _has_rows(value)}
    yield Facts(
        [
            (title(visit, field), _value(visit, field, stored.get(field), shown))
            for field in shown
            if field not in lists
        ]
    )
    for field in lists:
        rows = shown[field]
        table = _table(visit, f"{name}-{field}", field, stored.get(field), rows)
        contents: list[Content] = [captionless(table)]
        more = len(rows) - MOST_ROWS
        if more > 0:
            contents.append(paragraph(visit.say("and {count} more", count=more)))
        yield section(title(visit, field), *contents)


def title(visit: Visit, name: str) -> str:
    """A field's name as a title."""
    said = visit.label("field", name)
    return said[:1].upper() + said[1:]


def _has_rows(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) for each in value)
    )


def _table(
    visit: Visit,
    id_: str,
    name: str,
    stored: object,
    rows: Sequence[Given],
) -> Table:
    names = list(dict.fromkeys(each for row in rows for each in row))
    before = stored if isinstance(stored, list) else [{}] * len(rows)
    return Table(
        id_,
        title(visit, name),
        [Column(title(visit, each), numeric=_is_amount(rows, each)) for each in names],
        [
            [_value(visit, each, raw.get(each), row) for each in names]
            for raw, row in zip(before[:MOST_ROWS], rows[:MOST_ROWS], strict=True)
        ],
    )


def _is_amount(rows: Sequence[Given], name: str) -> bool:
    values = [row[name] for row in rows if row.get(name) is not None]
    return bool(values) and all(_AMOUNT.fullmatch(str(each)) for each in values)


def _value(visit: Visit, name: str, stored: object, row: Given) -> Content:
    value = row.get(name)
    if is_sealed(stored):
        if value is None:
            return Badge(visit.say("erased"), "warning")
        return Several([visible(str(value)), Badge(visit.say("sealed"))], " ")
    if isinstance(value, Mapping):
        raw = stored if isinstance(stored, Mapping) else {}
        return _mapping(visit, name, raw, value)
    if value is None:
        return ABSENT
    link = _lead(visit, name, row)
    return _said(visit, name, value) if link is None else link


def _mapping(visit: Visit, name: str, stored: Given, value: Given) -> Content:
    """A mapping of amounts by code; a framework by its title; a command whole."""
    if name == "framework":
        return Link(str(value.get("title")), visit.href("/framework"))
    if not value:
        return ABSENT
    return Facts(
        [
            (_key(visit, each, name), _value(visit, each, stored.get(each), value))
            for each in value
        ]
    )


def _key(visit: Visit, name: str, of: str) -> str:
    """A field of a command, a command of a policy, or a code or year as it is."""
    if of == "commands":
        said = visit.label("command", name)
        return said[:1].upper() + said[1:]
    return title(visit, name) if "_" in name or name.islower() else name


def _lead(visit: Visit, name: str, row: Given) -> Content:
    """What it names, as a link to it; None where it names nothing."""
    if not isinstance(row[name], str | int) or isinstance(row[name], bool):
        return None
    found = reports.cell(ReportColumn(name, name, "fields"), row, visit)
    return found if isinstance(found, Link) else None


def _said(visit: Visit, name: str, value: object) -> Content:
    if isinstance(value, bool):
        return visit.say("yes") if value else visit.say("no")
    if isinstance(value, list):
        return (
            Several([_said(visit, name, each) for each in value]) if value else ABSENT
        )
    text = visible(str(value))
    if name in _DIGESTS:
        return Code(text)
    if _AMOUNT.fullmatch(text):
        return visit.written.money(cents(text))
    if _DAY.fullmatch(text):
        return visit.day(text)
    if name == "command":
        return visit.label("command", text)
    return visit.label("value", text) if name in _NAMES else text
