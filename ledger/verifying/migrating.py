"""Bringing the tables of a ledger to the layout of this program.

Tables and indexes are only added, what is new is filled from the events, and all of it
is one transaction under the write lock: a ledger has the old layout or the new one. A
copy of it as it was is kept first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from domain.values.errors import IntegrityError
from ledger.reading import open_store
from ledger.storage import layouts, migrations
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Store
from ledger.verifying.copying import copy_into
from ledger.verifying.rebuilding import fill_projections, replace_projections
from ledger.verifying.verify import verify_log

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Migrated:
    """What was done."""

    before: int
    """The layout that the ledger had."""
    after: int
    copy: Path | None
    """Where it is kept as it was."""
    rebuilt: bool
    retired: Sequence[str] = ()
    """Officers of version 1 in PostgreSQL, who may only read from now on."""

    @property
    def is_changed(self) -> bool:
        """Anything was done at all."""
        return self.rebuilt or self.before != self.after


def migrate(
    location: Location,
    *,
    copy: Path | None = None,
    rebuild: bool = False,
    progress: Progress = lambda _: None,
) -> Migrated:
    """Add what the ledger's layout lacks; with `rebuild` write all projections anew.

    `copy` is where the copy is kept. An SQLite ledger is copied beside itself when
    none is given; of a PostgreSQL ledger a copy is kept only there, as an SQLite
    ledger of the same entries.

    Raises `Refusal` (`LEDGER_EXISTS` where the copy would be, `LEDGER_READ_ONLY`),
    `IntegrityError` when the events do not fit the log. Then nothing has changed.
    """
    store = open_store(location, writing=True)
    try:
        with store.migrating():
            before = store.layout
            if before == layouts.CURRENT and not rebuild:
                return Migrated(before, before, None, rebuilt=False)
            _check_log(store)
            kept = _keep_copy(store, before, copy, progress)
            try:
                retired = store.retire_officers()
                _change(store, rebuild=rebuild, progress=progress)
            except BaseException:
                if kept is not None:
                    kept.unlink()
                raise
        return Migrated(before, store.layout, kept, rebuild, retired)
    finally:
        store.close()


def _check_log(store: Store) -> None:
    """What follows from events is rebuilt only from those that were logged."""
    for finding in verify_log(store).findings:
        if finding.severity == "error":
            raise IntegrityError(finding.code, finding.said)


def _keep_copy(
    store: Store, layout: int, place: Path | None, progress: Progress
) -> Path | None:
    if isinstance(store, SQLiteStore):
        place = place or Path(f"{store.path}.layout-{layout}")
        store.keep_copy(place)
    elif place is not None:
        copy_into(store, SQLiteStore.create(place), progress)
    return place


def _change(store: Store, *, rebuild: bool, progress: Progress) -> None:
    added = layouts.after(store.layout)
    if added:
        store.create_tables()
        migrations.record(store, added, datetime.now(UTC))
    if rebuild:
        replace_projections(store, progress)
        return
    new = layouts.names_of(added, *layouts.PROJECTIONS)
    if new:
        fill_projections(store, new, progress)
