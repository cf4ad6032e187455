"""The accounts of a service: making, listing and closing them.

They say who somebody is. What somebody may do, the ledger says (`grant-role`).
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from web.signin import moments, passwords, totp
from web.signin.attempts import Attempts
from web.signin.moments import Clock, text_of
from web.signin.names import account_name
from web.signin.sessions import Sessions
from web.signin.storage import AccountsFile
from web.signin.tokens import Token, Tokens, checked_scopes
from web.signin.trips import Trips

ENDING = ".accounts"
"""What the file's name has behind that of the ledger."""


class Account(NamedTuple):
    """What is kept of an account."""

    name: str
    password: str | None
    """The sum of it; None where the account signs in at a provider only."""
    totp: str | None
    issuer: str | None
    subject: str | None
    """Who it is at the provider that signed it in first; see `known_at_provider`."""
    created_at: str
    disabled_at: str | None

    @property
    def is_open(self) -> bool:
        """It was not disabled."""
        return self.disabled_at is None

    def is_of(self, issuer: str, subject: str) -> bool:
        """It is open, and no other subject of that provider signed in to it."""
        others = self.issuer == issuer and self.subject != subject
        return self.is_open and not others


class Made(NamedTuple):
    """A new account, and the address of its second factor, told this once."""

    name: str
    totp: str | None


class Issued(NamedTuple):
    """A new token, told this once."""

    account: str
    token: str
    scopes: tuple[str, ...]


_COLUMNS = ", ".join(Account._fields)


class Accounts:
    """An open accounts file, and all that is in it; fit for many threads.

    Every method raises `LedgerError` where the file can't be used.
    """

    def __init__(self, file: AccountsFile, now: Clock) -> None:
        self._file = file
        self.now = now
        self.sessions = Sessions(file, now)
        self.tokens = Tokens(file, now)
        self.attempts = Attempts(file, now)
        self.trips = Trips(file, now)

    @staticmethod
    def open(
        path: Path, now: Clock = moments.now, *, create: bool = False
    ) -> "Accounts":
        """The accounts in a file; see `AccountsFile.open` for what is raised."""
        return Accounts(AccountsFile.open(path, now, create=create), now)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, name: str, password: str, *, second_factor: bool) -> Made:
        """Make an account.

        Raises `Refusal`: `BAD_COMMAND`, `BAD_PASSWORD`, `ACCOUNT_EXISTS`.
        """
        name = account_name(name)
        self.check_new(name)
        kept = passwords.hashed(passwords.checked(password, name))
        secret = totp.new_secret() if second_factor else None
        with self._file.writing():
            self.check_new(name)
            self._insert(name, kept, secret)
        return Made(name, None if secret is None else totp.uri(name, secret))

    def renew(self, name: str, password: str, *, second_factor: bool) -> Made:
        """Give an account another password, and perhaps another second factor.

        For whoever lost one; without `second_factor` the one that it has stays. Its
        sessions end. Raises `Refusal`: `ACCOUNT_UNKNOWN`, `ACCOUNT_DISABLED`,
        `BAD_PASSWORD`.
        """
        name = self.check_open(name)
        kept = passwords.hashed(passwords.checked(password, name))
        secret = totp.new_secret() if second_factor else None
        with self._file.writing():
            self.check_open(name)
            change = "UPDATE accounts SET password = ? WHERE name = ?"
            self._file.change(change, (kept, name))
            if secret is not None:
                change = "UPDATE accounts SET totp = ?, totp_step = NULL WHERE name = ?"
                self._file.change(change, (secret, name))
            self._file.change("DELETE FROM sessions WHERE account = ?", (name,))
        return Made(name, None if secret is None else totp.uri(name, secret))

    def check_open(self, name: str) -> str:
        """The name of an account that can be used.

        Raises `Refusal`: `ACCOUNT_UNKNOWN`, `ACCOUNT_DISABLED`.
        """
        account = self._known(name)
        if not account.is_open:
            raise Refusal(
                "ACCOUNT_DISABLED",
                "the account {name} is disabled.",
                name=account.name,
            )
        return account.name

    def check_new(self, name: str) -> None:
        """Nobody has the name yet; raises `Refusal` (`ACCOUNT_EXISTS`)."""
        if self.find(account_name(name)) is not None:
            raise Refusal(
                "ACCOUNT_EXISTS", "there is an account {name} already.", name=name
            )

    def find(self, name: str) -> Account | None:
        """The account of a name, exactly."""
        row = self._file.row(f"SELECT {_COLUMNS} FROM accounts WHERE name = ?", (name,))
        return None if row is None else Account(*row)

    def listed(self) -> list[tuple[Account, list[Token]]]:
        """All accounts by name, each with its tokens."""
        rows = self._file.rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY name")
        accounts = [Account(*row) for row in rows]
        return [(account, self.tokens.of(account.name)) for account in accounts]

    def disable(self, name: str) -> str:
        """Close an account for good: its sessions and tokens end now. Gives its name.

        Raises `Refusal` (`ACCOUNT_UNKNOWN`).
        """
        account = self._known(name)
        with self._file.writing():
            self._file.change(
                "UPDATE accounts SET disabled_at = ?"
                " WHERE name = ? AND disabled_at IS NULL",
                (text_of(self.now()), account.name),
            )
            for table in ("sessions", "tokens"):
                self._file.change(
                    f"DELETE FROM {table} WHERE account = ?", (account.name,)
                )
        return account.name

    def issue_token(self, name: str, scopes: Iterable[str], expires: date) -> Issued:
        """A new token of an account; it is valid through that day, UTC.

        Raises `Refusal`: `ACCOUNT_UNKNOWN`, `ACCOUNT_DISABLED`, `BAD_DATE`,
        `BAD_COMMAND`.
        """
        given = checked_scopes(scopes)
        with self._file.writing():
            name = self.check_open(name)
            token = self.tokens.issue(name, given, expires)
        return Issued(name, token, given)

    def use_step(self, name: str, step: int) -> bool:
        """Use up a code of the second factor; False where it was used already."""
        return bool(
            self._file.change(
                "UPDATE accounts SET totp_step = ?"
                " WHERE name = ? AND (totp_step IS NULL OR totp_step < ?)",
                (step, name, step),
            )
        )

    def known_at_provider(self, name: str, issuer: str, subject: str) -> bool:
        """The open account of that name is this subject's; the first is taken down.

        A provider may let people change the name that we know them by. The subject
        can't be changed: whoever takes somebody's name is not let in by it.
        """
        with self._file.writing():
            account = self.find(name)
            if account is None:
                self._insert(name, None, None)
            elif not account.is_of(issuer, subject):
                return False
            self._file.change(
                "UPDATE accounts SET issuer = ?, subject = ? WHERE name = ?",
                (issuer, subject, name),
            )
        return True

    def _insert(self, name: str, password: str | None, secret: str | None) -> None:
        self._file.change(
            "INSERT INTO accounts (name, password, totp, created_at)"
            " VALUES (?, ?, ?, ?)",
            (name, password, secret, text_of(self.now())),
        )

    def _known(self, name: str) -> Account:
        found = self.find(account_name(name))
        if found is None:
            raise Refusal(
                "ACCOUNT_UNKNOWN", "there is no account {name}.", name=Quoted(name)
            )
        return found
