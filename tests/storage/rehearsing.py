"""A ledger on which everything is dry-run, in two ways, before it is posted."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from cli.answering import shaped
from cli.render.page import page
from domain.entries.command import Command
from domain.entries.event import Actor
from domain.values.errors import LedgerError
from ledger.posting.application import Ledger, Receipt
from ledger.posting.posters import Poster
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    posted_view,
    receipt_report,
    recorded_view,
)
from ledger.posting.supposing import Supposing
from ledger.reading import open_reader
from ledger.storage import layouts
from ledger.storage.location import Location
from ledger.storage.store import Reader
from ledger.storage.supposing import OWN_NAMES
from projections.report import Report
from tests.storage.ledgers import StoredLedger, actor
from tests.unit.domain.posting import NOON, built

STORED = layouts.names_of(layouts.upto(layouts.CURRENT), *layouts.STORED)


def poster_of(who: Actor) -> Poster:
    """Whom the command line would name: his session user, else his login."""
    if who.session_user is None:
        return Poster(who, who.login, "login")
    return Poster(who, who.session_user, "session")


def told(report: Report) -> tuple[str, ...]:
    """A report as programs and as people read it."""
    text = shaped(report, "text", page(wide=True))
    return shaped(report, "json"), text, shaped(report, "csv")


def outcome(run: Callable[[], Report]) -> tuple[object, ...]:
    """What a run told, or how it was refused."""
    try:
        return told(run())
    except LedgerError as error:
        said = (error.code, error.message, error.details, error.line)
        return type(error).__name__, *said


def stored(reader: Reader) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table: sorted(map(tuple, reader.execute(f"SELECT * FROM {table}")), key=repr)
        for table in STORED
    }


def left_behind(supposing: Supposing) -> list[tuple[object, ...]]:
    """The rows of the temporary tables."""
    store = supposing._store
    assert store is not None
    return [
        tuple(row)
        for name in OWN_NAMES
        for row in store.execute(f"SELECT * FROM {name}")
    ]


class Rehearsed(StoredLedger):
    """Holds every dry run beside the writer against the one under its lock.

    And the report of what was posted against what a reader makes of it afterwards.
    """

    def __init__(self, location: Location, now: datetime = NOON) -> None:
        super().__init__(location, now)
        self.supposing = Supposing(location, lambda: self.now)
        self.rehearsed = 0

    def close(self) -> None:
        self.supposing.close()
        super().close()

    def accept(self, command: str, **fields: object) -> Receipt:
        return self.post_as(built(command, fields), actor(self.store))

    def post_as(self, command: Command, who: Actor) -> Receipt:
        """Dry-run it in both ways, and post it."""
        self.rehearse(command, who)
        with self.ledger.posting(who) as post:
            receipt = post(command)
            view = posted_view(receipt, self.ledger)
            notes = notes_of(receipt, self.ledger.notes)
            before = told(receipt_report(receipt, view, notes))
        with open_reader(self.location) as reader:
            view = recorded_view(receipt, reader)
            assert told(receipt_report(receipt, view, notes)) == before
        return receipt

    def rehearse(self, command: Command, who: Actor) -> tuple[object, ...]:
        """What a dry run tells, the same in both ways."""
        self.rehearsed += 1
        found = outcome(lambda: self.supposing.run(command, poster_of(who)))
        assert found == outcome(lambda: under_lock(self.ledger, command, who))
        return found

    def rehearse_all(self, commands: Sequence[Command], who: Actor) -> Any:
        """What a dry run of a file tells, the same in both ways."""
        lines = list(enumerate(commands, start=1))
        file = self.supposing.run_all
        found = outcome(lambda: file(lines, poster_of(who)).report)
        assert found == outcome(lambda: all_under_lock(self.ledger, commands, who))
        return found


def under_lock(ledger: Ledger, command: Command, who: Actor) -> Report:
    """As the command line does it: in the writer's transaction, which is undone."""
    with ledger.posting(who, dry_run=True) as post:
        return _report(ledger, post(command))


def supposed_under_lock(ledger: Ledger, command: Command, who: Poster) -> Report:
    """The same of somebody whom a service names."""
    with ledger.supposing(who) as post:
        return _report(ledger, post(command))


def _report(ledger: Ledger, receipt: Receipt) -> Report:
    view = posted_view(receipt, ledger)
    notes = notes_of(receipt, ledger.notes)
    return receipt_report(receipt, view, notes, dry_run=True).made()


def all_under_lock(ledger: Ledger, commands: Sequence[Command], who: Actor) -> Report:
    """The same of a file."""
    summary = Summary()
    with ledger.posting(who, dry_run=True) as post:
        for line, command in enumerate(commands, start=1):
            try:
                summary.add(post(command), line)
            except LedgerError as error:
                raise error.at_line(line) from None
    return summary.report(ledger.notes, dry_run=True)
