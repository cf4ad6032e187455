"""Who takes part in a project after its award."""

from domain.deciding.books import Books, Draft
from domain.deciding.grants import check_awarded_by, known_project
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.participation import ParticipationRecorded, RecordParticipation
from domain.states.projects import stream
from domain.values.errors import Refusal


@decides(RecordParticipation)
def record_participation(
    command: RecordParticipation, actor: Actor, books: Books
) -> Draft:
    """After the award; before it the proposal is amended."""
    check_awarded_by(known_project(command.project, books), command.date)
    if len(set(command.participants)) != len(command.participants):
        raise Refusal("SCOPE_INVALID", "participants names a partner twice.")
    return Draft(
        stream(command.project),
        lambda envelope: ParticipationRecorded(**envelope, given=command),
    )
