"""Days, months and parts of the log as the tables hold them: whole numbers."""

from datetime import date
from functools import lru_cache

_MANY = 8_192
"""Days of which the other form is remembered: of a long list most fall together."""


def day_number(day: date) -> int:
    """2011-08-01 as 20110801."""
    return day.year * 10000 + day.month * 100 + day.day


@lru_cache(_MANY)
def iso_day_number(iso: str) -> int:
    """The same of a date in ISO form."""
    return int(iso[:4]) * 10000 + int(iso[5:7]) * 100 + int(iso[8:10])


BLOCK = 16_384
"""Entries in a block of totals: so much is read line by line at most."""
SPAN = 8
"""Blocks in a span: what is kept of a full block is kept of a full span too."""


def month_of(day: int) -> int:
    """20110801 as 201108."""
    return day // 100


def block_of(entry: int) -> int:
    """The block of totals that an entry is in."""
    return entry // BLOCK


def from_number(number: int) -> date:
    """20110801 as 2011-08-01."""
    return date(number // 10000, number // 100 % 100, number % 100)


@lru_cache(_MANY)
def iso(number: int) -> str:
    """20110801 as the text 2011-08-01."""
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
