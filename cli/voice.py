"""Who says things: in English here, in Dutch in `cli.dutch`.

A voice goes with a report through its rendering, so that nothing there knows of
languages. English needs no catalogue and imports nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from typing import Any, Literal

from cli.render import cells
from domain.values.messages import Value, english, printed
from domain.values.texts import grouped
from projections.moments import told_by_minute
from projections.report import Column

Language = Literal["en", "nl"]
LANGUAGES: tuple[Language, ...] = ("en", "nl")


class Voice:
    """English."""

    language: Language = "en"
    names_width = 20
    """Columns that the names of facts have."""
    nil = cells.NIL
    """An amount of nothing."""
    not_met: tuple[str, ...] = cells.NOT_MET
    """Verdicts that stand in the way of a grant."""
    yes: tuple[str, ...] = ("y", "yes")
    no: tuple[str, ...] = ("n", "no")

    def tell(self, said: Value) -> str:
        """A message as it is."""
        return english(said)

    def printed(self, said: Value) -> str:
        """A message for people's eyes: texts in it can all be seen."""
        return printed(said)

    def title(self, title: Value) -> str:
        """The title of a table, a column or a fact."""
        return printed(title)

    def word(self, name: str) -> str:
        """A word of the program's own, such as a severity."""
        return name

    def check(self, name: str) -> str:
        """The name of a check."""
        return name

    def amount(self, amount: str) -> str:
        """An amount of the contract's JSON."""
        return grouped(amount)

    def date(self, day: str) -> str:
        """A date in ISO form, in a line."""
        return day

    def reader(self, column: Column, zone: tzinfo) -> Callable[[Any], str]:
        """What makes text of a column's values, of those that are there."""
        return cells.reader(column, zone)

    def cell(self, column: Column, value: object, zone: tzinfo) -> str:
        """A value in a table; absent ones are a dash."""
        return self.cells(column, [value], zone)[0]

    def cells(
        self, column: Column, values: Sequence[object], zone: tzinfo
    ) -> list[str]:
        """The values of a whole column; a text that stands there often is told once.

        What is no plain text may be equal to one, and be told otherwise.
        """
        read = self.reader(column, zone)
        if {str}.issuperset(map(type, values)):
            told = _told_once(column, values, read)
            return [told[value] for value in values]
        told = _told_once(column, [x for x in values if type(x) is str], read)
        return [
            told[value] if type(value) is str else _told(value, read)
            for value in values
        ]

    def shown(self, value: Value) -> str:
        """A value beside its name; a list with spaces between."""
        return cells.shown(value)

    def helped(self, text: str) -> str:
        """A paragraph of help."""
        return text

    def metavar(self, metavar: str) -> str:
        """What help calls a value."""
        return metavar


def _told_once(
    column: Column, values: Iterable[object], read: Callable[[Any], str]
) -> dict[object, str]:
    """Texts of a column as it has them."""
    texts: dict[Any, None] = dict.fromkeys(values)
    texts.pop("", None)
    told: dict[object, str] = {"": ""}
    if column.kind == "moment":
        return told | told_by_minute(texts, read)
    return told | {text: read(text) for text in texts}


def _told(value: object, read: Callable[[Any], str]) -> str:
    if value is None:
        return cells.ABSENT
    return "" if value == "" else read(value)


ENGLISH = Voice()
