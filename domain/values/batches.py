"""What a batch of entries holds, whoever counts it."""

from typing import NamedTuple

from domain.values.money import Cents


class BatchTotals(NamedTuple):
    """How many lines a batch has, and what they add up to on either side."""

    rows: int
    debit: Cents
    credit: Cents
