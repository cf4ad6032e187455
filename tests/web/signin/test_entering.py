"""Signing in by password: what is let in, what is not, and what is told of it."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.values.errors import Refusal
from tests.web.signin.clocks import Clock
from tests.web.signin.conftest import PASSWORD
from web.signin import passwords, totp
from web.signin.accounts import Accounts
from web.signin.attempts import MOST_FROM_ANYWHERE, MOST_FROM_ONE_PLACE, network
from web.signin.entering import Given, Place, by_password, by_provider, sign_out
from web.signin.refusals import TooManyAttempts

HERE = "192.0.2.1"
WRONG = "incorrect horse battery"


def enter(
    accounts: Accounts,
    name: str = "anna",
    password: str = PASSWORD,
    code: str = "",
    *,
    origin: str = HERE,
    carried: str | None = None,
    second: bool = False,
) -> str:
    return by_password(
        accounts,
        Given(name, password, code),
        Place(origin, carried),
        second_factor_required=second,
    )


def refused(accounts: Accounts, *given: str, **more: str | bool) -> str:
    with pytest.raises(Refusal) as refusal:
        enter(accounts, *given, **more)  # type: ignore[arg-type]
    return refusal.value.code


@pytest.fixture
def secret(accounts: Accounts) -> str:
    """The secret of carla's second factor."""
    uri = accounts.add("carla", PASSWORD, second_factor=True).totp
    assert uri is not None
    return parse_qs(urlsplit(uri).query)["secret"][0]


def code_of(secret: str, clock: Clock) -> str:
    return totp._codes(secret).generate(clock().timestamp()).decode()


def test_the_right_password_begins_a_session(accounts: Accounts) -> None:
    session = accounts.sessions.of(enter(accounts))
    assert session == ("anna", "password")
    session = accounts.sessions.of(enter(accounts, "  anna "))
    assert session == ("anna", "password")


def test_whatever_is_wrong_the_same_is_said(accounts: Accounts, secret: str) -> None:
    accounts.add("closed", PASSWORD, second_factor=False)
    accounts.disable("closed")
    by_provider(accounts, "elsewhere", "https://id", "7", Place(HERE))
    said = set()
    for number, given in enumerate(
        (
            *(("anna", WRONG), ("nobody", PASSWORD), ("", ""), ("x" * 99, "y" * 9_999)),
            *(("closed", PASSWORD), ("closed", WRONG), ("carla", PASSWORD)),
            *(("carla", PASSWORD, "123456"), ("elsewhere", ""), ("\x1b", "\ud800")),
            *(("anna", ""), ("anna", PASSWORD.upper()), ("anna", f"{PASSWORD}\0")),
        )
    ):
        with pytest.raises(Refusal) as refusal:
            enter(accounts, *given, origin=f"10.1.0.{number}")
        said.add(str(refusal.value))
    assert said == {"[SIGN_IN_REFUSED] name, password or code is not right."}


def test_an_unknown_name_costs_the_same_work(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    real = passwords.is_right

    def watched(password: str, kept: str | None) -> bool:
        asked.append(kept)
        return real(password, kept)

    monkeypatch.setattr(passwords, "is_right", watched)
    for name in ("nobody", "anna", "x" * 100):
        assert refused(accounts, name, WRONG) == "SIGN_IN_REFUSED"
    assert [kept is None for kept in asked] == [True, False, True]


# -- the second factor ---------------------------------------------------------


def test_a_second_factor_is_asked_of_whoever_has_one(
    accounts: Accounts, secret: str, clock: Clock
) -> None:
    assert refused(accounts, "carla", PASSWORD) == "SIGN_IN_REFUSED"
    code = code_of(secret, clock)
    assert refused(accounts, "carla", WRONG, code) == "SIGN_IN_REFUSED"
    assert enter(accounts, "carla", PASSWORD, code, second=True)


def test_a_code_is_used_once(accounts: Accounts, secret: str, clock: Clock) -> None:
    code = code_of(secret, clock)
    enter(accounts, "carla", PASSWORD, code)
    for _ in range(3):  # while the clock would still take it
        assert refused(accounts, "carla", PASSWORD, code) == "SIGN_IN_REFUSED"
        clock.passes(seconds=10)
    assert enter(accounts, "carla", PASSWORD, code_of(secret, clock))


def test_nor_is_an_older_one_after_a_newer(
    accounts: Accounts, secret: str, clock: Clock
) -> None:
    older = code_of(secret, clock)
    clock.passes(seconds=30)
    enter(accounts, "carla", PASSWORD, code_of(secret, clock))
    assert refused(accounts, "carla", PASSWORD, older) == "SIGN_IN_REFUSED"


def test_of_many_with_the_same_code_at_once_one_comes_in(
    accounts: Accounts, secret: str, clock: Clock
) -> None:
    code = code_of(secret, clock)

    def is_in(number: int) -> bool:
        try:
            enter(accounts, "carla", PASSWORD, code, origin=f"10.0.1.{number}")
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(is_in, range(8))) == 1


def test_a_wrong_password_uses_no_code_up(
    accounts: Accounts, secret: str, clock: Clock
) -> None:
    code = code_of(secret, clock)
    assert refused(accounts, "carla", WRONG, code) == "SIGN_IN_REFUSED"
    assert enter(accounts, "carla", PASSWORD, code)


def test_where_it_is_required_nobody_comes_in_without(accounts: Accounts) -> None:
    assert refused(accounts, "anna", PASSWORD, second=True) == "SECOND_FACTOR_MISSING"
    assert refused(accounts, "anna", WRONG, second=True) == "SIGN_IN_REFUSED"


# -- how often -----------------------------------------------------------------


def test_after_five_failures_the_right_password_has_to_wait(
    accounts: Accounts, clock: Clock
) -> None:
    for _ in range(MOST_FROM_ONE_PLACE):
        assert refused(accounts, "anna", WRONG) == "SIGN_IN_REFUSED"
        clock.passes(minutes=1)
    with pytest.raises(TooManyAttempts) as limited:
        enter(accounts)
    assert limited.value.retry_after_s == 10 * 60
    clock.passes(seconds=10 * 60 - 1)
    assert refused(accounts) == "TOO_MANY_ATTEMPTS"
    clock.passes(seconds=1)
    assert enter(accounts)


def test_to_try_on_makes_it_no_longer(accounts: Accounts, clock: Clock) -> None:
    for _ in range(MOST_FROM_ONE_PLACE):
        refused(accounts, "anna", WRONG)
    for _ in range(15):
        assert refused(accounts, "anna", WRONG) == "TOO_MANY_ATTEMPTS"
        clock.passes(minutes=1)
    assert enter(accounts)


def test_a_stranger_locks_nobody_out_who_signed_in_before(
    accounts: Accounts, clock: Clock
) -> None:
    enter(accounts)
    for number in range(MOST_FROM_ANYWHERE):
        refused(accounts, "anna", WRONG, origin=f"10.0.2.{number}")
    assert refused(accounts, origin="10.0.3.1") == "TOO_MANY_ATTEMPTS"
    assert enter(accounts), "from where anna signed in before"
    clock.passes(minutes=15)
    assert enter(accounts, origin="10.0.3.1")


def test_others_from_there_and_others_elsewhere_are_not_in_the_way(
    accounts: Accounts,
) -> None:
    accounts.add("dora", PASSWORD, second_factor=False)
    for _ in range(MOST_FROM_ONE_PLACE):
        refused(accounts, "anna", WRONG)
    assert refused(accounts) == "TOO_MANY_ATTEMPTS"
    assert enter(accounts, "dora")
    assert enter(accounts, origin="192.0.2.2")


def test_names_that_nobody_has_are_limited_alike(accounts: Accounts) -> None:
    for _ in range(MOST_FROM_ONE_PLACE):
        assert refused(accounts, "nobody", WRONG) == "SIGN_IN_REFUSED"
    assert refused(accounts, "nobody", WRONG) == "TOO_MANY_ATTEMPTS"


def test_many_at_once_are_no_way_around(accounts: Accounts) -> None:
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: refused(accounts, "anna", WRONG), range(16)))
    assert codes.count("SIGN_IN_REFUSED") == MOST_FROM_ONE_PLACE
    assert codes.count("TOO_MANY_ATTEMPTS") == 16 - MOST_FROM_ONE_PLACE


def test_a_success_in_between_begins_anew(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(MOST_FROM_ONE_PLACE - 1):
            refused(accounts, "anna", WRONG)
        enter(accounts)


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_a_house_counts_as_one_place(origin: str, place: str) -> None:
    assert network(origin) == place


# -- sessions ------------------------------------------------------------------


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_carried(
    accounts: Accounts,
) -> None:
    first, other = enter(accounts), enter(accounts)
    assert first != other
    second = enter(accounts, carried=first)
    assert second not in (first, other)
    assert accounts.sessions.of(first) is None
    assert accounts.sessions.of(other) == accounts.sessions.of(second) != None  # noqa: E711


def test_no_session_can_be_chosen_beforehand(accounts: Accounts) -> None:
    planted = "A" * 43
    assert enter(accounts, carried=planted) != planted
    assert accounts.sessions.of(planted) is None


def test_a_failure_leaves_the_session_as_it_is(accounts: Accounts) -> None:
    session = enter(accounts)
    refused(accounts, "anna", WRONG, carried=session)
    assert accounts.sessions.of(session) is not None


def test_signing_out_ends_it_for_good(accounts: Accounts) -> None:
    session, other = enter(accounts), enter(accounts)
    sign_out(accounts, Place(HERE, session))
    assert accounts.sessions.of(session) is None
    assert accounts.sessions.of(other) is not None
    sign_out(accounts, Place(HERE, session))
    sign_out(accounts, Place(HERE, None))


def test_it_ends_when_it_is_not_used(accounts: Accounts, clock: Clock) -> None:
    session = enter(accounts)
    for _ in range(3):
        clock.passes(minutes=29)
        assert accounts.sessions.of(session) is not None
    clock.passes(minutes=30)
    assert accounts.sessions.of(session) is None
    clock.passes(minutes=-15)
    assert accounts.sessions.of(session) is not None, "only the time ended it"


def test_it_ends_after_ten_hours_whatever_is_done(
    accounts: Accounts, clock: Clock
) -> None:
    session = enter(accounts)
    for _ in range(39):
        clock.passes(minutes=15)
        assert accounts.sessions.of(session) is not None
    clock.passes(minutes=15)
    assert accounts.sessions.of(session) is None


def test_disabling_an_account_ends_its_sessions(accounts: Accounts) -> None:
    session = enter(accounts)
    accounts.add("dora", PASSWORD, second_factor=False)
    others = enter(accounts, "dora")
    accounts.disable("anna")
    assert accounts.sessions.of(session) is None
    assert accounts.sessions.of(others) is not None
    assert refused(accounts) == "SIGN_IN_REFUSED"


# -- by the word of a provider -------------------------------------------------


def test_whom_the_provider_names_has_an_account_from_then_on(
    accounts: Accounts,
) -> None:
    secret = by_provider(accounts, "erik", "https://id", "7", Place(HERE))
    assert accounts.sessions.of(secret) == ("erik", "oidc")
    assert refused(accounts, "erik", "") == "SIGN_IN_REFUSED"
    assert by_provider(accounts, "erik", "https://id", "7", Place(HERE))


def test_another_subject_of_that_name_is_not_let_in(accounts: Accounts) -> None:
    by_provider(accounts, "erik", "https://id", "7", Place(HERE))
    with pytest.raises(Refusal) as refusal:
        by_provider(accounts, "erik", "https://id", "8", Place(HERE))
    assert refusal.value.code == "SIGN_IN_REFUSED"
    assert by_provider(accounts, "erik", "https://new-provider", "8", Place(HERE))


def test_nor_is_a_disabled_account(accounts: Accounts) -> None:
    accounts.disable("anna")
    with pytest.raises(Refusal):
        by_provider(accounts, "anna", "https://id", "7", Place(HERE))


@pytest.mark.parametrize("claim", ["", " ", "x" * 64, "a\u200bb", "a\nb", " anna"])
def test_a_claim_that_is_no_name_is_refused(accounts: Accounts, claim: str) -> None:
    with pytest.raises(Refusal) as refusal:
        by_provider(accounts, claim, "https://id", "7", Place(HERE))
    assert refusal.value.code == "BAD_COMMAND"


# -- the record ----------------------------------------------------------------


def test_what_happened_is_recorded_with_its_origin(
    accounts: Accounts, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    caplog.set_level(logging.INFO, "zuidas.signin")
    session = enter(accounts)
    refused(accounts, "anna", WRONG)
    refused(accounts, "my password\r\nanna signed in", WRONG)
    sign_out(accounts, Place(HERE, session))
    found = [json.loads(record.getMessage()) for record in caplog.records]
    at = "2026-10-01T08:00:00.000000+00:00"
    assert found == [
        {"action": action, "result": result, "account": name, "origin": HERE}
        | {"time": at}
        for action, result, name in (
            ("sign-in", "done", "anna"),
            ("sign-in", "SIGN_IN_REFUSED", "anna"),
            ("sign-in", "SIGN_IN_REFUSED", None),
            ("sign-out", "done", "anna"),
        )
    ]
    assert [record.signin for record in caplog.records] == found  # type: ignore[attr-defined]
    levels = [record.levelno for record in caplog.records]
    assert levels == [logging.INFO, *[logging.WARNING] * 2, logging.INFO]
    for secret in (PASSWORD, WRONG, session, "my password", "\n"):
        assert secret not in "".join(r.getMessage() for r in caplog.records)
