"""What was typed for the options of a command, in the shape of its JSON.

`KEY=VALUE`, `NAME=VALUE;NAME=VALUE` and `--set FIELD=VALUE` are the command line's own:
here they are taken apart. What the texts in them mean, `ledger.fields` reads.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cli.writing.options import option_name
from domain.values.errors import BadForm
from domain.values.messages import Quoted
from ledger.fields.described import Description, Schema, keys_of
from ledger.fields.reading import Json


def filled(option: str, value: Any, schema: Schema) -> object:  # noqa: ANN401  # text, or what click made of it
    """What was typed for one option; raises `BadForm` for what can't be taken apart."""
    match schema.get("type"):
        case "array":
            if [each.strip() for each in value] == [""]:
                return []
            return [_item(option, each, schema["items"]) for each in value]
        case "object":
            return _mapping(option, _keys_as_named(schema, value))
    return value


def filled_held(
    held: Description, command: str, settings: Iterable[str]
) -> dict[str, object]:
    """A held command, its fields as typed with --set; raises `BadForm`."""
    typed: dict[str, Any] = {}
    for setting in settings:
        path, equals, value = setting.partition("=")
        path = path.strip().replace("-", "_")
        key, dot, rest = path.partition(".")
        if not equals:
            raise BadForm(
                "BAD_COMMAND",
                "--set: {setting} is not FIELD=VALUE.",
                setting=Quoted(setting),
            )
        if held.schema.get(key, {}).get("type") in ("array", "object"):
            typed[key] = (*typed.get(key, ()), f"{rest}={value}" if dot else value)
        elif path in typed:
            raise BadForm(
                "BAD_COMMAND", "--set: {path} is there twice.", path=Quoted(path)
            )
        else:
            typed[path] = value
    known = held.schema
    return {
        "command": command,
        **{
            name: filled(f"--{option_name(name, known[name])}", each, known[name])
            if name in known
            else each
            for name, each in typed.items()
        },
    }


def _item(option: str, text: str, schema: Schema) -> object:
    """One item of a list; an object as JSON or as NAME=VALUE;NAME=VALUE."""
    if schema.get("type") != "object":
        return text
    if text.lstrip().startswith("{"):
        return _json(option, text)
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _json(option: str, text: str) -> Json:
    try:
        return Json(json.loads(text))
    except ValueError as error:
        raise BadForm(
            "BAD_COMMAND", "{option}: not JSON: {error}.", option=option, error=error
        ) from None


def _mapping(option: str, pairs: Iterable[str]) -> Mapping[str, str]:
    """A mapping from its pairs, each typed as KEY=VALUE."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.strip()
        if not equals:
            raise BadForm(
                "BAD_COMMAND",
                "{option}: {pair} is not KEY=VALUE.",
                option=option,
                pair=Quoted(pair),
            )
        if key in mapping:
            raise BadForm(
                "BAD_COMMAND",
                "{option}: {key} is there twice.",
                option=option,
                key=Quoted(key),
            )
        mapping[key] = value
    return mapping


def _keys_as_named(schema: Schema, pairs: Iterable[str]) -> Iterable[str]:
    """Pairs whose keys are names of the program's may have hyphens in these."""
    if not keys_of(schema):
        return pairs
    split = (pair.partition("=") for pair in pairs)
    return [key.replace("-", "_") + equals + value for key, equals, value in split]
