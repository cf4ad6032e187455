"""Texts of a statement, made fit to be kept: hostile input like any other.

No statement is refused for a text: what can't be seen becomes a space, what is too long
is cut, and how many texts were changed so is told (contract, section 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from domain.values.texts import tidy, unseen

MAX_PARTY = 200
MAX_TEXT = 2_000
MAX_REFERENCE = 200
"""Also of an account number, a bank's reference or code, a statement's number."""
MAX_FILE_NAME = 80
CUT = "…"
NONE_GIVEN = {"NOTPROVIDED", "NONREF"}
"""What banks write where there is no reference."""


def cleaned(text: str, longest: int) -> tuple[str, bool]:
    """A text that can be kept, at most so long, and whether that changed it.

    A run of characters that can't be seen, line ends among them, becomes one space.
    Blanks around the text and how its accents are composed (NFC) are no change.
    """
    text = text.strip()
    # Nearly all of them, at a third of the time.
    if len(text) <= longest and text.isascii() and text.isprintable():
        return text, False
    # What is cut off anyway need not be looked at, and may be many megabytes.
    head = text[: 4 * longest]
    seen = tidy(_visible(head))
    if len(seen) <= longest and len(head) == len(text):
        return seen, seen != tidy(head)
    return seen[: longest - len(CUT)].rstrip() + CUT, True


def _visible(text: str) -> str:
    """The text with one space for every run of what can't be seen in it.

    Blanks beside such a run belong to it; other blanks stay as they are.
    """
    if unseen(text) is None:
        return text
    runs = groupby(text, lambda each: each.isspace() or unseen(each) is not None)
    return "".join(_run("".join(run), apart=apart) for apart, run in runs)


def _run(run: str, *, apart: bool) -> str:
    return " " if apart and unseen(run) is not None else run


def joined(texts: Iterable[str]) -> str:
    """Texts as one, in their order, each once."""
    return " ".join(dict.fromkeys(filter(None, map(str.strip, texts))))


@dataclass(slots=True)
class Texts:
    """Cleans the texts of one statement and counts those that changed."""

    changed: int = 0

    def kept(self, text: str | None, longest: int = MAX_REFERENCE) -> str | None:
        """The text as it is kept; None where there is nothing to be seen."""
        if not text:
            return None
        clean, changed = cleaned(text, longest)
        self.changed += changed
        return clean or None

    def reference(self, text: str | None) -> str | None:
        """A reference; None where the bank says that there is none."""
        kept = self.kept(text)
        return None if kept is None or kept.upper() in NONE_GIVEN else kept
