"""What was filled in for a command's fields, read to the contract's JSON.

What is filled in has the shape of the JSON, with typed texts for its values: a list of
them, a mapping, or for a field that holds a command its name with its fields. Every
fault is kept with its place, so that all are told at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from domain.entries.command import Command
from domain.entries.parsing import build
from domain.framework.framework import plain_mapping
from domain.values.days import Today
from domain.values.errors import BadForm, Fault, Refusal
from ledger.fields.described import (
    FRAMEWORK,
    Description,
    Schema,
    properties,
    values_of,
)
from ledger.fields.typed import scalar_from_typed

Path = tuple[str | int, ...]
Filled = Mapping[str, Any]
"""By field a text, a list or mapping of texts, a whole thing of these, or `Json`."""


class Json(NamedTuple):
    """What is the contract's JSON already, and not typed."""

    value: object


class Unread(NamedTuple):
    """A text that could not be read: where, and why."""

    path: Path
    refusal: Refusal

    @property
    def fault(self) -> Fault:
        """The same as a fault of form."""
        return Fault(self.path, self.refusal.code, self.refusal.said)


class Reader:
    """Reads fields; what could not be read is left out, and told in `unread`."""

    def __init__(self, today: Today) -> None:
        self._today = today
        self.unread: list[Unread] = []

    def read(
        self, fields: Description, filled: Filled, above: Path = ()
    ) -> dict[str, Any]:
        """The fields that could be read; an unknown one is left to the model."""
        found = {}
        for name, each in filled.items():
            value = self._field(fields, name, each, (*above, name))
            if value is not _UNREAD:
                found[name] = value
        return found

    def _field(
        self, fields: Description, name: str, filled: object, path: Path
    ) -> object:
        schema = fields.schema.get(name)
        if schema is None or isinstance(filled, Json):
            return filled.value if isinstance(filled, Json) else filled
        if name in fields.holders and isinstance(filled, Mapping):
            return self._held(fields, name, filled, path)
        return self._value(filled, schema, path)

    def _held(
        self, fields: Description, name: str, filled: Filled, path: Path
    ) -> object:
        command = filled.get("command")
        if command not in fields.holders[name].commands:
            return dict(filled)  # the model says what may stand there
        inner = {key: each for key, each in filled.items() if key != "command"}
        read = self.read(fields.held(name, command), inner, path)
        return {"command": command, **read}

    def _value(self, filled: object, schema: Schema, path: Path) -> object:
        match filled:
            case Json(value):
                return value
            case str():
                return self._text(filled, schema, path)
            case Mapping() if schema.get("type") == "object":
                return self._mapping(filled, schema, path)
            case Sequence() if schema.get("type") == "array":
                read = (
                    self._value(each, schema["items"], (*path, number))
                    for number, each in enumerate(filled)
                )
                return [None if each is _UNREAD else each for each in read]
        return filled

    def _mapping(self, filled: Filled, schema: Schema, path: Path) -> dict[str, object]:
        own = properties(schema)
        found = {}
        for key, each in filled.items():
            inner = own.get(key, {}) if own else values_of(schema)
            value = self._value(each, inner, (*path, key))
            if value is not _UNREAD:
                found[key] = value
        return found

    def _text(self, text: str, schema: Schema, path: Path) -> object:
        try:
            if schema.get("format") == FRAMEWORK:
                from ledger.frameworks import mapping_of

                return plain_mapping(mapping_of(text))
            return scalar_from_typed(text, schema, self._today)
        except Refusal as refusal:
            self.unread.append(Unread(path, refusal))
            return _UNREAD


_UNREAD = object()


def built(
    model: type[Command], read: Mapping[str, Any], unread: Sequence[Unread]
) -> Command:
    """The command of what was read.

    Raises `BadForm`: of what could not be read and of what the model finds, all faults.
    A fault of the model where something could not be read is no second one.
    """
    if not unread:
        return build(model, read)
    faults = [each.fault for each in unread]
    try:
        build(model, read)
    except BadForm as error:
        places = [each.path for each in unread]
        faults += [
            fault
            for fault in error.faults
            if not any(_on_one_way(fault.path, place) for place in places)
        ]
    first = unread[0].refusal
    raise BadForm(first.code, first.said, first.details, faults=faults)


def _on_one_way(path: Path, other: Path) -> bool:
    """One of the places lies within the other."""
    shared = min(len(path), len(other))
    return path[:shared] == other[:shared]
