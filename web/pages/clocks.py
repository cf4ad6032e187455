"""The two clocks of a page: the date it looks at, and what was known.

They are a plain form of the page's own address, so the address is the view. Without
JavaScript the slider and the field beside it are two ways to say the entry, and a
button sends them; the field, where something stands in it, goes first (`settled`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

AT = "at"
KNOWN_AT = "knownAt"
TYPED = "knownEntry"
"""The field beside the slider: sent only where there is no JavaScript."""


@dataclass(frozen=True)
class Clocks:
    """What both clocks say on a page."""

    path: str
    """Of the page itself."""
    at: str
    """The date as the reader's language types it: `31-12-2011`."""
    known_at: int
    """The last entry that is known of."""
    last: int
    """The last entry there is."""
    said: str
    """Both in words: "31 December 2011, as known after entry 57 of 111, ..."."""
    kept: Sequence[tuple[str, str]] = ()
    """What else the address has, such as filters."""
    at_error: str = ""
    known_error: str = ""
    now: str = ""
    """The address of the same page now, where this is not it."""
    short: str = ""
    """Both in a few words, for the line that unfolds to them."""

    @property
    def is_open(self) -> bool:
        """An earlier state is looked at, or what was typed is wrong."""
        return bool(self.now or self.at_error or self.known_error)


def settled(query: Iterable[tuple[str, str]]) -> str | None:
    """The query to send the reader on to; None where this one is as it should be."""
    given = list(query)
    typed = [value for name, value in given if name == TYPED and value.strip()]
    left = [
        (name, value)
        for name, value in given
        if name != TYPED and (name != AT or value) and not (name == KNOWN_AT and typed)
    ]
    if typed:
        left.append((KNOWN_AT, typed[-1].strip()))
    return None if left == given else urlencode(left)


def address(path: str, at: str = "", known_at: str = "") -> str:
    """A page's address that keeps both clocks; each as it is in the address."""
    clocks = [
        (name, value) for name, value in ((AT, at), (KNOWN_AT, known_at)) if value
    ]
    return f"{path}?{urlencode(clocks)}" if clocks else path
