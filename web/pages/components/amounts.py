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

    `alarm` is a word such as "short" that stands with an amount where something is
    wrong. With `href` the amount leads to why it is that.
    """

    cents: int
    money: Money
    alarm: str = ""
    href: str = ""
    why: str = ""
    """What is behind the link, for those who point at it."""

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

    def _linked(self) -> Content:
        if not self.href:
            return self.money(self.cents)
        return element(
            *("a", self.money(self.cents)),
            class_="utrecht-link utrecht-link--html-a figure",
            href=self.href,
            title=self.why or None,
        )

    def _alarm(self) -> tuple[Content, ...]:
        mark = element("span", "▲", class_="alarm__mark", aria_hidden="true")
        alarm = element("strong", mark, " ", self.alarm, class_="alarm")
        return (" ", alarm) if self.alarm else ()
