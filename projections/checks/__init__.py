"""Problems found in data: values that are listed, never exceptions."""

from collections.abc import Callable, Iterator

from projections.checks import (
    administration,
    balances,
    governance,
    grants,
    partaking,
)
from projections.checks.bank import bank
from projections.checks.clock import clock
from projections.checks.exports import exports
from projections.checks.payments import payments
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
    "coverage": grants.coverage,
    "payees": grants.payees,
    "years": grants.years,
    "transfers": grants.transfers,
    "meetings": governance.meetings,
    "ratification": governance.ratification,
    "accountability": governance.accountability,
    "hours": governance.hours,
    "capacity": partaking.capacity,
    "participation": partaking.participation,
    "deadlines": governance.deadlines,
    "clock": clock,
    "bank": bank,
    "payments": payments,
    "exports": exports,
}
"""Checks that only read; `projections` needs the events and stands in the ledger."""

INTEGRITY = ("journal", "projections")
"""What these find is never accepted as it is: the ledger is not what it should be."""

CODES: dict[str, str] = {
    "CEILING_EXCEEDED": "ceilings",
    "PROCESS_CEILING_EXCEEDED": "ceilings",
    "PROCESS_RESERVE_EXCEEDED": "ceilings",
    "DEVIATIONS_BEYOND_BUDGET": "ceilings",
    "DEVIATION_UNUSED": "ceilings",
    "DEVIATION_EXCEEDED": "ceilings",
    "KEY_GAP": "key",
    "OVERDRAWN": "current-account",
    "EARMARKED_USED": "current-account",
    "OVERDRAFT": "current-account",
    "FUNDS_EXCEEDED": "current-account",
    "REPAYMENT_EXCEEDED": "current-account",
    "SUSPENSE_OPEN": "suspense",
    "DOCUMENT_MISSING": "documents",
    "DOCUMENT_REUSED": "documents",
    "DOCUMENT_CHANGED": "documents",
    "CONTRIBUTION_OVERDUE": "contributions",
    "CONTRIBUTION_OVERPAID": "contributions",
    "PERIOD_VIOLATED": "periods",
    "PERIOD_REOPENED": "periods",
    "NOT_COVERED": "coverage",
    "PAYEE_DIFFERS": "payees",
    "AFTER_YEAR": "years",
    "TRANSFER_REPEATED": "transfers",
    "MEETINGS_TOO_FEW": "meetings",
    "MEETING_WITHOUT_PARTNER": "meetings",
    "RATIFICATION_REFUSED": "ratification",
    "NOT_RATIFIED": "ratification",
    "ACCOUNTABILITY_MISSING": "accountability",
    "HOURS_SHORT": "hours",
    "CAPACITY_DIFFERS": "capacity",
    "OWN_CONTRIBUTION_SHORT": "capacity",
    "PARTICIPATION_FEWER": "participation",
    "DEADLINE_PASSED": "deadlines",
    "TIME_AHEAD": "clock",
    "BANK_LINE_OPEN": "bank",
    "ENTRY_NOT_ON_BANK": "bank",
    "STATEMENT_LATE": "bank",
    "ORDERS_EXCEED": "payments",
    "EXPORT_HOLE": "exports",
    "EXPORT_DIFFERS": "exports",
}
"""By the code of a finding that can be accepted the check that finds it."""

__all__ = ["CHECKS", "CODES", "INTEGRITY", "Check", "Finding"]
