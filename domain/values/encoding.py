"""Messages and their values as JSON that reads back to the same: nothing is lost.

A value whose type JSON does not have becomes an object with one key, its type's name.
`domain.values.messages.as_data` is the other form: for programs, which need no types.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from domain.values.messages import Euro, Message, Parts, Plain, Quoted, Value, Words
from domain.values.texts import Rational, format_percentage


def encode(value: Value) -> object:
    """The JSON form of a value."""
    match value:
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
    Euro: "euro",
    Plain: "plain",
    Quoted: "quoted",
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


def decode(data: object) -> Value:
    """The value of its JSON form; raises `ValueError` for any other JSON."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    if len(data) != 1:
        raise ValueError(data)
    (name, inner), *_ = data.items()
    if name not in _READERS:
        raise ValueError(name)
    return _READERS[name](inner)


def decode_message(data: object) -> Message:
    """The message of its JSON form; raises `ValueError`."""
    found = decode(data)
    if not isinstance(found, Message):
        raise ValueError(data)  # noqa: TRY004  # as for any other wrong JSON
    return found


def _message(inner: list[object]) -> Message:
    template, values = inner
    if not isinstance(template, str) or not isinstance(values, dict):
        raise ValueError(inner)  # noqa: TRY004
    return Message(template, {name: decode(item) for name, item in values.items()})


def _parts(inner: list[object]) -> Parts:
    items, joined_by = inner
    if not isinstance(items, list) or not isinstance(joined_by, str):
        raise ValueError(inner)  # noqa: TRY004
    return Parts(tuple(decode(item) for item in items), joined_by)


def _percentage(inner: str) -> object:
    from domain.values.shares import parse_percentage

    return parse_percentage(inner)


_READERS: Mapping[str, Callable[..., Value]] = {
    "message": _message,
    "parts": _parts,
    "mapping": lambda pairs: {name: decode(item) for name, item in pairs},
    "euro": Euro,
    "plain": Plain,
    "quoted": Quoted,
    "words": Words,
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "percentage": _percentage,
}
