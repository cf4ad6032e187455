"""Where a stored event differs from what the rules would have made of its command."""

import json
import re
from collections.abc import Iterator
from typing import Any

from domain.catalogue import UPCASTS
from domain.entries.event import LedgerEvent
from domain.values.messages import Message, Value, message
from domain.values.texts import shown
from ledger.posting.recording import EventMapper
from ledger.storage.events import EventRow

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")
_LONGEST = 80
"""Characters of a value that are told."""


def otherwise(row: EventRow, event: LedgerEvent, judged: LedgerEvent) -> Message | None:
    """The first difference in the order of the event; None where they say the same.

    They are compared as this program writes them: another release of what writes JSON
    may have spelled a time otherwise.
    """
    mapper = EventMapper()
    stored, made = (
        json.loads(mapper.to_stored_event(each).state) for each in (event, judged)
    )
    for place, left, right in _differences(stored, made, ""):
        return message(
            "would have become something else: {place} is {stored}, and the rules"
            " give {made}.",
            place=place,
            stored=_told(left),
            made=_told(right),
        )
    for place in () if row.topic in UPCASTS else _beyond(row.state, stored):
        return message("holds {place}, which the program does not write.", place=place)
    return None


def _differences(left: Any, right: Any, place: str) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401  # of any JSON
    if isinstance(left, dict) and isinstance(right, dict):
        for name in dict.fromkeys((*left, *right)):
            yield from _differences(left.get(name), right.get(name), _at(place, name))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, pair in enumerate(zip(left, right, strict=True)):
            yield from _differences(*pair, _at(place, str(number)))
    elif left != right or type(left) is not type(right):
        yield place, left, right


def _at(place: str, name: str) -> str:
    return f"{place}.{_name(name)}" if place else _name(name)


def _name(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else shown(name, _LONGEST)


def _told(value: object) -> Value:
    """A value as it is stored: an amount of the event itself is in cents."""
    return message("not there") if value is None else shown(value, _LONGEST)


def _beyond(state: bytes, known: dict[str, Any]) -> Iterator[str]:
    """Names in stored JSON that are there twice, or that no event has."""
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        if len(set(names)) != len(names):
            repeated.extend(name for name in names if names.count(name) > 1)
        return dict(found)

    stored = json.loads(state, object_pairs_hook=pairs)
    for name in repeated:
        yield f"{_name(name)} twice"
    for place, left, right in _differences(stored, known, ""):
        if right is None and left is not None:
            yield place
