"""Verifying a ledger that is not trusted: every event, the tree, and the books.

One pass over the stored events recomputes leaf hashes and tree, checks that entries
are gapless and streams contiguous, replays every aggregate, and rebuilds journal and
balances beside the stored ones. Given a checkpoint that was held elsewhere, it proves
that today's log extends it. What is wrong is listed with the first entry it touches.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.errors import IntegrityError
from ledger.checkpoints import Checkpoint
from ledger.log import leaf_data
from ledger.merkle import leaf_hash
from ledger.storage.store import Store
from ledger.tree import Frontier, Node
from projections.finding import Finding

if TYPE_CHECKING:
    from domain.events import LedgerEvent

Progress = Callable[[int], None]
CHECK = "verify"
MOST_FINDINGS = 50
"""Findings listed; one fault can show in every entry after it."""
_BATCH = 1_000
_EVENTS = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " ORDER BY entry"
)
_NODES = "SELECT position, hash FROM log_nodes WHERE level = ? ORDER BY position"


@dataclass
class Verification:
    """What was verified, and what is wrong."""

    entries: int = 0
    root: bytes = b""
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, message: str, *entries: int) -> None:
        """Note something that is wrong."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(CHECK, code, "error", message, list(entries)))

    @property
    def is_clean(self) -> bool:
        """Nothing is wrong."""
        return not self.findings


def verify(
    store: Store,
    checkpoints: Sequence[Checkpoint] = (),
    *,
    fast: bool = False,
    progress: Progress = lambda _: None,
) -> Verification:
    """Verify everything; with `fast` the hashes, order and checkpoints only.

    `checkpoints` were signed earlier and held elsewhere; their signatures are checked
    by the caller.
    """
    result = Verification()
    result.findings += store.damage(fast=fast)
    books = None if fast else _Books(result)
    try:
        _LogPass(store, result, checkpoints).run(books, progress)
        if books is not None:
            books.compare(store)
    except IntegrityError as error:
        result.add(error.code, error.message)
    finally:
        if books is not None:
            books.close()
    return result


class _LogPass:
    """One pass over events and tree nodes, in the order of entries."""

    def __init__(
        self, store: Store, result: Verification, checkpoints: Sequence[Checkpoint]
    ) -> None:
        self._store = store
        self._result = result
        self._checkpoints = {c.size: c for c in checkpoints}
        self._frontier = Frontier()
        self._versions: dict[str, int] = {}
        self._nodes: list[Iterator[Sequence[Any]]] = []
        self._nodes_wrong = False

    def run(self, books: "_Books | None", progress: Progress) -> None:
        done = 0
        expected = 1
        for row in self._store.execute(_EVENTS):
            entry, stream, version, topic, state = row
            if entry != expected:
                self._result.add(
                    "ENTRY_MISSING",
                    f"entry {expected} is missing: entry {entry} follows"
                    f" {expected - 1}.",
                    expected,
                )
            expected = entry + 1
            state = bytes(state)
            self._check_version(entry, stream, version)
            self._check_leaf(entry, leaf_data(entry, stream, version, topic, state))
            if books is not None:
                books.take(entry, stream, version, topic, state)
            done += 1
            if done % _BATCH == 0:
                progress(_BATCH)
        self._finish(done)
        progress(done % _BATCH)

    def _check_version(self, entry: int, stream: str, version: int) -> None:
        following = self._versions.get(stream, 0) + 1
        if version != following:
            self._result.add(
                "STREAM_BROKEN",
                f"entry {entry} is version {version} of {stream}, where version"
                f" {following} was expected.",
                entry,
            )
        self._versions[stream] = version

    def _check_leaf(self, entry: int, data: bytes) -> None:
        for node in self._frontier.append(leaf_hash(data)):
            if not self._nodes_wrong and not self._matches(node):
                # Every later node on the path differs too: the first one tells.
                self._nodes_wrong = True
                level, position, _ = node
                what = "its leaf" if level == 0 else f"node {level}/{position} over it"
                self._result.add(
                    "LOG_DIFFERS",
                    f"entry {entry} is not what was logged: {what} has another hash.",
                    entry,
                )
        checkpoint = self._checkpoints.pop(self._frontier.size, None)
        if checkpoint is not None and self._frontier.root() != checkpoint.root:
            self._result.add(
                "CHECKPOINT_DIFFERS",
                f"the checkpoint of {checkpoint.size} entries has root"
                f" {checkpoint.root.hex()}; the first {checkpoint.size} entries of this"
                f" ledger give {self._frontier.root().hex()}: history was rewritten.",
                checkpoint.size,
            )

    def _matches(self, node: Node) -> bool:
        level, position, digest = node
        while len(self._nodes) <= level:
            self._nodes.append(self._store.execute(_NODES, (len(self._nodes),)))
        found = next(self._nodes[level], None)
        return found is not None and found[0] == position and bytes(found[1]) == digest

    def _finish(self, done: int) -> None:
        result = self._result
        result.entries, result.root = done, self._frontier.root()
        if not done:
            result.add("ENTRY_MISSING", "the ledger has no entries.", 1)
        for size, checkpoint in self._checkpoints.items():
            if size > done:
                result.add(
                    "LOG_TRUNCATED",
                    f"the checkpoint of {checkpoint.size} entries is ahead of the"
                    f" ledger's {done}: its tail was cut off.",
                    done + 1,
                )
        if self._nodes_wrong:
            return
        for level, rows in enumerate(self._nodes):
            if next(rows, None) is not None:
                self._extra_nodes(level)
        for level in range(len(self._nodes), 64):
            if next(self._store.execute(_NODES, (level,)), None) is not None:
                self._extra_nodes(level)

    def _extra_nodes(self, level: int) -> None:
        self._result.add(
            "LOG_DIFFERS",
            f"the log has nodes at level {level} beyond its {self._result.entries}"
            " entries: entries were removed.",
            self._result.entries + 1,
        )


class _Books:
    """Replays aggregates and rebuilds the projections beside the stored ones."""

    def __init__(self, result: Verification) -> None:
        # Hashing alone needs none of this; the models take a while to load.
        from ledger.rebuilding import Scratch
        from projections.writing import ProjectionWriter

        self._result = result
        self._scratch = Scratch()
        self._writer = ProjectionWriter(self._scratch)
        self._states: dict[str, object] = {}
        self._recorded = ""
        self._readable = True
        self._gathered = 0

    def take(
        self, entry: int, stream: str, version: int, topic: str, state: bytes
    ) -> None:
        """Replay one event and add what follows from it."""
        from eventsourcing.persistence import MapperDeserialisationError

        from ledger.books import evolved
        from ledger.recording import read_event
        from projections import bookkeeping
        from projections.index import timestamp

        try:
            event = read_event(stream, version, topic, state)
        except MapperDeserialisationError as error:
            self._readable = False
            self._result.add("EVENT_UNREADABLE", f"entry {entry}: {error}.", entry)
            return
        if event.entry != entry:
            self._result.add(
                "ENTRY_DIFFERS",
                f"entry {entry} says of itself that it is entry {event.entry}.",
                entry,
            )
        recorded = timestamp(event)
        if recorded < self._recorded:
            self._result.add(
                "TIME_RUNS_BACK",
                f"entry {entry} was recorded at {recorded}, before the entry ahead of"
                f" it ({self._recorded}).",
                entry,
            )
        self._recorded = max(self._recorded, recorded)
        self._replay(entry, stream, event, evolved)
        lines = bookkeeping.lines(event)
        total = sum(amount for account, amount in lines if account[:5] != "memo:")
        if total:
            self._result.add(
                "JOURNAL_UNBALANCED",
                f"the lines of entry {entry} add up to {total} cents, not zero.",
                entry,
            )
        self._add(event, lines)

    def _replay(
        self,
        entry: int,
        stream: str,
        event: "LedgerEvent",
        evolved: Callable[..., object],
    ) -> None:
        try:
            self._states[stream] = evolved(stream, self._states.get(stream), event)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            self._result.add(
                "REPLAY_FAILED", f"entry {entry} can't be replayed: {error!r}.", entry
            )

    def _add(self, event: "LedgerEvent", lines: list[tuple[str, int]]) -> None:
        self._writer.add(event, lines)
        self._gathered += 1
        if self._gathered % 5_000 == 0:
            self._writer.flush()

    def compare(self, store: Store) -> None:
        """What is stored against what the events give."""
        from ledger.rebuilding import differences

        if not self._readable:
            return
        self._writer.flush()
        for finding in differences(store, self._scratch):
            self._result.add(finding.code, finding.message, *finding.entries)

    def close(self) -> None:
        """Drop the rebuilt projections."""
        self._scratch.close()
