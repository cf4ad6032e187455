"""Writers of one log: each goes on from where the log ends, whoever wrote it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage.sqlite import SQLiteStore
from ledger.transparency import merkle
from ledger.transparency.log import LogReader, LogWriter

LEAVES = [f"leaf {number}".encode() for number in range(8)]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    """The tables of a ledger, with nothing in them, in an open transaction."""
    store = SQLiteStore.create(tmp_path / "log.db")
    with store.writing():
        store.create_tables()
        yield store
    store.close()


def write(writer: LogWriter, first: int, last: int) -> None:
    writer.at(first)
    for leaf in LEAVES[first:last]:
        writer.append(leaf)
    writer.flush()


def test_two_writers_take_turns(store: SQLiteStore) -> None:
    one, other = LogWriter(store), LogWriter(store)
    write(one, 0, 3)
    write(other, 3, 4)
    write(one, 4, 6)
    write(other, 6, 8)
    log = LogReader(store)
    for size in range(1, len(LEAVES) + 1):
        assert log.root(size) == merkle.root(HASHES[:size])


def test_what_was_passed_or_written_is_not_read_again(
    store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = LogWriter(store), LogWriter(store)
    write(one, 0, 3)
    write(other, 3, 4)
    one.skip(LEAVES[3])
    with monkeypatch.context() as unread:
        unread.delattr(LogReader, "node")
        write(one, 4, 6)
        write(one, 6, 8)
    assert LogReader(store).root(8) == merkle.root(HASHES)


def test_what_was_rolled_back_is_forgotten(store: SQLiteStore) -> None:
    writer = LogWriter(store)
    write(writer, 0, 3)
    writer.append(b"rolled back")
    writer.forget()
    write(LogWriter(store), 3, 4)  # as many as there were, and not the same
    write(writer, 4, 8)
    assert LogReader(store).root(8) == merkle.root(HASHES)
