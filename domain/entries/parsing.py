"""From outside data to a command: form only, one clear refusal."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain.catalogue import offered
from domain.entries.command import Command
from domain.entries.faults import at, faults_of, kinds_of
from domain.entries.register import command_model
from domain.values.errors import BadForm, Fault
from domain.values.fields import NEW
from domain.values.messages import Message, Quoted, message, parts
from domain.values.texts import shown


def command_from_json(text: str) -> Command:
    """Read one JSON object with a `command` field.

    Raises `BadForm`: `BAD_JSON` when it is no JSON object or repeats a key, else the
    codes of `command_from_mapping`.
    """
    return command_from_mapping(object_from_json(text))


def object_from_json(text: str) -> dict[str, Any]:
    """Read one JSON object; raises `BadForm` (`BAD_JSON`)."""
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise BadForm("BAD_JSON", "the JSON is nested too deeply.") from None
    except ValueError as error:
        raise BadForm(
            "BAD_JSON", "not valid JSON: {json_fault}.", json_fault=_json_fault(error)
        ) from None
    if not isinstance(value, dict):
        raise BadForm(
            "BAD_JSON", 'a command is a JSON object such as {"command": "reverse", …}.'
        )
    return value


def command_from_mapping(fields: Mapping[str, Any]) -> Command:
    """Check the form of a command given as a mapping with a `command` field.

    Raises `BadForm`: `BAD_COMMAND`, `BAD_AMOUNT` or `BAD_DATE`, naming the field.
    """
    fields = dict(fields)
    name = fields.pop("command", None)
    model = command_model(name) if isinstance(name, str) else None
    if model is None:
        lacks = message("is missing.") if name is None else message("is unknown.")
        fault = Fault(("command",), "BAD_COMMAND", lacks)
        raise BadForm(fault.code, _unknown("command", name, offered()), faults=[fault])
    return build(model, fields)


def build(
    model: type[Command],
    fields: Mapping[str, Any],
    context: Mapping[str, bool] = NEW,
) -> Command:
    """Check the form of one command's fields; see `command_from_mapping`.

    With `JUDGED_AGAIN` those of a stored command, of which some are sealed.
    """
    try:
        return model.model_validate(_given(model, fields), context=context)
    except ValidationError as error:
        raise _refusal(model, error) from None
    except RecursionError:
        raise BadForm("BAD_COMMAND", "the command is nested too deeply.") from None


def _given(model: type[Command], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields without those that are null and may be left out: they say nothing."""
    if None not in fields.values():
        return fields
    optional = {
        field.alias or name
        for name, field in model.model_fields.items()
        if not field.is_required()
    }
    return {k: v for k, v in fields.items() if v is not None or k not in optional}


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadForm(
            "BAD_JSON", "the key {twice} is there twice.", twice=Quoted(twice)
        )
    return result


def _json_fault(error: ValueError) -> str:
    """Where the text stops being JSON; a command is one line, so only its column."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at character {error.colno}"
    return "a number has too many digits"


def _no_constant(name: str) -> None:
    raise BadForm("BAD_JSON", "{name} is not JSON.", name=name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_repeats, parse_constant=_no_constant
)


def _refusal(model: type[Command], error: ValidationError) -> BadForm:
    """All faults of a command; code and place are those of the one told first."""
    found = list(zip(faults_of(error), kinds_of(error), strict=True))
    missing = [fault for fault, kind in found if kind == "missing"]
    unknown = [fault for fault, kind in found if kind == "extra_forbidden"]
    # A misspelt field is also a missing one: the name that was typed says more.
    first = unknown[0] if unknown else found[0][0]
    if unknown:
        told, covered = _unknown_field(model, first), [first]
    elif first in missing:
        told, covered = _lacks(model, missing), missing
    else:
        told, covered = at(first), [first]
    others = [at(fault) for fault, _ in found if fault not in covered]
    if others:
        told = message("{first} Also: {others}", first=told, others=parts(others, " "))
    details = {"field": first.place} if first.path and not (missing or unknown) else {}
    return BadForm(first.code, told, details, faults=[fault for fault, _ in found])


def _lacks(model: type[Command], missing: Sequence[Fault]) -> Message:
    places = [fault.place for fault in missing]
    return message("{command} lacks {missing}.", command=model.name, missing=places)


def _unknown_field(model: type[Command], fault: Fault) -> Message:
    *outer, name = fault.path
    if outer:  # a field of an item, whose names are not the command's
        where = ".".join(map(str, outer))
        return message("{where}: unknown field {name}.", where=where, name=Quoted(name))
    return _unknown("field", name, list(model.model_fields))


def _unknown(what: str, name: object, known: Sequence[str]) -> Message:
    """An unknown name, with the nearest known one."""
    if name is None and what == "command":
        return message('the field "command" is missing; it names the command.')
    import difflib

    near = difflib.get_close_matches(str(name)[:80], known, n=1, cutoff=0.5)
    hint = (
        message("; did you mean {near}?", near=near[0])
        if near
        else message("; known are {known}.", known=known)
    )
    told = Quoted(name) if isinstance(name, str) else shown(name)
    return message("unknown {what} {name}{hint}", what=what, name=told, hint=hint)
