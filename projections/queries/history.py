"""`history`: entries in the order of acceptance."""

from collections.abc import Mapping
from typing import Any

from domain.values.messages import Message, Plain, parts
from projections.answers import entries
from projections.days import day_number
from projections.entry_table import entries_sheet, entries_table
from projections.filters import PARAMETERS, filters_of
from projections.query import Asked, query
from projections.ranges import FROM, TO
from projections.report import Report


@query(
    "history",
    *PARAMETERS,
    FROM,
    TO,
    examples="""
    zuidas history
    zuidas history --partner emmen --from 2011-08-01
    zuidas history --command post_process_cost --min 1000 -O csv
    """,
)
def history(asked: Asked, **given: Any) -> Report:  # noqa: ANN401  # parsed by kind
    """Entries in the order of acceptance, filtered."""
    view = asked.view
    until = None if asked.until is None else day_number(asked.until)
    filters = filters_of(view, given, until)
    rows = [entries.entry_json(e) for e in entries.history(view, filters)]
    title = _title(given, len(rows), view.entry)
    return Report(
        rows, lambda: (entries_table(view, title, rows),), entries_sheet(rows)
    )


_SOME = "Entries ({found} of {known})"
_NAMES = {"year": "budget year", "min": "at least", "max": "at most"}


def _title(given: Mapping[str, Any], found: int, known: int) -> Message:
    """What was asked for, and how many entries of all that are known."""
    named = [
        (_NAMES.get(each.name, each.name.replace("_", " ")), given.get(each.keyword))
        for each in (*PARAMETERS, FROM, TO)
    ]
    wanted = [
        Message("{name} {value}", {"name": name, "value": _value(value)})
        for name, value in named
        if value is not None
    ]
    counts = {"found": found, "known": known}
    if not wanted:
        template = "Entries ({found})" if found == known else _SOME
        return Message(template, counts)
    values = {"wanted": parts(wanted), **counts}
    return Message("Entries: {wanted} ({found} of {known})", values)


def _value(value: object) -> object:
    return Plain(value) if isinstance(value, int) else value
