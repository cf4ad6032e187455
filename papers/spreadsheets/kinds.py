"""What the fields of an answer are, by the schema of its JSON.

Columns for people have kinds of their own; rows for programs, dates and what hangs
together by field and value have the schema.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from projections.answer_schemas import Schema, answer_schema

Kind = Literal[
    "decimal",  # an amount, hours, a percentage: decimals as a text
    "date",
    "moment",
    "number",
    "words",  # one of the program's own names
    "entries",
    "text",
    "other",  # true or false, an object, a list of texts
]
_DECIMALS = ("0.00", "0.0000")
"""What an amount or a share may be, and no code, name or number of a line."""
_NO_DECIMALS = "a.00"


@cache
def kinds_of(query: str) -> Mapping[str, Kind]:
    """The kind of each field by its name, of a query by its name.

    What is of one kind here and of another there, or what the schema does not name (a
    code as a key, a field of any command), is left out.
    """
    try:
        schema = answer_schema(query)
    except LookupError:
        return {}
    found: dict[str, set[Kind]] = {}
    for name, inner in _properties(schema):
        found.setdefault(name, set()).update(_kinds(inner, schema.get("$defs", {})))
    return {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1}


def _properties(schema: object) -> Iterator[tuple[str, Schema]]:
    """Every property that stands anywhere in a schema."""
    if isinstance(schema, Mapping):
        properties = schema.get("properties")
        if isinstance(properties, Mapping):
            yield from properties.items()
        schema = list(schema.values())
    if isinstance(schema, list):
        for inner in schema:
            yield from _properties(inner)


def _kinds(schema: Schema, known: Mapping[str, Schema]) -> Iterator[Kind]:
    """What a value may be; null is nothing."""
    if "$ref" in schema:
        yield from _kinds(known[schema["$ref"].rpartition("/")[2]], known)
        return
    options = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    for option in options:
        yield from _kinds(option, known)
    if not options:
        types = schema.get("type", "any")
        for each in types if isinstance(types, list) else [types]:
            if each != "null":
                yield _of_type(each, schema, known)


def _of_type(kind: str, schema: Schema, known: Mapping[str, Schema]) -> Kind:
    match kind:
        case "string":
            return _of_text(schema)
        case "integer":
            return "number"
        case "array":
            inside = set(_kinds(schema.get("items", {}), known))
            return "entries" if inside == {"number"} else "other"
    return "other"


def _of_text(schema: Mapping[str, Any]) -> Kind:
    if "enum" in schema:
        return "words"
    if schema.get("format") == "date":
        return "date"
    if schema.get("format") == "date-time":
        return "moment"
    pattern = schema.get("pattern")
    if pattern is None or re.search(pattern, _NO_DECIMALS):
        return "text"
    return "decimal" if any(re.search(pattern, x) for x in _DECIMALS) else "text"
