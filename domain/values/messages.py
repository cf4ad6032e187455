"""What is said to people: a template and typed values; text is made at the edge.

A refusal, a finding and a note are data: a stable code, a template with named places,
and the values that belong there, each of a type that says how it is written. So the
same thing can be said in another language or be read by a program, and a sentence may
be reworded without changing what it says.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self, TypeAlias, cast

from domain.values.texts import (
    Rational,
    euros,
    format_cents,
    format_percentage,
    grouped,
    shown,
    visible,
)


class Euro(int):
    """An amount in euro cents, written `€ 1,200.00`."""


class Plain(int):
    """An amount in euro cents beside others, written `1,200.00`."""


class Decimals(int):
    """Hundredths, of hours or of euros, written `1200.00`."""


class Quoted(str):
    """What somebody typed or stored, hostile perhaps: quoted, escaped and short."""

    __slots__ = ()


class Option(str):
    """What a value was given for, `known_at`: written `--known-at`, or as HTTP has it.

    Which of these it is, the edge knows that it was given at.
    """

    __slots__ = ()


class Recorded(str):
    """A recording time as it is stored, UTC in ISO form."""

    __slots__ = ()


class Words(str):
    """A name of the program's with its underscores as spaces: `not_met`."""

    __slots__ = ()


class Coded(str):
    """The same as programs write it, `pay_grant`: Dutch has its words, English not.

    Where people fill in forms, English has them too.
    """

    __slots__ = ()


LONGEST = 200
"""Characters of a hostile text that are passed on to programs."""


class Parts(NamedTuple):
    """Several values, joined; `, ` unless said otherwise."""

    items: tuple["Value", ...]
    joined_by: str = ", "


class Message(NamedTuple):
    """A sentence or a part of one: its English template, and the values in it."""

    template: str
    values: Mapping[str, "Value"] = {}

    def __str__(self) -> str:
        return english(self)


class Told(str):
    """A message in an answer for programs: its English text, and itself for people."""

    __slots__ = ("said",)
    said: Message

    def __new__(cls, said: Message) -> Self:
        """Its text is the message's."""
        found = super().__new__(cls, english(said))
        found.said = said
        return found


Value: TypeAlias = object
"""`Message`, `Parts`, `Euro`, `Plain`, `Quoted`, `Words`, a date, a fraction, a text...

A list or tuple counts as `Parts`, a mapping as parts of name and value, None as a text
that is not there.
"""


def message(template: str, /, **values: Value) -> Message:
    """A message of a template and its values."""
    return Message(template, values)


def parts(items: Iterable[Value], joined_by: str = ", ") -> Parts:
    """Several values as one."""
    return Parts(tuple(items), joined_by)


def printed(said: Value) -> str:
    """The same as English text for people's eyes: texts in it can all be seen."""
    if type(said) is str:  # as nearly every cell of a long table
        return visible(said)
    if type(said) is int:
        return str(said)
    return english(said, visible)


def english(said: Value, shown_as: Callable[[str], str] = str) -> str:
    """A message, or any value, as English text; a text in it as a function has it."""
    kind = type(said)
    if kind is str:
        return shown_as(cast("str", said))
    if kind in _SIMPLE:  # nearly all others; to match a protocol takes far longer
        return _SIMPLE[kind](said)
    return _matched(said, shown_as)


def _matched(said: Value, shown_as: Callable[[str], str]) -> str:
    match said:
        case Message(template, values):
            return _filled_in(template, values, shown_as) if values else template
        case Parts(items, joined_by):
            return joined_by.join(english(item, shown_as) for item in items)
        case Quoted() | Words() | Option():
            return _name(said)
        case Told():
            return english(said.said, shown_as)
        case None:
            return ""
        case Mapping():
            return ", ".join(f"{k} {english(v, shown_as)}" for k, v in said.items())
        case list() | tuple():
            return ", ".join(english(item, shown_as) for item in said)
        case str():
            return shown_as(said)
    return _other(said)


def _filled_in(
    template: str, values: Mapping[str, Value], shown_as: Callable[[str], str]
) -> str:
    """A template with its values; those that it formats itself are asked for that."""
    if " days" in template:
        template = of_one_day(template, values)
    if ":" in template and _forms(template):
        formed = {name: _Filled(value, shown_as) for name, value in values.items()}
        return template.format_map(formed)
    return template.format_map(
        {name: english(value, shown_as) for name, value in values.items()}
    )


_DAYS = r"(\{(\w+)\} )(days|dagen)\b"
_DAY = {"days": "day", "dagen": "dag"}


def of_one_day(template: str, values: Mapping[str, Value]) -> str:
    """The template, English or Dutch, with `day` where a number of days is one."""

    def counted(found: re.Match[str]) -> str:
        one = values.get(found[2]) == 1
        return f"{found[1]}{_DAY[found[3]]}" if one else found[0]

    return re.sub(_DAYS, counted, template)


@lru_cache(maxsize=1024)
def _forms(template: str) -> bool:
    """Whether it says how a value is written, such as `{number:,}`."""
    return re.search(r"\{\w*:", template) is not None


def _name(said: Quoted | Words | Option) -> str:
    """What was typed in quotes; a name of the program's as people write it."""
    if isinstance(said, Quoted):
        return shown(str(said))
    if isinstance(said, Option):
        return f"--{said.replace('_', '-')}"
    return said.replace("_", " ")


def as_data(said: Value) -> object:
    """A value as JSON has it: amounts and percentages as the contract writes them.

    Of a message in a message its values are kept, not its words.
    """
    match said:
        case Message(_, values):
            return {name: as_data(value) for name, value in values.items()} or None
        case Parts(items, _):
            return [as_data(item) for item in items]
        case Euro() | Plain() | Decimals():
            return format_cents(said)
        case bool() | int() | None:
            return said
        case str():
            return str(said) if len(said) <= LONGEST else f"{said[:LONGEST]}…"
        case Mapping():
            return {str(name): as_data(value) for name, value in said.items()}
        case list() | tuple():
            return [as_data(item) for item in said]
    return _other(said)


class _Filled:
    """A value in its place; `{number:,}` formats a number as Python does."""

    __slots__ = ("_shown_as", "_value")

    def __init__(self, value: Value, shown_as: Callable[[str], str]) -> None:
        self._value = value
        self._shown_as = shown_as

    def __format__(self, form: str) -> str:
        if form:
            return format(self._value, form)
        return english(self._value, self._shown_as)


def _other(said: object) -> str:
    """An amount, a date, a number or a text; what has a denominator is a percentage.

    Fractions are told by what they can do: to import their type would cost every query
    a tenth of its time.
    """
    if isinstance(said, Euro):
        return euros(said)
    if isinstance(said, Plain):
        return grouped(format_cents(said))
    if isinstance(said, Decimals):
        return format_cents(said)
    if isinstance(said, date):
        return said.isoformat()
    # In this order: what a protocol asks takes far longer than a type.
    if not isinstance(said, int | str) and isinstance(said, Rational):
        return format_percentage(said)
    return str(said)


_SIMPLE: dict[type, Callable[[Any], str]] = {Euro: euros, int: str}
