"""Receipts and payments on the current account beside projects."""

from datetime import date

from domain.deciding.books import Books, Draft
from domain.deciding.dates import check_not_closed
from domain.deciding.items import left_of, open_item
from domain.deciding.register import decides
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
from domain.framework.framework import SUSPENSE
from domain.values.errors import Refusal
from domain.values.messages import Euro, Quoted, message


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
    check_cost_kind(command.cost_kind, command.date, books)
    return Draft(
        f"process:{command.year}:{command.programme}",
        lambda envelope: ProcessCostPosted(**envelope, given=command),
    )


def check_cost_kind(kind: str | None, day: date, books: Books) -> None:
    """Of the list in force on a day; raises `Refusal` (`SCOPE_INVALID`)."""
    if kind is None:
        return
    known = books.framework_on(day).process_cost_kinds
    if kind not in known:
        raise Refusal(
            "SCOPE_INVALID",
            "the framework has no kind of process cost {kind}; it has {known}.",
            kind=Quoted(kind),
            known=known or message("none"),
        )


@decides(ReceiveOther)
def receive_other(command: ReceiveOther, actor: Actor, books: Books) -> Draft:
    """A fact of the bank; money that came back may clear an open item."""
    _check_clears(command, books)
    return Draft(
        f"cash:{command.category}",
        lambda envelope: OtherReceived(**envelope, given=command),
    )


@decides(PayOther)
def pay_other(command: PayOther, actor: Actor, books: Books) -> Draft:
    """A fact of the bank; money sent back may clear an open item."""
    _check_clears(command, books)
    return Draft(
        f"cash:{command.category}",
        lambda envelope: OtherPaid(**envelope, given=command),
    )


def _check_clears(command: ReceiveOther | PayOther, books: Books) -> None:
    """The item is of the opposite direction, and as much of it is open.

    Raises `Refusal`: `ENTRY_UNKNOWN` where there is no such entry, else
    `SCOPE_INVALID`.
    """
    if command.clears is None:
        return
    posted = books.posted(command.clears)
    if posted is None:
        raise Refusal(
            "ENTRY_UNKNOWN", "there is no entry {entry}.", entry=command.clears
        )
    item = open_item(posted)
    opposite = PayOther if isinstance(command, ReceiveOther) else ReceiveOther
    if command.category != SUSPENSE or item is None or item.command != opposite.name:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} is no suspense item that {command} could clear: an item"
            " received is cleared by pay_other, one paid by receive_other, both with"
            " category suspense.",
            entry=command.clears,
            command=command.name,
        )
    left = left_of(command.clears, item, command.date, books)
    if command.amount > left:
        raise Refusal(
            "SCOPE_INVALID",
            "{amount} is more than the {left} that is open of entry {entry} from"
            " {date} on.",
            amount=Euro(command.amount),
            left=Euro(left),
            entry=command.clears,
            date=command.date,
        )
