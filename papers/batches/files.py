"""A batch as a file, in one of its formats: the same batch gives the same bytes."""

import csv
import io
import shlex
from collections.abc import Callable, Mapping

from papers.spreadsheets.tables import Answer
from projections.report import Table, of_table


def _csv(table: Table, _: str) -> bytes:
    """As other programs read it (RFC 4180 with plain line feeds)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(str(column.title) for column in table.columns)
    names = [column.name for column in table.columns]
    writer.writerows([row[name] for name in names] for row in table.rows)
    return buffer.getvalue().encode()


def _csv_nl(table: Table, _: str) -> bytes:
    from papers.spreadsheets import csv_nl

    return csv_nl.text(_answer(table))


def _xlsx(table: Table, export: str) -> bytes:
    """It names the batch and nothing that was learned since."""
    from papers.spreadsheets.provenance import Provenance
    from papers.spreadsheets.xlsx import workbook

    words = ["zuidas", "export", "ledger", "--export", export, "-O", "xlsx"]
    return workbook([_answer(table)], "nl", Provenance(shlex.join(words)))


def _answer(table: Table) -> Answer:
    return Answer("export batch", of_table(table)._replace(is_interface=True))


FORMATS: Mapping[str, Callable[[Table, str], bytes]] = {
    "csv-nl": _csv_nl,
    "csv": _csv,
    "xlsx": _xlsx,
}
"""Of rows and the code of their batch. The first is meant where nothing is said."""
