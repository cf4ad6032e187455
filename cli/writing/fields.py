"""The fields of a command on the command line: its options, and back from these.

A list repeats its option, a mapping repeats it as KEY=VALUE. A field that holds another
command becomes two: `--as NAME` and `--set FIELD=VALUE`, whose fields are read by the
held command's own model.
"""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import click
from pydantic import BaseModel

from cli.writing.filling import filled, filled_held
from cli.writing.options import SET, Options, option_name
from domain.entries.command import Command
from domain.framework.framework import plain_mapping
from domain.values.days import Today
from domain.values.errors import BadForm, Fault, Refusal
from domain.values.messages import Message, message, parts
from ledger.fields.described import FRAMEWORK, Description, Schema, description_of
from ledger.fields.reading import Json, Path, Reader, Unread, built

Given = Mapping[str, Any]
"""What was typed, by field: a text, several of them, or what click made of it."""


@cache
def fields_of(model: type[BaseModel]) -> "Fields":
    """The fields of a model; looked at once."""
    return Fields(model)


def command_line(model: type[Command]) -> str:
    """The model's example as one runnable line."""
    return typed_line(model, model.example, model.name.replace("_", "-"))


def typed_line(model: type[Command], given: Mapping[str, object], *words: str) -> str:
    """A command in JSON form as one runnable line; `words` name it."""
    parts = ["zuidas", *words]
    for field, value in given.items():
        parts += _typed(field, value, description_of(model).schema[field])
    return " ".join(parts)


def _typed(field: str, value: object, schema: Schema) -> Iterable[str]:
    option = f"--{option_name(field, schema)}"
    if schema.get("format") == FRAMEWORK:
        yield f"{option} {field}.toml"
        return
    match value:
        case {"command": name, **held}:
            yield f"{option} {str(name).replace('_', '-')}"
            yield from (f"--set {key}={_quoted(item)}" for key, item in held.items())
        case bool():
            yield option if value else f"--no-{option[2:]}"
        case dict():
            yield from (f"{option} {key}={item}" for key, item in value.items())
        case list():
            yield from (f"{option} {_quoted(_plain_text(item))}" for item in value)
        case _:
            yield f"{option} {_quoted(value)}"


def _plain_text(item: object) -> object:
    """An item of a list as it is typed; one with fields of its own as JSON."""
    return json.dumps(item, ensure_ascii=False) if isinstance(item, dict) else item


def _quoted(value: object) -> str:
    return shlex.quote(str(value))


class Fields:
    """The fields of a model as options, and back from options to fields."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._described = description_of(model)
        self.by_line = self._described.by_line
        """Its date is that of the bank line, where none is typed."""

    def options(self) -> list[click.Parameter]:
        """Required fields first, then the others; id and note last."""
        return Options(self._described).all()

    def command(self, model: type[Command], given: Given, today: Today) -> Command:
        """A command from what was typed for its options.

        Raises `Refusal` (`BadForm`): all faults of form together, whether they were
        found as typed values were read or in what these became.
        """
        fields, unread = self._read(given, today)
        try:
            return built(model, fields, unread)
        except BadForm as error:
            others = error.faults[len(unread) :]
            if not (unread or others):
                raise
            told = [self._told(fault) for fault in others]
            raise _together(unread, others, told) from None

    def values(self, given: Given, today: Today) -> dict[str, Any]:
        """The fields of a command in JSON form, from what was typed.

        Raises `Refusal` (`BadForm`) with all faults, naming the options.
        """
        fields, unread = self._read(given, today)
        if unread:
            raise _together(unread)
        return fields

    def _read(self, given: Given, today: Today) -> tuple[dict[str, Any], list[Unread]]:
        """The fields that could be read, and why others could not."""
        fields: dict[str, Any] = {}
        unread: list[Unread] = []
        for field, value in given.items():
            if value is None or value == () or field == SET:
                continue
            reader = Reader(today)
            try:
                typed = self._filled(field, value, given)
            except Refusal as refusal:
                unread.append(Unread((field,), refusal))
                continue
            fields |= reader.read(self._described, {field: typed})
            unread += [self._with_option(each, typed) for each in reader.unread]
        return fields, unread

    def _filled(self, field: str, value: Any, given: Given) -> object:  # noqa: ANN401  # see `Given`
        """What was typed for a field in the shape of its JSON; raises `Refusal`."""
        schema = self._described.schema[field]
        if schema.get("format") == FRAMEWORK:
            from ledger.frameworks import source_of

            return Json(plain_mapping(source_of(value)))
        if field in self._described.holders:
            command = value.replace("-", "_")
            held = self._described.held(field, command)
            return filled_held(held, command, given.get(SET, ()))
        return filled(f"--{option_name(field, schema)}", value, schema)

    def _with_option(self, unread: Unread, typed: Any) -> Unread:  # noqa: ANN401  # texts in the shape of JSON
        """Why a value could not be read, after the option that it was typed for."""
        path, refusal = unread
        described, place = self._described, path
        if path[0] in described.holders:
            described = described.held(str(path[0]), typed["command"])
            place = path[1:]
        if not refusal.code.startswith("BAD_"):
            return unread
        said = message(
            "{place}: {said}", place=_at(described, place), said=refusal.said
        )
        return Unread(path, type(refusal)(refusal.code, said, refusal.details))

    def _told(self, fault: Fault) -> Message:
        """What a fault says, after the option that it is in."""
        if not fault.path:
            return fault.said
        field, *steps = map(str, fault.path)
        if field in self._described.holders and steps:
            option = "--set"
        else:
            schema = self._described.schema.get(field, {})
            option = f"--{option_name(field, schema)}"
        place = " ".join((option, *steps))
        return message("{place}: {said}", place=place, said=fault.said)


def _at(described: Description, path: Path) -> str:
    """The option of a field, and the key in it that its value was typed for."""
    field, *steps = path
    option = f"--{option_name(str(field), described.schema[str(field)])}"
    return " ".join((option, *(_quoted(s) for s in steps if isinstance(s, str))))


def _together(
    unread: Sequence[Unread],
    others: Sequence[Fault] = (),
    told: Sequence[Message] = (),
) -> Refusal:
    """One refusal of several faults; its code is that of the first one.

    `told` is what is said of `others`.
    """
    if len(unread) == 1 and not others:
        return unread[0].refusal
    faults = [*(each.fault for each in unread), *others]
    said = [*(each.refusal.said for each in unread), *told]
    first = said[0]
    if len(said) > 1:
        others_told = parts(said[1:], " ")
        first = message("{first} Also: {others}", first=first, others=others_told)
    details = {} if unread else {"field": others[0].place}
    return BadForm(faults[0].code, first, details, faults=faults)
