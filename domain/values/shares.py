"""Exact percentages, and splitting an amount so that the parts always add up."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.money import Cents

_PERCENTAGE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


def parse_percentage(text: object) -> Fraction:
    """An exact percentage from a string such as `"40"` or `"33.3333"`.

    Raises `Refusal` (`BAD_AMOUNT`).
    """
    if isinstance(text, str) and _PERCENTAGE.fullmatch(text):
        return Fraction(text)
    raise Refusal(
        "BAD_AMOUNT",
        "{text} is not a percentage; write a string with up to four decimals,"
        ' like "40" or "33.3333".',
        text=Quoted(text),
    )


def split(amount: Cents, weights: Mapping[str, Fraction]) -> dict[str, Cents]:
    """Divide `amount` in proportion to `weights`; the parts always add up.

    Exact fractions, floor to the cent, leftover cents to the largest remainders
    (ties: the order of `weights`).
    """
    total = sum(weights.values())
    exact = {name: amount * weight / total for name, weight in weights.items()}
    parts = {name: int(share) for name, share in exact.items()}
    leftover = amount - sum(parts.values())
    order: Sequence[str] = sorted(exact, key=lambda n: parts[n] - exact[n])
    for name in order[:leftover]:
        parts[name] += 1
    return parts
