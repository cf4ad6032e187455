"""Verifying a ledger that is not trusted: every event, the tree, and the books.

One pass over the stored events recomputes leaf hashes and tree, checks that entries
are gapless and streams contiguous, replays every aggregate, and holds journal and
balances against the stored ones. Given a checkpoint that was held elsewhere, it proves
that today's log extends it. What is wrong is listed with the first entry it touches.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from domain.values.errors import IntegrityError, LedgerError
from domain.values.messages import Message, Parts, Quoted, Value, message, parts
from ledger.storage.events import COLUMNS, EventRow
from ledger.storage.store import Row, Store
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import EMPTY_ROOT, leaf_hash
from ledger.transparency.tree import Frontier
from ledger.verifying.audit import origin
from ledger.verifying.stored_nodes import StoredNodes, Wrong
from projections.finding import Finding

if TYPE_CHECKING:
    from ledger.verifying.replayed_books import ReplayedBooks
    from ledger.verifying.rules import Counted
    from ledger.verifying.sealed import CountedSealed
    from ledger.verifying.second_process import SecondProcess

Progress = Callable[[int], None]
CHECK = "verify"
MOST_FINDINGS = 50
"""Findings listed; one fault can show in every entry after it."""
_BATCH = 1_000
# Not through `ledger.storage.events`, which gives a sound row or none: what is stored
# here may be of any type, and each thing wrong with it is named.
_COLUMNS = ", ".join(COLUMNS)
_EVENTS = f"SELECT {_COLUMNS} FROM stored_events ORDER BY entry"
_EVENT = f"SELECT {_COLUMNS} FROM stored_events WHERE entry = ?"
_TYPES = (int, str, int, str, bytes)
_LAST = "SELECT entry FROM stored_events ORDER BY entry DESC LIMIT 1"
_COUNT_NODES = "SELECT COUNT(*) FROM log_nodes"


@dataclass
class Verification:
    """What was verified, and what is wrong."""

    entries: int = 0
    root: bytes = b""
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0
    """Errors found, those beyond the listed ones too."""
    rules: "Counted | None" = None
    """Entries judged by the rules, where that was asked."""
    sealed: "CountedSealed | None" = None
    """Sealed values looked at; None where hashes alone were."""

    def note(self, finding: Finding) -> None:
        """Note something that is wrong, or worth knowing."""
        self.errors += finding.severity == "error"
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def add(
        self, code: str, template: str | Message, /, *entries: int, **values: Value
    ) -> None:
        """Note something that is wrong: a template with its values, and where."""
        self.note(Finding(CHECK, code, "error", template, entries, **values))

    def put_in_order(self) -> None:
        """By the first entry; what names none stays behind what was noted before it.

        Events are looked at in batches, so a later one's fault may be noted first.
        """
        place, places = 0, []
        for finding in self.findings:
            place = finding.entries[0] if finding.entries else place
            places.append(place)
        order = sorted(range(len(places)), key=places.__getitem__)
        self.findings = [self.findings[n] for n in order]

    @property
    def is_clean(self) -> bool:
        """Nothing is wrong."""
        return not self.errors

    @property
    def first_bad_entry(self) -> int | None:
        """The first entry that something is wrong with, where that can be told."""
        errors = (f for f in self.findings if f.severity == "error")
        return min((f.entries[0] for f in errors if f.entries), default=None)


def verify(  # noqa: PLR0913  # what is looked at, each with its default
    store: Store,
    checkpoints: Sequence[Checkpoint] = (),
    *,
    name: str | None = None,
    fast: bool = False,
    rules: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _: None,
) -> Verification:
    """Verify everything; with `fast` the hashes, order and checkpoints only.

    With `rules` every entry is judged by the rules once more too. With `now`, the
    clock's time, recording times that are still to come are named.

    Where something does not belong in the schema, that alone is told: nothing is read.
    `checkpoints` were signed earlier and held elsewhere; their signatures are checked
    by the caller. With a `name` the ledger must be the one of that origin.
    """
    result = Verification()
    try:
        for finding in store.strangers():
            result.note(finding)
        if result.errors:
            return result
        with contextlib.ExitStack() as stack:
            second = None if fast or rules else _begun_beside(store, stack)
            for finding in store.damage(fast=fast):
                result.note(finding)
            books = None
            if not fast:
                books = _books(store, result, now, second, rules=rules)
                stack.callback(books.close)
            _LogPass(store, result, checkpoints, books).run(progress)
            if books is not None:
                books.catch_up()
            result.put_in_order()
            if books is not None:
                books.finish()
    except IntegrityError as error:
        result.add(error.code, error.said)
    if name is not None:
        _check_name(store, name, result)
    return result


def _begun_beside(store: Store, stack: contextlib.ExitStack) -> "SecondProcess | None":
    """A second process for a large ledger: it starts while pages are checked."""
    from ledger.verifying.second_process import started_for

    entries: object = None
    with contextlib.suppress(LedgerError):  # damage is told when it is looked for
        entries = next((row[0] for row in store.execute(_LAST)), None)
    second = started_for(entries) if isinstance(entries, int) else None
    if second is not None:
        stack.callback(second.close)
    return second


def _check_name(store: Store, name: str, result: Verification) -> None:
    own: Value
    try:
        own = origin(store)
    except LedgerError:
        own = message("one without a name")
    if own != name:
        result.add(
            "CHECKPOINT_DIFFERS",
            "the verifier key and its checkpoints are of {name}; this ledger is {own}:"
            " another ledger, or one whose entry 1 was changed.",
            name=name,
            own=own,
        )


def verify_log(store: Store) -> Verification:
    """Verify that the events are those that were logged, and nothing beyond that."""
    result = Verification()
    try:
        _LogPass(store, result, (), None).run(lambda _: None)
    except IntegrityError as error:
        result.add(error.code, error.said)
    return result


def _books(
    store: Store,
    result: Verification,
    now: datetime | None,
    second: "SecondProcess | None",
    *,
    rules: bool,
) -> "ReplayedBooks":
    # Hashing alone needs none of this; the models take a while to load.
    from ledger.verifying.replayed_books import ReplayedBooks
    from ledger.verifying.rules import Counted
    from ledger.verifying.sealed import CountedSealed

    result.rules = Counted() if rules else None
    result.sealed = CountedSealed()
    return ReplayedBooks(store, result.note, result.sealed, result.rules, now, second)


class _LogPass:
    """One pass over events and tree nodes, in the order of entries."""

    def __init__(
        self,
        store: Store,
        result: Verification,
        checkpoints: Sequence[Checkpoint],
        books: "ReplayedBooks | None",
    ) -> None:
        self._store = store
        self._result = result
        self._books = books
        self._checkpoints: dict[int, list[Checkpoint]] = {}
        for checkpoint in checkpoints:
            self._checkpoints.setdefault(checkpoint.size, []).append(checkpoint)
        self._extended = 0
        """Entries of the last checkpoint that today's log was found to extend."""
        self._expected = 1
        self._last: int | None = None
        self._frontier = Frontier()
        self._versions: dict[str, int] = {}
        self._rows: list[EventRow] = []
        """What was read, and is looked at together."""
        self._nodes = StoredNodes(store)
        self._nodes_wrong = False

    def run(self, progress: Progress) -> None:
        self._check_checkpoints(EMPTY_ROOT)
        try:
            for row in self._store.execute(_EVENTS):
                if not self._rises(row[0]):
                    break
                self._check_order(row[0])
                self._take(row)
                if self._frontier.size % _BATCH == 0:
                    progress(_BATCH)
        except IntegrityError as error:
            self._name_unreadable(error)
            return
        self._finish()
        progress(self._frontier.size % _BATCH)

    def _name_unreadable(self, error: IntegrityError) -> None:
        """Rows come in batches, so each from there on is asked for alone."""
        with contextlib.suppress(IntegrityError):
            self._settle()
        for entry in range(self._expected, self._expected + _BATCH + 1):
            try:
                for _ in self._store.execute(_EVENT, (entry,)):
                    pass
            except LedgerError as own:
                self._unreadable(entry, own.said)
                return
        self._result.add(error.code, error.said)

    def _unreadable(self, entry: int, why: Message) -> None:
        self._result.add(
            "EVENT_UNREADABLE",
            "entry {entry} can't be read: {why}",
            entry,
            entry=entry,
            why=why,
        )
        self._settle()
        if self._books is not None:
            self._books.stop_comparing()

    def _rises(self, entry: object) -> bool:
        """They come sorted: else pages lead to each other, and there is no end."""
        if type(entry) is not int:
            return True
        before, self._last = self._last, entry
        if before is None or entry > before:
            return True
        self._result.add(
            "ENTRY_DIFFERS",
            "entry {entry} comes after entry {before}: the database's pages lead to"
            " each other, and nothing more of them was read.",
            self._expected,
            entry=entry,
            before=before,
        )
        return False

    def _check_order(self, entry: object) -> None:
        if type(entry) is not int:
            self._result.add(
                "ENTRY_DIFFERS",
                "the number after {before} is {found}, no number.",
                self._expected,
                before=self._expected - 1,
                found=repr(entry)[:40],
            )
            return
        if entry < self._expected:
            self._result.add(
                "ENTRY_DIFFERS",
                "an entry {entry} stands before entry 1.",
                entry,
                entry=entry,
            )
            return
        if entry > self._expected:
            self._result.add(
                "ENTRY_MISSING",
                "entry {missing} is missing: entry {entry} follows {before}.",
                self._expected,
                missing=self._expected,
                entry=entry,
                before=self._expected - 1,
            )
        self._expected = entry + 1

    def _take(self, row: Row) -> None:
        entry, stream, version, topic, state = row
        if tuple(map(type, row)) != _TYPES:
            self._unreadable(
                entry, message("it is stored as {kinds}.", kinds=_kinds(row))
            )
            state = state if isinstance(state, bytes) else str(state).encode()
            self._check_leaf(entry, leaf_data(entry, stream, version, topic, state))
            return
        following = self._versions.get(stream, 0) + 1
        if version != following:
            self._result.add(
                "STREAM_BROKEN",
                "entry {entry} is version {version} of {stream}, where version"
                " {following} was expected.",
                entry,
                entry=entry,
                version=version,
                stream=Quoted(stream),
                following=following,
            )
        self._versions[stream] = version
        self._check_leaf(entry, leaf_data(entry, stream, version, topic, state))
        self._rows.append(EventRow(entry, stream, version, topic, state))

    def _check_leaf(self, entry: int, data: bytes) -> None:
        frontier = self._frontier
        self._nodes.add(entry, frontier.append(leaf_hash(data)))
        if frontier.size % _BATCH == 0:
            self._settle()
        if frontier.size in self._checkpoints:
            self._check_checkpoints(frontier.root())

    def _settle(self) -> None:
        """Look at what was read so far: the nodes over it, and what follows from it."""
        self._check_nodes()
        rows, self._rows = self._rows, []
        if self._books is not None:
            for row in rows:
                self._books.take(row)

    def _check_nodes(self) -> None:
        """Every later node on a wrong one's path differs too: the first one tells."""
        wrong = self._nodes.first_wrong()
        if wrong is None or self._nodes_wrong:
            return
        self._nodes_wrong = True
        self._result.add(
            "LOG_DIFFERS",
            "entry {entry} is not what was logged: {node} has another hash.",
            wrong.entry,
            entry=wrong.entry,
            node=_named(wrong),
        )

    def _check_checkpoints(self, root: bytes) -> None:
        """Those of the size that the pass has come to."""
        size = self._frontier.size
        for checkpoint in self._checkpoints.pop(size, ()):
            if checkpoint.root == root:
                self._extended = size
                continue
            self._result.add(
                "CHECKPOINT_DIFFERS",
                "the checkpoint of {size} entries has root {expected};"
                " the first {size} entries of this ledger give {found}: history"
                " was rewritten somewhere in entries {first} to {size}.",
                size=size,
                expected=checkpoint.root.hex(),
                found=root.hex(),
                first=self._extended + 1,
            )

    def _finish(self) -> None:
        self._settle()
        size = self._frontier.size
        result = self._result
        result.entries, result.root = size, self._frontier.root()
        if not size:
            result.add("ENTRY_MISSING", "the ledger has no entries.", 1)
        for ahead in sorted(self._checkpoints):
            result.add(
                "LOG_TRUNCATED",
                "the checkpoint of {ahead} entries is ahead of the ledger's {size}:"
                " its tail was cut off.",
                size + 1,
                ahead=ahead,
                size=size,
            )
        if not self._nodes_wrong:
            self._check_extra_nodes(size)

    def _check_extra_nodes(self, size: int) -> None:
        """A tree of n leaves has 2n complete subtrees, less one a node on its edge."""
        wanted = 2 * size - size.bit_count()
        found = next((row[0] for row in self._store.execute(_COUNT_NODES)), 0)
        if found != wanted:
            self._result.add(
                "LOG_DIFFERS",
                "the log has {found} nodes, but {size} entries give {wanted}: entries"
                " after {size} were removed, or nodes were inserted.",
                size + 1,
                found=found,
                size=size,
                wanted=wanted,
            )


def _named(node: Wrong) -> Message:
    if node.level == 0:
        return message("its leaf")
    return message(
        "node {level}/{position} over it", level=node.level, position=node.position
    )


def _kinds(row: Row) -> Parts:
    names = {int: "integer", str: "text", bytes: "blob", float: "real"}
    return parts(names.get(type(value), "nothing") for value in row)
