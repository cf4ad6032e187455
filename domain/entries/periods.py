"""The lock on past periods: moved forward, and back with a reason."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.fields import Day, DecisionRef, Remark, Text
from domain.values.seals import Seal

_DECISION = Field(description="Number of the steering group's decision it rests on.")


class LockPeriod(Command):
    """Refuse postings dated on or before a day from now on.

    Decisions, proposals, rejections and closings move no money and stay possible.
    """

    name = "lock_period"
    example = {"until": "2011-12-31", "reason": "2011 was audited"}

    until: Annotated[Day, Field(description="Last day of the locked period.")]
    reason: Annotated[Remark, Field(description="Why it is locked.")] = None


class ReopenPeriod(Command):
    """Move the lock of the period back."""

    name = "reopen_period"
    example = {"from_date": "2011-12-01", "reason": "A voucher of December was found"}

    from_date: Annotated[Day, Field(description="First day that is open again.")]
    reason: Annotated[Text, Field(description="Why it is reopened.")]
    decision: Annotated[DecisionRef | None, _DECISION] = None


class PeriodLocked(LedgerEvent):
    """A period locked, and the balances at its last day sealed as known then.

    One of before version 2 of its topic has no seal.
    """

    given: LockPeriod
    balances: Annotated[int | None, Field(strict=True, ge=0, lt=2**63)] = None
    balances_root: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")] = None

    @property
    def seal(self) -> Seal | None:
        """What it sealed; None where it has no seal, or half of one."""
        if self.balances is None or self.balances_root is None:
            return None
        return Seal(self.balances, self.balances_root)


class PeriodReopened(LedgerEvent):
    """A locked period reopened; `was_locked_until` is the lock it moved."""

    given: ReopenPeriod
    was_locked_until: date
