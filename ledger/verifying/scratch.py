"""The books as they follow from the events alone, event by event.

What is judged again is judged by these and never by the tables of the ledger that is
verified, which may be forged like anything else in it.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from domain.budgets import accounts
from domain.budgets.timeline import Timeline
from domain.entries.event import LedgerEvent
from domain.entries.statement_ids import is_of_statement
from domain.values.money import Cents
from ledger.posting.books import LedgerBooks
from ledger.storage import events
from ledger.storage.events import EventRow
from ledger.storage.scratch import TABLES, scratch_store
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Row
from ledger.verifying.comparing import table_of
from projections.checks import CODES
from projections.frameworks import Frameworks
from projections.tables import ProjectionWriter, Target

FLUSH_AFTER = 8_000
"""Events gathered before they are written; keeps memory flat."""
MOST_NAMES = 200_000
"""Names of accounts that are kept in mind; beyond, the tables are asked."""
_BY_ID = "SELECT MIN(entry) FROM entries WHERE command_id IN (?, ?)"


class Scratch:
    """Tables of what was taken in so far, in a temporary place.

    What follows from an event is worked out once: its writer serves `beside` too.
    """

    def __init__(self, beside: Target) -> None:
        self._store: SQLiteStore | None = scratch_store()
        self.layout = self._store.layout
        self.writer = ProjectionWriter(self)
        """Whoever takes an event in has added it here already."""
        self._beside = beside
        self._rows: list[EventRow] = []
        self._ids: dict[str, int] = {}

    def take(self, row: EventRow, event: LedgerEvent) -> None:
        """One more event."""
        self._rows.append(row)
        if event.given.id is not None:
            self._ids.setdefault(event.given.id, event.entry)
        if len(self._rows) >= FLUSH_AFTER:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        rows, self._rows = self._rows, []
        if rows:
            events.append(self._open, rows)
            self.writer.flush()
            self._ids.clear()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement, what was gathered among them."""
        self.flush()
        return self._open.execute(sql, parameters)

    def entry_of_id(self, command_id: str) -> int | None:
        """The first entry that used an id, in either form of composing its letters."""
        found = self._ids.get(command_id)
        if found is None:
            spellings = (command_id, unicodedata.normalize("NFD", command_id))
            ((found,),) = self._open.execute(_BY_ID, spellings)
        return found

    @property
    def _open(self) -> SQLiteStore:
        assert self._store is not None  # noqa: S101  # nobody asks once it is closed
        return self._store

    def close(self) -> None:
        """Leave nothing behind; `beside` goes on."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[object]]:
        """See `Target`: the numbers of accounts."""
        return self._beside.execute(sql, parameters)

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """See `Target`; rows of tables that no rule looks at go beside alone."""
        self._beside.executemany(sql, rows)
        if self._store is not None and table_of(sql) in TABLES:
            self._store.executemany(sql, rows)


class _Flushed:
    """The scratch for a reader who knows nothing of what is gathered."""

    def __init__(self, scratch: Scratch) -> None:
        self.layout = scratch.layout
        self.execute = scratch.rows


class ScratchBooks(LedgerBooks):
    """The facts of a scratch, for the rules."""

    def __init__(
        self,
        scratch: Scratch,
        frameworks: Callable[[_Flushed], Frameworks],
        state_of: Callable[[str], object],
    ) -> None:
        self._scratch = scratch
        reader = _Flushed(scratch)
        super().__init__(
            reader,
            lambda stream, _: state_of(stream),
            frameworks(reader),
            lambda: None,
        )
        self._names: set[str] | None = {accounts.EARMARKED}

    def take_in(self, event: LedgerEvent, lines: list[tuple[str, Cents]]) -> None:
        """See `LedgerBooks`."""
        super().take_in(event, lines)
        if self._names is not None:
            self._names.update(name for name, _ in lines)
            if len(self._names) > MOST_NAMES:
                self._names = None

    def entry_of_id(self, command_id: str) -> int | None:
        """See `Books`; quick where nothing used it, as nearly always."""
        if is_of_statement(command_id):
            return super().entry_of_id(command_id)
        return self._scratch.entry_of_id(command_id)

    def ceiling_deviations(
        self, year: str, programme: str, day: date
    ) -> list[tuple[int, Cents]]:
        """See `Books`; most years have none, and nothing is asked."""
        name = accounts.deviation("programme_ceiling", year, programme)
        if self._names is not None and name not in self._names:
            return []
        return super().ceiling_deviations(year, programme, day)

    def finds(self, finding: str) -> bool:
        """A finding that the program has a check for: by its form alone.

        What a check found that day depends on the program's checks of that day, which
        are no rules.
        """
        return finding.partition("/")[0] in CODES

    def _read_timeline(self, parts: Collection[tuple[str, Cents]]) -> Timeline:
        names = self._names
        if names is None:
            return super()._read_timeline(parts)
        return super()._read_timeline([each for each in parts if each[0] in names])
