"""Reading a table of a framework field by field: every complaint names its place.

What is wrong is noted, and reading goes on with a stand-in, so that all complaints are
told at once. Stand-ins never leave: who reads refuses at the end (`refuse`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, Told, Value, message, parts
from domain.values.money import Cents, parse_amount

LARGEST_NUMBER = 1_000_000_000
"""Of inhabitants or days; what is larger is a mistake."""
_CODE = r"[A-Za-z0-9][A-Za-z0-9-]{0,39}"


class Complaint(NamedTuple):
    """What is wrong with a framework, and where."""

    place: str
    """`partners[2].kind`, `keys.published`; blank: the framework as a whole."""
    said: Message

    @property
    def whole(self) -> Message:
        """The complaint with its place before it."""
        if not self.place:
            return self.said
        return message("{place}: {said}", place=self.place, said=self.said)

    def as_json(self) -> dict[str, str]:
        """For programs."""
        return {"place": self.place, "message": Told(self.said)}


def touches(found: Sequence[Complaint], place: str) -> bool:
    """A complaint was made at that place, in it, or at what it is in."""
    head = place.partition("[")[0].partition(".")[0]
    return any(each.place.partition("[")[0].partition(".")[0] == head for each in found)


def complaint(place: str, template: str, /, **values: Value) -> Complaint:
    """A complaint of a template and its values."""
    return Complaint(place, message(template, **values))


def refuse(complaints: Sequence[Complaint]) -> None:
    """Raises `Refusal` (`FRAMEWORK_INVALID`) with all complaints, where there are."""
    if complaints:
        raise Refusal(
            "FRAMEWORK_INVALID",
            "the framework can't be used: {problems}.",
            {"complaints": [each.as_json() for each in complaints]},
            problems=parts([each.whole for each in complaints], "; "),
        )


class Fields:
    """The fields of one table, and the complaints about them."""

    def __init__(
        self,
        fields: Mapping[str, object],
        place: str = "",
        complaints: list[Complaint] | None = None,
    ) -> None:
        self.fields = fields
        self.place = place
        self.complaints = [] if complaints is None else complaints

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.place}.{name}" if self.place else name

    def wrong(self, name: str, template: str, /, **values: Value) -> None:
        """Note a complaint about a field, or about the table where no name is given."""
        place = self.at(name) if name else self.place
        self.complaints.append(complaint(place, template, **values))

    def can_read(self, *names: str) -> bool:
        """Nothing was complained of in these fields."""
        return not any(touches(self.complaints, self.at(name)) for name in names)

    def known(self, names: set[str]) -> None:
        """Complain of every field that is none."""
        for name in sorted(set(map(str, self.fields)) - names):
            self.wrong(
                "",
                "has an unknown field {unknown}; known are {known}",
                unknown=Quoted(name),
                known=sorted(names),
            )

    def tables(self, name: str) -> Iterator["Fields"]:
        """The tables of a list that may not be empty."""
        found = self.fields.get(name)
        if not isinstance(found, list) or not found:
            self.wrong(name, "must be a list of tables, and not empty")
            return
        for number, table in enumerate(found, start=1):
            place = f"{self.at(name)}[{number}]"
            if isinstance(table, Mapping):
                yield Fields(table, place, self.complaints)
            else:
                self.complaints.append(complaint(place, "must be a table"))

    def has(self, name: str) -> bool:
        """The field is there."""
        return name in self.fields

    def table(self, name: str) -> "Fields | None":
        """A table that may be left out; None where it is."""
        if not self.has(name):
            return None
        found = self.fields[name]
        if not isinstance(found, Mapping):
            self.wrong(name, "must be a table")
            return None
        return Fields(found, self.at(name), self.complaints)

    def text(self, name: str) -> str:
        """A line of text."""
        value = self.fields.get(name)
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value
        self.wrong(name, "must be a line of text")
        return ""

    def code(self, name: str) -> str:
        """A code of letters, digits and hyphens."""
        value = self.fields.get(name)
        if isinstance(value, str) and re.fullmatch(_CODE, value):
            return value
        self.wrong(
            name,
            "must be a code of letters, digits and hyphens, not {value}",
            value=Quoted(value),
        )
        return ""

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes."""
        values = self.fields.get(name)
        if isinstance(values, list) and all(
            isinstance(value, str) and re.fullmatch(_CODE, value) for value in values
        ):
            return tuple(values)
        self.wrong(name, "must be a list of codes")
        return ()

    def date(self, name: str) -> date:
        """A date, of TOML or as ISO text."""
        value = self.fields.get(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                self.wrong(name, "is not a date")
                return date.min
        # A TOML date-time is a date too in Python; it would hide a time of day.
        if type(value) is date:
            return value
        self.wrong(name, "must be a date like 2011-08-01")
        return date.min

    def amount(self, name: str, *, signed: bool = False) -> Cents:
        """Euros as the contract writes them, in cents."""
        value, sign = self.fields.get(name), 1
        if signed and isinstance(value, str) and value.startswith("-"):
            value, sign = value[1:], -1
        try:
            return sign * parse_amount(value)
        except Refusal as error:
            self.wrong(name, "{said}", said=_without_stop(error.said))
            return 0

    def truth(self, name: str) -> bool:
        """True or false."""
        value = self.fields.get(name)
        if type(value) is bool:
            return value
        self.wrong(name, "must be true or false, not {value}", value=Quoted(value))
        return False

    def whole(self, name: str) -> int:
        """A whole number that is not negative."""
        value = self.fields.get(name)
        if type(value) is int and 0 <= value <= LARGEST_NUMBER:
            return value
        self.wrong(name, "must be a whole number, not {value}", value=Quoted(value))
        return 0


def _without_stop(said: Message) -> Message:
    """A sentence as a part of another one."""
    return said._replace(template=said.template.rstrip("."))
