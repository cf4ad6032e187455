"""The JSON Schema of the write commands, for whoever writes them by program."""

from typing import Any

from domain.catalogue import offered
from domain.entries.command import Command
from domain.entries.register import command_model, command_models
from domain.values.errors import UsageError
from domain.values.messages import Quoted


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one command; raises `UsageError` where there is none."""
    model = command_model(name.replace("-", "_"))
    if model is None:
        raise UsageError(
            "BAD_COMMAND", "there is no write command {name}.", name=Quoted(name)
        )
    return command_schema(model)


def command_schema(model: type[Command]) -> dict[str, Any]:
    """The schema of one command in its JSON Lines form."""
    schema = model.model_json_schema()
    schema["properties"] = {
        "command": {"const": model.name},
        **schema["properties"],
    }
    schema["required"] = ["command", *schema.get("required", [])]
    schema["examples"] = [{"command": model.name, **model.example}]
    return schema


def whole_schema() -> dict[str, Any]:
    """One schema that any command of a JSON Lines file satisfies."""
    definitions: dict[str, Any] = {}
    for name, model in command_models().items():
        schema = command_schema(model)
        definitions |= schema.pop("$defs", {})
        definitions[name] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Write commands of zuidas-ledger",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in offered()],
        "$defs": definitions,
    }
