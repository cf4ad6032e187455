"""The date of a command that answers a bank line: that of the line, if not typed."""

import re
from collections.abc import Mapping
from typing import Any

from cli.writing.desk import Desk
from cli.writing.fields import Fields
from domain.entries.ties import line_number
from domain.values.fields import BANK_LINE


def dated(fields: Fields, values: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """What was typed, with the date of the bank line where none was.

    Raises `Refusal` (`LINE_UNKNOWN`).
    """
    line = values.get("bank_line")
    if not fields.by_line or values.get("date") or not line:
        return dict(values)
    if re.fullmatch(BANK_LINE, line.strip()):
        day = desk.day_of_line(line_number(line.strip()))
    else:  # that is what is refused
        day = desk.today
    return {**values, "date": day.isoformat()}
