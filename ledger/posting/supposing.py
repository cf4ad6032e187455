"""Dry runs beside the one writer: what commands would come to, and nothing recorded.

Each is judged on the newest state, with the books as they would be after it, and takes
no lock: see `ledger.storage.supposing`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from domain.entries.command import Command
from domain.values.errors import IntegrityError, LedgerError
from ledger.posting import clock
from ledger.posting.application import Ledger, Receipt
from ledger.posting.lines import Line, or_raised
from ledger.posting.posters import Poster
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    posted_view,
    receipt_report,
)
from ledger.reading import postgres_store
from ledger.storage.location import Location
from ledger.storage.supposing import SupposingStore
from ledger.storage.supposing_sqlite import SupposingSQLite
from projections.report import Report

_OF_THE_DATABASE = (
    *("BUSY", "DISK_FULL", "LEDGER_READ_ONLY"),
    *("LEDGER_NOT_FOUND", "LEDGER_OUTDATED", "NOT_A_LEDGER"),
)
"""Refusals after which the ledger is opened anew."""
_Given = TypeVar("_Given")


class Supposed(NamedTuple):
    """What a file would come to, and each of its lines."""

    report: Report
    receipts: Sequence[Receipt]


class Supposing:
    """A ledger on which commands are dry-run, again and again, by a thread at a time.

    It is opened when it is first needed, and anew where another took its place or what
    was open of it fails.
    """

    def __init__(
        self, location: Location, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._location = location
        self._now = now
        self._store: SupposingStore | None = None
        self._ledger: Ledger | None = None

    def run(self, command: Command, poster: Poster) -> Report:
        """What one command would come to; raises `LedgerError` as posting it would."""

        def run(ledger: Ledger) -> Report:
            with ledger.supposing(poster) as post:
                receipt = post(command)
                view = posted_view(receipt, ledger)
                notes = notes_of(receipt, ledger.notes)
                return receipt_report(receipt, view, notes, dry_run=True).made()

        return self._run(run)

    def run_all(self, lines: Sequence[Line], poster: Poster) -> Supposed:
        """What the lines of a file would come to, each with its number.

        Raises the `LedgerError` of the first line that is refused, with its number.
        """

        def run(ledger: Ledger) -> Supposed:
            summary = Summary()
            receipts = []
            with ledger.supposing(poster) as post:
                for line, parsed in lines:
                    try:
                        receipts.append(post(or_raised(parsed)))
                    except LedgerError as error:
                        raise error.at_line(line) from None
                    summary.add(receipts[-1], line)
                ledger.flush()
                report = summary.report(ledger.notes, dry_run=True).made()
            return Supposed(report, receipts)

        return self._run(run)

    def close(self) -> None:
        """Let go of the ledger; it is opened again when it is needed."""
        store, self._store, self._ledger = self._store, None, None
        if store is not None:
            store.close()

    def _run(self, work: Callable[[Ledger], _Given]) -> _Given:
        """Once more on a ledger that is opened anew, where the one that was open fails.

        What is refused by a rule is not asked again.
        """
        kept = self._kept()
        if kept is not None:
            try:
                return self._tried(work, kept)
            except LedgerError as error:
                if not _is_of_database(error):
                    raise
        return self._tried(work, self._opened())

    def _tried(self, work: Callable[[Ledger], _Given], ledger: Ledger) -> _Given:
        try:
            return work(ledger)
        except BaseException as error:
            if not isinstance(error, LedgerError) or _is_of_database(error):
                self.close()
            raise

    def _kept(self) -> Ledger | None:
        """What is open of the ledger that is there now."""
        if self._store is None or not self._store.is_current:
            self.close()
        return self._ledger

    def _opened(self) -> Ledger:
        self._store = _open_store(self._location)
        self._ledger = Ledger(self._store, self._now)
        return self._ledger


def _is_of_database(error: LedgerError) -> bool:
    return isinstance(error, IntegrityError) or error.code in _OF_THE_DATABASE


def _open_store(location: Location) -> SupposingStore:
    if location.path is not None:
        return SupposingSQLite.open_supposing(location.path)
    postgres_store()  # says so where the driver is missing
    from ledger.storage.supposing_postgres import SupposingPostgres

    return SupposingPostgres.open_supposing(location.url)
