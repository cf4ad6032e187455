"""Fields of a command as they were given, for people to read.

What JSON has as texts is an amount, a day or the name of a command here, so that it is
told in the language of whoever reads it. English tells all of them as JSON has them.
"""

import re
from collections.abc import Mapping
from datetime import date

from domain.values.messages import Coded, Decimals, Value
from projections.sums import cents

_DECIMALS = r"-?[0-9]{1,15}\.[0-9]{2}"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_OF_LINES = ("bank_line", "lines", "line")
"""Of a bank's statement: `57.30` is no number."""


def given_field(name: str, value: object) -> Value:
    """The value of a field, and of what is in it."""
    match value:
        case Mapping():
            return {key: given_field(str(key), each) for key, each in value.items()}
        case list():
            return [given_field(name, each) for each in value]
        case str():
            return _text(name, value)
    return value


def _text(name: str, value: str) -> Value:
    if name == "command":
        return Coded(value)
    if re.fullmatch(_DECIMALS, value) and name not in _OF_LINES:
        return Decimals(cents(value))
    if re.fullmatch(_DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:  # a text that only looks like one
            return value
    return value
