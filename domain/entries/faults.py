"""Faults of form: what pydantic found wrong with values, in the contract's codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain.values.errors import Fault
from domain.values.messages import Message, Words, message
from domain.values.texts import shown

_CODES = frozenset(
    {
        *("BAD_AMOUNT", "BAD_DATE", "BAD_COMMAND", "FRAMEWORK_INVALID"),
        *("SCOPE_INVALID", "STATEMENT_UNBALANCED"),
    }
)
_FORMS = {
    "project": "lower-case letters, digits and hyphens, at most 40",
    "number": "letters, digits, and . / -, at most 40, a letter or digit first",
    "decision": "letters, digits, and . / -, at most 40",
    "meeting": "letters, digits, and . / -, at most 40",
    "payment": "capitals, digits and hyphens, at most 20",
    "account": "lower-case letters, digits and hyphens, at most 20",
    "bank_line": "the statement's entry, a point, and the line's number, such as 57.3",
    "lines": "the statement's entry, a point, and the line's number, such as 57.3",
    "recipient_kvk": "8 digits",
    "document_sha256": "64 hexadecimal digits",
    "leaf": "64 hexadecimal digits",
    "effect": "64 hexadecimal digits",
}
"""The forms of fields in words."""
_LONGEST_NAME = 40

Details = Mapping[str, Any]
"""One error as pydantic describes it."""


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault that was found, in the order of fields."""
    return [
        fault_of(each) for each in error.errors(include_url=False, include_context=True)
    ]


def kinds_of(error: ValidationError) -> list[str]:
    """What kind each of these faults is, in pydantic's words."""
    return [str(each["type"]) for each in error.errors(include_url=False)]


def fault_of(found: Details) -> Fault:
    """One fault: where it is, its code and what it says."""
    kind, context = str(found["type"]), found.get("ctx", {})
    # What pydantic writes for the key of a mapping; a field may be named so too.
    marks = () if kind == "extra_forbidden" else ("[key]",)
    path = tuple(_step(step) for step in found.get("loc", ()) if step not in marks)
    if kind in _CODES and "said" in context:
        return Fault(path, kind, context["said"])
    if kind == "less_than_equal":
        return Fault(path, "BAD_AMOUNT", message("at most 999999999999.99."))
    return Fault(path, "BAD_COMMAND", _told(kind, path, found, context))


def _told(
    kind: str, path: Sequence[str | int], found: Details, context: Details
) -> Message:
    match kind:
        case "missing":
            return message("is missing.")
        case "extra_forbidden":
            return message("is not a field of it.")
        case "string_too_short" | "too_short":
            least = context["min_length"]
            return message("at least {least} characters are needed.", least=least)
        case "string_too_long" | "too_long":
            most = context["max_length"]
            return message("at most {most} characters are allowed.", most=most)
        case "string_pattern_mismatch":
            known = _FORMS.get(str(path[-1]) if path else "")
            form = context["pattern"] if known is None else Words(known)
            return message("has not the form it needs ({form}).", form=form)
    said = str(found["msg"])
    return message("{said}.", said=f"{said[:1].lower()}{said[1:]}")


def _step(step: str | int) -> str | int:
    """A step on the way to a value; a key that was given may hold anything."""
    if isinstance(step, int):
        return step
    plain = step.isascii() and step.isprintable() and len(step) <= _LONGEST_NAME
    return step if plain else shown(step)


def at(fault: Fault) -> Message:
    """What a fault says, with its place before it."""
    if not fault.path:
        return fault.said
    return message("{place}: {said}", place=fault.place, said=fault.said)
