"""Amounts, dates and numbers as Dutch writes them."""

from datetime import date, datetime

from domain.values.texts import (
    Rational,
    euros,
    format_cents,
    format_percentage,
    grouped,
)

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
_DAYS = (
    *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
)
_OTHER_WAY_ROUND = str.maketrans(",.", ".,")


def dutch_number(english: str) -> str:
    """`1,234.5` as `1.234,5`."""
    return english.translate(_OTHER_WAY_ROUND)


def dutch_euros(cents: int) -> str:
    """`€ 44.800,00`, with a space that does not break; `€ -3.500,00`."""
    return dutch_number(euros(cents)).replace(" ", "\u00a0")


def dutch_plain(cents: int) -> str:
    """The same without the sign: `44.800,00`."""
    return dutch_number(grouped(format_cents(cents)))


def dutch_amount(text: str) -> str:
    """`-1234567.89`, or with a plus, as `-1.234.567,89`."""
    sign = "+" if text.startswith("+") else ""
    return sign + dutch_number(grouped(text.removeprefix("+")))


def dutch_percentage(percentage: Rational) -> str:
    """Up to four decimals: `33,3333`."""
    return dutch_number(format_percentage(percentage))


def dutch_date(day: date, *, table: bool = False) -> str:
    """`31 juli 2012`; in a table `31-07-2012`."""
    if table:
        return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def dutch_moment(moment: datetime, *, table: bool = False) -> str:
    """`31 juli 2012 17:05`, with seconds where there are, and the offset it has."""
    time = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    offset = "" if moment.tzinfo is None else f" ({moment:UTC%z})"
    offset = " (UTC)" if offset in (" (UTC+0000)", " (UTC)") else offset
    return f"{dutch_date(moment, table=table)} {time}{offset}"


def dutch_part(moment: date, form: str) -> str:
    """A part of a moment, such as its `%H:%M`; a day of the week by its name."""
    named = form.replace("%A", _DAYS[moment.weekday()])
    return format(moment, named)
