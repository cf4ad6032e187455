"""Splitting an amount by exact shares, as the contract's section 1 has it."""

from fractions import Fraction


def split(amount: int, shares: list[Fraction]) -> list[int]:
    """Floor to the cent; leftover cents to the largest remainders, ties in order."""
    exact = [amount * share for share in shares]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts
