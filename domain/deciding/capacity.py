"""Lending capacity for a project (Z19)."""

from domain.deciding.books import Books, Draft
from domain.deciding.grants import known_project
from domain.deciding.register import decides
from domain.entries.capacity import CapacityLent, LendCapacity
from domain.entries.event import Actor
from domain.values.errors import Refusal
from domain.values.messages import parts


@decides(LendCapacity)
def lend_capacity(command: LendCapacity, actor: Actor, books: Books) -> Draft:
    """From one partner to another that takes part; paid from the latter's budget."""
    if command.lender == command.borrower:
        raise Refusal(
            "SCOPE_INVALID",
            "{lender} can't lend capacity to itself.",
            lender=command.lender,
        )
    project = known_project(command.project, books)
    participants = project.as_carried_out(command.date).participants
    if command.borrower not in participants:
        raise Refusal(
            "SCOPE_INVALID",
            "{borrower} does not take part in {project} on {date} ({participants} do).",
            borrower=command.borrower,
            project=command.project,
            date=command.date,
            participants=parts(participants),
        )
    return Draft(
        f"capacity:{command.project}",
        lambda envelope: CapacityLent(**envelope, given=command, cost=command.cost),
    )
