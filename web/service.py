"""One ledger, served: its readers, its one writer, who may come in, what is seen."""

import os
import pwd
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from ledger.posting.application import Ledger, Poster
from ledger.posting.writer import Writer
from ledger.reading import LedgerReader, open_store
from ledger.storage.location import Location
from projections.snapshot import last_entry
from web.observing import Observations, Observed
from web.readers import Readers

if TYPE_CHECKING:
    from web.signin.identity import Identity

Identify = Callable[[str | None, str | None], "Identity"]
"""Who asks, by the header `Authorization` and the origin; raises `Unauthenticated`."""


class Service:
    """What all requests share; it is made once, and closed at the end."""

    def __init__(self, location: Location, identify: Identify) -> None:
        self.location = location
        self.identify = identify
        self.readers = Readers(location)
        self.writer = Writer(self._opened)
        self.observations = Observations()
        self._roles = _Roles()

    def _opened(self) -> Ledger:
        return Ledger(open_store(self.location, writing=True))

    def observed(self, seen: Observed) -> None:
        """Count and log an answer."""
        self.observations.add(seen)

    def poster(self, identity: "Identity") -> Poster:
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
        """Finish what waits to be written, and let go of the ledger."""
        self.writer.close()
        self.readers.close()


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
