"""Every operation of the API: those of the queries, and the others."""

from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.snapshot import last_entry
from web.api import paths
from web.api.answers import API_VERSION, JSON, TEXT, Answer, encoded, json_answer
from web.api.asking import in_thread
from web.api.call import Call, Deferred, Method, Operation
from web.api.codes import MEANINGS, usual_status
from web.api.keys import given
from web.api.problems import name_of, title_of

_ELSEWHERE: Mapping[str, Sequence[tuple[Method, str]]] = {
    "web.api.listing": (("GET", "/entries"),),
    "web.api.posting": (("POST", "/entries"), ("POST", "/submissions")),
    "web.api.submissions": (
        ("GET", "/submissions/{submission}"),
        ("POST", "/submissions/{submission}/approvals"),
        ("POST", "/submissions/{submission}/rejections"),
        ("POST", "/submissions/{submission}/withdrawals"),
    ),
    "web.api.figures": (
        ("GET", "/figures/programmes/{year}/{programme}/{column}"),
        ("GET", "/figures/years/{year}/{column}"),
        ("GET", "/figures/partners/{year}/{partner}/{column}"),
        ("GET", "/figures/projects/{project}/{column}"),
        ("GET", "/figures/current-account/{column}"),
    ),
    "web.api.lookups": (
        ("GET", "/names/{kind}"),
        ("GET", "/bank-accounts"),
        ("GET", "/bank-lines/{line}"),
        ("GET", "/statements/{statement}/rest"),
    ),
    "web.api.bundling": (("GET", "/bundle"),),
    "web.api.log": (
        ("GET", "/log/checkpoint"),
        ("GET", "/log/tile/{rest}"),
        ("GET", "/entries/{entry}/inclusion-proof"),
    ),
}
"""Where other operations are: by module, which is imported when one is asked for."""


def operations(contact: Mapping[str, str]) -> list[Operation | Deferred]:
    """All of them, the document about them included; most are made when asked for."""
    found: list[Operation | Deferred] = [*paths.operations(), *_OF_THE_SERVICE]
    found += (
        Deferred(method, template, partial(_of_module, module, method, template))
        for module, places in _ELSEWHERE.items()
        for method, template in places
    )
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


def all_operations(contact: Mapping[str, str]) -> list[Operation]:
    """The same, all of them made."""
    return made(operations(contact))


def made(found: Sequence[Operation | Deferred]) -> list[Operation]:
    """Operations, each of them made."""
    return [each.make() if isinstance(each, Deferred) else each for each in found]


def _of_module(module: str, method: Method, template: str) -> Operation:
    those: Sequence[Operation] = import_module(module).OPERATIONS
    (found,) = (e for e in those if (e.method, e.template) == (method, template))
    return found


def _document(
    found: Sequence[Operation | Deferred],
    contact: Mapping[str, str],
    kept: list[bytes],
    call: Call,
) -> Answer:
    """The document; made once, when it is first asked for."""
    given(call.query, ()).check()
    if not kept:
        from web.api.openapi import CONTACT, document

        kept.append(encoded(document(made(found), contact or CONTACT)))
    return Answer(200, kept[0], JSON, {"Access-Control-Allow-Origin": "*"})


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
    if code not in MEANINGS or name != name_of(code):
        raise Refusal("NOT_FOUND", "there is no problem {name}.", name=Quoted(name))
    told = {"code": code, "title": title_of(code), "status": usual_status(code)}
    return json_answer({**told, "meaning": MEANINGS[code]})


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
            "required": ["code", "title", "status", "meaning"],
            "properties": {
                "code": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "meaning": {"type": "string"},
            },
            "additionalProperties": False,
        },
    ),
)
