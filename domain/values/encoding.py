"""Messages and their values as JSON that reads back to the same: nothing is lost.

A value whose type JSON does not have becomes an object with one key, its type's name.
`domain.values.messages.as_data` is the other form: for programs, which need no types.

What is read may come from anywhere: a template may name its own values and no more, so
that filling it in neither fails nor looks inside of them. And a text is not much longer
than what it was read from: a value is told once, unless it is a short one.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from string import Formatter

from domain.values.messages import (
    Coded,
    Decimals,
    Euro,
    Message,
    Option,
    Parts,
    Plain,
    Quoted,
    Recorded,
    Told,
    Value,
    Words,
)
from domain.values.texts import Rational, format_percentage

DEEPEST = 20
"""Values within values that are read; a message in a message in a list is deep."""
LONGEST_REPEATED = 200
"""Characters of a value that a template may name more than once."""
LONGEST_JOINING = 20
"""Characters between parts."""
_PERCENTAGE = re.compile(r"[0-9]{1,18}(\.[0-9]{1,4})?")
_MOMENT_FORM = re.compile("(%[AHMYdm]|[ :.-])+")


def encode(value: Value) -> object:
    """The JSON form of a value."""
    match value:
        case Told():
            return {"told": encode(value.said)}
        case Message(template, values):
            inner = {name: encode(item) for name, item in values.items()}
            return {"message": [template, inner]}
        case Parts(items, joined_by):
            return {"parts": [[encode(item) for item in items], joined_by]}
        case Mapping():
            return {"mapping": [[str(k), encode(v)] for k, v in value.items()]}
        case list() | tuple():
            return [encode(item) for item in value]
        case bool() | None:
            return value
        case int():
            name = _NAMES.get(type(value))
            return value if name is None else {name: int(value)}
        case str():
            name = _NAMES.get(type(value))
            return value if name is None else {name: str(value)}
    return _other(value)


_NAMES: Mapping[type, str] = {
    Coded: "coded",
    Decimals: "decimals",
    Euro: "euro",
    Option: "option",
    Plain: "plain",
    Quoted: "quoted",
    Recorded: "recorded",
    Words: "words",
}


def _other(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Rational):
        return {"percentage": format_percentage(value)}
    return str(value)


def decode(data: object, depth: int = 0) -> Value:
    """The value of its JSON form; `ValueError` or `TypeError` for any other JSON."""
    if depth > DEEPEST:
        raise ValueError(data)
    if isinstance(data, list):
        return [decode(item, depth + 1) for item in data]
    if isinstance(data, dict):
        ((name, inner),) = data.items()
        if name not in _READERS:
            raise ValueError(name)
        return _READERS[name](inner, depth + 1)
    if data is None or isinstance(data, str | int):
        return data
    raise TypeError(data)


def decode_message(data: object) -> Message:
    """The message of its JSON form; raises `ValueError` or `TypeError`."""
    return _said(data, 0)


def _said(data: object, depth: int) -> Message:
    found = decode(data, depth)
    if not isinstance(found, Message):
        raise TypeError(data)
    return found


def _message(inner: list[object], depth: int) -> Message:
    template, values = inner
    if not isinstance(template, str) or not isinstance(values, dict):
        raise TypeError(inner)
    found = {name: decode(item, depth) for name, item in values.items()}
    if found:  # else the template is the text, whatever is in it
        _check_places(template, found)
    return Message(template, found)


def _check_places(template: str, values: Mapping[str, Value]) -> None:
    """Every place is one of the values, plainly; raises `ValueError`."""
    told: set[str] = set()
    for _, name, form, conversion in Formatter().parse(template):
        if name is None:
            continue
        known = name.isidentifier() and name in values
        if not known or conversion or not _fits(form or "", values[name]):
            raise ValueError(template)
        if name in told and not _is_short(values[name]):
            raise ValueError(template)
        told.add(name)


def _is_short(value: Value) -> bool:
    """It is no longer than what a rule says twice: a number, a day, a code."""
    if isinstance(value, str):
        return len(value) <= LONGEST_REPEATED
    return value is None or isinstance(value, int | date | Rational)


def _fits(form: str, value: Value) -> bool:
    """The form of a place: none, thousands of a number, or parts of a moment."""
    if not form:
        return True
    if isinstance(value, date):
        return _MOMENT_FORM.fullmatch(form) is not None
    return form == "," and isinstance(value, int)


def _parts(inner: list[object], depth: int) -> Parts:
    items, joined_by = inner
    if not isinstance(items, list) or not isinstance(joined_by, str):
        raise TypeError(inner)
    if len(joined_by) > LONGEST_JOINING:
        raise ValueError(joined_by)
    return Parts(tuple(decode(item, depth) for item in items), joined_by)


def _mapping(inner: list[list[object]], depth: int) -> dict[str, Value]:
    return {_text(name): decode(item, depth) for name, item in inner}


def _text(inner: object) -> str:
    if isinstance(inner, str):
        return inner
    raise TypeError(inner)


def _whole(inner: object) -> int:
    if type(inner) is int:
        return inner
    raise TypeError(inner)


def _percentage(inner: object) -> Value:
    from fractions import Fraction

    text = _text(inner)
    if _PERCENTAGE.fullmatch(text):
        return Fraction(text)
    raise ValueError(text)


_READERS: Mapping[str, Callable[..., Value]] = {
    "message": _message,
    "parts": _parts,
    "mapping": _mapping,
    "coded": lambda inner, _: Coded(_text(inner)),
    "decimals": lambda inner, _: Decimals(_whole(inner)),
    "euro": lambda inner, _: Euro(_whole(inner)),
    "plain": lambda inner, _: Plain(_whole(inner)),
    "option": lambda inner, _: Option(_text(inner)),
    "quoted": lambda inner, _: Quoted(_text(inner)),
    "recorded": lambda inner, _: Recorded(_text(inner)),
    "told": lambda inner, depth: Told(_said(inner, depth)),
    "words": lambda inner, _: Words(_text(inner)),
    "date": lambda inner, _: date.fromisoformat(_text(inner)),
    "moment": lambda inner, _: datetime.fromisoformat(_text(inner)),
    "percentage": lambda inner, _: _percentage(inner),
}
