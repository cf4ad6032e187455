"""Every write command on the command line, derived from its model.

The options come from the JSON Schema of the model, so a new command needs no edit
here: a list repeats its option, a mapping repeats it as KEY=VALUE.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import click

from cli.help import epilog
from cli.output import write
from cli.settings import settings_of, shared_options
from cli.writing.attempts import posting
from cli.writing.receipts import receipt_text
from domain.catalogue import offered
from domain.entries.command import Command
from domain.entries.parsing import build
from domain.entries.register import command_model
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import amount_from_typed

Schema = Mapping[str, Any]


def names() -> list[str]:
    """Names of the write commands, as on the command line."""
    return [name.replace("_", "-") for name in offered()]


def command(name: str) -> click.Command | None:
    """The command line of one write command."""
    model = command_model(name.replace("-", "_"))
    if model is None:
        return None
    fields = _fields(model)
    return click.Command(
        name,
        params=[*fields.options(), _dry_run(), *shared_options(acting=True)],
        callback=lambda **values: _run(model, fields, values),
        help=model.__doc__,
        epilog=epilog(f"{command_line(model)}"),
    )


def _dry_run() -> click.Option:
    return click.Option(
        ["--dry-run"], is_flag=True, help="Show what would change; record nothing."
    )


def option_name(field: str, schema: Schema) -> str:
    """The option of a field; lists and mappings repeat in the singular."""
    name = field.replace("_", "-")
    if schema.get("type") not in ("array", "object"):
        return name
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def command_line(model: type[Command]) -> str:
    """The model's example as one runnable line."""
    fields = _fields(model)
    parts = [f"zuidas {model.name.replace('_', '-')}"]
    for field, value in model.example.items():
        schema = fields.schema[field]
        option = f"--{option_name(field, schema)}"
        match value:
            case bool():
                parts.append(option if value else f"--no-{option[2:]}")
            case dict():
                parts += [f"{option} {key}={item}" for key, item in value.items()]
            case list():
                parts += [f"{option} {_quoted(item)}" for item in value]
            case _:
                parts.append(f"{option} {_quoted(value)}")
    return " ".join(parts)


def _quoted(value: object) -> str:
    import shlex

    return shlex.quote(str(value))


@cache
def _fields(model: type[Command]) -> "_Fields":
    return _Fields(model)


class _Fields:
    """The fields of a model as options, and back from options to fields."""

    def __init__(self, model: type[Command]) -> None:
        self.model = model
        whole = model.model_json_schema()
        self.required = set(whole.get("required", ()))
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
        last = ("id", "note", "document_sha256")
        order = sorted(
            self.schema, key=lambda field: (field not in self.required, field in last)
        )
        return [self._option(field) for field in order]

    def _option(self, field: str) -> click.Option:
        schema = self.schema[field]
        name = option_name(field, schema)
        required = field in self.required
        help_text = str(schema.get("description", ""))
        kind = schema.get("type")
        if kind == "boolean":
            return click.Option(
                [f"--{name}/--no-{name}", field],
                default=None,
                required=required,
                help=help_text,
            )
        if kind in ("array", "object"):
            metavar = "KEY=VALUE" if kind == "object" else "VALUE"
            if kind == "array" and "$ref" in schema.get("items", {}):
                metavar = "NAME=VALUE;..."
            return click.Option(
                [f"--{name}", field],
                multiple=True,
                required=required and kind == "object",
                metavar=metavar,
                help=f"{help_text} Repeats.",
            )
        return click.Option(
            [f"--{name}", field],
            required=required,
            metavar=_metavar(schema),
            type=click.Choice(schema["enum"]) if "enum" in schema else None,
            help=help_text,
        )

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a command in JSON form, from what was typed."""
        fields = {}
        for field, value in given.items():
            schema = self.schema[field]
            if value is None or (value == () and field not in self.required):
                continue
            fields[field] = self._value(field, value, schema)
        return fields

    def _value(self, field: str, value: Any, schema: Schema) -> object:  # noqa: ANN401
        match schema.get("type"):
            case "array":
                items = self._plain(schema["items"])
                return [self._item(field, item, items) for item in value]
            case "object":
                return self._mapping(field, value, self._plain(_values(schema)))
        return self._scalar(value, schema)

    def _mapping(self, field: str, pairs: Any, schema: Schema) -> dict[str, object]:  # noqa: ANN401
        mapping: dict[str, object] = {}
        for pair in pairs:
            key, equals, value = pair.partition("=")
            if not equals:
                raise Refusal(
                    "BAD_COMMAND",
                    "{field}: {pair} is not KEY=VALUE.",
                    field=field,
                    pair=Quoted(pair),
                )
            if key in mapping:
                raise Refusal(
                    "BAD_COMMAND",
                    "{field}: {key} is there twice.",
                    field=field,
                    key=Quoted(key),
                )
            mapping[key] = self._scalar(value, schema)
        return mapping

    def _item(self, field: str, text: str, schema: Schema) -> object:
        """One item of a list; an object as JSON or as NAME=VALUE;NAME=VALUE."""
        if schema.get("type") != "object":
            return self._scalar(text, schema)
        if text.lstrip().startswith("{"):
            try:
                return json.loads(text)
            except ValueError as error:
                raise Refusal(
                    "BAD_COMMAND",
                    "{field}: not JSON: {error}.",
                    field=field,
                    error=error,
                ) from None
        item: dict[str, object] = {}
        for part in text.split(";"):
            name, _, value = part.partition("=")
            name = name.strip()
            inner = self._plain(schema["properties"].get(name, {}))
            item[name] = self._scalar(value.strip(), inner)
        return item

    @staticmethod
    def _scalar(value: Any, schema: Schema) -> object:  # noqa: ANN401
        if not isinstance(value, str):
            return value
        if schema.get("format") == "euro-amount":
            return amount_from_typed(value)
        if schema.get("format") == "percentage":
            return value.strip().removesuffix("%").replace(",", ".")
        if schema.get("type") == "boolean":
            return {"true": True, "yes": True, "false": False, "no": False}.get(
                value.lower(), value
            )
        digits = value.removeprefix("#")
        if schema.get("type") == "integer" and digits.isascii() and digits.isdigit():
            return int(digits[:19])
        return value


def _values(schema: Schema) -> Schema:
    """The schema of a mapping's values, whatever the form of its keys."""
    by_pattern = schema.get("patternProperties")
    values: Schema = (
        next(iter(by_pattern.values()))
        if by_pattern
        else schema["additionalProperties"]
    )
    return values


def _metavar(schema: Schema) -> str | None:
    if schema.get("type") == "integer":
        return "N"
    return {"euro-amount": "AMOUNT", "date": "DATE"}.get(str(schema.get("format")))


def _run(model: type[Command], fields: _Fields, values: dict[str, Any]) -> None:
    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values.pop("dry_run"))
    with posting(settings, model.name, dry_run=dry_run) as session:
        receipt = session.post(model.name, lambda: build(model, fields.values(values)))
        answer = receipt_text(receipt, session, dry_run=dry_run)
    write(settings, answer, recorded=not dry_run)
