"""The way to a provider and back: what must be the same when somebody returns.

It is kept here and bound to the browser that began it, by a cookie: whoever returns
with the state of another browser's trip, to sign that browser in, or himself as
somebody else, is refused (RFC 9700, 4.7). Each trip is used once.
"""

from datetime import timedelta
from typing import NamedTuple

from web.signin.moments import Clock, before, text_of
from web.signin.storage import AccountsFile
from web.signin.sums import new_secret, sum_of

LONGEST = timedelta(minutes=10)
MOST = 10_000
"""Trips that are kept, the newest: whoever begins many without end fills no disk."""


class Trip(NamedTuple):
    """What was sent along, and where somebody wanted to go."""

    nonce: str
    verifier: str
    redirect_uri: str
    destination: str


class Begun(NamedTuple):
    """A trip that begins: `state` goes to the provider, `browser` in the cookie."""

    state: str
    browser: str
    trip: Trip


class Trips:
    """The trips of an accounts file."""

    def __init__(self, file: AccountsFile, now: Clock) -> None:
        self._file = file
        self._now = now

    def begin(self, redirect_uri: str, destination: str) -> Begun:
        """A new trip of one browser."""
        state, browser = new_secret(), new_secret()
        trip = Trip(new_secret(), new_secret(), redirect_uri, destination)
        moment = self._now()
        with self._file.writing():
            self._file.change(
                "DELETE FROM trips WHERE began_at <= ?", (before(moment, LONGEST),)
            )
            self._file.change(
                "DELETE FROM trips WHERE state IN (SELECT state FROM trips"
                " ORDER BY began_at DESC LIMIT -1 OFFSET ?)",
                (MOST - 1,),
            )
            self._file.change(
                "INSERT INTO trips VALUES (?, ?, ?, ?, ?, ?, ?)",
                (sum_of(state), sum_of(browser), *trip, text_of(moment)),
            )
        return Begun(state, browser, trip)

    def end(self, state: str, browser: str) -> Trip | None:
        """The trip of this browser, which is over; None where there is none."""
        of = (sum_of(state), sum_of(browser))
        with self._file.writing():
            found = self._file.row(
                "SELECT nonce, verifier, redirect_uri, destination FROM trips"
                " WHERE state = ? AND browser = ? AND began_at > ?",
                (*of, before(self._now(), LONGEST)),
            )
            self._file.change("DELETE FROM trips WHERE state = ? AND browser = ?", of)
        return None if found is None else Trip(*found)
