"""Commands in JSON as somebody fills them in, in Dutch, by the names of fields."""

from collections.abc import Mapping
from typing import Any

import tomli_w

from domain.entries.register import command_models
from ledger.fields.described import (
    Description,
    Schema,
    description_of,
    properties,
    values_of,
)
from ledger.fields.typed import dutch

Typed = dict[str, list[str]]
MODELS = command_models()


def typed(command: str, given: Mapping[str, Any]) -> Typed:
    """A command's fields by name; lists have a value for each of their items."""
    return _fields(description_of(MODELS[command]), given, "")


def _fields(described: Description, given: Mapping[str, Any], above: str) -> Typed:
    found: Typed = {}
    for field, value in given.items():
        found |= _field(described, field, value, above + field)
    return found


def _field(described: Description, field: str, value: Any, name: str) -> Typed:
    schema = described.schema[field]
    match value:
        case {"command": command, **held}:
            own = {str(key): each for key, each in held.items()}
            inner = _fields(described.held(field, str(command)), own, f"{name}.")
            return {f"{name}.command": [command], **inner}
        case dict() if schema.get("format") == "framework":
            return {name: [tomli_w.dumps(value)]}
        case dict():
            inner_ = values_of(schema)
            return {f"{name}.{key}": [dutch(v, inner_)] for key, v in value.items()}
        case list() if properties(schema["items"]):
            return _rows(name, schema["items"], value)
        case list():
            return {name: [dutch(each, schema["items"]) for each in value]}
    return {name: [dutch(value, schema)]}


def _rows(name: str, item: Schema, rows: list[dict[str, Any]]) -> Typed:
    return {
        f"{name}.{number}.{key}": [dutch(each, properties(item)[key])]
        for number, row in enumerate(rows)
        for key, each in row.items()
    }
