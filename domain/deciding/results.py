"""Recording what a project achieved (Z21)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.results import RecordResult, ResultRecorded


@decides(RecordResult)
def record_result(command: RecordResult, actor: Actor, books: Books) -> Draft:
    """A fact, of a project in any status."""
    return Draft(
        f"results:{command.project}",
        lambda envelope: ResultRecorded(**envelope, given=command),
    )
