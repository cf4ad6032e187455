"""Receipts and payments on the current account beside projects."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.deciding.years import check_not_closed
from domain.entries.bank import (
    ContributionReceived,
    ContributionRepaid,
    OtherPaid,
    OtherReceived,
    PayOther,
    PostProcessCost,
    ProcessCostPosted,
    ReceiveContribution,
    ReceiveOther,
    RepayContribution,
)
from domain.entries.event import Actor


@decides(ReceiveContribution)
def receive_contribution(
    command: ReceiveContribution, actor: Actor, books: Books
) -> Draft:
    """Z4: more than is due is accepted."""
    return Draft(
        f"contributions:{command.year}:{command.partner}",
        lambda envelope: ContributionReceived(**envelope, given=command),
    )


@decides(RepayContribution)
def repay_contribution(command: RepayContribution, actor: Actor, books: Books) -> Draft:
    """At most what was received: a budget on every day."""
    return Draft(
        f"contributions:{command.year}:{command.partner}",
        lambda envelope: ContributionRepaid(**envelope, given=command),
    )


@decides(PostProcessCost)
def post_process_cost(command: PostProcessCost, actor: Actor, books: Books) -> Draft:
    """Z8: from the programme's ceiling and from the process ceiling."""
    check_not_closed(books.year(command.year), command.date)
    return Draft(
        f"process:{command.year}:{command.programme}",
        lambda envelope: ProcessCostPosted(**envelope, given=command),
    )


@decides(ReceiveOther)
def receive_other(command: ReceiveOther, actor: Actor, books: Books) -> Draft:
    """A fact of the bank."""
    return Draft(
        f"cash:{command.category}",
        lambda envelope: OtherReceived(**envelope, given=command),
    )


@decides(PayOther)
def pay_other(command: PayOther, actor: Actor, books: Books) -> Draft:
    """A fact of the bank."""
    return Draft(
        f"cash:{command.category}",
        lambda envelope: OtherPaid(**envelope, given=command),
    )
