"""The application that accepts commands: lock, look, decide, record.

One accepted command is one event, one entry and one leaf of the log. The write lock is
taken before anything is read; the event, its index row, lines, day totals and log nodes
are written in one transaction. A refused command leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    Mapper,
    MapperDeserialisationError,
)
from eventsourcing.utils import Environment

from domain.deciding.acceptance import decide
from domain.deciding.authorising import approval_missing, check_role
from domain.deciding.references import normalised
from domain.entries.event import Approval
from domain.entries.frameworks import LedgerOpened
from domain.framework.framework_file import read_framework
from domain.values.errors import Refusal
from domain.version import RULES, VERSION
from ledger.posting import clock, sealing
from ledger.posting.booking import booked
from ledger.posting.books import LedgerBooks
from ledger.posting.evolving import evolving
from ledger.posting.looking import Looked, look_within, of_approval
from ledger.posting.notes import Note, broken, notes_on
from ledger.posting.posters import Poster, poster_of
from ledger.posting.recording import (
    EventMapper,
    JoiningFactory,
    damaged,
    projector,
    read_event,
)
from ledger.posting.repeats import Repeats
from ledger.posting.source import EVERYTHING
from ledger.storage import events
from ledger.storage import sealed as sealed_values
from ledger.transparency.log import LogWriter, leaf_data
from projections.answers.vouchers import reuses_of
from projections.frameworks import Frameworks
from projections.known import with_nearest
from projections.snapshot import View
from projections.tables import ProjectionWriter

if TYPE_CHECKING:
    from domain.entries.approvals import Approve
    from domain.entries.command import Command
    from domain.entries.event import Actor, Envelope, LedgerEvent
    from domain.entries.sealing import SealedErased
    from domain.framework.framework import Framework
    from ledger.storage.store import Row, Store

MOST_TO_CATCH_UP = 5_000
"""Entries of other writers that are taken in one by one; beyond, we start anew."""
FLUSH_AFTER = 8_000
"""Entries gathered in memory before they are written; keeps memory flat."""


_REUSED = "DOCUMENT_REUSED"


class _Flushed:
    """The ledger's tables with what was gathered in them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.layout = ledger.store.layout

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """See `Reader`."""
        self._ledger.flush()
        return self._ledger.store.execute(sql, parameters)


class Receipt(NamedTuple):
    """What posting a command gave."""

    entry: int
    command: Command
    duplicate: bool = False
    event: LedgerEvent | None = None
    """What was recorded: of an approval the command that it approved."""
    lines: tuple[tuple[str, int], ...] = ()
    posted: int | None = None
    """Of an approval the entry of the command that it approved."""


class Ledger(Application[str]):
    """An open ledger that accepts commands."""

    def __init__(self, store: Store, now: Callable[[], datetime] = clock.now) -> None:
        self.store = store
        self.now = now
        super().__init__()
        self.log_writer = LogWriter(store)
        self.projections = ProjectionWriter(store)
        self._gathered: list[tuple[LedgerEvent, list[tuple[str, int]]]] = []
        self._is_torn = False
        """What was gathered is not written whole: its transaction can't be kept."""
        self._repeats = Repeats(store, self._event, self._sealed_values)
        self._last_entry = 0
        self._last_recorded: datetime | None = None
        self._books: LedgerBooks | None = None
        self.notes: dict[int, list[Note]] = {}
        """By entry the notes of the newest transaction; whole when it is flushed."""

    def __del__(self) -> None:
        """Leave the store open: whoever opened it may be reading from it still.

        The library would close it at whatever moment memory is tidied up.
        """

    def construct_env(self, name: str, env: Any = None) -> Environment:  # noqa: ANN401  # the library's own signature
        """Nothing of the process environment configures the ledger."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Recorders that join our transactions."""
        return JoiningFactory(env, self.store)

    def construct_mapper(self) -> Mapper[str]:
        """Events as plain JSON through their pydantic models."""
        return EventMapper()

    @property
    def books(self) -> LedgerBooks:
        """The facts of the ledger; only inside a transaction."""
        if self._books is None:
            given = self._opening().given
            framework = read_framework(given.framework)
            self._books = LedgerBooks(
                self.store,
                self._state_of,
                Frameworks(_Flushed(self), framework, given.contributions),
                self.flush,
            )
        return self._books

    @property
    def size(self) -> int:
        """Its entries, those gathered in the open transaction included."""
        return self._last_entry

    def check_clock(self, synchronised: Callable[[], bool]) -> None:
        """The clock can be right; in a transaction. Raises `CLOCK_AHEAD`."""
        clock.check_not_ahead(self.now(), self._last_recorded, synchronised)

    def _opening(self) -> LedgerOpened:
        event = self._event(1)
        if not isinstance(event, LedgerOpened):
            raise Refusal("NOT_A_LEDGER", "entry 1 does not open a ledger.")
        return event

    def _event(self, entry: int) -> LedgerEvent | None:
        row = events.row_of(self.store, entry)
        return None if row is None else read_event(*row[1:])

    def books_at(self, entry: int) -> LedgerBooks:
        """The facts as they were known after an entry; only for looking."""
        return LedgerBooks(
            self.store,
            self._state_of,
            self.books.frameworks,
            self.flush,
            known=entry,
        )

    def _state_of(self, stream: str, known: int) -> object:
        """See `StateOf`: by the library's repository."""
        version = None
        if known != EVERYTHING:
            version = events.version_of(self.store, stream, known)
        if version == 0:
            return None
        try:
            found: object = self.repository.get(
                stream, version=version, projector_func=projector(evolving(stream))
            )
        except AggregateNotFoundError:
            return None
        return found

    def initialise(
        self,
        framework: Framework,
        contributions: str | None,
        actor: Actor,
        administrator: str | None = None,
    ) -> Receipt:
        """Entry 1 of a new ledger: the tables and the whole framework.

        Entry 2 makes the administrator, where one is named.
        """
        from domain.deciding.frameworks import opened

        draft = opened(framework, contributions)
        with self._transaction(creating=True):
            poster = self._poster(actor)
            event = draft.event(self._envelope(poster, draft.stream, self.now()))
            self._gather(event, [])
            if administrator is not None:
                self._gather(self._first_role(administrator, poster), [])
        return Receipt(1, event.given, event=event)

    def _first_role(self, person: str, poster: Poster) -> LedgerEvent:
        """Roles are in force from the start: dated today, recorded as entry 2."""
        from domain.deciding.people import first_role

        self.flush()
        moment = self.now()
        draft = first_role(person, clock.today(moment, self.books.opening))
        return draft.event(self._envelope(poster, draft.stream, moment))

    def accept(self, command: Command, actor: Actor) -> Receipt:
        """Accept one command; raises `LedgerError` and records nothing otherwise."""
        with self.posting(actor) as post:
            return post(command)

    @contextmanager
    def posting(
        self, actor: Actor, *, dry_run: bool = False
    ) -> Iterator[Callable[[Command], Receipt]]:
        """Accept several commands in one transaction: all of them or none.

        With `dry_run` everything is rolled back at the end; until then the tables
        show the balances as they would be.
        """
        with self._transaction(dry_run=dry_run):
            poster = self._poster(actor)
            yield lambda command: self._accept(command, poster, dry_run=dry_run)

    @contextmanager
    def serving(self) -> Iterator[Callable[[Command, Poster], Receipt]]:
        """Accept commands of several people in one transaction, each on its own.

        A command is decided before anything of it is gathered, so whoever catches its
        refusal can go on with the next. Where a failure left a part of one behind, the
        next ones and the commit fail with it. The service alone says who posts.
        """
        spoilt: list[BaseException] = []

        def accept(command: Command, poster: Poster) -> Receipt:
            if spoilt:
                raise spoilt[0]
            before = self._last_entry
            try:
                return self._accept(command, poster)
            except BaseException as error:
                whole = self._last_entry == before and not self._is_torn
                if not (whole and self.store.can_commit):
                    spoilt.append(error)
                raise

        with self._transaction():
            yield accept
            if spoilt:
                raise spoilt[0]

    @contextmanager
    def supposing(self, poster: Poster) -> Iterator[Callable[[Command], Receipt]]:
        """A dry run for somebody, of whom the service alone says who it is.

        On a store that only supposes what is posted it takes no lock.
        """
        with self._transaction(dry_run=True):
            yield lambda command: self._accept(command, poster, dry_run=True)

    def accept_all(self, commands: Iterable[Command], actor: Actor) -> list[Receipt]:
        """Accept commands in order, all or none."""
        with self.posting(actor) as post:
            return [post(command) for command in commands]

    @contextmanager
    def _transaction(
        self, *, creating: bool = False, dry_run: bool = False
    ) -> Iterator[None]:
        try:
            with self.store.writing():
                if creating:
                    self.store.create_tables()
                else:
                    self._catch_up()
                self.notes = {}
                yield
                self.flush()
                if dry_run:
                    raise _DryRunDone  # noqa: TRY301  # it is how a rollback is asked
        except _DryRunDone:
            self._forget()
        except MapperDeserialisationError as error:
            self._forget()
            raise damaged(error) from error
        except BaseException:
            self._forget()
            raise

    def _catch_up(self) -> None:
        """Take in what other writers recorded since we last looked."""
        last = events.last_entry(self.store)
        if last == 0:
            raise Refusal("NOT_A_LEDGER", "the ledger has no entry 1; init it anew.")
        if last - self._last_entry > MOST_TO_CATCH_UP or not self._last_entry:
            self._start_at(last)
        elif last != self._last_entry:
            self._take_in_others(last)
        self.log_writer.at(last)
        self._look_at_clock()

    def _look_at_clock(self) -> datetime:
        """The time that it is, and today, for whatever looks at the books."""
        moment = self.now()
        self.books.now = moment
        self.books.today = clock.today(moment, self.books.opening)
        return moment

    def _start_at(self, last: int) -> None:
        """Know nothing but where the ledger ends; the rest is read when asked for."""
        self._forget()
        event = self._event(last)
        self._last_entry = last
        self._last_recorded = None if event is None else event.recorded_at
        if event is not None:
            _check_rules(event)

    def _take_in_others(self, last: int) -> None:
        """Bring what is kept up to date with other writers' entries."""
        for row in events.rows_after(self.store, self._last_entry):
            event = read_event(*row[1:])
            _check_rules(event)
            self.books.take_in_event(event)
            self.log_writer.skip(leaf_data(*row))
            self._last_recorded = event.recorded_at
        self.books.take_in_lines_after(self._last_entry)
        self._last_entry = last

    def _forget(self) -> None:
        """What is in memory may be of a transaction that was rolled back."""
        self._gathered = []
        self._is_torn = False
        self._repeats.forget()
        self._last_entry = 0
        self._last_recorded = None
        self.projections.forget()
        self.log_writer.forget()
        if self._books is not None:
            self._books.forget()

    def _accept(
        self, command: Command, poster: Poster, *, dry_run: bool = False
    ) -> Receipt:
        books = self.books
        # One look at the clock: what it is judged by is what is recorded.
        moment = self._look_at_clock()
        command = normalised(command, books.course)
        books.person = poster.person
        check_role(command, books)
        if command.id is not None:
            earlier = self._repeats.entry_of(command, books)
            if earlier is not None:
                posted = earlier + 1 if command.name == "approve" else None
                return Receipt(earlier, command, duplicate=True, posted=posted)
        missing = approval_missing(command, books)
        if missing is not None and not dry_run:
            raise missing
        receipt = self._recorded(sealing.sealed(command), poster, moment)
        if missing is not None:
            self._note(receipt.entry, [Note(missing.code, missing.said)])
        return receipt

    def _recorded(self, command: Command, poster: Poster, moment: datetime) -> Receipt:
        """Decide, look at the budgets, and gather what is recorded.

        All that may be refused comes first: what is gathered is recorded.
        """
        decided = self._decided(command, poster, moment)
        if command.name == "approve":
            approval = cast("Approve", command)
            posted = self._approved(approval, decided.event, poster.actor, moment)
            self._taken(decided)
            self._taken(posted)
            return Receipt(
                decided.event.entry,
                command,
                event=posted.event,
                lines=tuple(posted.booked.lines),
                posted=posted.event.entry,
            )
        self._taken(decided)
        lines = tuple(decided.booked.lines)
        return Receipt(decided.event.entry, command, event=decided.event, lines=lines)

    def _decided(
        self,
        command: Command,
        poster: Poster,
        moment: datetime,
        after: LedgerEvent | None = None,
    ) -> Looked:
        """The event that a command becomes, in the entry `after` another or the next.

        Nothing is gathered; raises `Refusal`.
        """
        books = self.books
        try:
            draft = decide(command, poster.actor, books)
            look_within(command, poster.actor, books)
        except Refusal as refusal:
            raise with_nearest(refusal, self.store) from None
        event = draft.event(self._envelope(poster, draft.stream, moment, after))
        if event.given.name == "erase_sealed":
            self.store.check_erasing()
        return Looked(event, booked(event, books))

    def _approved(
        self, command: Approve, event: LedgerEvent, actor: Actor, moment: datetime
    ) -> Looked:
        """The command of an approved submission: by its maker, in the next entry."""
        found = of_approval(command, self.books)
        recorded_by = {"login": actor.login, "session_user": actor.session_user}
        poster = Poster(
            found.actor.model_copy(update=recorded_by),
            found.who,
            found.person_by or "login",
            Approval(entry=event.entry, person=event.who),
        )
        self.books.person = found.who
        rows = self._sealed_values(found.entry)
        whole = sealing.submitted(found.given.as_.whole(), "as", found.entry, rows)
        return self._decided(sealing.sealed(whole), poster, moment, event)

    def _taken(self, decided: Looked) -> None:
        """Gather what was decided, and note what there is to say of it."""
        event, (lines, lowered, exempt) = decided
        self._gather(event, lines)
        notes = list(notes_on(event, lines, self.books))
        if exempt:
            notes += broken(lowered, event.effective_date, exempt, self.books)
        if event.given.name == "erase_sealed":
            from ledger.posting.erasing import erase

            self.flush()
            notes += erase(self.store, cast("SealedErased", event), self._event)
        self._note(event.entry, notes)

    def _note(self, entry: int, notes: Sequence[Note]) -> None:
        """What is found of vouchers stays last, whenever they were written."""
        if notes:
            found = self.notes.setdefault(entry, [])
            place = sum(each.code != _REUSED for each in found)
            found[place:place] = notes

    def _sealed_values(self, entry: int) -> sealing.Rows:
        self.flush()
        return sealed_values.rows_of(self.store, entry)

    def _poster(self, actor: Actor) -> Poster:
        return poster_of(actor, self.store.session_user)

    def _envelope(
        self,
        poster: Poster,
        stream: str,
        moment: datetime,
        after: LedgerEvent | None = None,
    ) -> Envelope:
        """Of the next entry, or of the one after an event that is not gathered yet."""
        previous = self._last_recorded if after is None else after.recorded_at
        recorded = clock.recorded(moment, previous)
        version = self._version(stream) + 1
        if after is not None and after.originator_id == stream:
            version += 1
        return {
            "originator_id": stream,
            "originator_version": version,
            "entry": (self._last_entry if after is None else after.entry) + 1,
            "recorded_at": recorded.at,
            "clock": recorded.clock,
            "previous_recorded_at": recorded.previous,
            "actor": poster.actor,
            "person": poster.person,
            "person_by": poster.person_by,
            "approval": poster.approval,
            "program": VERSION,
            "rules": RULES,
        }

    def _version(self, stream: str) -> int:
        """The version of a stream's last event; a new ledger has no streams yet."""
        return self.books.version(stream) if self._last_entry else 0

    def _gather(self, event: LedgerEvent, lines: list[tuple[str, int]]) -> None:
        """Gather the event; what is written with it follows in `flush`."""
        self._gathered.append((event, lines))
        self._last_entry = event.entry
        self._last_recorded = event.recorded_at
        self._repeats.note(event)
        if self._books is not None:
            self._books.take_in(event, lines)
        if len(self._gathered) >= FLUSH_AFTER:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered, in the open transaction."""
        if not self._gathered:
            return
        self._is_torn = True
        # Step by step for all of them: twice as fast as event by event.
        gathered, self._gathered = self._gathered, []
        first = gathered[0][0].entry
        found = [self.mapper.to_stored_event(event) for event, _ in gathered]
        for number, stored in enumerate(found, start=first):
            self.log_writer.append(
                leaf_data(
                    number,
                    str(stored.originator_id),
                    stored.originator_version,
                    stored.topic,
                    stored.state,
                )
            )
        for event, lines in gathered:
            self.projections.add(event, lines)
        self.recorder.insert_events(found, first_entry=first)
        rows = [row for event, _ in gathered for row in sealing.rows_of(event)]
        if rows:
            sealed_values.append(self.store, rows)
        used = self.projections.vouchers
        self.projections.flush()
        self.log_writer.flush()
        self._repeats.forget()
        self._note_vouchers(used)
        self._is_torn = False

    def _note_vouchers(self, used: list[tuple[int, str]]) -> None:
        """Note the vouchers that were used before: for all that was written at once."""
        if not used:
            return
        for number, reuse in reuses_of(self.view(), used):
            note = Note(_REUSED, reuse.said)
            self.notes.setdefault(number, []).append(note)

    def view(self, at: date | None = None) -> View:
        """The ledger as it is in the open transaction, at a date (today)."""
        books, last = self.books, self._last_entry
        return View(self.store, books.frameworks, at or books.today, last, last)


def _check_rules(event: LedgerEvent) -> None:
    """Rules never go back: what came after newer ones could not be judged again.

    Raises `Refusal` (`PROGRAM_OUTDATED`).
    """
    if (event.rules or 0) > RULES:
        raise Refusal(
            "PROGRAM_OUTDATED",
            "entry {entry} was accepted under version {rules} of the rules, and this"
            " program knows those up to {known}; nothing was recorded. Post with the"
            " program that recorded it, or a newer one. Everything can be read.",
            entry=event.entry,
            rules=event.rules,
            known=RULES,
        )


class _DryRunDone(Exception):  # it signals, it does not fail
    """Raised to roll a dry run back."""
