"""What a command would post now, as whoever decides on it is shown it."""

from dataclasses import dataclass, field

from domain.deciding.approvals import effect_of
from domain.entries.approvals import CommandSubmitted
from domain.entries.command import Command
from domain.entries.event import Actor
from domain.values.errors import Refusal
from ledger.posting.booking import Lines
from ledger.posting.judging import books_of
from ledger.posting.looking import Looked, look
from ledger.posting.notes import Note, broken, notes_on
from projections.answers.vouchers import reuse_of_next
from projections.known import with_nearest
from projections.snapshot import View


@dataclass(frozen=True)
class Preview:
    """The lines and notes of a command that would be accepted, else its refusal."""

    refusal: Refusal | None = None
    lines: Lines = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def effect(self) -> str | None:
        """What an approval binds; None where nothing can be approved."""
        return None if self.refusal is not None else effect_of(self.lines)


def preview(command: Command, actor: Actor, person: str, view: View) -> Preview:
    """What the command would come to if the person posted it on the view's date."""
    books = books_of(view)
    books.today = view.at
    try:
        looked = look(command, actor, person, books)
    except Refusal as refusal:
        return Preview(with_nearest(refusal, view.reader))
    lines, _, _ = looked.booked
    day = looked.event.effective_date
    if day is not None:
        books.suppose(day, lines)
    notes = notes_on(looked.event, lines, books)
    notes += broken(looked.booked.lowered, day, looked.booked.exempt, books)
    return Preview(None, lines, [*notes, *_of_voucher(looked, view)])


def preview_of(submission: int, view: View) -> Preview:
    """What a submission that waits would come to now, posted by its maker."""
    event = books_of(view).event(submission)
    assert isinstance(event, CommandSubmitted)  # noqa: S101  # it was found as one
    return preview(event.given.as_.whole(), event.actor, event.who, view)


def _of_voucher(looked: Looked, view: View) -> list[Note]:
    found = reuse_of_next(view, looked.event.given.given())
    return [] if found is None else [Note("DOCUMENT_REUSED", found.said)]
