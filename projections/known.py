"""Which projects, decisions and meetings there are, and which one was meant."""

import unicodedata

from domain.values.errors import Refusal
from domain.values.messages import message
from domain.values.texts import folded
from projections.reader import Reader

_MADE_BY = {"project": "propose_project", "decision": "record_decision"}
_UNKNOWN = {
    "PROJECT_UNKNOWN": "project",
    "DECISION_UNKNOWN": "decision",
    "MEETING_UNKNOWN": "meeting",
}
_VOUCHERS_SINCE = 2
"""The layout since which uses of vouchers are kept."""
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
    """Names of the projects, decisions or meetings, the newest first."""
    if kind == "meeting":
        return _meetings(reader)
    rows = reader.execute(
        f"SELECT {kind} FROM entries WHERE command = ? ORDER BY entry DESC LIMIT ?",
        (_MADE_BY[kind], _MOST),
    )
    return list(dict.fromkeys(str(row[0]) for row in rows))


def _meetings(reader: Reader) -> list[str]:
    """By the names of their streams: the index of entries has no column for them."""
    rows = reader.execute(
        "SELECT originator_id FROM stored_events WHERE entry IN"
        " (SELECT entry FROM entries WHERE command = 'record_meeting')"
        " ORDER BY entry DESC LIMIT ?",
        (_MOST,),
    )
    return list(dict.fromkeys(str(row[0]).partition(":")[2] for row in rows))


def with_nearest(refusal: Refusal, reader: Reader) -> Refusal:
    """A refusal of what is not there, with the one that was meant, perhaps.

    Any other refusal as it is.
    """
    kind = _UNKNOWN.get(refusal.code)
    if kind is None:
        return refusal
    given = (refusal.details.get(key) for key in (kind, "number", "name"))
    name = next((str(each) for each in given if each), "")
    from difflib import get_close_matches

    known = recorded_names(reader, kind)
    folded = {each.lower(): each for each in reversed(known)}
    meant = get_close_matches(name[:80].lower(), folded, 1)
    near = [] if name in known else [folded[each] for each in meant]
    if not near:
        return refusal
    told = message("{refusal} Did you mean {near}?", refusal=refusal.said, near=near[0])
    return Refusal(refusal.code, told, refusal.details)


def spellings(text: str) -> tuple[str, str]:
    """A text composed, and as entries of before texts were composed may have it."""
    return text, unicodedata.normalize("NFD", text)


def uses_of(reader: Reader, voucher: str) -> list[int]:
    """The entries that used a voucher, as two are compared (`folded`).

    None in a ledger of a layout that does not keep them yet.
    """
    if reader.layout < _VOUCHERS_SINCE:
        return []
    rows = reader.execute(
        "SELECT entry FROM vouchers WHERE document = ?", (folded(voucher),)
    )
    return [int(row[0]) for row in rows]
