"""Tokens by which programs of an account use the service."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Quoted, parts
from web.signin.moments import Clock, before, text_of
from web.signin.storage import AccountsFile
from web.signin.sums import new_secret, sum_of

SCOPES = ("read", "post", "approve", "administer")
"""What a token may be for; none includes another."""
PREFIX = "zl_"
"""So that a token that was put somewhere by mistake can be found there."""
USED_EVERY = timedelta(seconds=60)
"""How exactly it is kept when a token was used last: not each request is written."""
_FORM = re.compile(rf"{PREFIX}[\w-]{{43}}", re.ASCII)


class Token(NamedTuple):
    """What is told of a token: all but itself."""

    scopes: tuple[str, ...]
    expires: str
    made_at: str
    used_at: str | None


class Holder(NamedTuple):
    """Whose token it is, and what it is for."""

    account: str
    scopes: frozenset[str]


class Tokens:
    """The tokens of an accounts file."""

    def __init__(self, file: AccountsFile, now: Clock) -> None:
        self._file = file
        self._now = now

    def issue(self, account: str, scopes: Iterable[str], expires: date) -> str:
        """A new token, which is told this once; it is valid through that day, UTC.

        Raises `Refusal`: `BAD_DATE`, `BAD_COMMAND`.
        """
        given, moment = checked_scopes(scopes), self._now()
        if expires < moment.date():
            raise Refusal(
                "BAD_DATE",
                "a token that expires on {expires} is of no use today, {today}.",
                expires=expires,
                today=moment.date(),
            )
        secret = PREFIX + new_secret()
        self._file.change(
            "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, NULL)",
            (
                *(sum_of(secret), account, " ".join(given)),
                *(expires.isoformat(), text_of(moment)),
            ),
        )
        return secret

    def of(self, account: str) -> list[Token]:
        """The tokens of an account, the newest last."""
        found = self._file.rows(
            "SELECT scopes, expires, made_at, used_at FROM tokens WHERE account = ?"
            " ORDER BY made_at",
            (account,),
        )
        return [Token(tuple(scopes.split()), *rest) for scopes, *rest in found]

    def holder(self, token: str) -> Holder | None:
        """Whose token it is, used now; None where it is unknown or over."""
        if not _FORM.fullmatch(token):
            return None
        sum_, moment = sum_of(token), self._now()
        found = self._file.row(
            "SELECT account, scopes, used_at FROM tokens"
            " JOIN accounts ON accounts.name = tokens.account"
            " WHERE sum = ? AND disabled_at IS NULL AND expires >= ?",
            (sum_, moment.date().isoformat()),
        )
        if found is None:
            return None
        account, scopes, used_at = found
        if used_at is None or used_at <= before(moment, USED_EVERY):
            self._file.note(
                "UPDATE tokens SET used_at = ? WHERE sum = ?", (text_of(moment), sum_)
            )
        return Holder(account, frozenset(scopes.split()))


def checked_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Scopes in their order, each once; raises `Refusal` (`BAD_COMMAND`)."""
    given = set(scopes)
    unknown = sorted(given - set(SCOPES))
    if unknown or not given:
        raise Refusal(
            "BAD_COMMAND",
            "{unknown} is no scope of a token: {scopes}.",
            unknown=Quoted(unknown[0] if unknown else ""),
            scopes=parts(SCOPES),
        )
    return tuple(scope for scope in SCOPES if scope in given)
