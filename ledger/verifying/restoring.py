"""Writing stored events again with all that follows from them, as posting did.

A copy, a replayed bundle and rebuilt projections all go this way.
"""

from collections.abc import Callable, Sequence

from ledger.posting.recording import read_event
from ledger.storage import events
from ledger.storage.events import EventRow
from ledger.storage.store import Store
from ledger.transparency.log import LogWriter, leaf_data
from ledger.verifying.following import Worked
from ledger.verifying.second_process import started_for
from ledger.verifying.sharing import Sharing
from projections import journal as bookkeeping
from projections.tables import ProjectionWriter, Target

Progress = Callable[[int], None]
BATCH = 5_000
"""Events gathered before they are written; keeps memory flat."""


class Restoring:
    """Takes the events of a ledger in order; writes in the open transaction.

    The projections go to `target`. With a `ledger`, which is empty, events and log are
    written there too; without, they stand where they stood.
    """

    def __init__(
        self,
        target: Target,
        progress: Progress,
        ledger: Store | None = None,
        expected: int = 0,
    ) -> None:
        """Events `expected`, as far as it is known, say how it is begun."""
        self.entries = 0
        """Events taken so far."""
        self.at = 0
        """The entry that something was wrong with, where `take` or `flush` raises."""
        self._projections = ProjectionWriter(target)
        self._progress = progress
        self._ledger = ledger
        self._log = None if ledger is None else LogWriter(ledger)
        self._rows: list[EventRow] = []
        self._sharing = Sharing(self._take_in, started_for(expected))
        self._gathered = 0

    @classmethod
    def whole(cls, ledger: Store, progress: Progress, expected: int = 0) -> "Restoring":
        """Restores everything into an empty ledger."""
        return cls(ledger, progress, ledger, expected)

    def take(self, row: EventRow) -> None:
        """One more event; what follows from it may be taken in a little later.

        Raises `MapperDeserialisationError` when one can't be read; an event that no
        program has written may fail in other ways too.
        """
        if self._log is not None:
            self._log.append(leaf_data(*row))
            self._rows.append(row)
        self.entries += 1
        self._sharing.take(row)

    def _take_in(
        self, rows: Sequence[EventRow], worked: Worked | None, numbers: list[int]
    ) -> None:
        if worked is None:
            for row in rows:
                self.at = row.entry
                event = read_event(*row[1:])
                self._projections.add(event, bookkeeping.lines(event))
        else:
            self._projections.number(worked.gathered, numbers)
            self._projections.take_over(worked.gathered, numbers)
        self._gathered += len(rows)
        if self._gathered >= BATCH:
            self._write()

    def flush(self) -> None:
        """Write what was gathered; to be called once more at the end."""
        self._sharing.flush()
        self._write()

    def close(self) -> None:
        """End what was begun beside this."""
        self._sharing.close()

    def _write(self) -> None:
        if self._ledger is not None and self._log is not None:
            events.append(self._ledger, self._rows)
            self._log.flush()
            self._rows = []
        self._projections.flush()
        self._progress(self._gathered)
        self._gathered = 0
