"""What stands in a cell of a spreadsheet, by the kind of its column.

Amounts, days and moments are what they are, not texts; what is absent is nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple, TypeAlias

from domain.values.messages import Decimals, Euro, Plain, Recorded, Value, Words
from domain.values.texts import Rational
from papers.spreadsheets.kinds import Kind
from papers.wording import Language
from papers.wording.cells import cell as text_of
from projections.report import Column, Row


class Number(NamedTuple):
    """A number, exact: `units` over ten to the power `places`."""

    units: int
    places: int = 0

    @property
    def value(self) -> float:
        """As near as a spreadsheet can hold it: exact to the cent up to 15 digits."""
        return float(self.units / 10**self.places)

    @property
    def fits(self) -> bool:
        """A spreadsheet keeps all of its digits."""
        return abs(self.units) < _TOO_LONG


class Moment(NamedTuple):
    """A recording time in the ledger's zone."""

    local: datetime


Cell: TypeAlias = Number | Moment | date | str | None
_TOO_LONG = 10**15
"""Of more digits a spreadsheet keeps the first fifteen."""
_CENTS = 2
_FINEST = 4
"""Decimals of a percentage."""
_DECIMAL = re.compile(r"([+-]?)([0-9]+)\.([0-9]{1,4})|([+-]?)([0-9]+)")
AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ANYTHING = ("value", "before", "after")
"""Fields of which another one says what they are."""
_TEXTS = ("prose", "facts", "words")
"""Kinds of columns whose cells are always texts."""


class Cells:
    """Makes the cells of a report, and remembers which numbers it made."""

    def __init__(
        self, lang: Language, zone: tzinfo, kinds: Mapping[str, Kind] | None = None
    ) -> None:
        self.lang: Language = lang
        self.kinds = kinds or {}
        self.seen: set[Number] = set()
        """Every number that was made, without zeros at its end."""
        self._zone = zone
        self._read: Mapping[str, Callable[[str], Cell]] = {
            "amount": decimal,
            "movement": decimal,
            "decimal": decimal,
            "date": _day,
            "moment": self._moment,
        }

    def row(self, columns: Sequence[Column], row: Row) -> list[Cell]:
        """The cells of a row."""
        return [self(column, row.get(column.name), row) for column in columns]

    def __call__(self, column: Column, value: Value, row: Row | None = None) -> Cell:
        """The cell of a value; `row` is what stands beside it."""
        found = self._made(column, value, row or {})
        if isinstance(found, Number):
            self.seen.add(plain(found))
        return found

    def _made(self, column: Column, value: Value, row: Row) -> Cell:
        if value is None or value in ("", []):
            return None
        kind, found = self._kind(column, row), self._by_type(value)
        if column.kind in _TEXTS:
            found = None
        elif found is None and type(value) is str:
            found = self._by_kind(kind, value)
        return self._text(column, kind, value) if found is None else found

    def _text(self, column: Column, kind: str, value: Value) -> str:
        """A value as people read it."""
        if isinstance(value, bool):
            column, value = column._replace(kind="words"), "yes" if value else "no"
        elif kind == "words" and type(value) is str:
            value = Words(value)
        elif kind == "entries" and column.kind == "text":
            column = column._replace(kind="entries")
        return text_of(column, value, self.lang, self._zone)

    def _kind(self, column: Column, row: Row) -> str:
        """Of a column for people its own; else as the schema says of the field."""
        if column.kind in self._read:
            return column.kind
        guess = "guessed" if column.kind == "text" else "text"
        if column.name not in ANYTHING:
            return self.kinds.get(column.name, guess)
        beside = row.get("figure") or row.get("field")
        return self.kinds.get(str(beside), guess)

    def _by_kind(self, kind: str, text: str) -> Cell:
        if kind == "guessed":
            kind = "decimal" if AMOUNT.fullmatch(text) else "date"
        read = self._read.get(kind)
        return None if read is None else read(text)

    def _by_type(self, value: Value) -> Cell:
        """What says itself what it is."""
        if isinstance(value, bool):
            return None
        if isinstance(value, Euro | Plain | Decimals):
            return Number(int(value), _CENTS)
        if isinstance(value, int):
            return Number(value)
        if isinstance(value, datetime):
            return self._placed(value)
        if isinstance(value, date):
            return value
        if isinstance(value, Recorded):
            return self._moment(value)
        if not isinstance(value, str) and isinstance(value, Rational):
            units = value.numerator * 10**_FINEST // value.denominator
            return Number(int(units), _FINEST)
        return None

    def _moment(self, text: str) -> Cell:
        try:
            return self._placed(datetime.fromisoformat(text))
        except (ValueError, OverflowError):
            return None

    def _placed(self, moment: datetime) -> Cell:
        named = moment.tzinfo is not None
        return Moment(moment.astimezone(self._zone) if named else moment)


def decimal(text: str) -> Number | None:
    """Decimals of an answer as a number; None where they are none."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        return None
    sign, whole, places = found[1] or found[4], found[2] or found[5], found[3] or ""
    units = int(whole + places)
    return Number(-units if sign == "-" else units, len(places))


def decimals(number: Number, point: str = ".") -> str:
    """A number in digits, without anything between thousands."""
    digits = str(abs(number.units)).rjust(number.places + 1, "0")
    sign = "-" if number.units < 0 else ""
    if not number.places:
        return sign + digits
    return f"{sign}{digits[: -number.places]}{point}{digits[-number.places :]}"


def plain(number: Number) -> Number:
    """The same number without zeros at the end of its decimals."""
    units, places = number
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    return Number(units, places)


def _day(text: str) -> Cell:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
