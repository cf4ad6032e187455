"""The page docs/http-api.md: every path with its keys, and every problem."""

from collections.abc import Iterator, Mapping
from typing import Any

from web.api.codes import GROUPS, usual_status
from web.api.openapi import CONTACT, document
from web.api.operations import all_operations
from web.api.problems import type_of

INTRODUCTION = """\
# HTTP API

<!-- Written by docs/generate.py from the service itself: `make docs`. -->

`GET /v1/openapi.json` of a running service (`zuidas serve`) says the same to programs,
with the schema of every body and answer. Answers of queries are the JSON of the command
line, value for value ([commands](commands.md)); bodies are the commands of the JSON
Lines. Every answer has `API-Version`; every path that is not open takes `Authorization:
Bearer TOKEN`.

`knownAt`, `from` and `to` take `#N` (written `%23N`, or `N` alone), a date, or a date
and time. A number with a slash in a path is one segment: `SG%2F2011%2F1`. What is read
has an `ETag`: with `If-None-Match` it is 304 while nothing changed.
"""
PROBLEMS = """\
## Problems

Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`,
`detail`, `code`, and as further members the sum that it rests on. `title` and `detail`
are in the language of `Accept-Language` (`nl`, else `en`), which `Content-Language`
tells; everything else is English whoever asks. A form that is wrong
has `errors`, all of them: `pointer` is a place in the body (`/amount`, of the third
line of a file `/3/amount`) or a key of the query (`?at`). What the *path* names and is
not there is 404, whatever the code; of the keys of a query a wrong form is 400.
`BAD_DATE` is 400 where it is a value's form, 409 where it is the order of dates.
"""
Schema = Mapping[str, Any]
OTHERS = 300
"""From this status on nothing was given."""
FEW = 12
"""So many values of a key are listed; there are more commands."""


def http_api() -> str:
    """The page, whole."""
    whole = document(all_operations(CONTACT), CONTACT)
    lines = [INTRODUCTION, *_tags(whole), PROBLEMS]
    for title, codes in GROUPS.items():
        lines += [f"### {title}\n", "| code | status | meaning |", "|---|---|---|"]
        lines += (_problem(code, meaning) for code, meaning in codes.items())
        lines.append("")
    return "\n".join(lines)


def _tags(whole: Schema) -> Iterator[str]:
    for tag in whole["tags"]:
        english = tag["description"].split(". ")[1].removesuffix(".")
        yield f"## {tag['name'].capitalize()}: {english[0].lower()}{english[1:]}\n"
        for path, item in whole["paths"].items():
            for method, operation in item.items():
                if tag["name"] in operation["tags"]:
                    yield from _operation(method.upper(), path, operation)


def _operation(method: str, path: str, operation: Schema) -> Iterator[str]:
    is_open = " Open to all." if operation.get("security") == [] else ""
    yield f"### `{method} /v1{path}`\n"
    yield f"{operation['summary']}{is_open}\n"
    for each in operation["parameters"]:
        if each["in"] == "query":
            yield _key(each)
    if method == "POST":
        yield f"- body: {_media(operation['requestBody'])}"
    for status, answer in operation["responses"].items():
        if int(status) < OTHERS:
            yield f"- {status}: {_media(answer)}{_headers(answer)}"
    failures = [status for status in operation["responses"] if int(status) >= OTHERS]
    yield f"- else: {', '.join(failures)}\n"


def _key(parameter: Schema) -> str:
    schema = parameter["schema"]
    schema = schema.get("items", schema)
    told = parameter["description"]
    required = " (required)" if parameter["required"] else ""
    values = ", ".join(f"`{each}`" for each in schema.get("enum", ()))
    few = f" One of {values}." if values and len(schema["enum"]) <= FEW else ""
    repeats = " May repeat." if parameter["schema"].get("items") else ""
    return f"- `{parameter['name']}`{required}: {told.removesuffix('.')}.{few}{repeats}"


def _media(content: Schema) -> str:
    return ", ".join(f"`{media}`" for media in content["content"])


def _headers(answer: Schema) -> str:
    own = [name for name in answer["headers"] if name != "API-Version"]
    return f"; {', '.join(f'`{name}`' for name in own)}" if own else ""


def _problem(code: str, meaning: str) -> str:
    anchor = type_of(code).rpartition("/")[2]
    return f'| <a id="{anchor}"></a>`{code}` | {usual_status(code)} | {meaning} |'
