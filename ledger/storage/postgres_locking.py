"""The lock that one writer of a PostgreSQL ledger holds at a time."""

from typing import Any

import psycopg

from domain.values.errors import IntegrityError
from ledger.storage import layouts, schema

Connection = psycopg.Connection[tuple[Any, ...]]

_ROW = f"SELECT writer FROM {schema.LOCK_TABLE} FOR UPDATE"
"""Locking a row needs the right to update it, which readers have not."""
_BEFORE = "SELECT pg_advisory_xact_lock($1::int, hashtext($2))"
"""The lock of older layouts. Nothing is posted to them, but whoever migrates one keeps
out the programs that do."""


class Lock:
    """Taken in the open transaction and, maybe, in a pipeline; goes with its end."""

    def __init__(self, connection: Connection, layout: int, namespace: str) -> None:
        self._is_row = has_row(layout)
        if self._is_row:
            self._cursor = connection.execute(_ROW.encode())
        elif layout != layouts.BEFORE_ANY:
            connection.execute(_BEFORE, (schema.APPLICATION_ID, namespace))

    def is_of(self, layout: int) -> bool:
        """Whether it is the lock of this layout, and the row is there.

        Raises `IntegrityError` (`GUARDS_DIFFER`) where it is not: two could write.
        """
        if self._is_row and self._cursor.fetchone() is None:
            raise IntegrityError(
                "GUARDS_DIFFER",
                "the row of {table} that a writer locks is gone; nothing was recorded.",
                table=schema.LOCK_TABLE,
            )
        return self._is_row == has_row(layout)


def has_row(layout: int) -> bool:
    """Whether the lock of ledgers of this layout is a row."""
    return schema.has_lock_table(layouts.upto(layout))
