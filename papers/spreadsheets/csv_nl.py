"""CSV as Dutch spreadsheets read it: `;`, a decimal comma, days as `dd-mm-jjjj`."""

import csv
import io
import re

from domain.values.texts import visible
from projections.report import AMOUNTS, Column, Table

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would compute."""


def text(table: Table) -> bytes:
    """The rows under their titles: UTF-8 with its mark, lines ended by CRLF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(str(column.title) for column in table.columns)
    for row in table.rows:
        writer.writerow(_cell(column, row.get(column.name)) for column in table.columns)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(column: Column, value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    said = visible(str(value))
    if column.kind in AMOUNTS:
        return said.replace(".", ",")
    day = _DAY.fullmatch(said) if column.kind == "text" else None
    if day:
        return "-".join(reversed(day.groups()))
    return f"'{said}" if said.startswith(_FORMULA) else said
