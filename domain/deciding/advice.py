"""Recording an advice (section 5 of the source, Z26)."""

from domain.deciding.books import Books, Draft
from domain.deciding.meetings import check_had_advice
from domain.deciding.register import decides
from domain.entries.advice import AdviceRecorded, RecordAdvice
from domain.entries.event import Actor


@decides(RecordAdvice)
def record_advice(command: RecordAdvice, actor: Actor, books: Books) -> Draft:
    """Asked or unasked; it binds nobody."""
    check_had_advice(command.meeting, command.date, books)
    return Draft(
        f"advice:{command.body}",
        lambda envelope: AdviceRecorded(**envelope, given=command),
    )
