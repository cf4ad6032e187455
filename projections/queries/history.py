"""`history`: entries in the order of acceptance."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from domain.values.messages import Message, Plain, Value, parts
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


_SOME = " ({found} of {known})"
_NAMES = {"min": "at least", "max": "at most"}


def _title(given: Mapping[str, Any], found: int, known: int) -> Message:
    """What was asked for, and how many entries of all that are known."""
    named = [
        (_NAMES.get(each.name, each.name.replace("_", " ")), given.get(each.keyword))
        for each in (*PARAMETERS, FROM, TO)
        if each.name != "year"
    ]
    wanted = [
        Message("{name} {value}", {"name": name, "value": _value(value)})
        for name, value in named
        if value is not None
    ]
    values: dict[str, Value] = {"found": found, "known": known}
    values["year"] = given.get("year")
    template = f"Entries{_of_year(given)}"
    if wanted:
        template += ": {wanted}"
        values["wanted"] = parts(wanted)
    every = found == known and template == "Entries"
    return Message(template + (" ({found})" if every else _SOME), values)


def _of_year(given: Mapping[str, Any]) -> str:
    """A budget year's entries may be dated in any year; unless dates are asked for."""
    if given.get("year") is None:
        return ""
    dated = any(given.get(each.keyword) is not None for each in (FROM, TO))
    return " of budget year {year}" + ("" if dated else ", whatever their dates")


def _value(value: object) -> object:
    return Plain(value) if isinstance(value, int) else value
