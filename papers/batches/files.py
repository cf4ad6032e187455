"""A batch as a file, in one of its formats: the same batch gives the same bytes."""

from collections.abc import Callable, Mapping

from papers.spreadsheets import csv_nl
from projections.report import Table


def _csv(table: Table) -> bytes:
    """As other programs read it (RFC 4180 with plain line feeds)."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(str(column.title) for column in table.columns)
    names = [column.name for column in table.columns]
    writer.writerows([row[name] for name in names] for row in table.rows)
    return buffer.getvalue().encode()


FORMATS: Mapping[str, Callable[[Table], bytes]] = {
    "csv-nl": csv_nl.text,
    "csv": _csv,
}
"""The first is meant where nothing is said."""
