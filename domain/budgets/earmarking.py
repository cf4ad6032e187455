"""What is earmarked of the current account for the givers of other money (Z23).

Earmarked is the sum over projects of what was received less what was spent, as far as
it is above zero: one project's overspending never hides behind another's money.
"""

from collections.abc import Sequence
from datetime import date

from domain.values.money import Cents


def earmark_changes(
    held: Sequence[tuple[date, Cents]], day: date, change: Cents
) -> dict[str, Cents]:
    """By ISO date: how the earmarked amount changes when `change` is held from `day`.

    `held` is the project's running balance by day of movement. Where it never goes
    below zero the answer is one line; after an overspending each later day that
    clips differently has its own.
    """
    before = [balance for at, balance in held if at <= day]
    points = [(day, before[-1] if before else 0)]
    points += [(at, balance) for at, balance in held if at > day]
    changes: dict[str, Cents] = {}
    so_far = 0
    for at, balance in points:
        difference = max(0, balance + change) - max(0, balance)
        if difference != so_far:
            changes[at.isoformat()] = difference - so_far
            so_far = difference
    return changes
