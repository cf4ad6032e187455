"""Which projects and decisions there are, and which one was meant, perhaps."""

import unicodedata

from domain.values.messages import Message
from projections.parameters import hint
from projections.snapshot import Reader

_MADE_BY = {"project": "propose_project", "decision": "record_decision"}
_MOST = 5_000
"""Names that are looked at for a near one; a ledger has hundreds."""


def is_recorded(reader: Reader, kind: str, name: str) -> bool:
    """A `project` or `decision` of that name was ever recorded."""
    rows = reader.execute(
        f"SELECT 1 FROM entries WHERE {kind} = ? AND command = ? LIMIT 1",
        (name, _MADE_BY[kind]),
    )
    return any(rows)


def recorded_names(reader: Reader, kind: str) -> list[str]:
    """Names of the projects or decisions, the newest first."""
    rows = reader.execute(
        f"SELECT {kind} FROM entries WHERE command = ? ORDER BY entry DESC LIMIT ?",
        (_MADE_BY[kind], _MOST),
    )
    return list(dict.fromkeys(str(row[0]) for row in rows))


def nearest(reader: Reader, kind: str, name: str) -> Message:
    """The end of a sentence: which of the recorded names was meant, perhaps."""
    return hint(name, recorded_names(reader, kind))


def spellings(text: str) -> tuple[str, str]:
    """A text composed, and as entries of before texts were composed may have it."""
    return text, unicodedata.normalize("NFD", text)
