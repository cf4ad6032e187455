"""Types of fields that only registers have: hours, and delegates at a meeting."""

import re
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from domain.values.fields import bad
from domain.values.messages import Quoted
from domain.values.texts import format_cents, shown

_HOURS = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?")
_DELEGATES = range(10)


def _hours(value: object) -> int:
    """Hundredths of an hour; raises `PydanticCustomError` (`BAD_AMOUNT`)."""
    found = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise bad(
            "BAD_AMOUNT",
            'hours are a text of at most 7 digits and two decimals, such as "7.5",'
            " not {value}.",
            value=Quoted(value) if isinstance(value, str) else shown(value),
        )
    whole, part = found.groups()
    hundredths = int(whole) * 100 + int((part or "").ljust(2, "0"))
    if hundredths == 0:
        raise bad("BAD_AMOUNT", "the hours must be more than zero.")
    return hundredths


def _delegates(value: object) -> int:
    """A number from 0 to 9; raises `PydanticCustomError` (`BAD_COMMAND`)."""
    if isinstance(value, str) and len(value) == 1 and value in "0123456789":
        return int(value)
    if type(value) is int and value in _DELEGATES:
        return value
    raise bad(
        "BAD_COMMAND",
        "must be a number of delegates from 0 to 9, not {value}.",
        value=Quoted(value) if isinstance(value, str) else shown(value),
    )


Hours = Annotated[
    int,
    BeforeValidator(_hours),
    PlainSerializer(format_cents, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "format": "hours",
            "pattern": r"^[0-9]{1,7}(\.[0-9]{1,2})?$",
            "examples": ["7.50"],
        }
    ),
]
"""Hours as whole hundredths, more than zero; written with two decimals."""

Delegates = Annotated[
    int,
    BeforeValidator(_delegates),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 9}),
]
"""How many of a partner's delegates were at a meeting."""
