"""Erasing sealed values."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.sealing import EraseSealed, SealedErased
from domain.values.errors import Refusal

STREAM = "sealed"


@decides(EraseSealed)
def erase_sealed(command: EraseSealed, actor: Actor, books: Books) -> Draft:
    """Whatever is there of before a day that has come; that may be nothing.

    So it can be repeated where something of the values was left behind.
    """
    if command.before > books.today:
        raise Refusal(
            "FUTURE_DATE",
            "{before} is after today ({today}): what is still to come is not erased"
            " ahead.",
            before=command.before,
            today=books.today,
        )
    return Draft(STREAM, lambda envelope: SealedErased(**envelope, given=command))
