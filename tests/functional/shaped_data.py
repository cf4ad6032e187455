"""JSON beside its schema: what stands where, and what would no longer be an answer.

What may stand somewhere is judged by what was ever seen there, not by the schema: the
schema says only which places of different answers are the same.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from projections.answer_schemas import Schema

Path = tuple[str | int, ...]
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_AMOUNTS = ("5", "5.0", "5,00", "1.000.00", "+5.00", "05.00")
NO_DATES = ("2011-02-30", "1-8-2011", "2011-08-01T00:00", "")


class Found(NamedTuple):
    """A value in an answer, with its place."""

    location: str
    """Such as `history_row.amount`: below a definition the same wherever it is used."""
    shape: str
    """The definition that an object is of; else as the location."""
    path: Path
    value: Any


@dataclass
class Seen:
    """What was seen in a place, over all answers."""

    kinds: set[type] = field(default_factory=set)
    always: set[str] | None = None
    """The keys that each object had."""
    are_amounts: bool = True
    are_dates: bool = True

    def take(self, value: Any) -> None:
        self.kinds.add(type(value))
        if isinstance(value, dict):
            self.always = set(value) if self.always is None else self.always & {*value}
        elif value is not None:
            text = value if isinstance(value, str) else ""
            self.are_amounts &= bool(_AMOUNT.fullmatch(text))
            self.are_dates &= bool(_DATE.fullmatch(text))


class Walk:
    """Finds the places of an answer's values by a schema that is whole."""

    def __init__(self, name: str, schema: Schema) -> None:
        self._name = name
        self._schema = schema
        self._definitions: dict[str, Schema] = schema.get("$defs", {})

    def through(self, data: Any) -> Iterator[Found]:
        """Every value of an answer; an object of any shape as one."""
        yield from self._at(self._name, (), self._schema, data)

    def _at(
        self, location: str, path: Path, schema: Schema, data: Any
    ) -> Iterator[Found]:
        shape, schema = self._behind(location, schema, data)
        yield Found(location, shape if isinstance(data, dict) else location, path, data)
        for step, place, inner in _inside(shape, schema, data):
            yield from self._at(place, (*path, step), inner, data[step])

    def _behind(self, shape: str, schema: Schema, data: Any) -> tuple[str, Schema]:
        """What references and alternatives come to."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            inside = isinstance(data, dict | list)
            return self._behind(
                name if inside else shape, self._definitions[name], data
            )
        for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            found, inner = self._behind(shape, option, data)
            if _fits(inner, data):
                return found, inner
        return shape, schema


def _fits(schema: Schema, data: Any) -> bool:
    """Enough to choose among alternatives."""
    if isinstance(data, dict):
        known = schema.get("properties", data)
        required = set(schema.get("required", ()))
        return schema.get("type") == "object" and required <= {*data} <= {*known}
    kind = "null" if data is None else "array" if isinstance(data, list) else None
    return kind is None or kind in schema.get("type", ())


def _inside(
    shape: str, schema: Schema, data: Any
) -> Iterator[tuple[str | int, str, Schema]]:
    """The steps into a value, each with its place and schema."""
    if isinstance(data, list):
        for number in range(len(data)):
            yield number, f"{shape}[]", schema["items"]
    elif isinstance(data, dict):
        named, others = schema.get("properties", {}), schema["additionalProperties"]
        for key in data:
            if key in named:
                yield key, f"{shape}.{key}", named[key]
            elif isinstance(others, dict):
                yield key, f"{shape}.*", others


def declared(name: str, schema: Schema) -> Iterator[tuple[str, bool]]:
    """Every place that a schema has a property for, and whether it may be null."""
    for key, inner in schema.get("properties", {}).items():
        options = inner.get("anyOf", [inner])
        yield f"{name}.{key}", any("null" in each.get("type", ()) for each in options)
        yield from declared(f"{name}.{key}", inner)
    if "items" in schema:
        yield from declared(f"{name}[]", schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        yield from declared(f"{name}.*", schema["additionalProperties"])
    for option in schema.get("anyOf", ()):
        yield from declared(name, option)


def spoiled(
    found: Found, seen: Mapping[str, Seen], *, keys_are_data: bool
) -> Iterator[Any]:
    """What can't stand in its place instead."""
    value, there = found.value, seen[found.location]
    yield [[value]]
    if type(None) not in there.kinds:
        yield None
    match value:
        case dict():
            yield "text"
            if not keys_are_data:
                yield {**value, "another": "0.00"}
                for key in sorted(seen[found.shape].always or ()):
                    yield {k: x for k, x in value.items() if k != key}
        case list():
            yield [*value, None]
        case str():
            yield from (5, 5.25, True)
            yield from NO_AMOUNTS if there.are_amounts else ()
            yield from NO_DATES if there.are_dates else ()
        case _:
            yield from ("1", "true", 1.5)


def replaced(data: Any, path: Path, value: Any) -> Any:
    """A copy with another value in a place."""
    if not path:
        return value
    whole = deepcopy(data)
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return whole
