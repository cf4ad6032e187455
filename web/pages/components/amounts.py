"""Amounts: what they say is in their sign and words; colour only repeats it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import escape

from web.pages.markup import Content, classes, element

Money: TypeAlias = Callable[[int], str]
"""Writes euro cents as the reader's language has it: `€ 1.234,56`."""


@dataclass(frozen=True)
class Amount:
    """An amount in euro cents. A negative one has its sign, and its own colour too.

    `alarm` is a word such as "short" that stands with an amount where something is
    wrong. With `href` the amount leads to why it is that. One that is `allowed` to be
    negative has no colour of its own.
    """

    cents: int
    money: Money
    alarm: str = ""
    href: str = ""
    allowed: bool = False

    def __html__(self) -> str:
        negative = (self.cents < 0 and not self.allowed) or bool(self.alarm)
        mood = "utrecht-number-data--negative" if negative else ""
        said = self.money(self.cents)
        if self.href and not self.alarm:
            return element(
                "a",
                said,
                href=self.href,
                class_=classes("figure", mood, "" if self.cents else "nil"),
            )
        if not (self.href or mood):
            return str(escape(said))  # its spaces don't break
        shown = element("a", said, href=self.href, class_="figure")
        return element(
            "span",
            shown if self.href else said,
            *self._alarm(),
            class_=classes("utrecht-currency-data", mood),
        )

    def _alarm(self) -> tuple[Content, ...]:
        mark = element("span", "▲", class_="alarm__mark", aria_hidden="true")
        alarm = element("strong", mark, " ", self.alarm, class_="alarm")
        return (" ", alarm) if self.alarm else ()
