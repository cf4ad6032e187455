"""Days as the tables hold them: whole numbers such as 20110801."""

from datetime import date


def day_number(day: date) -> int:
    """2011-08-01 as 20110801."""
    return day.year * 10000 + day.month * 100 + day.day


def iso_day_number(iso: str) -> int:
    """The same of a date in ISO form."""
    return int(iso[:4]) * 10000 + int(iso[5:7]) * 100 + int(iso[8:10])


def from_number(number: int) -> date:
    """20110801 as 2011-08-01."""
    return date(number // 10000, number // 100 % 100, number % 100)


def iso(number: int) -> str:
    """20110801 as the text 2011-08-01."""
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
