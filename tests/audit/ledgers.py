"""What the audit tests share: a ledger with its key, and ways to tamper with it."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ledger.storage import layouts, schema
from ledger.storage.sqlite import SQLiteStore
from ledger.transparency.checkpoints import (
    Checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from ledger.transparency.keys import SigningKey
from ledger.transparency.log import leaf_data, nodes_of
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.notes import Note
from ledger.verifying.audit import checkpoint_of, origin
from ledger.verifying.rebuilding import replace_projections
from ledger.verifying.verify import Verification, verify
from projections.snapshot import last_entry

Change = Callable[[sqlite3.Connection], object]


def sql(*statements: str) -> Change:
    """A change made by statements of SQL."""

    def change(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return change


def in_state(entry: int, old: str, new: str) -> Change:
    """A change of one text in one stored event, which must have it."""

    def change(connection: sqlite3.Connection) -> None:
        query = "SELECT state FROM stored_events WHERE entry = ?"
        (state,) = connection.execute(query, (entry,)).fetchone()
        assert state.count(old.encode()) >= 1
        changed = state.replace(old.encode(), new.encode())
        set_state(connection, entry, changed)

    return change


def set_state(connection: sqlite3.Connection, entry: int, state: object) -> None:
    connection.execute(
        "UPDATE stored_events SET state = ? WHERE entry = ?", (state, entry)
    )


def raw(table: str, *statements: str) -> Change:
    """Statements on a table whose columns convert nothing, so that 1.0 stays 1.0."""

    def change(connection: sqlite3.Connection) -> None:
        (honest,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
        # An INTEGER PRIMARY KEY is the row's own number and stays what it is.
        loose = re.sub("INTEGER(?! PRIMARY)|TEXT", "BLOB", honest)
        rewrite_schema(connection, table, loose)
        for statement in statements:
            connection.execute(statement)
        rewrite_schema(connection, table, honest)

    return change


def rewrite_schema(connection: sqlite3.Connection, name: str, text: str) -> None:
    """Let SQLite believe another definition of a table or trigger."""
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (text, name))
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    connection.execute(f"PRAGMA schema_version={version + 1}")
    connection.execute("PRAGMA writable_schema=RESET")


@contextmanager
def unguarded(path: Path, *, guards: bool = True) -> Iterator[sqlite3.Connection]:
    """The file without its triggers; put back afterwards, or not."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, text in triggers if guards else ():
            connection.execute(text)


def tamper(path: Path, change: Change, *, guards: bool = True) -> None:
    """Change a ledger behind its program's back."""
    with unguarded(path, guards=guards) as connection:
        change(connection)


def rewrite_history(path: Path, change: Change, *, projected: bool = True) -> None:
    """The tampering of one who knows the program: everything is made to fit again.

    Unless `projected` the log alone.
    """
    with unguarded(path) as connection:
        change(connection)
        rows = connection.execute(
            "SELECT entry, originator_id, originator_version, topic, state"
            " FROM stored_events ORDER BY entry"
        ).fetchall()
        connection.execute("DELETE FROM log_nodes")
        connection.executemany(
            "INSERT INTO log_nodes VALUES (?, ?, ?)",
            nodes_of(leaf_hash(leaf_data(*row)) for row in rows),
        )
    if not projected:
        return
    store = SQLiteStore.open(path, writing=True)
    with store.writing():
        replace_projections(store)
    store.close()


def verified(
    path: Path, *checkpoints: Checkpoint, fast: bool = False, rules: bool = False
) -> Verification:
    """What `audit verify` finds, whatever the time is."""
    store = SQLiteStore.open(path, suspect=True)
    try:
        with store.reading():
            return verify(store, checkpoints, fast=fast, rules=rules)
    finally:
        store.close()


def codes(found: Verification) -> list[str]:
    """The codes of what was found, in order."""
    return [finding.code for finding in found.findings]


def guards() -> Iterable[str]:
    """Names of the triggers that keep a ledger append-only."""
    present = layouts.upto(layouts.CURRENT)
    return [text.split()[2] for text in schema.sqlite_guards(present)]


@dataclass
class Log:
    """A ledger's log with the key that signs its checkpoints."""

    path: Path
    key: SigningKey = field(default_factory=lambda: SigningKey.generate("new"))

    def __post_init__(self) -> None:
        if self.key.name == "new":
            store = SQLiteStore.open(self.path)
            self.key = SigningKey.generate(origin(store))
            store.close()

    def note(self, size: int | None = None) -> Note:
        """A signed checkpoint of the first `size` entries, or of all."""
        store = SQLiteStore.open(self.path)
        try:
            known = checkpoint_of(store, size or last_entry(store))
            return sign_checkpoint(known, self.key)
        finally:
            store.close()

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The same, its signature checked."""
        return verify_checkpoint(self.note(size), self.key.verifier).checkpoint

    def files(self, place: Path) -> tuple[str, str]:
        """The private key's file and the verifier key as text."""
        file = place / "log.key"
        file.write_text(self.key.encode() + "\n", encoding="utf-8")
        file.chmod(0o600)
        return str(file), self.key.verifier.encode()
