"""`search`: entries that hold a text."""

from projections.answers.entries import entry_json
from projections.answers.searching import search as found_by
from projections.entry_table import entries_sheet, entries_table
from projections.query import Asked, Parameter, query
from projections.report import Report


@query(
    "search",
    Parameter("text", "text", place="argument", required=True),
    examples="""
    zuidas search stenden
    zuidas search 'green corridors' -O csv
    """,
)
def search(asked: Asked, text: str) -> Report:
    """Entries whose voucher, party, title, description, reason or note holds TEXT.

    Looked for without case and accents, in what was given and as it was corrected.
    """
    view = asked.view
    rows = [entry_json(entry) for entry in found_by(view, text, asked.until)]
    return Report(
        rows,
        lambda: (entries_table(view, "Entries found", rows),),
        entries_sheet(rows),
    )
