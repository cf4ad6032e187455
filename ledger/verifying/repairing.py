"""Writing anew everything that follows from the events, once these are proven.

A checkpoint that was kept elsewhere proves events without the log's help; then the
log's own nodes can be mended too. Events are read and never written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eventsourcing.persistence import MapperDeserialisationError

from domain.values.errors import IntegrityError, LedgerError, Refusal
from ledger.posting.recording import damaged
from ledger.reading import open_store
from ledger.storage import events
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Store
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.log import LogReader, LogWriter, leaf_data
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.tree import Frontier
from ledger.verifying.rebuilding import replace_projections
from ledger.verifying.restoring import BATCH
from ledger.verifying.verify import Verification, verify

Progress = Callable[[int], None]
_NODES = "log_nodes"


@dataclass(frozen=True)
class Repaired:
    """What was found, and whether anything was written."""

    entries: int
    root: bytes
    proven: int
    """Entries that the newest checkpoint proves; what came later fits the log."""
    copy: Path | None
    """Where the file is kept as it was."""
    is_changed: bool = False


def repair(
    location: Location,
    checkpoints: Sequence[Checkpoint],
    *,
    copy: Path | None = None,
    progress: Progress = lambda _: None,
) -> Repaired:
    """Write log and projections anew, if anything is wrong with the ledger.

    `checkpoints` are of one log, held elsewhere, their signatures verified, at least
    one. An SQLite file is copied first, beside itself unless `copy` says where.

    Raises `IntegrityError` when the events are not those of the checkpoints, came later
    and do not fit the log, or something is wrong that does not follow from them;
    `Refusal` (`LEDGER_EXISTS` where the copy would be, `LEDGER_READ_ONLY` for anyone
    but the owner). Then nothing has changed.
    """
    store = open_store(location, writing=True)
    try:
        proven = max(each.size for each in checkpoints)
        if copy is not None and not isinstance(store, SQLiteStore):
            raise Refusal(
                "BAD_COMMAND",
                "of a PostgreSQL ledger no copy is kept: dump its database first.",
            )
        with store.migrating():
            pass  # it is the owner who asks
        # In a view of its own: looking at what is gone ends a transaction.
        with store.reading():
            found = _verified(store, checkpoints)
        if found.is_clean:
            return Repaired(found.entries, found.root, proven, None)
        with store.migrating():
            check_events(store, checkpoints)
            kept = _keep_copy(store, copy)
            try:
                found = _write(store, checkpoints, progress)
            except BaseException:
                if kept is not None:
                    kept.unlink()
                raise
        return Repaired(found.entries, found.root, proven, kept, is_changed=True)
    finally:
        store.close()


def check_events(store: Store, checkpoints: Sequence[Checkpoint]) -> None:
    """The events are those of every checkpoint; later ones are as they were logged.

    Of entries after the newest checkpoint only the log's leaves tell what they were:
    where these differ, nobody can say which of the two is right. Raises
    `IntegrityError`.
    """
    frontier = Frontier()
    roots = {each.size: each.root for each in checkpoints}
    newest = max(roots)
    for row in events.all_rows(store):
        if row.entry != frontier.size + 1:
            raise IntegrityError(
                "ENTRY_MISSING",
                "entry {missing} is missing: no repair can bring it back.",
                missing=frontier.size + 1,
            )
        leaf = leaf_hash(leaf_data(*row))
        frontier.append(leaf)
        if row.entry > newest:
            _check_logged(store, row.entry, leaf, newest)
        if roots.get(row.entry, frontier.root()) != frontier.root():
            raise _differs(row.entry, roots[row.entry], frontier.root())
    if newest > frontier.size:
        raise IntegrityError(
            "LOG_TRUNCATED",
            "the checkpoint has {size} entries, the ledger {entries_there}: its tail"
            " was cut off, and no repair can bring it back.",
            size=newest,
            entries_there=frontier.size,
        )


def _differs(size: int, root: bytes, found: bytes) -> IntegrityError:
    return IntegrityError(
        "CHECKPOINT_DIFFERS",
        "the checkpoint of {size} entries has root {root}; the events give {found}:"
        " they were changed, and no repair can tell what they were.",
        size=size,
        root=root.hex(),
        found=found.hex(),
    )


def _check_logged(store: Store, entry: int, leaf: bytes, newest: int) -> None:
    try:
        logged = LogReader(store).node(0, entry - 1)
    except LedgerError:
        logged = b""
    if logged != leaf:
        raise IntegrityError(
            "LOG_DIFFERS",
            "entry {entry} came after the checkpoint of {newest} entries, and is not"
            " what was logged: only a newer checkpoint tells which of the two is"
            " right.",
            entry=entry,
            newest=newest,
        )


def _verified(store: Store, checkpoints: Sequence[Checkpoint]) -> Verification:
    return verify(store, checkpoints, name=checkpoints[0].origin)


def _write(
    store: Store, checkpoints: Sequence[Checkpoint], progress: Progress
) -> Verification:
    _write_log(store)
    try:
        replace_projections(store, progress)
    except MapperDeserialisationError as error:
        raise damaged(error) from None
    found = _verified(store, checkpoints)
    for finding in found.findings:
        if finding.severity == "error":
            raise IntegrityError(
                finding.code,
                "{said} That is nothing that a repair mends; all is as it was.",
                said=finding.said,
            )
    return found


def _keep_copy(store: Store, place: Path | None) -> Path | None:
    if not isinstance(store, SQLiteStore):
        return None
    place = place or Path(f"{store.path}.before-repair")
    store.keep_copy(place)
    return place


def _write_log(store: Store) -> None:
    """Every node of the log, as posting wrote them, in the open transaction."""
    with store.unguarded(_NODES):
        for _ in store.execute(f"DELETE FROM {_NODES}"):
            pass
        log = LogWriter(store)
        for row in events.all_rows(store):
            log.append(leaf_data(*row))
            if row.entry % BATCH == 0:
                log.flush()
        log.flush()
