"""What the ledger asks of a database, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from domain.values.errors import IntegrityError

if TYPE_CHECKING:
    from ledger.storage.status import StoreStatus
    from projections.finding import Finding

Row = Sequence[Any]


class Reader(Protocol):
    """Something that answers SQL with `?` as its placeholder."""

    layout: int
    """The layout of its tables; those of later ones read as empty."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement."""


class Store(Reader, Protocol):
    """A database that holds one ledger."""

    session_user: str | None
    """The database's own session user (PostgreSQL)."""
    uncleared: bool
    """What was erased may still stand in the log beside the file (SQLite)."""

    @property
    def can_commit(self) -> bool:
        """The open write transaction was not undone or broken off by a failure."""

    @property
    def is_current(self) -> bool:
        """What was opened is what is there now, as far as can be seen at once."""

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row."""

    def writing(self) -> AbstractContextManager[None]:
        """One write transaction; its lock is taken before anything is read.

        Raises `Refusal` (`LEDGER_OUTDATED`) for a ledger of an older layout.
        """

    def migrating(self) -> AbstractContextManager[None]:
        """The same on a ledger of any layout that the program knows.

        Raises `Refusal` (`LEDGER_READ_ONLY`) for anyone but the owner (PostgreSQL).
        """

    def reading(self) -> AbstractContextManager[None]:
        """One consistent view of the ledger for several queries."""

    def create_tables(self, *, guarded: bool = True) -> None:
        """Make what is not there yet of the newest layout, in the open transaction.

        All of it inside the transaction of entry 1, the rest when a ledger is migrated.
        Without `guarded`, `guard_tables` follows in that transaction, after the rows
        of another ledger came in.
        """

    def guard_tables(self) -> None:
        """Make the new tables append-only; from then on the layout is the newest."""

    def retire_officers(self) -> list[str]:
        """Before the layout that has a lock of writers' own: officers only read then.

        In the open transaction of `migrating`; gives their names (PostgreSQL).
        """

    def complete_projections(self) -> None:
        """Make the projections' tables and indexes of the layout that are gone."""

    def unguarded(self, table: str) -> AbstractContextManager[None]:
        """While this lasts rows of one append-only table can be replaced.

        In the open transaction of `migrating`; the guards are made anew afterwards.
        """

    def check_erasing(self) -> None:
        """Raise `Refusal` (`LEDGER_READ_ONLY`) for who may not erase sealed values.

        In PostgreSQL that is anyone but the owner.
        """

    def erasing(self) -> AbstractContextManager[None]:
        """While this lasts sealed values can be deleted, in the open transaction.

        Once it is committed none of their bytes are left (`uncleared` otherwise).
        Raises `Refusal` as `check_erasing` does.
        """

    def status(self) -> "StoreStatus":
        """The database itself: kind, layout, size and who may do what."""

    def strangers(self) -> "list[Finding]":
        """What does not belong in the schema; while there is any nothing is read."""

    def damage(self, *, fast: bool) -> "list[Finding]":
        """What else is wrong with the database: its pages, indexes and guards."""

    def close(self) -> None:
        """Close the connection."""

    def remove(self) -> None:
        """Close, and leave nothing behind: it never became a ledger."""


def check_strangers(place: object, found: "Sequence[Finding]") -> None:
    """Raise `IntegrityError` (`GUARDS_DIFFER`) for what does not belong there."""
    for finding in found:
        raise IntegrityError(
            finding.code, "{place}: {said}", place=place, said=finding.said
        )
