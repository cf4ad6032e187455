"""A clock that stands still until it is told to go on."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Gives the same time, UTC, until it passes some."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, **spans: float) -> None:
        """So much time goes by: `minutes=5`."""
        self.moment += timedelta(**spans)
