"""The lines of a bundle: entries and sealed values, read to the letter."""

import json
from collections.abc import Iterator
from typing import Any

from eventsourcing.persistence import MapperDeserialisationError

from ledger.bundle.files import Bundle, invalid
from ledger.bundle.writing import ENTRIES, FIELDS, SEALED
from ledger.storage import sealed
from ledger.storage.events import EventRow
from ledger.storage.sealed import SealedRow

UNUSABLE = (
    MapperDeserialisationError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What an entry comes to that no ledger has written."""


def event_rows(bundle: Bundle) -> Iterator[EventRow]:
    """Every entry in order; raises `Refusal` (`BUNDLE_INVALID`)."""
    for number, line in enumerate(bundle.lines(ENTRIES), start=1):
        try:
            found = json.loads(line, object_pairs_hook=unrepeated)
            entry, stream, version, topic, state = (found.pop(name) for name in FIELDS)
            if found or whole(entry) != number:
                raise ValueError(number)
            place = word(stream), whole(version), word(topic)
            yield EventRow(number, *place, state.encode())
        except UNUSABLE:
            raise invalid(
                "line {number} of {name} is not entry {number}",
                number=number,
                name=ENTRIES,
            ) from None


def sealed_rows(bundle: Bundle) -> Iterator[SealedRow]:
    """Every sealed value by entry and place; raises `Refusal` (`BUNDLE_INVALID`)."""
    before = (0, "")
    for number, line in enumerate(bundle.lines(SEALED), start=1):
        try:
            found = json.loads(line, object_pairs_hook=unrepeated)
            entry, place, salt, value = (found.pop(name) for name in sealed.COLUMNS)
            place, text = word(place), word(value).encode()
            row = SealedRow(whole(entry), place, _salt(salt), text)
            if found or row[:2] <= before:
                raise ValueError(number)
        except UNUSABLE:
            raise invalid(
                "line {number} of {name} can't be read", number=number, name=SEALED
            ) from None
        before = row[:2]
        yield row


def _salt(text: object) -> bytes:
    salt = bytes.fromhex(word(text))
    if salt.hex() != text:
        raise ValueError(text)
    return salt


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a repeated key one reader takes the first value and another the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def whole(number: object) -> int:
    """A number from 1; raises `ValueError`."""
    if type(number) is int and 0 < number < 2**63:
        return number
    raise ValueError(number)


def count(number: object) -> int:
    """A number from 0; raises `ValueError`."""
    return 0 if type(number) is int and number == 0 else whole(number)


def word(text: object) -> str:
    """A text; raises `TypeError`."""
    if isinstance(text, str):
        return text
    raise TypeError(text)
