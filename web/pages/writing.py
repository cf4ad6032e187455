"""How a visitor's language writes amounts and days, for components and charts."""

from datetime import date
from functools import partial

from domain.values.messages import Euro
from domain.values.texts import euros
from papers.wording.forms import dutch_date, dutch_euros, dutch_number
from papers.wording.telling import Language
from web.pages.charts.drawing import Written

_MONTHS = (
    *("jan", "feb", "mrt", "apr", "mei", "jun"),
    *("jul", "aug", "sep", "okt", "nov", "dec"),
)


def money(cents: int, lang: Language) -> str:
    """An amount to the cent."""
    if lang == "nl":
        return dutch_euros(cents)
    return euros(Euro(cents)).replace(" ", "\u00a0")


def whole_euros(cents: int, lang: Language) -> str:
    """An amount beside an axis; its cents where it has any."""
    if cents % 100:
        return money(cents, lang)
    sign = "-" if cents < 0 else ""
    number = f"{abs(cents) // 100:,}"
    return f"€\u00a0{sign}{dutch_number(number) if lang == 'nl' else number}"


def short_day(day: date, lang: Language) -> str:
    """A date in a table."""
    return dutch_date(day, table=True) if lang == "nl" else day.isoformat()


def long_day(day: date, lang: Language) -> str:
    """A date in a sentence."""
    return dutch_date(day) if lang == "nl" else day.isoformat()


def month(day: date, lang: Language) -> str:
    """A month below an axis."""
    return f"{_MONTHS[day.month - 1]} {day.year}" if lang == "nl" else f"{day:%b %Y}"


def written(lang: Language) -> Written:
    """All of these, in a language."""
    forms = (money, whole_euros, short_day, long_day, month)
    return Written(*(partial(form, lang=lang) for form in forms))
