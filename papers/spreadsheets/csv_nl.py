"""Rows as CSV that Dutch spreadsheet programs open by a double click.

UTF-8 with a mark at the start, `;` between cells, CRLF, decimal commas, `dd-mm-jjjj`,
Dutch headers. A text that such a program would take for a formula begins with an
apostrophe; numbers are left as they are.
"""

import csv
import io
from datetime import date

from domain.values.texts import visible
from papers.spreadsheets.cells import Cell, Moment, Number, decimals
from papers.spreadsheets.tables import Answer, cells_of, headers_of
from papers.wording.forms import dutch_date
from projections.moments import is_ambiguous, offset_of

MARK = "\ufeff"
"""By which these programs know that a file is UTF-8."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that they take for a formula."""


def text(answer: Answer) -> bytes:
    """The rows of a report for programs, in the form of Dutch ones."""
    table = answer.report.table
    cells, columns = cells_of(answer, "nl"), table.columns
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    titles = headers_of(columns, "nl", verbatim=answer.report.is_interface)
    writer.writerow(map(_safe, titles))
    for row in table.rows:
        writer.writerow(map(written, cells.row(columns, row)))
    return (MARK + file.getvalue()).encode()


def written(cell: Cell) -> str:
    """A cell as it stands in the file, before quotes."""
    match cell:
        case None:
            return ""
        case Number():
            return decimals(cell, ",")
        case Moment(local):
            said = f"{dutch_date(local, table=True)} {local:%H:%M:%S}"
            zone = local.tzinfo
            twice = zone and is_ambiguous(local.replace(tzinfo=None), zone)
            return f"{said} {offset_of(local)}" if twice else said
        case date():
            return dutch_date(cell, table=True)
    return _safe(cell)


def _safe(said: str) -> str:
    """A text that is no formula; what can't be seen in it is escaped."""
    return "'" * said.startswith(RISKY) + visible(said)
