"""What a form sent, by the names of its fields, in the shape of a command's JSON.

A field is named as the command names it: `amount`, `shares.SN`, `participants` (of each
box that is ticked), `third_parties.0.name`, `as.command`, `as.year`. An empty one says
nothing, except where blank says something by itself; `none` names what is empty on
purpose. What no field is called goes along, for the model to refuse.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ledger.fields.described import (
    Description,
    Schema,
    may_be_blank,
    properties,
    shape_of,
)
from ledger.fields.typed import dutch

ADD, DRY_RUN, PROPOSE = "add", "dryRun", "propose"
"""The buttons that add a row, try the command, and propose it to a second person."""
NONE = "none"
"""Boxes that say which optional field is empty on purpose."""
SECOND_PERSON = "secondPerson"
"""Sent by a form that said that what takes a second person is proposed to one."""
CONTROLS = frozenset((ADD, DRY_RUN, PROPOSE, NONE, SECOND_PERSON))
Sent = Mapping[str, Sequence[str]]
_LINE_BREAKS = re.compile(r"\r\n|\r|\n")


def filled_in(described: Description, sent: Sent) -> dict[str, Any]:
    """What was filled in for the fields of a command."""
    return _Form(sent).filled(described)


def as_dutch(described: Description, filled: Mapping[str, Any]) -> dict[str, Any]:
    """What an address fills in has the forms of JSON; this has those of Dutch."""
    found = dict(filled)
    for field, value in filled.items():
        schema = described.schema[field]
        match shape_of(schema):
            case "command" if value["command"] in described.holders[field].commands:
                held = described.held(field, value["command"])
                inner = {name: value[name] for name in held.schema if name in value}
                found[field] = {**value, **as_dutch(held, inner)}
            case _ if isinstance(value, str):
                found[field] = dutch(value, schema)
    return found


class _Form:
    def __init__(self, sent: Sent) -> None:
        self._sent = {
            name: values for name, values in sent.items() if name not in CONTROLS
        }
        self._none = frozenset(sent.get(NONE, ()))
        self._read: set[str] = set()
        """Names that belong to some field."""

    def filled(self, described: Description) -> dict[str, Any]:
        found = self._fields(described, "")
        others = self._sent.keys() - self._read
        return {**found, **{name: self._sent[name][-1] for name in sorted(others)}}

    def _fields(self, described: Description, above: str) -> dict[str, Any]:
        values = {
            field: self._value(described, field, above + field)
            for field in described.schema
        }
        return {field: each for field, each in values.items() if each is not None}

    def _value(self, described: Description, field: str, name: str) -> Any:  # noqa: ANN401  # see `filled_in`; None says nothing
        schema = described.schema[field]
        is_said = field in described.required or name in self._none
        match shape_of(schema):
            case "command":
                return self._command(described, field, name)
            case "rows":
                found: Any = self._rows(name, schema["items"])
            case "list":
                found = self._list(name)
            case "mapping":
                found = self._mapping(name)
            case "framework":
                return self._text(name, as_it_is=True)
            case _:
                return self._text(name, blank=is_said and may_be_blank(schema))
        return found if found or is_said else None

    def _text(
        self, name: str, *, blank: bool = False, as_it_is: bool = False
    ) -> str | None:
        """What was written; line breaks in it are spaces, except in a file's."""
        self._read.add(name)
        if name not in self._sent:
            return "" if blank and name in self._none else None
        text = self._sent[name][-1]
        if not text.strip():
            return "" if blank else None
        return text if as_it_is else _LINE_BREAKS.sub(" ", text)

    def _list(self, name: str) -> list[str]:
        """The values that were ticked or have a number, and the lines written."""
        self._read.add(name)
        numbered = self._under(name, r"[0-9]+")
        values = [
            *self._sent.get(name, ()),
            *(self._sent[each][-1] for each in numbered),
        ]
        lines = (line.strip() for value in values for line in value.splitlines())
        return [line for line in lines if line]

    def _mapping(self, name: str) -> dict[str, str]:
        """The keys for which something was filled in."""
        values = {
            each.removeprefix(f"{name}."): self._sent[each][-1]
            for each in self._under(name, r".+")
        }
        return {key: value for key, value in values.items() if value.strip()}

    def _rows(self, name: str, item: Schema) -> list[dict[str, str]]:
        """The rows of which something was filled in, in order of their numbers."""
        fields = "|".join(map(re.escape, properties(item)))
        names = self._under(name, rf"[0-9]{{1,5}}\.(?:{fields})")
        rows: dict[int, dict[str, str]] = {}
        for each in names:
            number, _, field = each.removeprefix(f"{name}.").partition(".")
            text = self._text(each)
            if text is not None:
                rows.setdefault(int(number), {})[field] = text
        return [rows[number] for number in sorted(rows)]

    def _command(
        self, described: Description, field: str, name: str
    ) -> dict[str, Any] | None:
        """The command that is held; the fields of another were for a former choice."""
        chosen = self._text(f"{name}.command")
        holder = described.holders[field]
        known = _fields_of_any(described, field)
        self._read.update(
            each
            for each in self._sent
            if each.startswith(f"{name}.")
            and each.removeprefix(f"{name}.").partition(".")[0] in known
        )
        if chosen not in holder.commands:
            return None if chosen is None else {"command": chosen}
        held = described.held(field, chosen)
        return {"command": chosen, **self._fields(held, f"{name}.")}

    def _under(self, name: str, pattern: str) -> list[str]:
        """The names that were sent of what is in a field; they count as known."""
        form = re.compile(rf"{re.escape(name)}\.{pattern}", re.DOTALL)
        found = [each for each in self._sent if form.fullmatch(each)]
        self._read.update(found)
        return found


@cache
def _fields_of_any(described: Description, field: str) -> frozenset[str]:
    """The fields of all commands that a field may hold."""
    commands = described.holders[field].commands
    return frozenset(
        each for command in commands for each in described.held(field, command).schema
    )
