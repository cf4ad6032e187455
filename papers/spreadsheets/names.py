"""Names of sheets: what every spreadsheet program takes, and no two the same."""

from collections.abc import Iterable

from domain.values.texts import visible

MOST_UNITS = 31
"""Of UTF-16, of a name."""
_NOT_ALLOWED = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_RESERVED = "history"
"""A name that Excel keeps for itself, in any case."""


class Names:
    """Gives each sheet a name of its own."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_RESERVED, *(name.casefold() for name in taken)}

    def of(self, title: str) -> str:
        """A name like a title; with a number where it is taken."""
        clean = visible(title).translate(_NOT_ALLOWED).strip().strip("'") or "-"
        name, number = _cut(clean, MOST_UNITS), 1
        while name.casefold() in self._taken:
            number += 1
            end = f" ({number})"
            name = _cut(clean, MOST_UNITS - len(end)) + end
        self._taken.add(name.casefold())
        return name


def _cut(text: str, units: int) -> str:
    """The beginning of a text that takes so many units."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.strip().rstrip("'")
