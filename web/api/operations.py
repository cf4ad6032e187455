"""Every operation of the API: those of the queries, and the others."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.snapshot import last_entry
from web.api import (
    bundling,
    figures,
    listing,
    log,
    lookups,
    paths,
    posting,
    submissions,
)
from web.api.answers import API_VERSION, JSON, TEXT, Answer, encoded, json_answer
from web.api.asking import in_thread
from web.api.call import Call, Operation
from web.api.keys import given
from web.api.problems import title_of
from web.api.statuses import CONFLICT, STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence


def all_operations(contact: Mapping[str, str]) -> "Sequence[Operation]":
    """All of them, the document about them included."""
    found = [
        *paths.operations(),
        *listing.OPERATIONS,
        *posting.OPERATIONS,
        *submissions.OPERATIONS,
        *figures.OPERATIONS,
        *lookups.OPERATIONS,
        *bundling.OPERATIONS,
        *log.OPERATIONS,
        *_OF_THE_SERVICE,
    ]
    document = Operation(
        "GET",
        "/openapi.json",
        "getOpenapiJson",
        "This document.",
        in_thread(partial(_document, found, contact, [])),
        scope=None,
        gives=(JSON, "application/openapi+json"),
    )
    found.append(document)
    return found


def _document(
    operations: "Sequence[Operation]",
    contact: Mapping[str, str],
    made: list[bytes],
    call: Call,
) -> Answer:
    """The document; made once, when it is first asked for."""
    given(call.query, ()).check()
    if not made:
        from web.api.openapi import document

        made.append(encoded(document(operations, contact)))
    return Answer(200, made[0], JSON, {"Access-Control-Allow-Origin": "*"})


def _health(call: Call) -> Answer:
    """Whether the ledger can be read; raises why it can't."""
    given(call.query, ()).check()
    with call.service.readers.reading() as ledger:
        size, today = last_entry(ledger.store), ledger.today.isoformat()
    return json_answer(
        {"status": "ok", "entries": size, "today": today, "version": API_VERSION}
    )


def _metrics(call: Call) -> Answer:
    given(call.query, ()).check()
    lines = call.service.metrics()
    return Answer(200, "".join(f"{line}\n" for line in lines).encode(), _PROMETHEUS)


_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def _problem_type(call: Call) -> Answer:
    """What a problem's type means."""
    given(call.query, ()).check()
    name = call.names["code"]
    code = name.upper().replace("-", "_")
    if name != code.lower().replace("_", "-") or not code.replace("_", "").isalpha():
        raise Refusal("NOT_FOUND", "there is no problem {name}.", name=Quoted(name))
    status = STATUSES.get(code, CONFLICT)
    return json_answer({"code": code, "title": title_of(code), "status": status})


_OF_THE_SERVICE = (
    Operation(
        "GET",
        "/health",
        "getHealth",
        "Whether the service can answer.",
        in_thread(_health),
        scope=None,
        gives=(JSON,),
        answer={
            "type": "object",
            "required": ["status", "entries", "today", "version"],
            "properties": {
                "status": {"const": "ok"},
                "entries": {"type": "integer", "minimum": 1},
                "today": {"type": "string", "format": "date"},
                "version": {"type": "string"},
            },
            "additionalProperties": False,
        },
    ),
    Operation(
        "GET",
        "/metrics",
        "getMetrics",
        "Counts and times for a monitor (Prometheus).",
        in_thread(_metrics),
        gives=(_PROMETHEUS, TEXT),
    ),
    Operation(
        "GET",
        "/problems/{code}",
        "getProblemsCode",
        "What a problem's type means.",
        in_thread(_problem_type),
        scope=None,
        gives=(JSON,),
        unknown=("NOT_FOUND",),
        of_path={"code": "Such as ceiling-exceeded."},
        answer={
            "type": "object",
            "required": ["code", "title", "status"],
            "properties": {
                "code": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
            },
            "additionalProperties": False,
        },
    ),
)
