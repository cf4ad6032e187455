"""The JSON Schema (2020-12) of what queries answer, for whoever generates a client.

Each query's stands in `schemas/` under its module's name; what they share, and what
posting answers, in `definitions.json`. They are data, read when they are asked for: no
query looks at them. Within the files a definition is `#/$defs/NAME`; an OpenAPI
document has all of them among its components (`components`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from projections.query import names

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMPONENTS = "#/components/schemas/"
"""Where an OpenAPI document has its schemas."""
POSTING = ("receipt", "dry_run", "posted_file")
"""The definitions of what posting answers: one command, a dry run of one, a file."""
_PLACE = Path(__file__).parent / "schemas"
_DEFINITIONS = "#/$defs/"


def answer_schema(query: str) -> Schema:
    """The schema of a query's JSON by the query's name, such as `trial-balance`.

    It is whole: what it refers to stands in its `$defs`. Raises `LookupError` where
    there is none.
    """
    return _whole(_answer(query))


def definition_schema(name: str) -> Schema:
    """The schema of a shared part by its name (`receipt`, `submission`), whole too.

    Raises `LookupError` where there is none.
    """
    return _whole(_read("definitions")[name])


def component_name(query: str) -> str:
    """What a query's schema is called among the components."""
    return f"{_module(query)}_answer"


def components(ref_prefix: str = COMPONENTS) -> dict[str, Schema]:
    """Every definition and every query's schema by name, referring to each other.

    `ref_prefix` is where they will stand.
    """
    found: dict[str, Schema] = _read("definitions")
    found |= {component_name(query): _answer(query) for query in names()}
    return {name: _moved(schema, ref_prefix) for name, schema in found.items()}


def _answer(query: str) -> Schema:
    if query not in names():
        raise LookupError(query)
    return _read(_module(query))


def _module(query: str) -> str:
    return query.replace("-", "_").replace(" ", "_")


def _read(name: str) -> Schema:
    path = _PLACE / f"{name}.json"
    if not path.is_file():
        raise LookupError(name)
    found: Schema = json.loads(path.read_text(encoding="utf-8"))
    return found


def _whole(schema: Schema) -> Schema:
    """With its dialect, and with the definitions that it needs."""
    known = _read("definitions")
    needed: dict[str, Schema] = {}
    waiting = [*_references(schema)]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = known[name]
            waiting += _references(known[name])
    found = {"$schema": DIALECT, **schema}
    return found | {"$defs": dict(sorted(needed.items()))} if needed else found


def _references(value: object) -> Iterator[str]:
    """The definitions that a schema names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner.removeprefix(_DEFINITIONS)
            else:
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _moved(value: Any, prefix: str) -> Any:  # noqa: ANN401  # any part of a schema
    """The same with definitions that stand elsewhere."""
    if isinstance(value, dict):
        return {
            key: inner.replace(_DEFINITIONS, prefix)
            if key == "$ref"
            else _moved(inner, prefix)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_moved(inner, prefix) for inner in value]
    return value
