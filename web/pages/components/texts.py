"""Links, labels that say a state, code, and words for where nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import escape

from web.pages.markup import Content, element

Mood: TypeAlias = Literal["neutral", "safe", "warning", "danger"]
_MOODS = {
    "neutral": "utrecht-status-badge utrecht-status-badge--neutral",
    "safe": "utrecht-status-badge utrecht-status-badge--safe",
    "warning": "utrecht-status-badge utrecht-status-badge--warning",
    "danger": "utrecht-status-badge utrecht-status-badge--danger",
}


@dataclass(frozen=True)
class Link:
    """A link; `label` is its name where its words alone would not say where it goes."""

    text: Content
    href: str
    label: str = ""

    def __html__(self) -> str:
        return element(
            *("a", self.text),
            class_="utrecht-link utrecht-link--html-a",
            href=self.href,
            aria_label=self.label or None,
        )


@dataclass(frozen=True)
class Badge:
    """A state in a word or two; its colour repeats what the word says."""

    text: str
    mood: Mood = "neutral"

    def __html__(self) -> str:
        return element("span", self.text, class_=_MOODS[self.mood])


@dataclass(frozen=True)
class Code:
    """A hash, a key, a command: set apart, and broken anywhere where room is short."""

    text: str

    def __html__(self) -> str:
        return element("code", self.text, class_="utrecht-code hash")


@dataclass(frozen=True)
class Several:
    """Contents beside each other, `, ` between them unless said otherwise."""

    contents: Sequence[Content]
    between: str = ", "

    def __html__(self) -> str:
        return escape(self.between).join(map(escape, self.contents))


@dataclass(frozen=True)
class Empty:
    """Where nothing is: why not, and perhaps what can be done."""

    said: str
    way_out: Link | None = None

    def __html__(self) -> str:
        said = (self.said, None if self.way_out is None else " ", self.way_out)
        return element("p", *said, class_="utrecht-paragraph empty")


@dataclass(frozen=True)
class Unfold:
    """What is read by those who want it: a line, and what it unfolds to."""

    summary: Content
    content: Content
    open: bool = False

    def __html__(self) -> str:
        return element(
            "details",
            element("summary", self.summary),
            element("div", self.content, class_="unfold__content"),
            class_="unfold",
            open=self.open,
        )
