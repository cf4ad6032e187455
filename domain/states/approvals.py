"""Which commands take a second person, and what became of a submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
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


class Policy(NamedTuple):
    """From which amount on commands take a second person; at once, from its entry."""

    amounts: Mapping[str, Cents] = {}
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


class Settled(NamedTuple):
    """What became of a submission, and in which entry."""

    status: Status
    entry: int


def evolve_policy(policy: Policy | None, event: LedgerEvent) -> Policy:
    """The policy after one more event of its stream."""
    from domain.entries.approvals import ApprovalPolicySet

    if isinstance(event, ApprovalPolicySet):
        return Policy(event.given.commands, event.given.date)
    return policy or Policy()


def evolve(settled: Settled | None, event: LedgerEvent) -> Settled | None:
    """What became of a submission after one more event: the first one settles it."""
    status = _SETTLES.get(event.given.name)
    if settled is not None or status is None:
        return settled
    return Settled(status, event.entry)


_SETTLES: Mapping[str, Status] = {
    "approve": "approved",
    "decline": "declined",
    "retract_submission": "retracted",
}
