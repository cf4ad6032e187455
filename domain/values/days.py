"""Days as people type them, and days that lie a term apart."""

import re
from collections.abc import Callable
from datetime import date, timedelta

_DAY_FIRST = r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})"
_DAYS_AGO = {"today": 0, "yesterday": 1, "vandaag": 0, "gisteren": 1}
Today = Callable[[], date]
"""The day that counts as today, asked for where it is typed."""


def days_after(day: date, days: int) -> date:
    """The day so many days later (earlier where negative).

    Beyond the calendar (years 1 to 9999) it is the calendar's own first or last day.
    """
    number = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(number)


def day_from_typed(text: str, today: Today) -> str:
    """The ISO form of a day as a person types it: `1-8-2011`, `today`, `vandaag`.

    Anything else comes back as it is, to be read or refused as a date in ISO form.
    """
    text = text.strip()
    ago = _DAYS_AGO.get(text.lower())
    if ago is not None:
        return (today() - timedelta(days=ago)).isoformat()
    # An ISO date has four digits first: no pattern is made for it.
    found = re.fullmatch(_DAY_FIRST, text) if "-" in text[:3] else None
    if found:
        day, month, year = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return text
