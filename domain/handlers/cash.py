"""Receipts and payments on the current account beside projects."""

from domain.books import Accepted, Books
from domain.commands.cash import (
    PayOther,
    PostProcessCost,
    ReceiveContribution,
    ReceiveOther,
    RepayContribution,
)
from domain.handlers.budget import check_not_closed
from domain.handlers.register import handles


@handles(ReceiveContribution)
def receive_contribution(command: ReceiveContribution, books: Books) -> Accepted:  # noqa: ARG001
    """Z4: more than is due is accepted."""
    return Accepted(f"contributions:{command.year}:{command.partner}")


@handles(RepayContribution)
def repay_contribution(command: RepayContribution, books: Books) -> Accepted:  # noqa: ARG001
    """At most what was received: a budget on every day."""
    return Accepted(f"contributions:{command.year}:{command.partner}")


@handles(PostProcessCost)
def post_process_cost(command: PostProcessCost, books: Books) -> Accepted:
    """Z8: from the programme's ceiling and from the process ceiling."""
    check_not_closed(books.year(command.year), command.date)
    return Accepted(f"process:{command.year}:{command.programme}")


@handles(ReceiveOther)
def receive_other(command: ReceiveOther, books: Books) -> Accepted:  # noqa: ARG001
    """A fact of the bank."""
    return Accepted(f"cash:{command.category}")


@handles(PayOther)
def pay_other(command: PayOther, books: Books) -> Accepted:  # noqa: ARG001
    """A fact of the bank."""
    return Accepted(f"cash:{command.category}")
