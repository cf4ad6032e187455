"""Which HTTP status a code has: one table (section 10, "Status")."""

from collections.abc import Mapping

from domain.values.errors import IntegrityError, LedgerError, UsageError

CONFLICT = 409
"""Every refusal by a rule that no other line is about."""
RETRY_AFTER = 5
"""Seconds after which it is worth while to ask again, where it is 503."""
STATUSES: Mapping[str, int] = {
    **dict.fromkeys(("BAD_JSON", "BAD_COMMAND", "BAD_AMOUNT", "BAD_DATE"), 400),
    "UNAUTHENTICATED": 401,
    **dict.fromkeys(("NOT_ALLOWED", "SCOPE_MISSING", "CROSS_SITE"), 403),
    **dict.fromkeys(("NOT_FOUND", "FIGURE_UNKNOWN", "LOG_KEY_MISSING"), 404),
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "REQUEST_TIMEOUT": 408,
    **dict.fromkeys(
        ("SUBMISSION_DIFFERS", "EFFECT_CHANGED", "PRECONDITION_FAILED"), 412
    ),
    "TOO_LARGE": 413,
    "MEDIA_TYPE_UNKNOWN": 415,
    "PRECONDITION_MISSING": 428,
    "TOO_MANY_ATTEMPTS": 429,
    "HEADERS_TOO_LARGE": 431,
    **dict.fromkeys(
        (
            *("LEDGER_DAMAGED", "GUARDS_DIFFER", "INTERNAL", "ENTRY_MISSING"),
            *("EVENT_UNREADABLE", "CHECKPOINT_DIFFERS", "LOG_DIFFERS", "LOG_TRUNCATED"),
            *("SIGNATURE_INVALID", "SEAL_DIFFERS", "SEALED_DIFFERS", "BUNDLE_DIFFERS"),
            *("TILE_DIFFERS", "ACCOUNTS_DAMAGED"),
        ),
        500,
    ),
    **dict.fromkeys(
        (
            *("BUSY", "DISK_FULL", "LEDGER_READ_ONLY", "CLOCK_AHEAD"),
            *("LEDGER_NOT_FOUND", "NOT_A_LEDGER", "LEDGER_OUTDATED"),
            *("PROGRAM_OUTDATED", "ACCOUNTS_NOT_FOUND", "ACCOUNTS_READ_ONLY"),
            *("ACCOUNTS_EXPOSED", "NOT_ACCOUNTS"),
        ),
        503,
    ),
}
"""By code. What the path names and isn't there is 404, whatever its code says here."""


def status_of(error: LedgerError) -> int:
    """The status of a failure; of the keys of a query whatever is wrong is 400.

    `BAD_DATE` is 400 where it is a value's form, and 409 where it is a rule about an
    order of dates.
    """
    if error.code == "BAD_DATE":
        return 400 if error.details.get("fault") == "form" else CONFLICT
    if error.code in STATUSES:
        return STATUSES[error.code]
    if isinstance(error, IntegrityError):
        return 500
    return 400 if isinstance(error, UsageError) else CONFLICT
