"""Where the facts that rules look at are read from."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from ledger.posting.recording import read_event
from ledger.storage import events
from projections.snapshot import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from domain.entries.event import LedgerEvent
    from domain.framework.course import Course
    from ledger.storage.store import Reader, Row
    from projections.frameworks import Frameworks

    Asked = Callable[[str, tuple[object, ...]], Iterable[Row]]
    """Gives the rows of a statement and its parameters."""

EVERYTHING = events.BEYOND
"""Beyond any entry."""


class Source:
    """A store up to an entry, what was gathered and not written yet among it."""

    def __init__(
        self,
        store: Reader,
        frameworks: Frameworks,
        flush: Callable[[], None],
        known: int = EVERYTHING,
    ) -> None:
        self.store = store
        self.frameworks = frameworks
        self.opening = frameworks.opening
        self.start = frameworks.opening.start
        self.now: datetime | None = None
        self.today = date.min
        self.person = ""
        self.known = known
        """The last entry looked at; an assessment can ask for an earlier one."""
        self._flush = flush
        """Writes gathered rows; called before the tables are asked."""

    def rows(self, sql: str, parameters: tuple[object, ...]) -> Iterator[Row]:
        """Rows of a statement, what was gathered among them."""
        self._flush()
        return self.store.execute(sql, parameters)

    def _rows(self, sql: str, parameters: tuple[object, ...]) -> list[Row]:
        return list(self.rows(sql, parameters))

    def event(self, number: int) -> LedgerEvent | None:
        """The event of an entry, or None."""
        self._flush()
        row = events.row_of(self.store, number)
        return None if row is None else read_event(*row[1:])

    def _view(self, day: date) -> View:
        """What is recorded, what was gathered with it, on a day."""
        self._flush()
        last = events.last_entry(self.store)
        known = min(self.known, last)
        return View(self.store, self.frameworks, day, known, last)

    @property
    def course(self) -> Course:
        """See `Books`."""
        return self.frameworks.course(self.known)


def first_number(rows: Iterable[Row]) -> int | None:
    """The number in the first row, or None."""
    for row in rows:
        return int(row[0])
    return None


def entry_with_id(rows: Asked, command_id: str, known: int = EVERYTHING) -> int | None:
    """The entry up to one whose command had this id, or None."""
    # One of before texts were composed (NFC) may be stored decomposed.
    spellings = (command_id, unicodedata.normalize("NFD", command_id))
    sql = "SELECT entry FROM entries WHERE command_id IN (?, ?) AND entry <= ?"
    return first_number(rows(sql, (*spellings, known)))
