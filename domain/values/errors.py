"""Refusals and failures, one small tree with stable codes.

    LedgerError
    ├── Refusal            exit 1   a business rule or bad data; nothing is recorded
    ├── UsageError         exit 2   the call itself is wrong
    └── IntegrityError     exit 3   stored data contradicts itself

A code never changes its meaning: other programs match on it. Problems that are
*found in data* by `zuidas check` are values (findings), not exceptions.
"""

from collections.abc import Mapping
from typing import Self

from domain.values.messages import Message, Value, as_data, english

Details = Mapping[str, object]


class LedgerError(Exception):
    """A failure: a stable code, a template with its values, details for programs.

    `details` are what a program may read of it, in JSON's own types: those given, else
    the values of the template. Without values the template is the text.
    """

    exit_code = 1

    def __init__(
        self,
        code: str,
        template: str | Message,
        details: Details | None = None,
        /,
        **values: Value,
    ) -> None:
        said = template if isinstance(template, Message) else Message(template, values)
        super().__init__(said.template)
        self.code = code
        self.said = said
        if details is None:
            details = {name: as_data(value) for name, value in said.values.items()}
        self.details: dict[str, object] = dict(details)
        self.line: int | None = None
        """Line of the file being posted, from 1; None outside bulk posting."""

    @property
    def message(self) -> str:
        """What happened, with the sum done and the way out, in English."""
        return english(self.said)

    def at_line(self, line: int) -> Self:
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
