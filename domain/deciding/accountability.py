"""Recording the yearly letter to the councils (Z21)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.accountability import AccountabilityRecorded, RecordAccountability
from domain.entries.event import Actor
from domain.values.errors import Refusal


@decides(RecordAccountability)
def record_accountability(
    command: RecordAccountability, actor: Actor, books: Books
) -> Draft:
    """At least once a year; a year may have several letters."""
    if len(set(command.addressees)) != len(command.addressees):
        raise Refusal("SCOPE_INVALID", "addressees names a partner twice.")
    return Draft(
        f"accountability:{command.year}",
        lambda envelope: AccountabilityRecorded(**envelope, given=command),
    )
