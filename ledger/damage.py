"""What reading a ledger comes to that was tampered with."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.values.errors import IntegrityError
from ledger.reading import UNREADABLE


@contextmanager
def damage_told() -> Iterator[None]:
    """Stored data that can't be read is an integrity failure, not a fault of ours."""
    try:
        yield
    except UNREADABLE as error:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "what is stored can't be read ({error}); find out where with"
            " zuidas audit verify.",
            error=repr(error),
        ) from error
