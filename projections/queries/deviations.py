"""`deviations`: where a rule or ceiling was deviated from, and what was used of it."""

from projections.answers.deviations import deviation_json, deviation_uses
from projections.deviation_table import deviation_table
from projections.query import Asked, query
from projections.report import Report, sheet

_SHEET = (
    *("entry", "rule", "project", "programme", "year", "amount", "share"),
    *("used", "used_by", "left", "motivation"),
)


@query(
    "deviations",
    examples="""
    zuidas deviations
    zuidas deviations --at 2012-07-31 -O csv-nl -o afwijkingen.csv
    """,
)
def deviations(asked: Asked) -> Report:
    """Every deviation in force, with how much of it was used, by which entries."""
    rows = [deviation_json(use) for use in deviation_uses(asked.view).values()]
    return Report(rows, lambda: (deviation_table(rows),), sheet(rows, _SHEET))
