"""A value in a table as text in a language, by the kind of its column."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache, partial
from typing import Any

from domain.values.messages import Words
from domain.values.texts import grouped, visible
from papers.wording.forms import dutch_amount, dutch_date, dutch_number
from papers.wording.labels import Kind, label
from papers.wording.telling import Language, told
from projections.moments import is_ambiguous, offset_of
from projections.report import Column

ABSENT = "–"
BETWEEN = " · "
"""Between names and values in one line."""
_AMOUNT = r"-?[0-9]+\.[0-9]{2}"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NAMED: Mapping[str, Kind] = {
    "account": "account",
    "command": "command",
    "field": "field",
}
"""Columns of names, which English shows as they are."""
_SHARES = ("share", "new_share")
"""Facts that are percentages."""
_THEMES = ("themes", "priority_themes")
"""Facts that are names of themes."""


def cell(column: Column, value: object, lang: Language, zone: tzinfo = UTC) -> str:
    """The value as text; what is absent is a dash."""
    if value is None or value == "":
        return ABSENT if value is None else ""
    return reader(column, lang, zone)(value)


def reader(column: Column, lang: Language, zone: tzinfo) -> Callable[[Any], str]:
    """What makes text of a column's values, of those that are there."""
    return partial(_cells(lang, zone), column)


class _Cell:
    """Cells of a language, moments in a time zone."""

    def __init__(self, lang: Language, zone: tzinfo) -> None:
        self._lang = lang
        self._zone = zone
        self._readers: Mapping[str, Callable[[Any], str]] = {
            "moment": self._moment,
            "amount": self.amount,
            "movement": self.amount,
            "entries": lambda some: " ".join(f"#{each}" for each in some) or ABSENT,
            "facts": self._facts,
            "fields": self._field,
            "words": lambda name: self._told(Words(name)),
            "text": self._text,
            "decimal": self._decimal,
        }

    def __call__(self, column: Column, value: object) -> str:
        if self._lang == "nl" and column.name in _NAMED and type(value) is str:
            return label(_NAMED[column.name], value, self._lang)
        reader = self._readers.get(column.kind)
        return self._shown(value) if reader is None else reader(value)

    def amount(self, value: object) -> str:
        """An amount of the contract's JSON; with its plus where it has one."""
        text = str(value)
        if self._lang == "nl":
            return dutch_amount(text)
        return f"+{grouped(text[1:])}" if text.startswith("+") else grouped(text)

    def _told(self, value: object) -> str:
        return told(value, self._lang, shown_as=visible, table=True)

    def _shown(self, value: object) -> str:
        if self._lang == "nl" and _has_names(value):
            return self._nested(value)
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return " ".join(map(self._told, value))
        return self._told(value)

    def _nested(self, value: object, name: str = "") -> str:
        """What has names within it: each with its value, in the form of its kind."""
        if isinstance(value, Mapping):
            there = {n: v for n, v in value.items() if v not in (None, "", [], {})}
            said = (f"{self._key(n)} {self._nested(v, n)}" for n, v in there.items())
            return ", ".join(said)
        if isinstance(value, list):
            between = "; " if _has_names(value) else " "
            return between.join(self._nested(each, name) for each in value)
        if isinstance(value, bool):
            return self._told(Words("yes" if value else "no"))
        text = visible(str(value))
        if name in _NAMED:
            return label(_NAMED[name], text, self._lang)
        if re.fullmatch(_AMOUNT, text):
            return dutch_amount(text)
        return self._text(text)

    def _decimal(self, value: object) -> str:
        text = str(value)
        return dutch_number(text) if self._lang == "nl" else text

    def _text(self, value: object) -> str:
        """A word or a line; a date among them is written as Dutch does."""
        if self._lang == "nl" and isinstance(value, str) and re.fullmatch(_DAY, value):
            return dutch_date(date.fromisoformat(value), table=True)
        return self._shown(value)

    def _moment(self, value: object) -> str:
        """To the minute, and with its offset where that minute was there twice."""
        placed = datetime.fromisoformat(str(value)).astimezone(self._zone)
        told_ = placed.strftime("%Y-%m-%dT%H:%M")
        if self._lang == "nl":
            told_ = f"{dutch_date(placed, table=True)} {placed:%H:%M}"
        twice = is_ambiguous(placed.replace(tzinfo=None), self._zone)
        return f"{told_}{offset_of(placed)}" if twice else told_

    def _facts(self, facts: Mapping[str, Any]) -> str:
        """Facts of an assessment in one line: names and values."""
        return BETWEEN.join(
            f"{label('field', name, self._lang)} {self._fact(value, name)}"
            for name, value in facts.items()
        )

    def _fact(self, value: object, name: str = "") -> str:
        none = self._told(Words("none"))
        if isinstance(value, bool):
            return self._told(Words("yes" if value else "no"))
        if isinstance(value, Mapping):
            said = (f"{key} {self._fact(item)}" for key, item in value.items())
            return ", ".join(said) or none
        if isinstance(value, list):
            own = self._theme if name in _THEMES else self._told
            return ", ".join(map(own, value)) or none
        text = visible(str(value))
        if name in _SHARES:
            return f"{dutch_number(text) if self._lang == 'nl' else text}%"
        return self.amount(text) if re.fullmatch(_AMOUNT, text) else text or none

    def _theme(self, value: object) -> str:
        """A theme by its name in Dutch; a framework's own, and in English, as it is."""
        text = visible(str(value))
        return label("value", text, self._lang) if self._lang == "nl" else text

    def _field(self, value: object) -> str:
        """A field of a command as it was given; what was sealed and is gone is told."""
        if value is None:
            return self._told(Words("erased"))
        if isinstance(value, Mapping):
            said = (f"{self._key(n)} {self._field(item)}" for n, item in value.items())
            return ", ".join(said)
        if isinstance(value, list):
            return ", ".join(map(self._field, value)) or ABSENT
        if isinstance(value, bool) and self._lang == "nl":
            return self._told(Words("yes" if value else "no"))
        return self._told(value)

    def _key(self, name: str) -> str:
        """A part of a field by its name; a code, which is nobody's name, stays."""
        known = self._lang == "nl" and name.islower()
        return label("field", name, self._lang) if known else name


def _has_names(value: object) -> bool:
    """A mapping, or a list of some."""
    if isinstance(value, list):
        return any(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping)


@cache
def _cells(lang: Language, zone: tzinfo) -> _Cell:
    """Made once: a table has many."""
    return _Cell(lang, zone)
