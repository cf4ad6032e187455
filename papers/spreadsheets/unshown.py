"""The amounts of an answer that no table shows, with their places in its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from papers.spreadsheets.cells import AMOUNT, ANYTHING, Cells, decimal, plain

Place: TypeAlias = tuple[str, ...]
"""The steps to a value: names of fields, and within a list what names an object."""
_LONG = 40
_NO_NAMES = ("decimal", "moment")
_NAMING = 2
"""So many of its first texts tell an object from the others."""


def amounts_unshown(data: Any, cells: Cells) -> Iterator[tuple[Place, str]]:  # noqa: ANN401  # any answer
    """Amounts, hours and percentages that are none of the numbers made so far."""
    for place, text in _decimals(data, cells, (), None):
        number = decimal(text)
        if number is not None and plain(number) not in cells.seen:
            yield place, text


def _decimals(
    value: Any,  # noqa: ANN401  # any part of an answer
    cells: Cells,
    place: Place,
    name: str | None,
) -> Iterator[tuple[Place, str]]:
    """Every text that is decimals, by the name that it stands under."""
    match value:
        case Mapping():
            for key, inner in value.items():
                yield from _decimals(inner, cells, (*place, key), key)
        case list() | tuple():
            for number, inner in enumerate(value, start=1):
                yield from _decimals(
                    inner, cells, (*place, _named(inner, number, cells)), name
                )
        case str() if _is_decimal(value, name or "", cells):
            yield place, value


def _named(value: object, number: int, cells: Cells) -> str:
    """What a member of a list is known by: its entry, its first texts, its number."""
    if not isinstance(value, Mapping):
        return str(number)
    if "entry" in value:
        return f"#{value['entry']}"
    texts = [
        inner
        for name, inner in value.items()
        if isinstance(inner, str)
        and len(inner) <= _LONG
        and cells.kinds.get(name) not in _NO_NAMES
    ]
    return " ".join(texts[:_NAMING]) or str(number)


def _is_decimal(text: str, name: str, cells: Cells) -> bool:
    """As the schema says; where it does not know the name, what looks like one."""
    kind = None if name in ANYTHING else cells.kinds.get(name)
    if kind == "decimal":
        return decimal(text) is not None
    return kind in (None, "other") and AMOUNT.fullmatch(text) is not None
