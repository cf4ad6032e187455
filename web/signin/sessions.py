"""Sessions of signed-in people: kept on the server, so that they can be ended."""

from datetime import datetime, timedelta
from typing import NamedTuple

from web.signin.moments import Clock, before, text_of
from web.signin.storage import AccountsFile
from web.signin.sums import new_secret, sum_of

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
SEEN_EVERY = timedelta(seconds=30)
"""How exactly it is kept when a session was used last: not each request is written."""


SET_BACK = timedelta(minutes=5)
"""A clock that is set back by more ends the sessions: they'd last the longer for it."""


class Session(NamedTuple):
    """Whose session it is, and how that is known."""

    account: str
    person_by: str


class Sessions:
    """The sessions of an accounts file."""

    def __init__(self, file: AccountsFile, now: Clock) -> None:
        self._file = file
        self._now = now

    def begin(
        self, account: str, person_by: str, origin: str, carried: str | None
    ) -> str:
        """A new session's secret; the one that the request carried ends."""
        secret, moment = new_secret(), self._now()
        values = (sum_of(secret), account, person_by, *[text_of(moment)] * 2, origin)
        with self._file.writing():
            self._forget(moment)
            if carried is not None:
                self.end(carried)
            self._file.change("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", values)
        return secret

    def of(self, secret: str) -> Session | None:
        """The session of a secret, used now; None where it is unknown or over."""
        sum_, moment = sum_of(secret), self._now()
        found = self._file.row(
            "SELECT account, person_by, seen_at FROM sessions"
            " JOIN accounts ON accounts.name = sessions.account"
            " WHERE sum = ? AND disabled_at IS NULL AND seen_at > ? AND made_at > ?"
            " AND seen_at <= ?",
            (sum_, *_begun(moment), before(moment, -SET_BACK)),
        )
        if found is None:
            return None
        account, person_by, seen_at = found
        if seen_at <= before(moment, SEEN_EVERY):
            self._file.note(
                "UPDATE sessions SET seen_at = ? WHERE sum = ?", (text_of(moment), sum_)
            )
        return Session(account, person_by)

    def end(self, secret: str) -> None:
        """End a session, if there is one."""
        self._file.change("DELETE FROM sessions WHERE sum = ?", (sum_of(secret),))

    def _forget(self, moment: datetime) -> None:
        self._file.change(
            "DELETE FROM sessions WHERE seen_at <= ? OR made_at <= ?",
            _begun(moment),
        )


def _begun(moment: datetime) -> tuple[str, str]:
    """After which a session must have been used last, and begun."""
    return before(moment, IDLE), before(moment, LONGEST)
