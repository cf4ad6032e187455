"""The second person: what takes one, and who may settle what was submitted.

What a submission would become is looked at where the ledger is (it takes lines and
budgets); here stands who, what and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.budgets.accounts import is_memorandum
from domain.deciding.books import Draft
from domain.deciding.corrections import original
from domain.deciding.register import decides
from domain.entries.approvals import (
    ApprovalPolicySet,
    Approve,
    CommandSubmitted,
    Decline,
    RetractSubmission,
    SetApprovalPolicy,
    SubmissionApproved,
    SubmissionDeclined,
    SubmissionRetracted,
    Submit,
)
from domain.states import approvals
from domain.values.errors import Refusal
from domain.values.messages import Quoted, Words, message

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.event import Actor
    from domain.values.messages import Message
    from domain.values.money import Cents


def effect_of(lines: Iterable[tuple[str, Cents]]) -> str:
    """SHA-256 in hex of what lines do: `account SP cents LF` each, in their order.

    Memorandum lines are left out: they follow from the others.
    """
    text = "".join(
        f"{account} {amount}\n"
        for account, amount in lines
        if not is_memorandum(account)
    )
    return sha256(text.encode()).hexdigest()


def check_effect(command: Approve, lines: Iterable[tuple[str, Cents]]) -> None:
    """The lines are those that were shown; raises `Refusal` (`EFFECT_CHANGED`)."""
    effect = effect_of(lines)
    if command.effect != effect:
        raise Refusal(
            "EFFECT_CHANGED",
            "submission {submission} would post other lines now than were shown: their"
            " effect is {effect}, not {given}. Look at it anew (zuidas submissions).",
            {"effect": effect},
            submission=command.submission,
            effect=effect,
            given=command.effect,
        )


@decides(SetApprovalPolicy)
def set_approval_policy(
    command: SetApprovalPolicy, actor: Actor, books: Books
) -> Draft:
    """Replaces the policy; not dated before the one it replaces."""
    newest = books.policy().newest
    if newest is not None and command.date < newest:
        raise Refusal(
            "BAD_DATE",
            "a policy of {newest} is in force; another one is not dated before that.",
            newest=newest,
        )
    return Draft(
        approvals.POLICY, lambda envelope: ApprovalPolicySet(**envelope, given=command)
    )


@decides(Submit)
def submit(command: Submit, actor: Actor, books: Books) -> Draft:
    """Whatever would be accepted now; that is looked at apart."""
    return Draft(
        approvals.SUBMISSIONS,
        lambda envelope: CommandSubmitted(**envelope, given=command),
    )


@decides(Approve)
def approve(command: Approve, actor: Actor, books: Books) -> Draft:
    """Once, by another person than the maker, of exactly that entry."""
    found = waiting(command.submission, books)
    if found.who == books.person:
        raise Refusal(
            "SAME_PERSON",
            "{person} made submission {submission} and can't approve it: that takes"
            " another person.",
            {"person": found.who},
            person=Quoted(found.who),
            submission=found.entry,
        )
    leaf = books.leaf(found.entry)
    if command.leaf != leaf:
        raise Refusal(
            "SUBMISSION_DIFFERS",
            "the leaf of submission {submission} is {leaf}, not {given}: another one"
            " was shown. Look at it anew (zuidas submissions).",
            {"leaf": leaf},
            submission=found.entry,
            leaf=leaf,
            given=command.leaf,
        )
    return Draft(
        approvals.stream(found.entry),
        lambda envelope: SubmissionApproved(**envelope, given=command),
    )


@decides(Decline)
def decline(command: Decline, actor: Actor, books: Books) -> Draft:
    """Ends it, without anything booked."""
    found = waiting(command.submission, books)
    return Draft(
        approvals.stream(found.entry),
        lambda envelope: SubmissionDeclined(**envelope, given=command),
    )


@decides(RetractSubmission)
def retract_submission(command: RetractSubmission, actor: Actor, books: Books) -> Draft:
    """By its maker alone."""
    found = waiting(command.submission, books)
    if found.who != books.person:
        raise Refusal(
            "NOT_ALLOWED",
            "submission {submission} was made by {maker}, who alone can retract it; an"
            " approver can decline it.",
            {"maker": found.who},
            submission=found.entry,
            maker=Quoted(found.who),
        )
    return Draft(
        approvals.stream(found.entry),
        lambda envelope: SubmissionRetracted(**envelope, given=command),
    )


def waiting(number: int, books: Books) -> CommandSubmitted:
    """A submission that is not settled; raises `Refusal`.

    Codes: `ENTRY_UNKNOWN`, `SCOPE_INVALID`, `SUBMISSION_SETTLED`.
    """
    found = submitted(number, books)
    if found is None:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {number} is no submission (zuidas submissions lists them).",
            number=number,
        )
    settled = books.settled(number)
    if settled is not None:
        raise Refusal(
            "SUBMISSION_SETTLED",
            "submission {number} was {status} by entry {entry}{way}.",
            {"status": settled.status, "entry": settled.entry},
            number=number,
            status=Words(settled.status),
            entry=settled.entry,
            way=_WAYS.get(settled.status),
        )
    return found


_WAYS: dict[str, Message] = {
    "declined": message("; submit it anew"),
    "retracted": message("; submit it anew"),
}


def submitted(number: int, books: Books) -> CommandSubmitted | None:
    """The submission of that entry; None where the entry is none.

    Raises `Refusal` (`ENTRY_UNKNOWN`).
    """
    event = original(number, books).event
    return event if isinstance(event, CommandSubmitted) else None
