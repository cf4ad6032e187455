"""How often a sign-in may fail: seldom from one place, less seldom for one account.

An attempt is counted before the password is looked at, so that many at once are no way
around it. Strictly counted are those for one account from one place; those for one
account from anywhere so loosely that guessing stays hopeless, and not at all from
places where its owner signed in lately: nobody can be locked out by a stranger for as
long as that one pleases.
"""

import hashlib
import ipaddress
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from web.signin.moments import Clock, before, text_of
from web.signin.refusals import TooManyAttempts
from web.signin.storage import AccountsFile

WINDOW = timedelta(minutes=15)
MOST_FROM_ONE_PLACE = 5
MOST_FROM_ANYWHERE = 50
PLACES_KEPT = timedelta(days=30)


class Attempt(NamedTuple):
    """The account, as it is counted, and the place."""

    account: str
    place: str


class Attempts:
    """The attempts of the last quarter of an hour, and the places that are known."""

    def __init__(self, file: AccountsFile, now: Clock) -> None:
        self._file = file
        self._now = now
        self._key = secrets.token_bytes(32)

    def counted(self, name: str, origin: str, *, exists: bool) -> Attempt:
        """Count an attempt as failed until it is said to have succeeded.

        Raises `TooManyAttempts`, and then counts nothing: the limit ends by itself.
        """
        account = name if exists else self._unknown(name)
        place, moment = network(origin), self._now()
        with self._file.writing():
            self._forget(moment)
            self._check(account, place, moment)
            values = (account, place, text_of(moment))
            self._file.change("INSERT INTO attempts VALUES (?, ?, ?)", values)
        return Attempt(account, place)

    def succeeded(self, attempt: Attempt) -> None:
        """Forget what failed before from there, and remember the place."""
        seen = (*attempt, text_of(self._now()))
        with self._file.writing():
            self._file.change(
                "DELETE FROM attempts WHERE account = ? AND origin = ?", attempt
            )
            self._file.change("INSERT OR REPLACE INTO origins VALUES (?, ?, ?)", seen)

    def _unknown(self, name: str) -> str:
        """A name that nobody has, as nobody can read it: it may be a password."""
        data = name.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self._key).hexdigest()

    def _forget(self, moment: datetime) -> None:
        old, older = before(moment, WINDOW), before(moment, PLACES_KEPT)
        self._file.change("DELETE FROM attempts WHERE at <= ?", (old,))
        self._file.change("DELETE FROM origins WHERE seen_at <= ?", (older,))

    def _check(self, account: str, place: str, moment: datetime) -> None:
        self._check_times(
            "SELECT at FROM attempts WHERE account = ? AND origin = ?",
            (account, place),
            MOST_FROM_ONE_PLACE,
            moment,
        )
        known = "SELECT 1 FROM origins WHERE account = ? AND origin = ?"
        if not self._file.row(known, (account, place)):
            self._check_times(
                "SELECT at FROM attempts WHERE account = ?",
                (account,),
                MOST_FROM_ANYWHERE,
                moment,
            )

    def _check_times(
        self, sql: str, of: tuple[str, ...], most: int, moment: datetime
    ) -> None:
        newest = f"{sql} ORDER BY at DESC LIMIT 1 OFFSET ?"
        found = self._file.row(newest, (*of, most - 1))
        if found:
            ends = datetime.fromisoformat(found[0]) + WINDOW
            raise TooManyAttempts(max(1, -int((moment - ends).total_seconds() // 1)))


def network(origin: str) -> str:
    """The place that an address counts as: of IPv6 the network that one house has."""
    try:
        address = ipaddress.ip_address(origin)
    except ValueError:
        return origin
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address.packed, 64), strict=False))
