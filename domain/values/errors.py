"""Refusals and failures, one small tree with stable codes.

    LedgerError
    ├── Refusal            exit 1   a business rule or bad data; nothing is recorded
    ├── UsageError         exit 2   the call itself is wrong
    └── IntegrityError     exit 3   stored data contradicts itself

A code never changes its meaning: other programs match on it. Problems that are
*found in data* by `zuidas check` are values (findings), not exceptions.
"""

from collections.abc import Mapping

Details = Mapping[str, object]


class LedgerError(Exception):
    """A failure with a stable code, a message for people and details for programs."""

    exit_code = 1

    def __init__(self, code: str, message: str, details: Details | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: dict[str, object] = dict(details or {})
        self.line: int | None = None
        """Line of the file being posted, from 1; None outside bulk posting."""

    def at_line(self, line: int) -> "LedgerError":
        """Name the line of the posted file that was refused."""
        self.line = line
        return self

    def __str__(self) -> str:
        place = "" if self.line is None else f"line {self.line}: "
        return f"[{self.code}] {place}{self.message}"


class Refusal(LedgerError):
    """A command or query that the rules or the data do not allow."""


class UsageError(LedgerError):
    """A call that can't be understood, such as an unknown option."""

    exit_code = 2


class IntegrityError(LedgerError):
    """Stored data that contradicts itself."""

    exit_code = 3
