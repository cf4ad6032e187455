"""What a command would become if somebody posted it now: nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.deciding.acceptance import decide
from domain.deciding.authorising import check_role
from domain.deciding.references import normalised
from domain.values.errors import Refusal
from ledger.posting.booking import booked
from ledger.posting.books import LOOKING

if TYPE_CHECKING:
    from domain.entries.approvals import Approve, CommandSubmitted
    from domain.entries.command import Command
    from domain.entries.event import Actor, LedgerEvent
    from ledger.posting.booking import Booked
    from ledger.posting.books import LedgerBooks


class Looked(NamedTuple):
    """The event that a command would become, and what it would book."""

    event: LedgerEvent
    booked: Booked


def look(command: Command, actor: Actor, person: str, books: LedgerBooks) -> Looked:
    """What a command would become if a person posted it now; raises `Refusal`.

    Whether it takes a second person is not asked: that is what it is looked at for.
    """
    command = normalised(command, books.course)
    with _by(person, books):
        check_role(command, books)
        _check_unused(command, books)
        draft = decide(command, actor, books)
        event = draft.event({**LOOKING, "originator_id": draft.stream})
        return Looked(event, booked(event, books))


def look_within(command: Command, actor: Actor, books: LedgerBooks) -> None:
    """What a submission or an approval is about would be accepted; raises `Refusal`.

    Of an approval its lines are those that were shown (`EFFECT_CHANGED`).
    """
    given: Any = command
    match given.name:
        case "submit":
            look(given.as_.whole(), actor, books.person, books)
        case "order_payment":
            from domain.deciding.payments import ordered

            look(ordered(given), actor, books.person, books)
        case "approve":
            _look_within_approval(given, books)


def _look_within_approval(command: Approve, books: LedgerBooks) -> None:
    from domain.deciding.approvals import check_effect

    found = of_approval(command, books)
    looked = look(found.given.as_.whole(), found.actor, found.who, books)
    check_effect(command, looked.booked.lines)


def of_approval(command: Approve, books: LedgerBooks) -> CommandSubmitted:
    """The submission that an approval, which was decided on, is of."""
    from domain.deciding.approvals import submitted

    found = submitted(command.submission, books)
    assert found is not None  # noqa: S101  # deciding on the approval looked it up
    return found


@contextmanager
def _by(person: str, books: LedgerBooks) -> Iterator[None]:
    """As if somebody else posted."""
    before, books.person = books.person, person
    try:
        yield
    finally:
        books.person = before


def _check_unused(command: Command, books: LedgerBooks) -> None:
    """What repeats an id would be no entry; raises `IDEMPOTENCY_CONFLICT`."""
    earlier = None if command.id is None else books.entry_of_id(command.id)
    if earlier is not None:
        raise Refusal(
            "IDEMPOTENCY_CONFLICT",
            "id {id} was used for entry {earlier}: nothing is left to be approved.",
            {"entry": earlier},
            id=command.id,
            earlier=earlier,
        )
