"""Texts: trimmed, in NFC, without a character that can't be seen."""

import re
import unicodedata

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Control and format characters, half a pair, and the two separators of lines."""
RULES = (
    "non_physical",
    "vision_fit",
    "two_municipalities",
    "maximum_per_project",
    "participation_share",
    "programme_ceiling",
    "third_parties_contribute",
    "external_funding_sought",
)
"""The conditions of the source from which one may deviate."""
DEVIATION_RULES = (*RULES, "process_ceiling", "process_reserve", "current_account")
ANNOTATABLE = (
    "document",
    "document_sha256",
    "description",
    "payee",
    "counterparty",
    "subject",
    "title",
    "note",
    "reason",
    "recipient",
    "cost_kind",
    "decision",
    "meeting",
)
PATTERNS = {
    "number": r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9./-]{0,39}",
    "decision": r"[A-Za-z0-9./-]{1,40}",
    "project": r"(?!process$)[a-z0-9][a-z0-9-]{0,39}",
    "sha": r"[0-9a-fA-F]{64}",
    "export": r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}",
    "target": r"[A-Za-z0-9-]{1,20}",
    "kind": r"grant|commission",
    "recipient_kind": r"government|legal_entity|person",
    "kvk": r"[0-9]{8}",
    "kvk_or_none": r"([0-9]{8})?",
    "rule": "|".join(DEVIATION_RULES),
    "annotatable": "|".join(ANNOTATABLE),
    "key": r".{1,64}",
    "title": r".{1,200}",
    "document": r".{1,80}",
    "motivation": r".{20,2000}",
    "text": r".{1,2000}",
    "blank": r".{0,2000}",
    "category": r".{1,100}",
    "key_name": r".{1,100}",
    "cost_kind": r".{1,2000}",
}


def plain(value: str) -> str | None:
    """As it is kept; None where a character of it can't be seen."""
    kept = unicodedata.normalize("NFC", value.strip())
    if any(unicodedata.category(character) in UNSEEN for character in kept):
        return None
    return kept


def as_kept(kind: str, value: object) -> str | None:
    """The text as it is kept, or None where it isn't of the form of its kind."""
    kept = plain(value) if isinstance(value, str) else None
    if kept is None or not re.fullmatch(PATTERNS[kind], kept):
        return None
    return kept.lower() if kind == "sha" else kept
