"""The fields of a command as options, derived from its model's JSON Schema.

A list repeats its option, a mapping repeats it as KEY=VALUE. A field that holds another
command becomes two: `--as NAME` and `--set FIELD=VALUE`, whose fields are read by the
held command's own model.
"""

import json
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import click
from pydantic import BaseModel

from cli.commands import Completer, Unless, completes
from domain.entries.command import Command, reference_marks
from domain.entries.held import Holds
from domain.entries.parsing import build
from domain.framework.framework import plain_mapping
from domain.values.days import day_from_typed
from domain.values.errors import BadForm, Fault, Refusal
from domain.values.messages import Message, Quoted, message, parts
from domain.values.money import amount_from_typed
from ledger.frameworks import source_of
from projections.parameters import named

Schema = Mapping[str, Any]
Today = Callable[[], date]
_LAST = ("id", "note", "document_sha256")
_SET = "_set"
"""What was typed with --set, of the one field that holds a command."""


@cache
def fields_of(model: type[BaseModel]) -> "Fields":
    """The fields of a model; looked at once."""
    return Fields(model)


FRAMEWORK = "framework"
"""The format of a whole framework, which is given as a file."""


def option_name(field: str, schema: Schema) -> str:
    """The option of a field; lists and mappings repeat in the singular."""
    name = field.replace("_", "-")
    if schema.get("format") == FRAMEWORK:
        return name
    if schema.get("type") not in ("array", "object") or "command" in _properties(
        schema
    ):
        return name
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _properties(schema: Schema) -> Schema:
    found: Schema = schema.get("properties", {})
    return found


def command_line(model: type[Command]) -> str:
    """The model's example as one runnable line."""
    return typed_line(model, model.example, model.name.replace("_", "-"))


def typed_line(model: type[Command], given: Mapping[str, object], *words: str) -> str:
    """A command in JSON form as one runnable line; `words` name it."""
    parts = ["zuidas", *words]
    for field, value in given.items():
        parts += _typed(field, value, fields_of(model).schema[field])
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


class _CommandName(click.Choice[str]):
    """The name of a command, with hyphens or as JSON spells it."""

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return super().convert(value.replace("_", "-"), param, ctx)


class Fields:
    """The fields of a model as options, and back from options to fields."""

    def __init__(self, model: type[BaseModel]) -> None:
        whole = model.model_json_schema()
        self.required = set(whole.get("required", ()))
        self.holders = {
            field.alias or name: mark
            for name, field in model.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Holds)
        }
        self.marks = {
            field.alias or name: mark
            for name, field in model.model_fields.items()
            for mark in reference_marks(field.annotation, field.metadata)
        }
        self.by_line = "bank_line" in whole["properties"]
        """Its date is that of the bank line, where none is typed."""
        self._definitions = whole.get("$defs", {})
        self.schema = {
            field: self._plain(schema) for field, schema in whole["properties"].items()
        }

    def _plain(self, schema: Schema) -> Schema:
        """A schema without the alternative null and with references resolved."""
        for alternative in schema.get("anyOf", ()):
            if alternative.get("type") != "null":
                plain = dict(self._plain(alternative))
                if "description" in schema:
                    plain["description"] = schema["description"]
                return plain
        if "$ref" in schema:
            definition: Schema = self._definitions[schema["$ref"].rpartition("/")[2]]
            return definition
        return schema

    def options(self) -> list[click.Parameter]:
        """Required fields first, then the others; id and note last."""
        order = sorted(
            self.schema, key=lambda field: (field not in self.required, field in _LAST)
        )
        return [option for field in order for option in self._options(field)]

    def _options(self, field: str) -> Iterable[click.Option]:
        if field in self.holders:
            yield from self._holding(field)
            return
        schema = self.schema[field]
        name, kind = option_name(field, schema), schema.get("type")
        required = field in self.required
        help_text = str(schema.get("description", ""))
        if field == "date" and self.by_line:
            yield Unless(
                [f"--{name}", field],
                unless="bank_line",
                metavar=_metavar(schema),
                help=f"{help_text} Left out: that of --bank-line.",
            )
        elif kind == "boolean":
            yield click.Option(
                [f"--{name}/--no-{name}", field],
                default=None,
                required=required,
                help=help_text,
            )
        elif schema.get("format") == FRAMEWORK:
            yield click.Option(
                [f"--{name}", field],
                required=required,
                metavar="NAME|FILE.toml",
                help=help_text,
            )
        elif kind in ("array", "object"):
            yield click.Option(
                [f"--{name}", field],
                multiple=True,
                required=required,
                metavar=_repeated_metavar(schema),
                help=f"{help_text} {self._repeats(field)}{self._parts_of_item(schema)}",
                shell_complete=self._completer(field, "=" if kind == "object" else ""),
            )
        else:
            yield click.Option(
                [f"--{name}", field],
                required=required,
                metavar=_metavar(schema),
                type=click.Choice(schema["enum"]) if "enum" in schema else None,
                help=help_text,
                shell_complete=self._completer(field),
            )

    def _completer(self, field: str, end: str = "") -> Completer | None:
        """Codes of the ledger, where the field refers to some."""
        mark = self.marks.get(field)
        if mark is None:
            return None
        return completes(mark.kind, end=end, also=mark.also)

    def _repeats(self, field: str) -> str:
        """How several values are given, or none of a list that must be there."""
        if field in self.required and self.schema[field].get("type") == "array":
            return "Repeats; a blank one says that there are none."
        return "Repeats."

    def _parts_of_item(self, schema: Schema) -> str:
        """How one item of a list is typed that has fields of its own."""
        items = schema.get("items", {})
        inner = _properties(self._plain(items)) if "$ref" in items else {}
        kinds = {name: _kind_of(self._plain(each)) for name, each in inner.items()}
        parts = (f"{name}={kind}" for name, kind in kinds.items())
        return f" One is '{';'.join(parts)}', or JSON." if inner else ""

    def _holding(self, field: str) -> Iterable[click.Option]:
        """The two options of a field that holds a command."""
        names = [name.replace("_", "-") for name in self.holders[field].commands]
        help_text = self.schema[field].get("description", "")
        yield click.Option(
            [f"--{field}", field],
            required=field in self.required,
            type=_CommandName(names),
            metavar="COMMAND",
            help=f"{help_text} One of {', '.join(names)}.",
        )
        yield click.Option(
            ["--set", _SET],
            multiple=True,
            metavar="FIELD=VALUE",
            help=f"A field of the command in --{field}. Repeats.",
        )

    def command(
        self, model: type[Command], given: Mapping[str, Any], today: Today
    ) -> Command:
        """A command from what was typed for its options.

        Raises `Refusal` (`BadForm`): all faults of form together, whether they were
        found as typed values were read or in what these became.
        """
        fields, refused = self._read(given, today)
        faults: tuple[Fault, ...] = ()
        try:
            built = build(model, fields)
        except BadForm as error:
            if not error.faults:
                raise
            faults = error.faults
        else:
            if not refused:
                return built
        if refused:
            # What could not be read is not there, which is no second fault.
            faults = tuple(f for f in faults if f.path and f.path[0] not in refused)
        raise _together(refused, faults, [self._told(fault) for fault in faults])

    def _told(self, fault: Fault) -> Message:
        """What a fault says, after the option that it is in."""
        if not fault.path:
            return fault.said
        field, *steps = map(str, fault.path)
        if field in self.holders and steps:
            option = "--set"
        else:
            option = f"--{option_name(field, self.schema.get(field, {}))}"
        place = " ".join((option, *steps))
        return message("{place}: {said}", place=place, said=fault.said)

    def values(self, given: Mapping[str, Any], today: Today) -> dict[str, Any]:
        """The fields of a command in JSON form, from what was typed.

        Raises `Refusal` (`BadForm`) with all faults, naming the options.
        """
        fields, refused = self._read(given, today)
        if refused:
            raise _together(refused)
        return fields

    def _read(
        self, given: Mapping[str, Any], today: Today
    ) -> tuple[dict[str, Any], dict[str, Refusal]]:
        """The fields that could be read, and by field why others could not."""
        fields: dict[str, Any] = {}
        refused: dict[str, Refusal] = {}
        for field, value in given.items():
            if value is None or field == _SET:
                continue
            if value == ():
                continue
            try:
                if field in self.holders:
                    fields[field] = self._held(field, value, given.get(_SET, ()), today)
                else:
                    fields[field] = self._value(field, value, self.schema[field], today)
            except Refusal as refusal:
                refused[field] = refusal
        return fields, refused

    def _held(
        self, field: str, name: str, settings: Iterable[str], today: Today
    ) -> dict[str, Any]:
        """The command that a field holds, from --as and --set."""
        command = name.replace("-", "_")
        inner = fields_of(self.holders[field].partial(command))
        typed: dict[str, Any] = {}
        for setting in settings:
            path, equals, value = setting.partition("=")
            key, dot, rest = path.strip().replace("-", "_").partition(".")
            if not equals:
                raise BadForm(
                    "BAD_COMMAND",
                    "--set: {setting} is not FIELD=VALUE.",
                    setting=Quoted(setting),
                )
            if inner.schema.get(key, {}).get("type") in ("array", "object"):
                item = f"{rest}={value}" if dot else value
                typed[key] = (*typed.get(key, ()), item)
            elif path in typed:
                raise BadForm(
                    "BAD_COMMAND", "--set: {path} is there twice.", path=Quoted(path)
                )
            else:
                typed[path.strip().replace("-", "_")] = value
        return {"command": command, **inner.typed_values(typed, today)}

    def typed_values(self, typed: Mapping[str, Any], today: Today) -> dict[str, Any]:
        """Like `values`, for fields whose names were typed and may be unknown."""
        known = {name: value for name, value in typed.items() if name in self.schema}
        return {**typed, **self.values(known, today)}

    def _value(self, field: str, value: Any, schema: Schema, today: Today) -> object:  # noqa: ANN401  # text, or what click made of it
        option = f"--{option_name(field, schema)}"
        if schema.get("format") == FRAMEWORK:
            return plain_mapping(source_of(value))
        match schema.get("type"):
            case "array":
                if [each.strip() for each in value] == [""]:
                    return []
                items = self._plain(schema["items"])
                return [self._item(option, item, items, today) for item in value]
            case "object":
                named = _keys_as_named(schema, value)
                return _mapping(option, named, self._plain(_values(schema)), today)
        return _scalar(option, value, schema, today)

    def _item(self, option: str, text: str, schema: Schema, today: Today) -> object:
        """One item of a list; an object as JSON or as NAME=VALUE;NAME=VALUE."""
        if schema.get("type") != "object":
            return _scalar(option, text, schema, today)
        if text.lstrip().startswith("{"):
            try:
                return json.loads(text)
            except ValueError as error:
                raise BadForm(
                    "BAD_COMMAND",
                    "{option}: not JSON: {error}.",
                    option=option,
                    error=error,
                ) from None
        item: dict[str, object] = {}
        for part in text.split(";"):
            name, _, value = part.partition("=")
            name = name.strip()
            inner = self._plain(_properties(schema).get(name, {}))
            item[name] = _scalar(f"{option} {name}", value.strip(), inner, today)
        return item


def _together(
    refused: Mapping[str, Refusal],
    others: Sequence[Fault] = (),
    told: Sequence[Message] = (),
) -> Refusal:
    """One refusal of several faults; its code is that of the first one.

    `told` is what is said of `others`.
    """
    unread = list(refused.values())
    if len(unread) == 1 and not others:
        return unread[0]
    faults = [
        *(Fault((field,), each.code, each.said) for field, each in refused.items()),
        *others,
    ]
    said = [*(each.said for each in unread), *told]
    first = said[0]
    if len(said) > 1:
        others_told = parts(said[1:], " ")
        first = message("{first} Also: {others}", first=first, others=others_told)
    details = {} if unread else {"field": others[0].place}
    return BadForm(faults[0].code, first, details, faults=faults)


def _mapping(
    option: str, pairs: Iterable[str], schema: Schema, today: Today
) -> dict[str, object]:
    """A mapping from its pairs, each typed as KEY=VALUE."""
    mapping: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.strip()
        if not equals:
            raise BadForm(
                "BAD_COMMAND",
                "{option}: {pair} is not KEY=VALUE.",
                option=option,
                pair=Quoted(pair),
            )
        if key in mapping:
            raise BadForm(
                "BAD_COMMAND",
                "{option}: {key} is there twice.",
                option=option,
                key=Quoted(key),
            )
        mapping[key] = _scalar(f"{option} {_quoted(key)}", value, schema, today)
    return mapping


def _scalar(option: str, value: Any, schema: Schema, today: Today) -> object:  # noqa: ANN401  # text, or what click made of it
    """One value in JSON form, from what was typed for an option."""
    if not isinstance(value, str):
        return value
    with named(option):
        return _typed_scalar(value, schema, today)


def _typed_scalar(value: str, schema: Schema, today: Today) -> object:
    match schema.get("format"):
        case "euro-amount":
            return amount_from_typed(value)
        case "date":
            return day_from_typed(value, today)
        case "hours":
            return value.strip().replace(",", ".")
        case "percentage":
            return value.strip().removesuffix("%").rstrip().replace(",", ".")
    if schema.get("type") == "boolean":
        return _TRUTHS.get(value.strip().lower(), value)
    digits = value.strip().removeprefix("#")
    if schema.get("type") == "integer" and digits.isascii() and digits.isdigit():
        return int(digits[:19])
    return value


_TRUTHS = {"true": True, "yes": True, "ja": True}
_TRUTHS |= {"false": False, "no": False, "nee": False}


def _keys_as_named(schema: Schema, pairs: Iterable[str]) -> Iterable[str]:
    """Pairs whose keys are names of the program's may have hyphens in these."""
    if "enum" not in schema.get("propertyNames", {}):
        return pairs
    split = (pair.partition("=") for pair in pairs)
    return [key.replace("-", "_") + equals + value for key, equals, value in split]


def _values(schema: Schema) -> Schema:
    """The schema of a mapping's values, whatever the form of its keys."""
    by_pattern = schema.get("patternProperties")
    values: Schema = (
        next(iter(by_pattern.values()))
        if by_pattern
        else schema["additionalProperties"]
    )
    return values


def _kind_of(schema: Schema) -> str:
    """What a value is, in a word."""
    if schema.get("type") == "boolean":
        return "yes|no"
    return _metavar(schema) or "TEXT"


def _repeated_metavar(schema: Schema) -> str:
    if schema.get("type") == "object":
        return "KEY=VALUE"
    return "NAME=VALUE;..." if "$ref" in schema.get("items", {}) else "VALUE"


def _metavar(schema: Schema) -> str | None:
    if schema.get("type") == "integer":
        return "N"
    return {"euro-amount": "AMOUNT", "date": "DATE"}.get(str(schema.get("format")))
