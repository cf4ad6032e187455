"""Ratifying a strategic decision (annex D)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.ratification import DecisionRatified, RatifyDecision
from domain.values.errors import Refusal


@decides(RatifyDecision)
def ratify_decision(command: RatifyDecision, actor: Actor, books: Books) -> Draft:
    """Z20: strategic choices alone are put before the executives."""
    check_strategic(command.decision, books)
    return Draft(
        f"ratification:{command.decision}",
        lambda envelope: DecisionRatified(**envelope, given=command),
    )


def check_strategic(number: str, books: Books) -> None:
    """The decision is a strategic one; raises `Refusal` (`SCOPE_INVALID`)."""
    decision = books.decision(number)
    if decision is not None and not decision.strategic:
        raise Refusal(
            "SCOPE_INVALID",
            "decision {number} is not recorded as strategic: the steering group takes"
            " it on its own.",
            number=number,
        )
