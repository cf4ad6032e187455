"""The API as an ASGI application: finds the operation, asks who it is, answers."""

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO

from anyio.to_thread import run_sync
from starlette.types import Receive, Scope, Send

from domain.values.errors import IntegrityError, LedgerError, Refusal
from domain.values.messages import Quoted
from web.api.accepting import acceptable, accepts
from web.api.answers import API_VERSION, RECEIPTS, REPORT, Answer
from web.api.asking import NotThere
from web.api.bodies import read_body
from web.api.call import Call, Deferred, Operation
from web.api.codes import MEANINGS
from web.api.problems import WrongKeys, WrongValues, problem, wrong_keys, wrong_values
from web.api.statuses import status_of
from web.languages import TOLD_IN, preferred
from web.observing import Observed
from web.routing import Names, Tree, segments
from web.signin.refusals import Unauthenticated

if TYPE_CHECKING:
    from web.service import Service

PREFIX = "/v1"
_LOG = logging.getLogger("zuidas.api")
_PREFIX_PARTS = 1


class Api:
    """Answers whatever is asked below `/v1`."""

    def __init__(
        self, service: "Service", operations: Iterable[Operation | Deferred]
    ) -> None:
        self._service = service
        self._tree: Tree[Operation | Deferred] = Tree()
        for operation in operations:
            self._tree.add(operation.method, operation.template, operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; see ASGI."""
        started = perf_counter()
        method = scope["method"]
        operation, answer = await self._answered(scope, receive)
        self._service.observed(
            Observed(
                method,
                "" if operation is None else PREFIX + operation.template,
                answer.status,
                perf_counter() - started,
                answer.code,
                answer.entries,
            )
        )
        await _send(send, answer, without_body=method == "HEAD")

    async def _answered(
        self, scope: Scope, receive: Receive
    ) -> tuple[Operation | None, Answer]:
        headers = _headers(scope)
        TOLD_IN.set(preferred(headers.get("accept-language", "")))
        found = self._tree.found(segments(scope, _PREFIX_PARTS))
        if found is None:
            return None, problem(_nothing_at(scope))
        operations, names = found
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method not in operations:
            return None, _not_allowed(scope["method"], operations)
        operation = await _made(operations, method)
        accept = headers.get("accept")
        whole = accepts(accept, REPORT) or accepts(accept, RECEIPTS)
        try:
            media = acceptable(accept, operation.gives)
            call = await self._call(operation, names, headers, scope, receive)
            return operation, await operation.serve(replace(call, media=media))
        except WrongKeys as wrong:
            return operation, wrong_keys(wrong, whole=whole)
        except WrongValues as values:
            return operation, wrong_values(values, whole=whole)
        except NotThere as gone:
            return operation, problem(gone.refusal, 404, errors=(), whole=whole)
        except Unauthenticated as error:
            challenge = {"WWW-Authenticate": error.challenge}
            return operation, problem(error, whole=whole, headers=challenge)
        except LedgerError as error:
            if isinstance(error, IntegrityError):
                _LOG.exception("what is stored is wrong, at %s", operation.template)
            return operation, problem(_for(operation, error), whole=whole)
        except Exception:  # noqa: BLE001  # the log has it, and nobody else
            _LOG.exception("a fault of the program itself at %s", operation.template)
            return operation, problem(_own_fault())

    async def _call(
        self,
        operation: Operation,
        names: Names,
        headers: Names,
        scope: Scope,
        receive: Receive,
    ) -> Call:
        """The request with who makes it; raises `LedgerError` where he may not."""
        identity = None
        if operation.scope is not None:
            client = scope["client"]
            origin = None if client is None else client[0]
            identity = self._service.identify(headers.get("authorization"), origin)
            if operation.method == "GET":
                self._service.check_scope(identity, operation.scope)
        body = await read_body(operation, headers, receive)
        return Call(
            self._service,
            operation,
            names,
            scope["query_string"],
            headers,
            body,
            identity,
        )


def _for(operation: Operation, error: LedgerError) -> LedgerError:
    """What is told of a failure: where anybody may ask, nothing of the server."""
    if status_of(error) < _OWN_FAILURE:
        return error
    _LOG.warning("%s at %s: %s", error.code, operation.template, error.message)
    if operation.scope is not None:
        return error
    return type(error)(error.code, MEANINGS.get(error.code, _MORE))


_OWN_FAILURE = 500
_MORE = "The log of the service says more."


def _headers(scope: Scope) -> Names:
    """By name in lower case; several of one name are one list (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _nothing_at(scope: Scope) -> Refusal:
    return Refusal(
        "NOT_FOUND", "there is nothing at {path}.", path=Quoted(scope["path"])
    )


async def _made(operations: dict[str, Operation | Deferred], method: str) -> Operation:
    """The operation; one that was deferred is made now, and kept."""
    found = operations[method]
    if isinstance(found, Deferred):
        found = await run_sync(found.make)
        operations[method] = found
    return found


def _not_allowed(method: str, operations: Mapping[str, Operation | Deferred]) -> Answer:
    allowed = [*operations, *(["HEAD"] if "GET" in operations else [])]
    refusal = Refusal(
        "METHOD_NOT_ALLOWED",
        "{method} is not for this path; {allowed} is.",
        method=Quoted(method),
        allowed=allowed,
    )
    return problem(refusal, headers={"Allow": ", ".join(allowed)})


def _own_fault() -> IntegrityError:
    return IntegrityError(
        "INTERNAL",
        "a fault of the program itself; its log has more. What was acknowledged is"
        " recorded, and nothing by halves.",
    )


async def _send(send: Send, answer: Answer, *, without_body: bool) -> None:
    headers = {
        "content-type": answer.media,
        "content-length": str(_length(answer)),
        "api-version": API_VERSION,
        "cache-control": "no-store",
        **{name.lower(): value for name, value in answer.headers.items()},
    }
    if answer.status == 304:  # noqa: PLR2004  # it has no body, so it says nothing of one
        del headers["content-type"], headers["content-length"]
    raw = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    without_body = without_body or answer.status == 304  # noqa: PLR2004  # as above
    if answer.file is not None:
        await _send_file(send, answer.file, without_body=without_body)
        return
    body = b"" if without_body else answer.body
    await send({"type": "http.response.body", "body": body})


def _length(answer: Answer) -> int:
    if answer.file is None:
        return len(answer.body)
    return os.fstat(answer.file.fileno()).st_size


async def _send_file(send: Send, file: BinaryIO, *, without_body: bool) -> None:
    """In parts: nobody knows how long it is."""
    with file:
        while not without_body and (part := await run_sync(file.read, _PART)):
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


_PART = 1 << 16
