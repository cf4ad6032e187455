"""Texts: as they are kept, as they are compared, and as the program writes them."""

import re
import unicodedata
from typing import Protocol, runtime_checkable

_APART = r"[\W_]+"
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that can't be seen, that mean nothing to anybody else, or
that end a line."""
_FILLERS = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Marks and letters without a shape, which the categories don't tell apart."""


@runtime_checkable
class Rational(Protocol):
    """A whole number or a fraction; to import those would cost every query time."""

    @property
    def numerator(self) -> int:
        """Above the line."""

    @property
    def denominator(self) -> int:
        """Below the line, more than zero."""


def tidy(text: str) -> str:
    """A text as it is kept: trimmed, and composed (NFC), so that one text is one."""
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unseen(text: str) -> str | None:
    """The first character of a text that can't be seen, None without any.

    Control and format characters (zero-width ones, soft hyphens, those that turn the
    direction), line and paragraph separators, halves of a character, codes without a
    character: with them two texts look the same and are not, or read otherwise than
    they are stored.
    """
    if text.isascii() and text.isprintable():  # nearly all: no need to search
        return None
    filler = re.search(_FILLERS, text)
    if filler:
        return filler[0]
    if text.isprintable():
        return None
    return next((c for c in text if unicodedata.category(c) in _UNSEEN), None)


def visible(text: str) -> str:
    r"""A text as it is printed: what can't be seen as Python escapes it (`\x1b`).

    Nothing new is accepted with such characters; a ledger of an older program, or a
    forged one, may hold them, and would steer the terminal of whoever reads it.
    """
    if text.isprintable():
        return text
    for character in set(text):
        if unicodedata.category(character) in _UNSEEN:
            text = text.replace(character, ascii(character)[1:-1])
    return text


def folded(text: str) -> str:
    """What two vouchers or parties are compared by: no case, spaces or punctuation.

    Letters, digits and their accents are left: `A 12/3` and `a-12-3` are one. A text
    without any of these is compared as it is, case apart.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", text).casefold()
        plain = unicodedata.normalize("NFC", plain)
    return re.sub(_APART, "", plain) or plain.strip()


def format_cents(cents: int) -> str:
    """The contract's output form: two decimals and a point, `-` when negative."""
    digits = f"{abs(cents):03d}"
    return f"{'-' if cents < 0 else ''}{digits[:-2]}.{digits[-2:]}"


def euros(cents: int) -> str:
    """The form for people's messages: thousands separated, `€ 44,800.00`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"€ {sign}{whole:,}.{rest:02d}"


def grouped(amount: str) -> str:
    """`-1234567.89` as `-1,234,567.89`; anything else unchanged."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, point, decimals = digits.partition(".")
    if not whole.isdigit():
        return amount
    return f"{sign}{int(whole):,}{point}{decimals}"


def format_percentage(percentage: Rational) -> str:
    """Up to four decimals, without trailing zeros."""
    units = percentage.numerator * 10_000 // percentage.denominator
    whole, rest = divmod(int(units), 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def shown(value: object, limit: int = 60) -> str:
    """A hostile value made fit for a message: quoted, escaped and short."""
    text = (
        ascii(value)
        if isinstance(value, str) and not value.isprintable()
        else (repr(value))
    )
    return text if len(text) <= limit else f"{text[:limit]}…"
