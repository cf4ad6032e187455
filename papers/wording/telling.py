"""A message as text in a language."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from domain.catalogue import BY_NAME
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
    english,
    of_one_day,
)
from domain.values.texts import Rational
from papers.wording.catalogue import in_dutch
from papers.wording.forms import (
    dutch_date,
    dutch_euros,
    dutch_moment,
    dutch_number,
    dutch_part,
    dutch_percentage,
    dutch_plain,
)
from papers.wording.labels import dutch_words, label

Language = Literal["nl", "en"]
Shown = Callable[[str], str]
_JOINED = {" and ": " en ", " or ": " of "}
"""What stands between several values, where it is a word."""
_NAMED = r"\((?P<name>[a-z_]+)(?:, rule (?P<rule>[a-z_]+))?\)"
"""`(change_grant)`, `(deviate, rule current_account)`."""
_COMMAND = "command"
"""The place of a command's name in templates."""
_NAME = r"[a-z]+(?:_[a-z]+)*"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def told(
    said: Value,
    lang: Language,
    *,
    shown_as: Shown = str,
    table: bool = False,
    fields: bool = False,
) -> str:
    """A message, or any value, as text; a text in it as `shown_as` has it.

    `table`: dates are short, as in a column. `fields`: what a value was given for is
    named as a form names it (`known at`), instead of as an option (`--known-at`); so
    are commands, fields and rules (`change grant`, instead of `change_grant`).
    """
    if fields:
        said = _with_fields(said, lang)
    return english(said, shown_as) if lang == "en" else _Dutch(shown_as, table)(said)


def titled(title: Value, lang: Language, *, shown_as: Shown = str) -> str:
    """A title of the program's own: of a table, a column or a fact.

    Such a title is a plain text, where in a message a plain text is somebody's.
    """
    if not isinstance(title, str) or lang == "en":
        return told(title, lang, shown_as=shown_as)
    if re.fullmatch(_DAY, title):
        return dutch_date(date.fromisoformat(title), table=True)
    words, _, number = title.rpartition(" ")
    found = dutch_words(title)
    if found is None and number.isdigit():  # `item 3`
        found = f"{dutch_words(words) or words} {number}"
    return shown_as(title) if found is None else found


def title_of_code(code: str, lang: Language) -> str:
    """A code of a refusal or finding in words: `Ceiling exceeded`."""
    words = label("code", code, lang)
    return words[:1].upper() + words[1:]


def commands_in(template: str) -> Iterator[str]:
    """The commands that an English template names between brackets."""
    names = (found["name"] for found in re.finditer(_NAMED, template))
    return (name for name in names if name in BY_NAME)


def _with_fields(said: Value, lang: Language) -> Value:
    match said:
        case Message(template, values):
            inner = {name: _with_fields(value, lang) for name, value in values.items()}
            command = inner.get(_COMMAND)
            if isinstance(command, str) and re.fullmatch(_NAME, command):
                inner[_COMMAND] = f"‘{label('command', command, lang)}’"
            own = template if lang == "en" else in_dutch(template) or template
            return Message(_in_words(own, lang), inner)
        case Parts(items, joined_by):
            return Parts(tuple(_with_fields(each, lang) for each in items), joined_by)
        case Coded():
            return Words(said)
        case Option():
            return label("field", said, lang)
        case Told():
            return _with_fields(said.said, lang)
    return said


def _in_words(template: str, lang: Language) -> str:
    """Commands and fields that a template has between brackets, as forms name them."""

    def named(found: re.Match[str]) -> str:
        name, rule = found["name"], found["rule"]
        if name in BY_NAME:
            words = label("command", name, lang)
        elif "_" in name:
            words = label("field", name, lang)
        else:
            return found[0]
        return f"({words}: {label('value', rule, lang)})" if rule else f"({words})"

    return re.sub(_NAMED, named, template)


class _Dutch:
    """Values and templates in Dutch."""

    def __init__(self, shown_as: Shown, table: bool) -> None:  # noqa: FBT001  # one call
        self._shown_as = shown_as
        self._table = table

    def __call__(self, said: Value) -> str:
        match said:
            case Message(template, values):
                own = of_one_day(in_dutch(template) or template, values)
                filled = {name: _Filled(value, self) for name, value in values.items()}
                return own.format_map(filled) if values else own
            case Parts(items, joined_by):
                return _JOINED.get(joined_by, joined_by).join(map(self, items))
            case Mapping():
                return ", ".join(f"{name} {self(v)}" for name, v in said.items())
            case list() | tuple():
                return ", ".join(map(self, said))
            case str():
                return self._text(said)
        return "" if said is None else self._other(said)

    def _text(self, said: str) -> str:
        """What somebody wrote as it is, what the program names in Dutch."""
        match said:
            case Told():
                return self(said.said)
            case Words() | Coded():
                return dutch_words(said) or english(said)
            case Recorded():
                return self._recorded(said)
            case Quoted() | Option():
                return english(said)
        return self._shown_as(said)

    def _recorded(self, said: Recorded) -> str:
        """A stored time; what is none, in a damaged ledger, as it is there."""
        try:
            return dutch_moment(datetime.fromisoformat(said), table=self._table)
        except ValueError:
            return self._shown_as(said)

    def _other(self, said: Value) -> str:
        if isinstance(said, Euro):
            return dutch_euros(said)
        if isinstance(said, Plain | Decimals):
            return dutch_plain(said)
        if isinstance(said, datetime):
            return dutch_moment(said, table=self._table)
        if isinstance(said, date):
            return dutch_date(said, table=self._table)
        # In this order, as English has it: what a protocol asks takes longer.
        if not isinstance(said, int) and isinstance(said, Rational):
            return dutch_percentage(said)
        return str(said)


class _Filled:
    """A value in its place; `{number:,}` has points between thousands."""

    __slots__ = ("_told", "_value")

    def __init__(self, value: Value, told: _Dutch) -> None:
        self._value = value
        self._told = told

    def __format__(self, form: str) -> str:
        if not form:
            return self._told(self._value)
        if isinstance(self._value, date):
            return dutch_part(self._value, form)
        return dutch_number(format(self._value, form))
