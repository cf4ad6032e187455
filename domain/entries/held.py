"""A command held by another one: `as` of a command that acts through it.

What is held is a command of a list, with all its fields except those that the holder
gives itself. Its partial model is derived from the command's own, so a field is
described once: form, help, references and the options of the command line follow.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    SerializationInfo,
    ValidationInfo,
    WithJsonSchema,
    create_model,
)

from domain.catalogue import not_submitted
from domain.entries.command import Command, reference_marks
from domain.entries.register import command_model
from domain.values.fields import Refers, bad


class Holds:
    """Marks a field that holds a command: of which names, and without which fields."""

    def __init__(self, commands: tuple[str, ...], without: frozenset[str]) -> None:
        self.commands = commands
        self.without = without

    def field_type(self) -> Any:  # noqa: ANN401  # a type for pydantic
        """The type of the field, to be written in a model."""
        return Annotated[
            Held,
            PlainValidator(self.read),
            PlainSerializer(_written, return_type=dict[str, Any]),
            WithJsonSchema(self._schema()),
            self,
        ]

    def read(self, value: object, info: ValidationInfo) -> "Held":
        """Check the form of what is held; raises pydantic's own errors of form."""
        if isinstance(value, Held):
            return value
        if not isinstance(value, Mapping):
            raise bad("BAD_COMMAND", "must be an object with a command and its fields.")
        name = value.get("command")
        if not isinstance(name, str) or name not in self.commands:
            raise bad(
                "BAD_COMMAND", "must name one of {commands}.", commands=self.commands
            )
        fields = {key: item for key, item in value.items() if key != "command"}
        model = self.partial(name)
        return Held(name, model.model_validate(fields, context=info.context))

    def partial(self, name: str) -> type[BaseModel]:
        """The model of a held command: its fields without the holder's."""
        return _partial(name, self.without)

    def _schema(self) -> dict[str, Any]:
        names = list(self.commands)
        return {
            "type": "object",
            "properties": {"command": {"enum": names}},
            "required": ["command"],
        }


class HoldsWhole(Holds):
    """A whole command: judged as a command of its own, and so are its references."""

    def read(self, value: object, info: ValidationInfo) -> "Held":
        """See `Holds`."""
        name = value.get("command") if isinstance(value, Mapping) else None
        if isinstance(name, str) and name in not_submitted():
            raise bad("SCOPE_INVALID", "{name} can't be submitted itself.", name=name)
        return super().read(value, info)

    def partial(self, name: str) -> type[BaseModel]:
        """The model of the whole command."""
        return _model(name)


@dataclass(frozen=True)
class Held:
    """A command as it is held: its name, and its fields as a partial model."""

    command: str
    fields: BaseModel

    def given(self, context: Any = None) -> dict[str, Any]:  # noqa: ANN401  # pydantic's own
        """The contract's JSON form, absent fields left out."""
        fields = self.fields.model_dump(
            mode="json", by_alias=True, exclude_none=True, context=context
        )
        return {"command": self.command, **fields}

    def whole(self, **more: object) -> Command:
        """The command itself, with the fields that its holder gives, already read."""
        model = _model(self.command)
        fields = {name: getattr(self.fields, name) for name in self.names()}
        return model.model_construct(**{**_defaults(model), **fields, **more})

    def names(self) -> tuple[str, ...]:
        """Names of its fields."""
        return tuple(type(self.fields).model_fields)

    def references(self) -> Iterator[tuple[str, Refers]]:
        """What its fields refer to, in field order."""
        for name, field in type(self.fields).model_fields.items():
            for mark in reference_marks(field.annotation, field.metadata):
                yield name, mark


def _written(held: Held, info: SerializationInfo) -> dict[str, Any]:
    return held.given(info.context)


def _model(name: str) -> type[Command]:
    model = command_model(name)
    assert model is not None  # noqa: S101  # the lists of holders name commands
    return model


def _defaults(model: type[Command]) -> dict[str, object]:
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if not field.is_required()
    }


@cache
def _partial(name: str, without: frozenset[str]) -> type[BaseModel]:
    """A command's model without some fields, derived once."""
    model = _model(name)
    fields: dict[str, Any] = {
        field_name: (field.annotation, field)
        for field_name, field in model.model_fields.items()
        if field_name not in without
    }
    return create_model(
        f"Held{model.__name__}",
        __config__=ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True),
        __doc__=model.__doc__,
        **fields,
    )
