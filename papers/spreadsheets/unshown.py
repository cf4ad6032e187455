"""The amounts of an answer that no table shows, with their places in its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from papers.spreadsheets.cells import AMOUNT, Cells, decimal, plain

Place: TypeAlias = tuple[str | int, ...]
"""The steps to a value: names of fields, and numbers from 1 within a list."""


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
                yield from _decimals(inner, cells, (*place, number), name)
        case str() if _is_decimal(value, cells.kinds.get(name or "")):
            yield place, value


def _is_decimal(text: str, kind: str | None) -> bool:
    """As the schema says; where it does not know the name, what looks like one."""
    if kind == "decimal":
        return decimal(text) is not None
    return kind in (None, "other") and AMOUNT.fullmatch(text) is not None
