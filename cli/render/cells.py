"""A cell of a table as text, by the kind of its column."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from domain.values.messages import Words, printed
from domain.values.texts import grouped, visible
from projections.moments import is_ambiguous, offset_of
from projections.report import Column

ABSENT = "–"
NIL = "0.00"
NOT_MET = ("not met", "not set")
"""Verdicts that stand in the way of a grant."""
BETWEEN = " · "
"""Between names and values in one line."""
_AMOUNT = r"-?[0-9]+\.[0-9]{2}"
_SHARES = ("share", "new_share")
"""Facts that are percentages."""


def reader(column: Column, zone: tzinfo) -> Callable[[Any], str]:
    """What makes text of a column's values, of those that are there."""
    if column.kind == "moment":
        return lambda moment: short_moment(moment, zone)
    return _READERS.get(column.kind, shown)


def shown(value: object) -> str:
    """A value as text; a list with spaces between."""
    if value is None:
        return ABSENT
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return " ".join(map(printed, value))
    return printed(value)


def short_moment(moment: object, zone: tzinfo) -> str:
    """A recording time to the minute, such that `--known-at` takes it as it is.

    With its offset where that time exists twice in the zone.
    """
    placed = datetime.fromisoformat(str(moment)).astimezone(zone)
    told = placed.strftime("%Y-%m-%dT%H:%M")
    twice = is_ambiguous(placed.replace(tzinfo=None), zone)
    return f"{told}{offset_of(placed)}" if twice else told


def _amount(value: object) -> str:
    return grouped(str(value))


def _movement(value: object) -> str:
    text = str(value)
    return f"+{grouped(text[1:])}" if text.startswith("+") else grouped(text)


def _entries(value: Any) -> str:  # noqa: ANN401  # a list of numbers
    return " ".join(f"#{entry}" for entry in value) or ABSENT


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts of an assessment in one line: names and values."""
    said = (f"{name.replace('_', ' ')} {_fact(v, name)}" for name, v in facts.items())
    return BETWEEN.join(said)


def _fact(value: object, name: str = "") -> str:
    """One of them; an amount like other amounts, a share with its sign."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_fact(v)}" for k, v in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(printed, value)) or "none"
    if name in _SHARES:
        return f"{value}%"
    text = visible(str(value))
    return grouped(text) if re.fullmatch(_AMOUNT, text) else text or "none"


def _field(value: object) -> str:
    """A field of a command as it was given; of what was sealed and is gone no value."""
    if value is None:
        return "erased"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_field(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_field(item) for item in value) or ABSENT
    return printed(value)


_READERS: Mapping[str, Callable[[Any], str]] = {
    "amount": _amount,
    "movement": _movement,
    "entries": _entries,
    "facts": facts_text,
    "fields": _field,
    "words": lambda name: printed(Words(name)),
}
