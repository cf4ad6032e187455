"""How the gallery says things: the two languages, their amounts and days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from web.pages.charts.drawing import Written

Kind: TypeAlias = Literal["full", "long", "empty"]
LANGUAGES = ("nl", "en")
_SPACE = "\N{NO-BREAK SPACE}"
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober "
    "november december",
    "en": "January February March April May June July August September October "
    "November December",
}


@dataclass(frozen=True)
class Saying:
    """A language: its code, which of two texts is its own, its values."""

    lang: str
    written: Written

    def __call__(self, english: str, dutch: str) -> str:
        """The one of the two in this language."""
        return dutch if self.lang == "nl" else english


def saying(lang: str) -> Saying:
    """One of the two languages."""
    months = _MONTHS[lang].split()
    nl = lang == "nl"

    def money(cents: int) -> str:
        whole, rest = divmod(abs(cents), 100)
        return _euros(cents < 0, f"{whole:,}.{rest:02}", nl=nl)

    def euros(cents: int) -> str:
        return _euros(cents < 0, f"{round(abs(cents) / 100):,}", nl=nl)

    def day(at: date) -> str:
        return f"{at:%d-%m-%Y}" if nl else at.isoformat()

    return Saying(lang, Written(money, euros, day, _long(months), _short(months)))


def _euros(negative: object, amount: str, *, nl: bool) -> str:
    sign = "-" if negative else ""
    if not nl:
        return f"{sign}€{_SPACE}{amount}"
    return f"€{_SPACE}{sign}{amount.translate(str.maketrans(',.', '.,'))}"


def _long(months: list[str]) -> Callable[[date], str]:
    return lambda at: f"{at.day} {months[at.month - 1]} {at.year}"


def _short(months: list[str]) -> Callable[[date], str]:
    return lambda at: f"{months[at.month - 1].replace('maart', 'mrt')[:3]} {at.year}"
