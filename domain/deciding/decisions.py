"""Recording a decision of the steering group (Z20)."""

from domain.deciding.books import Books, Draft
from domain.deciding.meetings import check_took_decision
from domain.deciding.register import decides
from domain.entries.decisions import DecisionRecorded, RecordDecision
from domain.entries.event import Actor
from domain.states import decisions
from domain.values.errors import Refusal


@decides(RecordDecision)
def record_decision(command: RecordDecision, actor: Actor, books: Books) -> Draft:
    """Z20: one decision stands under a number; a reversed one frees it."""
    earlier = books.decision(command.number)
    if earlier is not None and not earlier.reversed:
        raise Refusal(
            "DECISION_EXISTS",
            "decision {number} is recorded already, dated {date}; take another"
            " number, or reverse that one first.",
            number=command.number,
            date=earlier.date,
        )
    free = None if earlier is None else earlier.free_from
    if free is not None and command.date < free:
        raise Refusal(
            "DECISION_EXISTS",
            "decision {number} stood until it was reversed on {free}; record it"
            " again with that date or a later one.",
            number=command.number,
            free=free,
        )
    check_took_decision(command.meeting, command.date, books)
    return Draft(
        decisions.stream(command.number),
        lambda envelope: DecisionRecorded(**envelope, given=command),
    )
