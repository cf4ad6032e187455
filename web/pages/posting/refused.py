"""A refusal by a rule on a form: told on top, and at the field that it is about."""

from collections.abc import Mapping
from typing import Any

from domain.values.errors import Refusal
from ledger.fields.described import Description
from web.pages.posting.placed import control

_OF_DATE = frozenset(
    (
        *("BAD_DATE", "FUTURE_DATE", "BEFORE_START", "PERIOD_LOCKED", "NOT_YET"),
        *("DECISION_LATER", "YEAR_NOT_OPEN"),
    )
)
_SAID = {
    "BANK_ACCOUNT": ("account", "iban"),
    "LINE": ("bank_line", "lines"),
    "LINES": ("lines",),
    "ENTRY": ("entry", "clears", "submission", "entries"),
    "NOT": ("entry",),  # NOT_REVERSIBLE
    "SUBMISSION": ("submission",),
    "IDEMPOTENCY": (),
    "TRANSFER": ("amount",),
    "OVERPAID": ("amount",),
}
"""By how a code begins the fields that it may be about; else a field of that name."""
_EXCEEDED = ("EXCEEDED", "SHORT", "OVERDRAWN")


def control_of(
    refusal: Refusal, described: Description, filled: Mapping[str, Any]
) -> str:
    """The control that a refusal is about; empty where it names none of the form."""
    named = refusal.details.get("field")
    if isinstance(named, str):
        return control(described, filled, tuple(named.split(".")))
    field = next((f for f in _candidates(refusal) if f in described.schema), None)
    if field is not None:
        return control(described, filled, (field,))
    held = filled.get("as")
    if isinstance(held, Mapping) and held.get("command") in _commands(described):
        inner = described.held("as", held["command"])
        found = control_of(refusal, inner, held)
        return f"as.{found}" if found else ""
    return ""


def _candidates(refusal: Refusal) -> tuple[str, ...]:
    """Names of fields that a code may be about, the likeliest first."""
    code = refusal.code
    if code in _OF_DATE:
        return ("date", "until", "from_date", "to_date")
    if code.endswith(_EXCEEDED) or code == "BAD_AMOUNT":
        return ("amount", "requested")
    for start, fields in _SAID.items():
        if code.startswith(f"{start}_") or code == start:
            return fields
    start, _, rest = code.lower().partition("_")
    return (start, f"from_{start}", f"{start}s") if rest else ()


def _commands(described: Description) -> tuple[str, ...]:
    holder = described.holders.get("as")
    return () if holder is None else holder.commands
