"""Which commands take a second person, and what became of a submission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.entries.approvals import (
    ApprovalPolicySet,
    SubmissionApproved,
    SubmissionDeclined,
    SubmissionRetracted,
)
from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.money import Cents

POLICY = "approval-policy"
SUBMISSIONS = "submissions"
"""Every submission; what becomes of one stands in a stream of its own."""
Status = Literal["approved", "declined", "retracted"]


def stream(submission: int) -> str:
    """Name of the stream of what became of a submission."""
    return f"submission:{submission}"


@dataclass(frozen=True)
class Policy:
    """From which amount on commands take a second person; at once, from its entry."""

    amounts: Mapping[str, Cents] = field(default_factory=dict)
    newest: date | None = None
    """Date of the newest policy; None where there never was one."""

    def from_amount(self, command: Command) -> Cents | None:
        """From which amount on a command takes a second person; None: it does not.

        One without an amount takes one always, and so does another policy.
        """
        if command.name == "set_approval_policy":
            return None if self.newest is None else 0
        limit = self.amounts.get(command.name)
        amount = getattr(command, "amount", None)
        if limit is None or (amount is not None and amount < limit):
            return None
        return limit


@dataclass(frozen=True)
class Settled:
    """What became of a submission, and in which entry."""

    status: Status
    entry: int


def evolve_policy(policy: Policy | None, event: LedgerEvent) -> Policy:
    """The policy after one more event of its stream."""
    if isinstance(event, ApprovalPolicySet):
        return Policy(event.given.commands, event.given.date)
    return policy or Policy()


def evolve(settled: Settled | None, event: LedgerEvent) -> Settled | None:
    """What became of a submission after one more event: the first one settles it."""
    if settled is not None:
        return settled
    match event:
        case SubmissionApproved():
            return Settled("approved", event.entry)
        case SubmissionDeclined():
            return Settled("declined", event.entry)
        case SubmissionRetracted():
            return Settled("retracted", event.entry)
    return None
