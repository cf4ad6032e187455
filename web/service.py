"""One ledger, served: its readers, its one writer, who may come in, what is seen."""

import os
import pwd
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from ledger.posting import clock
from ledger.reading import LedgerReader, open_to_serve
from ledger.storage.location import Location
from ledger.transparency.log import LogReader
from projections.snapshot import last_entry
from web.observing import Observations, Observed
from web.readers import Readers

if TYPE_CHECKING:
    from domain.entries.command import Command
    from ledger.posting.application import Ledger
    from ledger.posting.lines import Line
    from ledger.posting.posters import Poster
    from ledger.posting.supposing import Supposed, Supposing
    from ledger.posting.writer import Writer
    from ledger.transparency.keys import SigningKey
    from ledger.verifying.checkpointing import Checkpoints
    from projections.report import Report
    from web.signin.identity import Identity

MOST_SUPPOSING = 4
"""Dry runs for which a connection is kept."""
Identify = Callable[[str | None, str | None], "Identity"]
"""Who asks, by the header `Authorization` and the origin; raises `Unauthenticated`."""


class Service:
    """What all requests share; it is made once, and closed at the end.

    What posting and signing need is imported when it is first asked for, so that the
    first answer comes soon.
    """

    def __init__(
        self,
        location: Location,
        identify: Identify,
        key: "SigningKey | None" = None,
        synchronised: Callable[[], bool] = clock.is_synchronised,
    ) -> None:
        self.location = location
        self.key = key
        """Of the log: what is vouched for is signed with it."""
        self.identify = identify
        self.readers = Readers(location)
        self.observations = Observations()
        self._synchronised = synchronised
        self._idle: SimpleQueue[Supposing] = SimpleQueue()
        self._roles = _Roles()
        self._lock = Lock()
        self._writer: Writer | None = None
        self._checkpoints: Checkpoints | None = None

    @property
    def writer(self) -> "Writer":
        """The one writer of this process."""
        with self._lock:
            if self._writer is None:
                from ledger.posting.writer import Writer

                self._writer = Writer(self._opened, self._synchronised)
            return self._writer

    @property
    def checkpoints(self) -> "Checkpoints":
        """The signed states of the log."""
        with self._lock:
            if self._checkpoints is None:
                from ledger.verifying.checkpointing import Checkpoints

                self._checkpoints = Checkpoints(self.location, self.key, self.size)
            return self._checkpoints

    def warm(self) -> None:
        """Import what the first posting needs."""
        import_module("web.api.posting")
        import_module("ledger.posting.supposing")
        import_module("ledger.posting.writer")

    def _opened(self) -> "Ledger":
        from ledger.posting.application import Ledger

        return Ledger(open_to_serve(self.location))

    def observed(self, seen: Observed) -> None:
        """Count and log an answer."""
        self.observations.add(seen)

    def poster(self, identity: "Identity") -> "Poster":
        """Who posts: the account that signed in, as the entry will say."""
        return identity.poster(self._login, self._session_user)

    @cached_property
    def _login(self) -> str:
        """The server's own name at the operating system."""
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return f"uid:{os.getuid()}"

    @cached_property
    def _session_user(self) -> str | None:
        """The server's own name at the database (PostgreSQL)."""
        with self.readers.reading() as ledger:
            return ledger.store.session_user

    def suppose(self, command: "Command", poster: "Poster") -> "Report":
        """What a command would come to; the writer is not asked."""
        with self._supposing() as supposing:
            return supposing.run(command, poster)

    def suppose_all(self, lines: "Sequence[Line]", poster: "Poster") -> "Supposed":
        """The same of the lines of a file."""
        with self._supposing() as supposing:
            return supposing.run_all(lines, poster)

    @contextmanager
    def _supposing(self) -> "Iterator[Supposing]":
        """One of those that wait, else one more."""
        from ledger.posting.supposing import Supposing

        try:
            found = self._idle.get_nowait()
        except Empty:
            found = Supposing(self.location)
        try:
            yield found
        finally:
            if self._idle.qsize() < MOST_SUPPOSING:
                self._idle.put(found)
            else:
                found.close()

    def root(self, ledger: LedgerReader, size: int) -> str:
        """The root of the log at a size, in hex; empty where it has not so many."""
        if not 0 < size <= last_entry(ledger.store):
            return ""
        return LogReader(ledger.store).root(size).hex()

    def size(self) -> int:
        """Entries of the ledger."""
        with self.readers.reading() as ledger:
            return last_entry(ledger.store)

    def metrics(self) -> Iterator[str]:
        """What a monitor reads, in the text form of Prometheus."""
        yield from self.observations.lines()
        yield "# HELP zuidas_entries Entries of the ledger."
        yield "# TYPE zuidas_entries gauge"
        yield f"zuidas_entries {self.size()}"
        yield "# HELP zuidas_writer_waiting Commands and files that wait to be posted."
        yield "# TYPE zuidas_writer_waiting gauge"
        waiting = 0 if self._writer is None else self._writer.waiting
        yield f"zuidas_writer_waiting {waiting}"

    def check_scope(self, identity: "Identity", scope: str) -> None:
        """A token is for what is asked; raises `Refusal` (`SCOPE_MISSING`)."""
        if not identity.may(scope):
            raise Refusal(
                "SCOPE_MISSING",
                "this takes a token with the scope {scope}; that of {name} has"
                " {scopes}.",
                scope=scope,
                name=Quoted(identity.name),
                scopes=sorted(identity.scopes or ()),
            )

    def check_may_read(self, identity: "Identity | None", ledger: LedgerReader) -> None:
        """Where roles are in force reading takes one; raises `NOT_ALLOWED`."""
        if identity is None:
            return
        holders = self._roles.holders(ledger)
        if holders is not None and identity.name not in holders:
            raise Refusal(
                "NOT_ALLOWED",
                "{person} has no role in this ledger, and reading it takes one; an"
                " administrator grants it (grant_role).",
                {"person": identity.name, "role": "reader"},
                person=Quoted(identity.name),
            )

    def close(self) -> None:
        """Finish what waits to be written, and let go of the ledger.

        Whoever writes goes last: it can tidy up the log beside a file.
        """
        if self._checkpoints is not None:
            self._checkpoints.close()
        self.readers.close()
        while not self._idle.empty():
            self._idle.get().close()
        if self._writer is not None:
            self._writer.close()


class _Roles:
    """Who holds a role at all, as of the newest entry that was looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: tuple[int, frozenset[str] | None] = (0, None)

    def holders(self, ledger: LedgerReader) -> frozenset[str] | None:
        """Their names; None where roles are not in force."""
        entry = last_entry(ledger.store)
        with self._lock:
            known, holders = self._known
        if known == entry:
            return holders
        found = _holders(ledger)
        with self._lock:
            self._known = entry, found
        return found


def _holders(ledger: LedgerReader) -> frozenset[str] | None:
    from projections.answers.roles import roles

    # A role is in force from its entry on, whatever the date that it names.
    latest = ledger.view(datetime.max.replace(tzinfo=UTC).date())
    found = roles(latest)
    if not found["in_force"]:
        return None
    return frozenset(str(each["person"]) for each in found["roles"])
