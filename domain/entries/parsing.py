"""From outside data to a command: form only, one clear refusal."""

import difflib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.catalogue import offered
from domain.entries.command import Command
from domain.entries.register import command_model
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.texts import shown


def command_from_json(text: str) -> Command:
    """Read one JSON object with a `command` field.

    Raises `Refusal`: `BAD_JSON` when it is no JSON object or repeats a key, else the
    codes of `command_from_mapping`.
    """
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise Refusal("BAD_JSON", "the JSON is nested too deeply.") from None
    except ValueError as error:
        raise Refusal(
            "BAD_JSON", "not valid JSON: {json_fault}.", json_fault=_json_fault(error)
        ) from None
    if not isinstance(value, dict):
        raise Refusal(
            "BAD_JSON", 'a command is a JSON object such as {"command": "reverse", …}.'
        )
    return command_from_mapping(value)


def command_from_mapping(fields: Mapping[str, Any]) -> Command:
    """Check the form of a command given as a mapping with a `command` field.

    Raises `Refusal`: `BAD_COMMAND`, `BAD_AMOUNT` or `BAD_DATE`, naming the field.
    """
    fields = dict(fields)
    name = fields.pop("command", None)
    model = command_model(name) if isinstance(name, str) else None
    if model is None:
        raise Refusal("BAD_COMMAND", _unknown("command", name, list(offered())))
    return build(model, fields)


def build(model: type[Command], fields: Mapping[str, Any]) -> Command:
    """Check the form of one command's fields; see `command_from_mapping`."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise _refusal(model, error) from None
    except RecursionError:
        raise Refusal("BAD_COMMAND", "the command is nested too deeply.") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal(
            "BAD_JSON", "the key {twice} is there twice.", twice=Quoted(twice)
        )
    return result


def _json_fault(error: ValueError) -> str:
    """Where the text stops being JSON; a command is one line, so only its column."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at character {error.colno}"
    return str(error)


def _no_constant(name: str) -> None:
    raise Refusal("BAD_JSON", "{name} is not JSON.", name=name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_repeats, parse_constant=_no_constant
)


def _refusal(model: type[Command], error: ValidationError) -> Refusal:
    errors = error.errors(include_url=False, include_context=True)
    # A misspelt field is also a missing one: the name that was typed says more.
    unknown = [each for each in errors if each["type"] == "extra_forbidden"]
    first = (unknown or errors)[0]
    place = ".".join(_part(part) for part in first["loc"] if part != "[key]")
    kind = str(first["type"])
    known = list(model.model_fields)
    if kind == "extra_forbidden":
        *outer, name = first["loc"]
        if outer:  # a field of an item, whose names are not the command's
            where = ".".join(str(part) for part in outer)
            return Refusal(
                "BAD_COMMAND",
                "{where}: unknown field {name}.",
                where=where,
                name=Quoted(name),
            )
        return Refusal("BAD_COMMAND", _unknown("field", name, known))
    if kind == "missing":
        missing = ", ".join(
            ".".join(map(str, each["loc"]))
            for each in error.errors(include_url=False)
            if each["type"] == "missing"
        )
        return Refusal(
            "BAD_COMMAND", "{name} lacks {missing}.", name=model.name, missing=missing
        )
    message = str(first["msg"])
    context = first.get("ctx", {})
    if kind in {"BAD_AMOUNT", "BAD_DATE", "BAD_COMMAND"}:
        told = f"{place}: {message}" if place else message
        return Refusal(kind, told, {"field": place} if place else {})
    if kind in {"string_too_short", "too_short"}:
        message = f"at least {context['min_length']} characters are needed"
    if kind in {"string_too_long", "too_long"}:
        message = f"at most {context['max_length']} characters are allowed"
    if kind == "string_pattern_mismatch":
        message = f"has not the form it needs ({_FORMS.get(place, context['pattern'])})"
    if kind == "less_than_equal":
        return Refusal(
            "BAD_AMOUNT",
            "{place}: at most 999999999999.99.",
            {"field": place},
            place=place,
        )
    return Refusal(
        "BAD_COMMAND",
        "{place}: {lower}{message}.",
        {"field": place},
        place=place,
        lower=message[:1].lower(),
        message=message[1:],
    )


_FORMS = {
    "project": "lower-case letters, digits and hyphens, at most 40",
    "number": "letters, digits, and . / -, at most 40",
    "decision": "letters, digits, and . / -, at most 40",
    "document_sha256": "64 hexadecimal digits",
}
"""The forms of fields in words."""


def _part(part: int | str) -> str:
    """A step on the way to a value; a key that was given may hold anything."""
    text = str(part)
    plain = text.isascii() and text.isprintable() and len(text) <= 40  # noqa: PLR2004
    return text if plain else shown(part)


def _unknown(what: str, name: object, known: list[str]) -> str:
    """The refusal of an unknown name, with the nearest known one."""
    if name is None and what == "command":
        return 'the field "command" is missing; it names the command.'
    near = difflib.get_close_matches(str(name)[:80], known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}."
    return f"unknown {what} {shown(name)}{hint}"
