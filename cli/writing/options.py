"""The options of a command, derived from the description of its fields."""

from collections.abc import Iterable

import click

from cli.commands import Completer, Unless, completes
from cli.help import Metavar, Option
from domain.values.messages import Message, message, parts
from ledger.fields.described import FRAMEWORK, Description, Schema, properties

SET = "_set"
"""What was typed with --set, of the one field that holds a command."""
_REPEATS = message("Repeats.")


def option_name(field: str, schema: Schema) -> str:
    """The option of a field; lists and mappings repeat in the singular."""
    name = field.replace("_", "-")
    if schema.get("format") == FRAMEWORK:
        return name
    if schema.get("type") not in ("array", "object") or "command" in properties(schema):
        return name
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


class Options:
    """The options of a description's fields."""

    def __init__(self, description: Description) -> None:
        self._described = description

    def all(self) -> list[click.Parameter]:
        """Required fields first, then the others; id and note last."""
        order = self._described.order
        return [option for field in order for option in self._of(field)]

    def _of(self, field: str) -> Iterable[click.Option]:
        if field in self._described.holders:
            yield from self._holding(field)
            return
        schema = self._described.schema[field]
        name, kind = option_name(field, schema), schema.get("type")
        required = field in self._described.required
        help_text = str(schema.get("description", ""))
        if field == "date" and self._described.by_line:
            yield Unless(
                [f"--{name}", field],
                unless="bank_line",
                metavar=_metavar(schema),
                pieces=(help_text, message("Left out: that of --bank-line.")),
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
            yield Option(
                [f"--{name}", field],
                multiple=True,
                required=required,
                metavar=_repeated_metavar(schema),
                pieces=(help_text, self._repeats(field), *_parts_of_item(schema)),
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
        mark = self._described.marks.get(field)
        if mark is None:
            return None
        return completes(mark.kind, end=end, also=mark.also)

    def _repeats(self, field: str) -> Message:
        """How several values are given, or none of a list that must be there."""
        required = field in self._described.required
        if required and self._described.schema[field].get("type") == "array":
            return message("Repeats; a blank one says that there are none.")
        return _REPEATS

    def _holding(self, field: str) -> Iterable[click.Option]:
        """The two options of a field that holds a command."""
        holder = self._described.holders[field]
        names = [name.replace("_", "-") for name in holder.commands]
        help_text = str(self._described.schema[field].get("description", ""))
        yield Option(
            [f"--{field}", field],
            required=field in self._described.required,
            type=_CommandName(names),
            metavar="COMMAND",
            pieces=(help_text, message("One of {names}.", names=parts(names))),
        )
        yield Option(
            ["--set", SET],
            multiple=True,
            metavar="FIELD=VALUE",
            pieces=(
                message("A field of the command in --{field}.", field=field),
                _REPEATS,
            ),
        )


class _CommandName(click.Choice[str]):
    """The name of a command, with hyphens or as JSON spells it."""

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return super().convert(value.replace("_", "-"), param, ctx)


def _parts_of_item(schema: Schema) -> Iterable[Message]:
    """How one item of a list is typed that has fields of its own."""
    inner = properties(schema.get("items", {}))
    if inner:
        fields = (f"{name}={_kind_of(each)}" for name, each in inner.items())
        form = Metavar(";".join(fields))
        yield message("One is '{form}', or JSON.", form=form)


def _kind_of(schema: Schema) -> str:
    """What a value is, in a word."""
    if schema.get("type") == "boolean":
        return "yes|no"
    return _metavar(schema) or "TEXT"


def _repeated_metavar(schema: Schema) -> str:
    if schema.get("type") == "object":
        return "KEY=VALUE"
    return "NAME=VALUE;..." if properties(schema.get("items", {})) else "VALUE"


def _metavar(schema: Schema) -> str | None:
    if schema.get("type") == "integer":
        return "N"
    return {"euro-amount": "AMOUNT", "date": "DATE"}.get(str(schema.get("format")))
