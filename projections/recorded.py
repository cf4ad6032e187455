"""When entries were recorded, and which of them were known at a moment.

Recording times rise, unless a clock was set back or was wrong. What was known at a
moment goes by the smallest recording time from an entry on: an entry is known as soon
as it, or one after it, was recorded. So what was known only ever grows, and holds no
entry without those before it, whatever the clocks said.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from projections.moments import as_recorded
from projections.reader import Reader

_JUMPS_SINCE = 4
"""The layout since which a recording time may be earlier than the one before it."""
TOLERANCE = timedelta(seconds=60)
"""How far a recording time may be ahead: no two clocks are quite the same."""


def known_by(reader: Reader, when: datetime, last: int) -> int:
    """The last entry known at a moment: the last one that was recorded by then.

    0 where none was; `last` is the last entry there is.
    """
    wanted = as_recorded(when)
    low, high = _rising(reader, wanted, last)
    while low < high:
        middle = (low + high + 1) // 2
        rows = reader.execute(
            "SELECT recorded_at FROM entries WHERE entry = ?", (middle,)
        )
        if any(str(row[0]) > wanted for row in rows):
            high = middle - 1
        else:
            low = middle
    return low


def recorded_at(reader: Reader, entry: int) -> str:
    """When an entry was recorded, as it is stored; nothing where there is no such."""
    rows = reader.execute("SELECT recorded_at FROM entries WHERE entry = ?", (entry,))
    return next((str(row[0]) for row in rows), "")


def _rising(reader: Reader, wanted: str, last: int) -> tuple[int, int]:
    """The last stretch of rising times that begins by then: before it, and its last.

    Whatever comes after it was recorded later.
    """
    if reader.layout < _JUMPS_SINCE:
        return 0, last
    begun = reader.execute(
        "SELECT entry FROM clock_jumps WHERE recorded_at <= ? AND entry <= ?"
        " ORDER BY entry DESC LIMIT 1",
        (wanted, last),
    )
    first = next((int(row[0]) for row in begun), 0)
    following = reader.execute(
        "SELECT entry FROM clock_jumps WHERE entry > ? AND entry <= ?"
        " ORDER BY entry LIMIT 1",
        (first, last),
    )
    return first, next((int(row[0]) - 1 for row in following), last)


def jumps(reader: Reader, last: int) -> dict[int, str]:
    """The entries up to `last` that are earlier than the one ahead of them, and when.

    Times as they are stored.
    """
    if reader.layout < _JUMPS_SINCE:
        return {}
    rows = reader.execute(
        "SELECT entry, recorded_at FROM clock_jumps WHERE entry <= ? ORDER BY entry",
        (last,),
    )
    return {int(entry): str(recorded_at) for entry, recorded_at in rows}


class Ahead(NamedTuple):
    """Entries in a row that were recorded in the future."""

    first: int
    last: int
    recorded_at: str
    """The latest of their times, as it is stored."""


def ahead(reader: Reader, last: int, now: datetime) -> Iterator[Ahead]:
    """The entries up to `last` that say a time still to come."""
    rows = reader.execute(
        "SELECT entry, recorded_at FROM entries WHERE recorded_at > ? AND entry <= ?"
        " ORDER BY entry",
        (as_recorded(latest(now)), last),
    )
    found: Ahead | None = None
    for number, recorded_at in rows:
        entry, time = int(number), str(recorded_at)
        if found is not None and entry == found.last + 1:
            found = Ahead(found.first, entry, max(found.recorded_at, time))
            continue
        if found is not None:
            yield found
        found = Ahead(entry, entry, time)
    if found is not None:
        yield found


def latest(now: datetime) -> datetime:
    """The latest recording time that is not of the future."""
    return now + TOLERANCE
