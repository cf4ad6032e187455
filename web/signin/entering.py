"""Signing in: by password and second factor, or by the word of a provider."""

from typing import NamedTuple

from domain.values.errors import Refusal
from web.signin import passwords, totp
from web.signin.accounts import Account, Accounts
from web.signin.names import account_name
from web.signin.records import record
from web.signin.refusals import SignInRefused, TooManyAttempts, wrong

ACTION = "sign-in"


class Given(NamedTuple):
    """What somebody typed."""

    name: str
    password: str
    code: str = ""


class Place(NamedTuple):
    """Where a request comes from, and the session that it carried."""

    origin: str
    carried: str | None = None


def by_password(
    accounts: Accounts, given: Given, place: Place, *, second_factor_required: bool
) -> str:
    """Sign in by password; gives the new session's secret.

    Raises `SignInRefused` or `TooManyAttempts`; both are logged.
    """
    name, account = _account(accounts, given.name)
    known = None if account is None else account.name
    try:
        attempt = accounts.attempts.counted(
            name, place.origin, exists=account is not None
        )
        is_right = passwords.is_right(given.password, account and account.password)
        if account is None or not is_right or not account.is_open:
            raise wrong()
        _check_code(accounts, account, given.code, required=second_factor_required)
    except (SignInRefused, TooManyAttempts) as refusal:
        _record(accounts, refusal.code, known, place)
        raise
    accounts.attempts.succeeded(attempt)
    return _begun(accounts, account.name, "password", place)


def by_provider(
    accounts: Accounts, person: str, issuer: str, subject: str, place: Place
) -> str:
    """Sign in whom the provider named; gives the new session's secret.

    An account is made for who comes for the first time. Raises `Refusal`:
    `BAD_COMMAND` for a name of the wrong form, `SIGN_IN_REFUSED`.
    """
    name = None
    try:
        name = account_name(person)
        if not accounts.known_at_provider(name, issuer, subject):
            raise wrong()
    except Refusal as refusal:
        _record(accounts, refusal.code, name, place)
        raise
    return _begun(accounts, name, "oidc", place)


def sign_out(accounts: Accounts, place: Place) -> None:
    """End the session that the request carried, if it is one."""
    if place.carried is None:
        return
    session = accounts.sessions.of(place.carried)
    accounts.sessions.end(place.carried)
    if session is not None:
        record(
            *("sign-out", "done"),
            account=session.account,
            origin=place.origin,
            at=accounts.now(),
        )


def _account(accounts: Accounts, typed: str) -> tuple[str, Account | None]:
    """The name as it is kept, and its account."""
    try:
        name = account_name(typed.strip())
    except Refusal:
        return typed, None
    return name, accounts.find(name)


def _check_code(
    accounts: Accounts, account: Account, code: str, *, required: bool
) -> None:
    if account.totp is None:
        if required:
            raise SignInRefused(
                "SECOND_FACTOR_MISSING",
                "signing in from elsewhere takes a second factor, and {name} has none:"
                " zuidas account password --totp makes one.",
                name=account.name,
            )
        return
    step = totp.step_of(account.totp, code, accounts.now())
    if step is None or not accounts.use_step(account.name, step):
        raise wrong()


def _begun(accounts: Accounts, name: str, person_by: str, place: Place) -> str:
    secret = accounts.sessions.begin(name, person_by, place.origin, place.carried)
    _record(accounts, "done", name, place)
    return secret


def _record(accounts: Accounts, result: str, name: str | None, place: Place) -> None:
    record(ACTION, result, account=name, origin=place.origin, at=accounts.now())
