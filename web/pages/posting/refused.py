"""A refusal by a rule on a form: told on top, and at the field that it is about."""

from collections.abc import Mapping
from typing import Any

from domain.values.errors import Refusal
from ledger.fields.described import Description
from web.pages.posting.placed import control

_DATES = ("date", "until", "from_date", "to_date")
_ENTRIES = ("entry", "clears", "submission", "entries")
_ABOUT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *("BAD_DATE", "FUTURE_DATE", "FAR_DATE", "BEFORE_START", "AFTER_YEAR"),
            *("PERIOD_LOCKED", "NOT_YET", "DECISION_LATER", "YEAR_NOT_OPEN"),
        ),
        _DATES,
    ),
    **dict.fromkeys(("BAD_AMOUNT", "OVERDRAFT", "OVER_RECEIVED"), ("amount",)),
    **dict.fromkeys(("NOT_REVERSIBLE", "ALREADY_REVERSED"), _ENTRIES),
    **dict.fromkeys(("ENTRY_UNKNOWN", "ENTRY_ANSWERED"), _ENTRIES),
    **dict.fromkeys(("LINE_UNKNOWN", "LINE_ANSWERED"), ("bank_line", "lines")),
    "BANK_LINE_EXCEEDED": ("bank_line", "lines"),
    **dict.fromkeys(("BANK_ACCOUNT_UNKNOWN", "BANK_ACCOUNT_EXISTS"), ("account",)),
    **dict.fromkeys(("STATEMENT_OVERLAPS", "STATEMENT_GAP"), _DATES),
    "SUBMISSION_SETTLED": ("submission",),
    "DECISION_EXISTS": ("number",),
    "ALREADY_ALLOCATED": ("year",),
    "LIMITS_INVALID": ("max_grants",),
    "SHARE_EXCEEDED": ("amount",),
}
"""By code the fields that it may be about, the likeliest first."""
_OF_RULE: Mapping[str, str] = {
    "third_parties_contribute": "third_party_judgement",
    "maximum_per_project": "amount",
    "participation_share": "amount",
    "programme_ceiling": "amount",
    "borrowed_capacity": "amount",
    "financing_plan": "amount",
    "process_reserve": "amount",
}
"""By a condition that is not met the field that can meet it."""


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
    """Names of fields that a refusal may be about, the likeliest first."""
    code = refusal.code
    conditions = refusal.details.get("conditions")
    if isinstance(conditions, list):
        return tuple(_OF_RULE[e["rule"]] for e in conditions if e["rule"] in _OF_RULE)
    if code in _ABOUT:
        return _ABOUT[code]
    if code.endswith("_EXCEEDED"):
        return ("amount",)
    kind = code.partition("_")[0].lower()  # PROJECT_STATUS, YEAR_CLOSED, ...
    return (kind, f"from_{kind}", f"{kind}s")


def _commands(described: Description) -> tuple[str, ...]:
    holder = described.holders.get("as")
    return () if holder is None else holder.commands
