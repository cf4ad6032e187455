"""Amounts: what they say is in their sign and words; colour only repeats it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from web.pages.markup import Content, classes, element

Money: TypeAlias = Callable[[int], str]
"""Writes euro cents as the reader's language has it: `€ 1.234,56`."""


@dataclass(frozen=True)
class Amount:
    """An amount in euro cents. A negative one has its sign, and its own colour too.

    With `signed` a plus is written as well, for what came in beside what went out.
    `alarm` is a word such as "short" that stands with an amount where something is
    wrong. With `href` the amount leads to why it is that.
    """

    cents: int
    money: Money
    signed: bool = False
    alarm: str = ""
    href: str = ""
    why: str = ""
    """What the link is called, its amount after it: "why" → "why € 1,200.00"."""

    def __html__(self) -> str:
        return element(
            "span",
            self._linked(),
            *self._alarm(),
            class_=classes(
                "utrecht-currency-data utrecht-number-data",
                "utrecht-number-data--negative" if self.cents < 0 or self.alarm else "",
            ),
        )

    @property
    def text(self) -> str:
        """The amount in words."""
        plus = "+" if self.signed and self.cents > 0 else ""
        return plus + self.money(self.cents)

    def _linked(self) -> Content:
        if not self.href:
            return self.text
        return element(
            *("a", self.text),
            class_="utrecht-link utrecht-link--html-a figure",
            href=self.href,
            title=self.why or None,
        )

    def _alarm(self) -> tuple[Content, ...]:
        mark = element("span", "▲", class_="alarm__mark", aria_hidden="true")
        alarm = element("strong", mark, " ", self.alarm, class_="alarm")
        return (" ", alarm) if self.alarm else ()
