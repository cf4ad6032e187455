"""The date of a command that answers a bank line: that of the line, if not typed."""

import re
from collections.abc import Mapping
from typing import Any

from cli.writing.fields import Fields
from domain.deciding.answering import line_of
from domain.deciding.books import Books
from domain.entries.ties import line_number
from domain.values.fields import BANK_LINE


def dated(fields: Fields, values: Mapping[str, Any], books: Books) -> dict[str, Any]:
    """What was typed, with the date of the bank line where none was.

    Raises `Refusal` (`LINE_UNKNOWN`).
    """
    line = values.get("bank_line")
    if not fields.by_line or values.get("date") or not line:
        return dict(values)
    day = books.today
    if re.fullmatch(BANK_LINE, line.strip()):  # else that is what is refused
        day = line_of(line_number(line.strip()), books).day
    return {**values, "date": day.isoformat()}
