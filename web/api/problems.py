"""Refusals and failures as problem details (RFC 9457)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.values.encoding import encode
from domain.values.errors import BadForm, LedgerError
from domain.values.messages import Message, Option, Parts, Value, english
from projections.query import camel
from web.api.answers import PROBLEM, Answer, encoded
from web.api.statuses import RETRY_AFTER, status_of

TYPES = "/v1/problems/"
"""Where the type of a problem is told."""
RESERVED = ("type", "title", "status", "detail", "instance", "code", "errors", "line")
"""Members that a refusal's own values leave alone."""


class WrongKeys(Exception):  # it is told, like a refusal
    """What is wrong with the keys of a request: all of it."""

    def __init__(self, errors: "Sequence[KeyFault]") -> None:
        super().__init__(errors)
        self.errors = tuple(errors)


class KeyFault(NamedTuple):
    """One fault of a key of the query, or of a header."""

    pointer: str
    """`?at` of a key; `Idempotency-Key` of a header."""
    code: str
    detail: str


class Refused(LedgerError):
    """What HTTP itself refuses, before any rule of the ledger is asked."""


def told(said: Value) -> str:
    """A message in English, with the names that HTTP gives to what was given."""
    return english(_in_http(said))


def _in_http(said: Value) -> Value:
    match said:
        case Message(template, values):
            return Message(template, {k: _in_http(v) for k, v in values.items()})
        case Parts(items, joined_by):
            return Parts(tuple(_in_http(item) for item in items), joined_by)
        case Option():
            return camel(said)
    return said


def title_of(code: str) -> str:
    """A code in words."""
    return code.replace("_", " ").capitalize()


def type_of(code: str) -> str:
    """The address of a problem's type."""
    return f"{TYPES}{code.lower().replace('_', '-')}"


def problem(
    error: LedgerError,
    status: int | None = None,
    *,
    of_query: bool = False,
    whole: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """A failure as problem details: its sum as members, and all its errors of form.

    `whole` adds the message as data, for another `zuidas` that prints it.
    """
    found = status_of(error, of_query=of_query) if status is None else status
    members: dict[str, object] = {
        name: value for name, value in error.details.items() if name not in RESERVED
    }
    for name in ("status", "line", "code"):
        if name in error.details:
            members[f"its_{name}"] = error.details[name]
    if error.line is not None:
        members["line"] = error.line
    errors = _errors(error, of_query=of_query)
    if errors:
        members["errors"] = errors
    if whole:
        members["said"] = encode(error.said)
        members["details"] = error.details
        members["exit_code"] = error.exit_code
    return _answer(error.code, found, told(error.said), members, headers)


def wrong_keys(wrong: WrongKeys) -> Answer:
    """All that is wrong with the keys of a request."""
    first = wrong.errors[0]
    errors = [each._asdict() for each in wrong.errors]
    detail = " ".join(each.detail for each in wrong.errors)
    return _answer(first.code, 400, detail, {"errors": errors}, None)


def _answer(
    code: str,
    status: int,
    detail: str,
    members: Mapping[str, object],
    headers: Mapping[str, str] | None,
) -> Answer:
    body = {
        "type": type_of(code),
        "title": title_of(code),
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    own = dict(headers or {})
    if status == 503:  # noqa: PLR2004  # as statuses has it
        own.setdefault("Retry-After", str(RETRY_AFTER))
    return Answer(status, encoded(body), PROBLEM, own, code)


def _errors(error: LedgerError, *, of_query: bool) -> list[dict[str, str]]:
    """The errors of form, each with a pointer to where it is."""
    if of_query:
        key = key_of(error) or ""
        said = _as_json(f"?{key}", error.code, told(error.said))
        return [said] if error.code.startswith("BAD_") else []
    if not isinstance(error, BadForm):
        return []
    before = "" if error.line is None else f"/{error.line}"
    if not error.faults:
        field = error.details.get("field")
        pointer = before if field is None else f"{before}/{field}"
        return [_as_json(pointer, error.code, told(error.said))]
    return [
        _as_json(f"{before}{fault.pointer}", fault.code, told(fault.said))
        for fault in error.faults
    ]


def key_of(error: LedgerError) -> str | None:
    """The key that a refusal of a query's values is about."""
    place = error.said.values.get("place")
    return camel(place) if isinstance(place, Option) else None


def _as_json(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}
