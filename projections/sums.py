"""Sums of the amounts in a report's rows."""

from collections.abc import Iterable, Sequence

from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.report import Row


def cents(amount: str) -> Cents:
    """Cents of an amount as JSON has it."""
    sign = -1 if amount.startswith("-") else 1
    return sign * int(amount.lstrip("-").replace(".", ""))


def totals(rows: Sequence[Row], names: Iterable[str]) -> dict[str, str]:
    """The sum of each column, as JSON has it; what has no amount counts as nothing."""
    return {
        name: format_cents(
            sum(cents(str(row[name])) for row in rows if row[name] is not None)
        )
        for name in names
    }
