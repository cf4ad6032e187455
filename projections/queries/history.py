"""`history`: entries in the order of acceptance."""

from typing import Any

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
    until = None if asked.until is None else day_number(asked.until)
    filters = filters_of(asked.view, given, until)
    rows = [entries.entry_json(e) for e in entries.history(asked.view, filters)]
    return Report(rows, lambda: (entries_table("Entries", rows),), entries_sheet(rows))
