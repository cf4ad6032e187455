"""PostgreSQL's own errors as ours, with a stable code and a way out."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import psycopg

from domain.values.errors import IntegrityError, LedgerError, Refusal
from domain.values.messages import Words
from ledger.storage import schema

_NOTHING = Words("nothing was recorded")


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise the driver's errors, and texts it can't send, as `LedgerError`."""
    try:
        yield
    except psycopg.Error as error:
        raise translation(place, error) from error
    except UnicodeEncodeError as error:
        raise Refusal(
            "BAD_COMMAND", "a text is not valid Unicode: {error}.", error=error
        ) from None


def translation(place: str, error: psycopg.Error) -> LedgerError:
    """The failure a user sees."""
    state = error.sqlstate or ""
    for prefix, make in _BY_STATE.items():
        if state.startswith(prefix):
            return make(place, _reason(error))
    if not state and isinstance(error, psycopg.OperationalError):
        return _lost(place, _reason(error))
    if isinstance(error, psycopg.DataError):
        return Refusal(
            "BAD_COMMAND",
            "{place} can't take a value: {reason}.",
            place=place,
            reason=_reason(error),
        )
    return IntegrityError(
        "LEDGER_DAMAGED",
        "{place} can't be used: {reason} ({state}).",
        place=place,
        reason=_reason(error),
        state=state or "-",
    )


def unreachable(
    place: str, error: psycopg.Error, secrets: Iterable[str] = ()
) -> Refusal:
    """Why no connection could be made; the driver gives only a text.

    Whatever it repeats of the `secrets` is not told.
    """
    reason = _reason(error)
    for secret in filter(None, secrets):
        reason = reason.replace(secret, "***")
    if any(words in reason for words in ("too many", "slots are reserved", "starting")):
        return Refusal(
            "BUSY",
            "{place} takes no connection now: {reason}. Try again.",
            place=place,
            reason=reason,
        )
    return Refusal(
        "LEDGER_NOT_FOUND",
        "there is no ledger to be reached at {place}: {reason}. Name another"
        " with --db or ZUIDAS_DB.",
        place=place,
        reason=reason,
    )


def _reason(error: psycopg.Error) -> str:
    """The server's words on one line, without the hints that follow them."""
    text = error.diag.message_primary or str(error)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    # Several addresses were tried: each has a line of its own below the first.
    told = lines[1] if lines[0].startswith("Multiple connection") else lines[0]
    return told.lstrip("- ").rstrip(".")


def _lost(place: str, reason: str) -> Refusal:
    return Refusal(
        "BUSY",
        "the connection to {place} was lost ({reason}); {NOTHING}, try again.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    )


_Make = Callable[[str, str], LedgerError]
_BY_STATE: dict[str, _Make] = {
    "42501": lambda place, reason: Refusal(
        "LEDGER_READ_ONLY",
        "you have no right to that in {place}"
        " ({reason}); {NOTHING}. Its owner gives"
        " rights with zuidas db grant.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "25006": lambda place, reason: Refusal(
        "LEDGER_READ_ONLY",
        "{place} can't be written to ({reason}); {NOTHING}.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    schema.FORGED_USER: lambda place, reason: Refusal(
        "LEDGER_READ_ONLY",
        "{place} refused the entry: {reason}; {NOTHING}.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "55P03": lambda place, _: Refusal(
        "BUSY",
        "another program is writing to {place}; {NOTHING}, try again.",
        place=place,
        NOTHING=_NOTHING,
    ),
    "57014": lambda place, reason: Refusal(
        "BUSY",
        "{place} broke the work off ({reason}); {NOTHING}, try again.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "40": lambda place, reason: Refusal(
        "BUSY",
        "another program was in the way at {place} ({reason}); {NOTHING}.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "53100": lambda place, _: Refusal(
        "DISK_FULL",
        "the disk of {place} is full; {NOTHING}. Make room and repeat.",
        place=place,
        NOTHING=_NOTHING,
    ),
    "58030": lambda place, reason: Refusal(
        "DISK_FULL",
        "{place} could not be written or read"
        " ({reason}); {NOTHING}. Check the server's"
        " disk: its space, quota and health.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "53": lambda place, reason: Refusal(
        "BUSY",
        "{place} has no room for this now ({reason}); {NOTHING}, try again.",
        place=place,
        reason=reason,
        NOTHING=_NOTHING,
    ),
    "57P": _lost,
    "08": _lost,
    "23": lambda place, reason: IntegrityError(
        "LEDGER_DAMAGED",
        "{place} contradicts itself: {reason}.",
        place=place,
        reason=reason,
    ),
    "XX": lambda place, reason: IntegrityError(
        "LEDGER_DAMAGED",
        "{place} is damaged ({reason}). Restore a"
        " backup and verify it (zuidas audit verify).",
        place=place,
        reason=reason,
    ),
}
"""By SQLSTATE or its beginning, the more exact first."""
