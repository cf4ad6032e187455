"""Sealed values put back into a stored command, for whoever is shown it.

An event holds `{"sealed": DIGEST}` in their place. What was erased, or left out of a
copy, reads as null. They are shown where a command is shown whole, and never as part of
a journal, a statement or another report: those are the same with and without them.
"""

import re
from collections.abc import Mapping
from typing import Any

from projections.reader import Reader
from projections.stored import State

_DIGEST = r"[0-9a-f]{64}"
_OF_ENTRY = "SELECT place, value FROM sealed_values WHERE entry = ?"


def is_sealed(value: object) -> bool:
    """A stored value is the digest of another one, and no amount of a code `sealed`."""
    if not isinstance(value, dict) or value.keys() != {"sealed"}:
        return False
    return re.fullmatch(_DIGEST, str(value["sealed"])) is not None


def revealed(reader: Reader, entry: int, state: State) -> State:
    """The state of an entry whose command says what was sealed in it."""
    given = state["given"]
    if not _holds_sealed(given):
        return state
    return {**state, "given": _filled(given, "", values_of(reader, entry))}


def values_of(reader: Reader, entry: int) -> dict[str, str]:
    """The values of an entry that are there, by place (`lines.3.party`, from 0)."""
    rows = reader.execute(_OF_ENTRY, (entry,))
    return {str(place): _text(value) for place, value in rows}


def _text(value: Any) -> str:  # noqa: ANN401  # of any type, where it was changed
    """What it was hashed as; verifying names what is no text."""
    return bytes(value).decode(errors="replace")


def _holds_sealed(value: object) -> bool:
    if isinstance(value, dict):
        return is_sealed(value) or any(map(_holds_sealed, value.values()))
    return isinstance(value, list) and any(map(_holds_sealed, value))


def _filled(value: Any, place: str, values: Mapping[str, str]) -> Any:  # noqa: ANN401  # of any JSON
    if is_sealed(value):
        return values.get(place)
    at = f"{place}." if place else ""
    if isinstance(value, dict):
        return {name: _filled(x, f"{at}{name}", values) for name, x in value.items()}
    if isinstance(value, list):
        return [_filled(x, f"{at}{n}", values) for n, x in enumerate(value)]
    return value
