"""The OpenAPI 3.1 document: made of the operations, the models and the queries.

Nothing of it is written twice: paths and keys are those that are served, bodies are the
command models, answers the schemas of the queries.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.catalogue import offered
from ledger.posting.schemas import whole_schema
from projections.answer_schemas import COMPONENTS, component_name, components
from projections.query import Parameter
from web.api.answers import (
    API_VERSION,
    BYTES,
    JSON,
    JSON_LINES,
    PROBLEM,
    RECEIPTS,
    REPORT,
    ZIP,
)
from web.api.call import Operation
from web.api.forms import MOST_KEY
from web.api.keys import Key
from web.api.posting import NOT_SERVED

Schema = dict[str, Any]
CONTACT = {
    "name": "zuidas-ledger",
    "url": "https://example.org/zuidas-ledger",
    "email": "zuidas-ledger@example.org",
}
"""Whoever runs the service; `serve` may be told another."""
_DEFINITIONS = "#/$defs/"
_HEADERS = {
    "API-Version": {
        "description": "Version of this API.",
        "schema": {"type": "string", "examples": [API_VERSION]},
    }
}
_MEANT = {
    400: "The form is wrong; all errors are listed.",
    401: "No token, or none that counts.",
    403: "The token or the person's role is not enough.",
    404: "What the path names is not there.",
    406: "None of the forms that can be given is accepted.",
    408: "The body came too slowly.",
    409: "A rule refused it; nothing was recorded.",
    412: "What was looked at is no longer so.",
    413: "The body is too long.",
    415: "The body is of a type that is not taken.",
    428: "What was looked at must be said (If-Match).",
    500: "The ledger is damaged, or the program has a fault.",
    503: "Not now; try again later.",
}
"""What the answer of each status says."""


def document(operations: Iterable[Operation], contact: Mapping[str, str]) -> Schema:
    """The whole document."""
    paths: dict[str, Schema] = {}
    for operation in operations:
        item = paths.setdefault(operation.template, {})
        item[operation.method.lower()] = _renamed(_operation(operation))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "zuidas-ledger",
            "version": API_VERSION,
            "description": _ABOUT,
            "contact": dict(contact),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/v1", "description": "This service."}],
        "tags": [{"name": name, "description": what} for name, what in _TAGS.items()],
        "security": [{"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _named(
                {**_command_schemas(), **_answers(), "problem": _PROBLEM}
            ),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of an account (zuidas account token).",
                }
            },
        },
    }


_ABOUT = (
    "Een grootboek van gebeurtenissen voor een gezamenlijk regionaal budget: wat er"
    " was besloten, ontvangen, verleend en betaald, op elke datum (`at`) en naar wat er"
    " op elk moment bekend was (`knownAt`). Bedragen zijn teksten met twee decimalen."
    " An event-sourced ledger for a shared regional budget; amounts are texts with two"
    " decimals, dates ISO 8601, recording times UTC."
)
_TAGS = {
    "queries": "Vragen aan het grootboek. Questions to the ledger.",
    "entries": "Boeken, en wat er geboekt is. Posting, and what was posted.",
    "submissions": "De tweede persoon. The second person.",
    "figures": "Waarom een getal is wat het is. Why a figure is what it is.",
    "log": "Het controleerbare logboek. The verifiable log.",
    "service": "De dienst zelf. The service itself.",
}


def _tag(template: str) -> str:
    first = template.split("/")[1]
    if template.endswith("/inclusion-proof"):
        return "log"
    if first in _TAGS:
        return first
    service = ("openapi.json", "health", "metrics", "problems")
    return "service" if first in service else "queries"


def _operation(operation: Operation) -> Schema:
    found: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [_tag(operation.template)],
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation),
    }
    if operation.scope is None:
        found["security"] = []
    if operation.takes:
        found["requestBody"] = {
            "required": True,
            "content": {media: _body(operation, media) for media in operation.takes},
        }
    return found


def _parameters(operation: Operation) -> Iterator[Schema]:
    for name, meant in operation.of_path.items():
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": meant or name,
            "schema": {"type": "string", "minLength": 1},
        }
    for key in operation.keys:
        yield _key(key)
    if operation.method == "POST":
        yield from _headers(operation)
    elif operation.scope is not None:
        yield _header("If-None-Match", "An ETag: 304 where nothing has changed.")


def _headers(operation: Operation) -> Iterator[Schema]:
    yield _header(
        "Idempotency-Key", "The command's id: repeated, it is posted once.", MOST_KEY
    )
    approves = operation.template.endswith("/approvals")
    yield _header(
        "If-Match",
        "The ETag of the submission that was looked at; without it 428."
        if approves
        else "Only if the log is still the one of this ETag.",
    )


def _header(name: str, meant: str, most: int | None = None) -> Schema:
    schema: Schema = {"type": "string"}
    if most is not None:
        schema |= {"minLength": 1, "maxLength": most}
    return {"name": name, "in": "header", "description": meant, "schema": schema}


def _key(key: Key) -> Schema:
    parameter = key.parameter
    schema = _of_kind(parameter)
    if key.repeats:
        schema = {"type": "array", "items": schema, "minItems": 1}
    found: Schema = {
        "name": key.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.help or parameter.name.replace("_", " "),
        "schema": schema,
    }
    if key.repeats:
        found |= {"style": "form", "explode": True}
    return found


def _of_kind(parameter: Parameter) -> Schema:
    """What a value of a kind looks like; the ledger knows which there are."""
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    match parameter.kind:
        case "date":
            return {"type": "string", "format": "date"}
        case "flag":
            return {"type": "boolean"}
        case "count":
            schema: Schema = {"type": "integer", "minimum": parameter.minimum}
            if parameter.maximum is not None:
                schema["maximum"] = parameter.maximum
            if parameter.default is not None:
                schema["default"] = int(parameter.default)
            return schema
        case "command":
            return {"type": "string", "enum": list(offered())}
        case "moment":
            return {"type": "string", "examples": ["#12", "2012-01-31T17:00:00Z"]}
        case "amount":
            return {"type": "string", "examples": ["1250.00"]}
        case "hours":
            return {"type": "string", "examples": ["07:00-19:00"]}
    return {"type": "string"}


def _responses(operation: Operation) -> Schema:
    found = {str(status): _success(operation, status) for status in operation.success}
    if operation.method == "GET" and operation.scope is not None:
        found["304"] = {"description": "Nothing has changed.", "headers": _HEADERS}
    for status in sorted(_failures(operation)):
        found[str(status)] = {
            "description": _MEANT[status],
            "headers": dict(_HEADERS),
            "content": {PROBLEM: {"schema": {"$ref": f"{COMPONENTS}problem"}}},
        }
    return found


def _failures(operation: Operation) -> set[int]:
    found = {400, 406, 413, 500, 503}
    if operation.scope is not None:
        found |= {401, 403}
    if operation.unknown or operation.of_path or operation.scope is None:
        found.add(404)
    if operation.keys or operation.method == "POST":
        found.add(409)
    if operation.method == "POST":
        found |= {408, 412, 415}
        if operation.template.endswith("/approvals"):
            found.add(428)
    return found


def _success(operation: Operation, status: int) -> Schema:
    headers: Schema = dict(_HEADERS)
    if operation.method == "POST":
        if status == 201:  # noqa: PLR2004  # where something new was made
            headers["Location"] = _told("Where it is now.")
        else:
            headers["Idempotency-Hit"] = _told("true: it was posted before.")
    elif operation.scope is not None:
        headers["ETag"] = _told("Of the state of the log.")
    if operation.name == "getEntries":
        headers["Link"] = _told("rel=next: the page after this one.")
    return {
        "description": "Posted." if status == 201 else "What was asked for.",  # noqa: PLR2004  # as above
        "headers": headers,
        "content": {media: _answer(operation, media) for media in operation.gives},
    }


def _told(what: str) -> Schema:
    return {"description": what, "schema": {"type": "string"}}


def _answer(operation: Operation, media: str) -> Schema:
    if media in (BYTES, ZIP) or media.startswith("text/"):
        return {"schema": {"type": "string"}}
    if media in (REPORT, RECEIPTS):
        return {"schema": {"type": "object"}}
    if operation.answer is not None:
        return {"schema": dict(operation.answer)}
    if operation.query is not None:
        return {"schema": {"$ref": COMPONENTS + component_name(operation.query.name)}}
    return {"schema": {"type": "object"}}


def _body(operation: Operation, media: str) -> Schema:
    if media == JSON_LINES:
        return {
            "schema": {
                "type": "string",
                "description": "One command a line, all or nothing.",
            }
        }
    assert media == JSON  # noqa: S101  # no other body is taken
    if operation.body is not None:
        return {"schema": dict(operation.body)}
    return {"schema": {"$ref": f"{COMPONENTS}command"}}


def _answers() -> dict[str, Schema]:
    """What is answered; a submission by itself names the root that it was read at."""
    found = components()
    listed = found["submission"]
    root = {"root": {"$ref": f"{COMPONENTS}root"}}
    shown = {**listed, "properties": {**listed["properties"], **root}}
    return {**found, "shown_submission": shown}


def _named(schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """The components by names as the Design Rules have them: UpperCamelCase."""
    found = {_camel(name): _renamed(schema) for name, schema in schemas.items()}
    return dict(sorted(found.items()))


def _camel(name: str) -> str:
    return "".join(f"{word[:1].upper()}{word[1:]}" for word in name.split("_"))


def _renamed(value: Any) -> Any:  # noqa: ANN401  # any part of a schema
    """The same, referring to components by these names; dates say that they are."""
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {key: _renamed(inner) for key, inner in value.items()}
    reference = found.get("$ref")
    if isinstance(reference, str) and reference.startswith(COMPONENTS):
        found["$ref"] = COMPONENTS + _camel(reference.removeprefix(COMPONENTS))
    properties = found.get("properties")
    if isinstance(properties, dict):
        for name in _DATES:
            if isinstance(properties.get(name), dict):
                properties[name].setdefault("format", "date")
    return found


_DATES = (
    *("date", "effective_date", "due_date", "start_date", "end_date", "from_date"),
    "to_date",
)
"""Properties that are a date or null."""


def _command_schemas() -> dict[str, Schema]:
    """A schema for each command, and one that any of them satisfies.

    `const` tells them apart; a discriminator would say it a second time.
    """
    whole = whole_schema()
    found = {
        _component(name): _referring(schema) for name, schema in whole["$defs"].items()
    }
    served = [name for name in offered() if name not in NOT_SERVED]
    references = [{"$ref": COMPONENTS + _component(name)} for name in served]
    return {**found, "command": {"oneOf": references}}


def _component(name: str) -> str:
    return f"given_{name}"


def _referring(value: Any) -> Any:  # noqa: ANN401  # any part of a schema
    if isinstance(value, dict):
        return {
            key: COMPONENTS + _component(str(inner).removeprefix(_DEFINITIONS))
            if key == "$ref"
            else _referring(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_referring(inner) for inner in value]
    return value


_PROBLEM: Schema = {
    "type": "object",
    "description": (
        "A refusal or a failure (RFC 9457). Further members are the sum that it rests"
        " on, by name."
    ),
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[A-Z_]+$"},
        "line": {"type": "integer", "minimum": 1},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string", "pattern": "^[A-Z_]+$"},
                    "detail": {"type": "string"},
                },
                "additionalProperties": False,
            },
        },
    },
}
