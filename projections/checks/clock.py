"""The check of recording times."""

from collections.abc import Iterator

from projections.finding import Finding
from projections.recorded import ahead
from projections.snapshot import View


def clock(view: View) -> Iterator[Finding]:
    """Entries that say that they were recorded at a time still to come."""
    if view.now is None:
        return
    for found in ahead(view.reader, view.entry, view.now):
        yield Finding(
            "clock",
            "TIME_AHEAD",
            "error",
            "recorded at a time still to come, up to {recorded}: the clock was wrong"
            " then, or it is now.",
            dict.fromkeys((found.first, found.last)),
            recorded=found.recorded_at,
        ).of(found.first, found.last)
