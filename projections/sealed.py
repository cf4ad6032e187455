"""Sealed values put back into a stored command, for whoever is shown it.

An event holds `{"sealed": DIGEST}` in their place. What was erased, or left out of a
copy, reads as null.
"""

import re
from collections.abc import Mapping
from typing import Any

from projections.reader import Reader
from projections.stored import State

_DIGEST = re.compile(r"[0-9a-f]{64}")
_OF_ENTRY = "SELECT place, value FROM sealed_values WHERE entry = ?"
_OF_PLACE = "SELECT value FROM sealed_values WHERE entry = ? AND place = ?"


def is_sealed(value: object) -> bool:
    """A stored value is the digest of another one, and no amount of a code `sealed`."""
    if not isinstance(value, dict) or value.keys() != {"sealed"}:
        return False
    return _DIGEST.fullmatch(str(value["sealed"])) is not None


def revealed(reader: Reader, entry: int, state: State) -> State:
    """The state of an entry whose command says what was sealed in it."""
    given = state["given"]
    if not _holds_sealed(given):
        return state
    rows = reader.execute(_OF_ENTRY, (entry,))
    values = {str(place): _text(value) for place, value in rows}
    return {**state, "given": _filled(given, "", values)}


def revealed_value(reader: Reader, entry: int, place: str, value: Any) -> Any:  # noqa: ANN401  # of any field
    """One value of an entry's command, from where it stands in it."""
    if not is_sealed(value):
        return value
    for (found,) in reader.execute(_OF_PLACE, (entry, place)):
        return _text(found)
    return None


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
