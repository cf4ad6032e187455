"""Buttons, and links that look like them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from web.pages.markup import element

Kind: TypeAlias = Literal["primary", "secondary", "danger"]
_KINDS = {
    "primary": "utrecht-button utrecht-button--primary-action",
    "secondary": "utrecht-button utrecht-button--secondary-action",
    "danger": "utrecht-button utrecht-button--primary-action utrecht-button--danger",
}


@dataclass(frozen=True)
class Button:
    """A button that sends its form; with a name its value is sent along."""

    text: str
    kind: Kind = "primary"
    name: str = ""
    value: str = ""
    place: str = ""
    """The id of what the page that comes is to show first."""
    disabled: bool = False
    """It is shown for what it would do, and does nothing."""

    def __html__(self) -> str:
        return element(
            *("button", self.text),
            class_=_KINDS[self.kind],
            type="submit",
            name=self.name or None,
            value=self.value if self.name else None,
            formaction=f"#{self.place}" if self.place else None,
            disabled=self.disabled,
        )


@dataclass(frozen=True)
class ButtonLink:
    """A link to where something is done, as a button."""

    text: str
    href: str
    kind: Kind = "secondary"

    def __html__(self) -> str:
        return element(
            *("a", self.text), class_=_KINDS[self.kind] + " button-link", href=self.href
        )


@dataclass(frozen=True)
class Buttons:
    """Buttons beside each other; the one that matters most first."""

    buttons: Sequence[Button | ButtonLink]

    def __html__(self) -> str:
        return element("div", *self.buttons, class_="utrecht-button-group")
