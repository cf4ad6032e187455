"""The fields of a command, described once for every interface that people write in.

The command line makes options of them, and pages make forms: both ask here what a field
is, what it refers to, and whether it holds another command.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from domain.entries.command import reference_marks
from domain.entries.held import Holds
from domain.values.fields import Refers
from domain.values.sealed import Seals

Schema = Mapping[str, Any]
"""A JSON Schema without null among its alternatives, and without references."""
LAST = ("id", "note", "document_sha256")
"""Fields of any command, which come after its own."""
FRAMEWORK = "framework"
"""The format of a whole framework."""
Shape = Literal[
    "text",
    "choice",  # one of the program's own names
    "truth",
    "list",
    "rows",  # a list of things with fields of their own
    "mapping",
    "command",  # another command with its fields
    "framework",
]
"""What a field is filled in with."""
_INNER = ("items", "additionalProperties")
_INNERS = ("properties", "patternProperties")


@cache
def description_of(model: type[BaseModel]) -> "Description":
    """The fields of a model; looked at once."""
    return Description(model)


class Description:
    """The fields of a command, or of one that another command holds."""

    def __init__(self, model: type[BaseModel]) -> None:
        whole = model.model_json_schema()
        self.model = model
        self.required = frozenset(whole.get("required", ()))
        self.schema: dict[str, Schema] = {
            field: _plain(schema, whole.get("$defs", {}))
            for field, schema in whole["properties"].items()
        }
        self.holders: dict[str, Holds] = {
            name: mark for name, mark in _marks(model) if isinstance(mark, Holds)
        }
        """Fields that hold another command."""
        self.marks: dict[str, Refers] = {
            field.alias or name: mark
            for name, field in model.model_fields.items()
            for mark in reference_marks(field.annotation, field.metadata)
        }
        """What a field refers to, also with the items of its list or its keys."""
        self.sealed = frozenset(
            name for name, mark in _marks(model) if isinstance(mark, Seals)
        )
        """Fields that name persons: the log holds a digest of them."""

    @property
    def by_line(self) -> bool:
        """Its date is that of the bank line, where none is typed."""
        return {"bank_line", "date"} <= self.schema.keys()

    @property
    def order(self) -> list[str]:
        """Required fields first, then the others; id and note last."""
        return sorted(
            self.schema, key=lambda field: (field not in self.required, field in LAST)
        )

    def held(self, field: str, command: str) -> "Description":
        """The fields of a command that a field may hold."""
        return description_of(self.holders[field].partial(command))


def shape_of(schema: Schema) -> Shape:
    """What a field of that schema is filled in with."""
    if schema.get("format") == FRAMEWORK:
        return "framework"
    match schema.get("type"):
        case "array":
            return "rows" if properties(schema["items"]) else "list"
        case "object":
            return "command" if "command" in properties(schema) else "mapping"
        case "boolean":
            return "truth"
    return "choice" if "enum" in schema else "text"


def may_be_blank(schema: Schema) -> bool:
    """A text that says something by being blank; any other blank one says nothing."""
    limits = ("minLength", "format", "enum")
    if schema.get("type") != "string" or any(map(schema.get, limits)):
        return False
    pattern = schema.get("pattern")
    return pattern is None or re.search(pattern, "") is not None


def properties(schema: Schema) -> Schema:
    """The fields of an object whose fields are its own; none of a mapping."""
    found: Schema = schema.get("properties", {})
    return found


def values_of(schema: Schema) -> Schema:
    """The schema of a mapping's values, whatever the form of its keys."""
    by_pattern = schema.get("patternProperties")
    values: Schema = (
        next(iter(by_pattern.values()))
        if by_pattern
        else schema["additionalProperties"]
    )
    return values


def keys_of(schema: Schema) -> tuple[str, ...]:
    """The keys that a mapping may have, where these are names of the program's."""
    return tuple(schema.get("propertyNames", {}).get("enum", ()))


def _marks(model: type[BaseModel]) -> Iterable[tuple[str, object]]:
    for name, field in model.model_fields.items():
        for mark in field.metadata:
            yield field.alias or name, mark
        for part in getattr(field.annotation, "__args__", ()):
            for mark in getattr(part, "__metadata__", ()):
                yield field.alias or name, mark


def _plain(schema: Schema, definitions: Schema) -> Schema:
    """The schema with what it refers to in its place; null is told by `required`."""
    for alternative in schema.get("anyOf", ()):
        if alternative.get("type") != "null":
            return {**_plain(alternative, definitions), **_told(schema)}
    if "$ref" in schema:
        named = definitions[schema["$ref"].rpartition("/")[2]]
        return {**_plain(named, definitions), **_told(schema)}
    plain = dict(schema)
    for name in _INNER:
        if isinstance(plain.get(name), Mapping):
            plain[name] = _plain(plain[name], definitions)
    for name in _INNERS:
        if name in plain:
            inner = plain[name].items()
            plain[name] = {key: _plain(each, definitions) for key, each in inner}
    return plain


def _told(schema: Schema) -> Schema:
    return {"description": schema["description"]} if "description" in schema else {}
