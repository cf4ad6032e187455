"""Amounts and days as banks write them."""

import re
from datetime import date
from decimal import Decimal

from domain.values.money import MAXIMUM_CENTS, Cents

_AMOUNT = re.compile(r"\+?([0-9]*)(?:\.([0-9]*))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 60
"""Characters of an amount; the standard's have at most 18 digits."""


def cents(text: str) -> Cents | None:
    """Cents of an unsigned amount: `12.5`, `0012.500`; None for anything else.

    More than two decimals only if they are zeros; at most what the ledger holds.
    """
    found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    whole, decimals = found[1], (found[2] or "")
    if not whole + decimals or decimals[2:].strip("0"):
        return None
    amount = int(whole or "0") * 100 + int(decimals[:2].ljust(2, "0"))
    return amount if amount <= MAXIMUM_CENTS else None


def cents_of(amount: Decimal) -> Cents | None:
    """Cents of a signed decimal; None where it is no whole number of them, or more."""
    scaled = amount * 100
    if abs(scaled) > MAXIMUM_CENTS or scaled != int(scaled):
        return None
    return int(scaled)


def day(text: str) -> date | None:
    """The day of a date or moment in ISO 8601, as written: no zone moves it."""
    if not _DAY.match(text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
