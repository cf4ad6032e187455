"""The Dutch catalogue: read when the first Dutch text is made, and then kept."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

PLACE = "locale/nl/LC_MESSAGES/zuidas.mo"
"""Beside this file."""
_CONTEXT = "\4"
"""What gettext puts between a context and a text."""


@cache
def _read() -> "GNUTranslations":
    from gettext import GNUTranslations
    from pathlib import Path

    with Path(__file__).parent.joinpath(PLACE).open("rb") as file:
        return GNUTranslations(file)


def in_dutch(english: str, context: str | None = None) -> str | None:
    """The Dutch of a template or, in its context, of a name; None without any."""
    key = english if context is None else f"{context}{_CONTEXT}{english}"
    found = _read().gettext(key)
    return None if found == key or not english else found
