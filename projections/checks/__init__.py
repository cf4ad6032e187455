"""Problems found in data: values that are listed, never exceptions."""

from collections.abc import Callable, Iterator

from projections.checks import administration, balances
from projections.finding import Finding
from projections.snapshot import View

Check = Callable[[View], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "journal": balances.journal,
    "ceilings": balances.ceilings,
    "key": administration.key,
    "current-account": balances.current_account,
    "suspense": administration.suspense,
    "documents": administration.documents,
    "contributions": administration.contributions,
    "periods": administration.periods,
}
"""Checks that only read; `projections` needs the events and stands in the ledger."""

__all__ = ["CHECKS", "Check", "Finding"]
