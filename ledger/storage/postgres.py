"""A ledger in a PostgreSQL database: the tables of one schema.

A write transaction first takes an advisory lock and only then looks. It runs in READ
COMMITTED on purpose: there every statement sees what was committed before it began, so
whatever is read after the lock is the newest state, and nothing can change under it
until the commit gives the lock up. In REPEATABLE READ the snapshot would be as old as
the wait for the lock. Readers take one snapshot for all their queries and no lock.

What is written waits for the next question or the commit and travels with it, so a
posting costs few round trips. Nothing here imports eventsourcing: queries read through
this module too.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Words
from ledger.storage import layouts, outdated, schema
from ledger.storage import postgres_roles as roles
from ledger.storage.location import without_password
from ledger.storage.postgres_connecting import (
    Connection,
    Found,
    check_meta,
    check_place,
    connect,
    look,
    outcome,
    refuse_no_ledger,
)
from ledger.storage.postgres_damage import damage, strangers
from ledger.storage.postgres_errors import translated, translation
from ledger.storage.postgres_locking import Lock, has_row
from ledger.storage.postgres_making import check_vacant, make_first
from ledger.storage.postgres_rights import Role
from ledger.storage.postgres_statements import Statements
from ledger.storage.postgres_status import status_of
from ledger.storage.status import StoreStatus
from ledger.storage.store import check_strangers
from projections.finding import Finding

LOCK_ATTEMPTS = 3
LOCK_SECONDS = 10
"""A writer waits this long for another one's transaction, so many times."""
LAYOUT_ASKED = f"SELECT layout FROM {schema.META_TABLE}"
_NEW = f"SELECT pg_current_xact_id()::text, {layouts.BEFORE_ANY}"
_PRESENT = f"SELECT pg_current_xact_id()::text, layout FROM {schema.META_TABLE}"
SETTLE_PAUSES = (0.0, 0.1, 0.4, 1.0, 2.0)
"""Seconds between attempts to learn what became of a commit."""


class PostgresStore(Statements):
    """One connection to a ledger in a PostgreSQL database."""

    def __init__(self, url: str, connection: Connection, namespace: str) -> None:
        super().__init__(without_password(url), connection)
        self.url = url
        self.namespace = namespace
        """The schema that holds the tables."""
        self.session_user: str | None = None
        self.uncleared = False
        self.owner: str | None = None

    @staticmethod
    def create(url: str) -> "PostgresStore":
        """Where a new ledger will be; its tables come with entry 1.

        Raises `Refusal`: `LEDGER_EXISTS`, or why it can't be made.
        """
        place = without_password(url)
        connection = connect(url)
        try:
            with translated(place):
                found = look(connection)
                check_place(place, found)
                store = PostgresStore(url, connection, found.current_schema)
                store._prepare(found)
                check_vacant(connection, place, found.current_schema)
        except BaseException:
            connection.close()
            raise
        return store

    @classmethod
    def open(cls, url: str, *, writing: bool = False, suspect: bool = False) -> Self:
        """Open an existing ledger; a `suspect` one whatever its tables are.

        Raises `Refusal` (`LEDGER_NOT_FOUND`, `NOT_A_LEDGER`, `LEDGER_READ_ONLY`) or
        `IntegrityError` (`GUARDS_DIFFER`).
        """
        place = without_password(url)
        connection = connect(url)
        try:
            with translated(place):
                found = look(connection)
                namespace = found.ledger_schema or refuse_no_ledger(place, connection)
                check_meta(place, found)
                store = cls(url, connection, namespace)
                store._prepare(found)
                store._check_rights(writing=writing)
                store._find_layout()
                if not suspect:
                    check_strangers(place, store.strangers())
        except BaseException:
            connection.close()
            raise
        return store

    def _prepare(self, found: Found) -> None:
        """Trust no other schema's names, and never acknowledge an unsynced commit."""
        self.session_user, self.owner = found.session_user, found.owner
        path = sql.SQL("SET search_path = {}, pg_temp").format(
            sql.Identifier(self.namespace)
        )
        self.connection.execute(path)
        if found.synchronous_commit == "off":
            self.connection.execute("SET synchronous_commit = on")

    def _check_rights(self, *, writing: bool) -> None:
        row = self.connection.execute(
            "SELECT has_table_privilege($1, 'SELECT'),"
            " has_table_privilege('stored_events', 'INSERT')"
            " AND COALESCE(has_any_column_privilege(to_regclass($2), 'UPDATE'), true)",
            (schema.META_TABLE, schema.LOCK_TABLE),
        ).fetchone()
        may_read, may_write = row or (False, False)
        if not may_read or (writing and not may_write):
            raise Refusal(
                "LEDGER_READ_ONLY",
                "{session_user} may not {value} {place}; its owner {owner}"
                " gives rights with zuidas db grant.",
                session_user=self.session_user,
                value=Words("post to" if may_read else "read"),
                place=self.place,
                owner=self.owner,
            )

    def _find_layout(self) -> None:
        """What the ledger says; raises `Refusal` (`NOT_A_LEDGER`)."""
        row = self.connection.execute(LAYOUT_ASKED).fetchone()
        if row is None:
            raise Refusal(
                "NOT_A_LEDGER", "{place} does not say what it is.", place=self.place
            )
        (self.layout,) = row
        outdated.check_known(self.place, self.layout)

    def create_tables(self, *, guarded: bool = True) -> None:
        """See `Store`; of two at the same moment, one makes the ledger."""
        added = layouts.after(self.layout)
        with translated(self.place):
            if self.layout == layouts.BEFORE_ANY:
                place = (self.place, self.namespace)
                self.owner = make_first(self.connection, *place, added)
            else:
                self._run(schema.postgres_tables(added))
                present = layouts.upto(layouts.CURRENT)
                roles.extend(self.connection, present, added, self.namespace)
        if guarded:
            self.guard_tables()

    def guard_tables(self) -> None:
        """See `Store`."""
        added = layouts.after(self.layout)
        with translated(self.place):
            self._send()
            self._run(schema.postgres_guards(added, self._quoted_namespace))
        self.layout = layouts.CURRENT

    def complete_projections(self) -> None:
        """See `Store`."""
        present = layouts.upto(self.layout)
        with translated(self.place):
            self._run(schema.postgres_projections(present))
            roles.extend(self.connection, present, present, self.namespace)

    def retire_officers(self) -> list[str]:
        """See `Store`."""
        own = layouts.upto(self.layout)
        if has_row(self.layout):
            return []
        with translated(self.place):
            return roles.retire_officers(self.connection, own, self.namespace)

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """See `Store`."""
        own = layouts.upto(self.layout)
        with translated(self.place):
            self._run(schema.postgres_unguarded(own, table))
        yield
        with translated(self.place):
            self._send()
            self._run(schema.postgres_guards(own, self._quoted_namespace, table))

    def check_erasing(self) -> None:
        """See `Store`."""
        with translated(self.place):
            roles.check_owner(
                self.connection, "only the owner of the ledger erases sealed values."
            )

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """See `Store`; rows are gone, and their bytes when the server cleans up."""
        self.check_erasing()
        with self.unguarded(schema.ERASABLE):
            yield

    def _run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            self.connection.execute(statement.encode())

    @property
    def _quoted_namespace(self) -> str:
        return sql.Identifier(self.namespace).as_string(self.connection)

    def strangers(self) -> list[Finding]:
        """See `Store`."""
        with translated(self.place):
            return list(strangers(self.connection, self.layout, self.namespace))

    def damage(self, *, fast: bool) -> list[Finding]:  # noqa: ARG002  # all of it is fast
        """See `Store`; the server itself checks its pages as they are read."""
        with translated(self.place):
            found = damage(
                self.connection,
                self.layout,
                self.namespace,
                self._quoted_namespace,
                str(self.owner),
            )
            return list(found)

    def grant(self, role: Role, user: str) -> None:
        """Give a user a role; raises `Refusal`."""
        with translated(self.place):
            roles.grant(self.connection, layouts.upto(self.layout), role, user)

    def revoke(self, user: str) -> str | None:
        """Take all rights from a user; gives the role he had. Raises `Refusal`."""
        own = layouts.upto(self.layout)
        with translated(self.place):
            return roles.revoke(self.connection, own, self.namespace, user)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def remove(self) -> None:
        """See `Store`: what was made was rolled back with its transaction."""
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Store`."""
        with self._locking():
            if self.layout != layouts.BEFORE_ANY:
                outdated.check_current(self.place, self.layout)
            yield

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """See `Store`."""
        with translated(self.place):
            roles.check_owner(
                self.connection,
                "only the owner of the ledger brings it up to date.",
            )
        with self._locking():
            yield

    @contextmanager
    def _locking(self) -> Iterator[None]:
        before = self.layout
        number = self._begin()
        try:
            if before != layouts.BEFORE_ANY:
                outdated.check_known(self.place, self.layout)
            yield
        except BaseException:
            self._rollback()
            self.layout = before
            raise
        self._commit(number)

    def _begin(self) -> str:
        """Begin with the lock; gives the number the server knows the transaction by.

        A wait that ends in vain is repeated a bounded number of times.
        """
        for attempt in range(1, LOCK_ATTEMPTS + 1):
            try:
                return self._locked()
            except IntegrityError:
                self._rollback()
                raise
            except psycopg.Error as error:
                self._rollback()
                in_vain = isinstance(error, psycopg.errors.LockNotAvailable)
                if not in_vain or attempt == LOCK_ATTEMPTS:
                    raise translation(self.place, error) from error
        raise AssertionError

    def _locked(self) -> str:
        with self.connection.pipeline():
            self._transaction = "writing"
            self.connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
            self.connection.execute(
                f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'".encode()
            )
            # Nothing else in this statement: it would see what was there before.
            lock = Lock(self.connection, self.layout, self.namespace)
            # Another program may have migrated it since it was opened.
            asked = _NEW if self.layout == layouts.BEFORE_ANY else _PRESENT
            cursor = self.connection.execute(asked)
        number, self.layout = cursor.fetchone() or ("", layouts.BEFORE_ANY)
        if lock.is_of(self.layout):
            return str(number)
        # It was migrated while we waited, and has another lock now.
        self._rollback()
        return self._locked()

    def _commit(self, number: str) -> None:
        try:
            said = self._send(last=b"COMMIT")
        except psycopg.Error as error:
            if not self._is_lost(error):
                self._rollback()
                raise translation(self.place, error) from error
            if not self._was_committed(number):
                raise translation(self.place, error) from error
        except KeyboardInterrupt:
            # Whoever is told that nothing was recorded must be able to rely on it.
            if not self._was_committed(number):
                raise
        else:
            if said != "COMMIT":
                # A statement failed before, and its failure was let pass.
                raise IntegrityError(
                    "LEDGER_DAMAGED",
                    "{place} undid the transaction; nothing was recorded.",
                    place=self.place,
                )
        finally:
            self._ended()

    def _is_lost(self, error: psycopg.Error) -> bool:
        """Whether the server may have committed without our hearing of it."""
        return self.connection.broken or (error.sqlstate or "").startswith(
            ("08", "57P")
        )

    @property
    def can_commit(self) -> bool:
        """See `Store`: after a failed statement PostgreSQL only rolls back."""
        return self.connection.info.transaction_status == TransactionStatus.INTRANS

    @property
    def is_current(self) -> bool:
        """See `Store`: the connection holds; what else may be wrong shows later."""
        return not self.connection.closed

    def _was_committed(self, number: str) -> bool:
        """Learn what became of a commit whose answer was lost, and connect again.

        Raises `Refusal` (`BUSY`) when it can't be learnt.
        """
        self.connection.close()
        found = outcome(self.url, number, SETTLE_PAUSES)
        if found is None:
            raise Refusal(
                "BUSY",
                "the connection to {place} was lost after the commit was"
                " sent, so whether it was recorded is not known. Repeat the"
                " command with the same id: that records it once. Without an"
                " id, look at zuidas history first.",
                {"outcome": "unknown"},
                place=self.place,
            )
        self.connection = connect(self.url)
        with translated(self.place):
            self._prepare(look(self.connection))
        return found == "committed"

    def _rollback(self) -> None:
        try:
            if not self.connection.closed:
                self.connection.execute(b"ROLLBACK")
        except psycopg.Error:
            # The server rolls back what a lost connection left open.
            self.connection.close()
        finally:
            self._ended()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view of the ledger for several queries."""
        if self._transaction:
            yield
            return
        with translated(self.place):
            self.connection.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._transaction = "reading"
        try:
            yield
        finally:
            self._rollback()

    def status(self) -> StoreStatus:
        """See `Store`."""
        names = list(schema.postgres_names(layouts.upto(self.layout)))
        size = self.execute(
            "SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ? AND c.relname = ANY(?)",
            (self.namespace, names),
        )
        with translated(self.place):
            return status_of(
                self.connection,
                self.layout,
                self.namespace,
                str(self.owner),
                int(next(size)[0]),
            )
