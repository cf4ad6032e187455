"""Reading the JSON of a document: typed values, and a word in place of what is lacking.

A document is made whatever its data lack: `[missing: organisation.iban]` stands in the
place of what is not told, and the JSON lists the names of these fields in `missing`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from domain.values.messages import Euro, Message, Value, message
from projections.sums import cents

Data = Mapping[str, Any]


def at(data: Data, path: str) -> Any:  # noqa: ANN401  # any value of JSON
    """What stands at a path such as `organisation.iban`; None where nothing does."""
    found: Any = data
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return None if found == "" else found


def lacking(data: Data, needed: Iterable[str]) -> list[str]:
    """Which of the paths that a kind must have are not told."""
    return [path for path in needed if at(data, path) is None]


def absent(path: str) -> Message:
    """What stands in the place of a field that is not told."""
    return message("[missing: {field}]", field=path)


def text(data: Data, path: str) -> Value:
    """A text, or that it is missing."""
    found = at(data, path)
    return absent(path) if found is None else str(found)


def euro(data: Data, path: str) -> Value:
    """An amount, or that it is missing."""
    found = at(data, path)
    return absent(path) if found is None else Euro(cents(found))


def day(data: Data, path: str) -> Value:
    """A date, or that it is missing."""
    found = at(data, path)
    return absent(path) if found is None else date.fromisoformat(found)


def optional_day(told: str | None) -> date | None:
    """A date that may be left out."""
    return None if told is None else date.fromisoformat(told)
