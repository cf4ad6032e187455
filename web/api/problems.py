"""Refusals and failures as problem details (RFC 9457)."""

from collections.abc import Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from domain.values.encoding import encode
from domain.values.errors import BadForm, LedgerError
from domain.values.messages import Message, Option, Parts, Value, english
from projections.query import camel
from web.api.answers import PROBLEM, Answer, encoded
from web.api.statuses import RETRY_AFTER, status_of
from web.languages import TOLD_IN

TYPES = "/v1/problems/"
"""Where the type of a problem is told."""
MOST_ERRORS = 1_000
"""Errors of form that are listed: a file may have one in each of its lines."""
RESERVED = ("type", "title", "status", "detail", "instance", "code", "errors", "line")
"""Members that a refusal's own values leave alone."""


class WrongKeys(Exception):  # it is told, like a refusal
    """What is wrong with the form of a request: all of it.

    Of its keys, and of its body: one failure, or one for each line of a file.
    """

    def __init__(
        self, errors: "Sequence[KeyFault]", bodies: Sequence[LedgerError] = ()
    ) -> None:
        super().__init__(errors, bodies)
        self.errors = tuple(errors)
        self.bodies = tuple(bodies)


class WrongValues(Exception):  # it is told, like a refusal
    """A refusal of what keys say together, with the keys that it is about."""

    def __init__(self, refusal: LedgerError, keys: Sequence[str]) -> None:
        super().__init__(refusal, keys)
        self.refusal = refusal
        self.keys = tuple(keys)


class KeyFault(NamedTuple):
    """One fault of a key of the query, or of a header."""

    pointer: str
    """`?at` of a key; of a header the place in the body that it fills."""
    code: str
    said: Message


class Refused(LedgerError):
    """What HTTP itself refuses, before any rule of the ledger is asked."""


def told(said: Value) -> str:
    """A message for who asks, with the names that HTTP gives to what was given."""
    lang = TOLD_IN.get()
    if lang == "en":
        return english(_in_http(said))
    from papers.wording import told as worded

    return worded(_in_http(said), lang)


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
    """A code in words, in English."""
    return code.replace("_", " ").capitalize()


def _titled(code: str) -> str:
    """A code in words for who asks."""
    lang = TOLD_IN.get()
    if lang == "en":
        return title_of(code)
    from papers.wording import title_of_code

    return title_of_code(code, lang)


def name_of(code: str) -> str:
    """A code as a segment of a path: `BAD_DATE` is `bad-date`."""
    return code.lower().replace("_", "-")


def type_of(code: str) -> str:
    """The address of a problem's type."""
    return TYPES + name_of(code)


def problem(
    error: LedgerError,
    status: int | None = None,
    *,
    whole: bool = False,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] | None = None,
) -> Answer:
    """A failure as problem details: its sum as members, and all its errors of form.

    `whole` adds the message as data, for another `zuidas` that prints it.
    """
    found = status_of(error) if status is None else status
    members: dict[str, object] = {
        name: value for name, value in error.details.items() if name not in RESERVED
    }
    for name in ("status", "line", "code"):
        if name in error.details:
            members[f"its_{name}"] = error.details[name]
    if error.line is not None:
        members["line"] = error.line
    if errors is None:
        errors = _errors(error)
    if errors:
        members["errors"] = errors
    if whole:
        members["said"] = encode(error.said)
        members["details"] = error.details
        members["exit_code"] = error.exit_code
    return _answer(error.code, found, told(error.said), members, headers)


def wrong_keys(wrong: WrongKeys, *, whole: bool = False) -> Answer:
    """All that is wrong with the form of a request; code and line are the first's."""
    of_bodies = chain.from_iterable(map(_errors, wrong.bodies))
    errors = [
        _as_json(each.pointer, each.code, told(each.said)) for each in wrong.errors
    ]
    errors += islice(of_bodies, max(0, MOST_ERRORS - len(errors)))
    if not wrong.errors:
        return problem(wrong.bodies[0], whole=whole, errors=errors)
    details = [told(each.said) for each in wrong.errors]
    details += [told(each.said) for each in wrong.bodies[:1]]
    told_all = " ".join(details)
    return _answer(wrong.errors[0].code, 400, told_all, {"errors": errors}, None)


def wrong_values(wrong: WrongValues, *, whole: bool) -> Answer:
    """A refusal of keys, told at each of them."""
    said = told(wrong.refusal.said)
    errors = [_as_json(f"?{key}", wrong.refusal.code, said) for key in wrong.keys]
    return problem(wrong.refusal, 400, errors=errors, whole=whole)


def _answer(
    code: str,
    status: int,
    detail: str,
    members: Mapping[str, object],
    headers: Mapping[str, str] | None,
) -> Answer:
    body = {
        "type": type_of(code),
        "title": _titled(code),
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }
    own = {"Content-Language": TOLD_IN.get(), "Vary": "Accept-Language"}
    own |= headers or {}
    if status == 503:  # noqa: PLR2004  # as statuses has it
        own.setdefault("Retry-After", str(RETRY_AFTER))
    return Answer(status, encoded(body), PROBLEM, own, code)


def _errors(error: LedgerError) -> list[dict[str, str]]:
    """The errors of form of a body, each with a pointer to where it is."""
    if not isinstance(error, BadForm):
        return []
    before = "" if error.line is None else f"/{error.line}"
    if not error.faults:
        field = error.details.get("field")
        pointer = before
        if field is not None:
            pointer += f"/{str(field).replace('.', '/')}"
        return [_as_json(pointer, error.code, told(error.said))]
    return [
        _as_json(f"{before}{fault.pointer}", fault.code, told(fault.said))
        for fault in error.faults
    ]


def _as_json(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}
