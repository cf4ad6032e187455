"""Recording a decision of the steering group (Z20)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.decisions import DecisionRecorded, RecordDecision
from domain.entries.event import Actor
from domain.states import decisions
from domain.values.errors import Refusal


@decides(RecordDecision)
def record_decision(command: RecordDecision, actor: Actor, books: Books) -> Draft:
    """Z20: a number is used once, also when its decision was reversed."""
    if books.decision(command.number) is not None:
        raise Refusal(
            "DECISION_EXISTS",
            "decision {number} is recorded already; a number is used once.",
            number=command.number,
        )
    return Draft(
        decisions.stream(command.number),
        lambda envelope: DecisionRecorded(**envelope, given=command),
    )
