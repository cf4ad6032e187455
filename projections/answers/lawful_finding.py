"""What a lawfulness report finds, by criterion; amounts are cents."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from domain.values.messages import Message
from domain.values.money import Cents


class Found(NamedTuple):
    """One finding: a code, since or on which day, in which entries, how much."""

    code: str
    date: date
    entries: Sequence[int]
    amount: Cents
    """0 where no money is concerned."""
    said: Message


class Criterion(NamedTuple):
    """A criterion, how much was looked at, and what was found."""

    name: str
    population: int
    findings: list[Found]

    @property
    def amount(self) -> Cents:
        """Of all findings."""
        return sum(each.amount for each in self.findings)


def share(amount: Cents, expenses: Cents) -> str:
    """A part of the expenses as a fraction with four decimals; of nothing 0.0000."""
    if expenses <= 0:
        return "0.0000"
    parts = (2 * amount * 10_000 + expenses) // (2 * expenses)
    return f"{parts // 10_000}.{parts % 10_000:04d}"
