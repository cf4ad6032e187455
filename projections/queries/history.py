"""`history`: entries in the order of acceptance."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from domain.values.messages import Message, Plain, Words, message, parts
from projections.answers import entries
from projections.days import day_number
from projections.entry_table import entries_sheet, entries_table
from projections.filters import PARAMETERS, filters_of
from projections.query import Asked, Parameter, query
from projections.ranges import FROM, TO
from projections.report import Report


@query(
    "history",
    *PARAMETERS,
    FROM,
    TO,
    Parameter("after", "count", "Entries after this one alone.", metavar="N"),
    Parameter("limit", "count", "The first N of them.", metavar="N", minimum=1),
    examples="""
    zuidas history
    zuidas history --partner emmen --from 2011-08-01
    zuidas history --command post_process_cost --min 1000 -O csv
    zuidas history --after 100 --limit 20
    """,
)
def history(asked: Asked, **given: Any) -> Report:  # noqa: ANN401  # parsed by kind
    """Entries in the order of acceptance, filtered."""
    view = asked.view
    after, limit = given.pop("after", None), given.pop("limit", None)
    until = None if asked.until is None else day_number(asked.until)
    filters = replace(filters_of(view, given, until), after=after)
    found = islice(entries.history(view, filters), limit)
    rows = [entries.entry_json(each) for each in found]
    title = _title(given, len(rows), view.entry)
    return Report(
        rows, lambda: (entries_table(view, title, rows),), entries_sheet(rows)
    )


_NAMES = {"min": "at least", "max": "at most"}


def _title(given: Mapping[str, Any], found: int, known: int) -> Message:
    """What was asked for, and how many entries of all that are known."""
    named = [
        (_NAMES.get(each.name, each.name), given.get(each.keyword))
        for each in (*PARAMETERS, FROM, TO)
        if each.name != "year"
    ]
    wanted = [
        message("{name} {value}", name=Words(name), value=_value(value))
        for name, value in named
        if value is not None
    ]
    year = _of_year(given)
    every = found == known and not wanted and year is None
    return message(
        "Entries{year}{wanted} ({found})"
        if every
        else "Entries{year}{wanted} ({found} of {known})",
        year=year,
        wanted=message(": {wanted}", wanted=parts(wanted)) if wanted else None,
        found=found,
        known=known,
    )


def _of_year(given: Mapping[str, Any]) -> Message | None:
    """A budget year's entries may be dated in any year; unless dates are asked for."""
    year = given.get("year")
    if year is None:
        return None
    if any(given.get(each.keyword) is not None for each in (FROM, TO)):
        return message(" of budget year {year}", year=year)
    return message(" of budget year {year}, whatever their dates", year=year)


def _value(value: object) -> object:
    return Plain(value) if isinstance(value, int) else value
