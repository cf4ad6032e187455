"""Accepting a finding of `check` that was looked at."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.findings import AcceptFinding, FindingAccepted
from domain.values.errors import Refusal
from domain.values.messages import Quoted


@decides(AcceptFinding)
def accept_finding(command: AcceptFinding, actor: Actor, books: Books) -> Draft:
    """Only what its own check finds today; never that the ledger is damaged."""
    if not books.finds(command.finding):
        raise Refusal(
            "SCOPE_INVALID",
            "check finds no {finding} today that can be accepted; zuidas check -O json"
            " names what it finds. A failure of journal or projections can't be"
            " accepted.",
            finding=Quoted(command.finding),
        )
    return Draft(
        f"findings:{command.finding.partition('/')[0]}",
        lambda envelope: FindingAccepted(**envelope, given=command),
    )
