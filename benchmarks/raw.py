"""Raw commits: one insert of the command's text, one durable transaction, no ledger."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ledger.storage.location import Location

_TABLE = (
    "CREATE TABLE IF NOT EXISTS raw_commits"
    " (number {key}, stream TEXT NOT NULL, topic TEXT NOT NULL, state {blob} NOT NULL)"
)
_FIXED = ("stream", "topic")


@contextmanager
def commits(place: str) -> Iterator[Callable[[str], object]]:
    """Something that commits one row; beside the ledger, not in it."""
    location = Location.parse(place)
    if location.path is None:
        with _postgres(location.url) as commit:
            yield commit
        return
    connection = sqlite3.connect(
        f"{location.path}.raw", isolation_level=None, timeout=30
    )
    try:
        # As the ledger does it: write-ahead log, every commit synced.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(_TABLE.format(key="INTEGER PRIMARY KEY", blob="BLOB"))
        insert = "INSERT INTO raw_commits (stream, topic, state) VALUES (?, ?, ?)"

        def commit(row: str) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(insert, (*_FIXED, row.encode()))
            connection.execute("COMMIT")

        yield commit
    finally:
        connection.close()


@contextmanager
def _postgres(url: str) -> Iterator[Callable[[str], object]]:
    import psycopg

    insert = "INSERT INTO raw_commits (stream, topic, state) VALUES (%s, %s, %s)"
    key = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(2011)")  # of several, one makes it
        connection.execute(_TABLE.format(key=key, blob="BYTEA").encode())
        connection.execute("SELECT pg_advisory_unlock(2011)")
        yield lambda row: connection.execute(
            insert, (*_FIXED, row.encode()), prepare=True
        )


def in_seconds(place: str, seconds: float, row_bytes: int) -> dict[str, float]:
    """Rows of a size that one connection commits in some seconds: the rate."""
    row, done = "x" * row_bytes, 0
    with commits(place) as commit:
        started = time.perf_counter()
        while time.perf_counter() - started < seconds:
            commit(row)
            done += 1
        return {"rate": done / (time.perf_counter() - started)}
