"""A clock that is set: no session lasts the longer for it, and nothing is kept late."""

from datetime import timedelta

import pytest

from tests.web.signin.clocks import Clock
from web.signin.accounts import Accounts
from web.signin.sessions import IDLE, LONGEST, SET_BACK


@pytest.fixture
def session(accounts: Accounts) -> str:
    return accounts.sessions.begin("anna", "password", "127.0.0.1", None)


def test_a_clock_that_is_set_back_a_little_ends_no_session(
    accounts: Accounts, session: str, clock: Clock
) -> None:
    clock.moment -= SET_BACK
    assert accounts.sessions.of(session) is not None


@pytest.mark.parametrize("back", [SET_BACK + timedelta(seconds=1), 9_999 * LONGEST])
def test_a_clock_that_is_set_back_far_ends_the_sessions(
    accounts: Accounts, session: str, clock: Clock, back: timedelta
) -> None:
    """By the new clock they'd be in use for as long as it was set back."""
    clock.moment -= back
    assert accounts.sessions.of(session) is None


def test_a_session_in_use_ends_however_often_the_clock_is_set_back(
    accounts: Accounts, session: str, clock: Clock
) -> None:
    minutes = 0
    while accounts.sessions.of(session) is not None:
        clock.passes(minutes=10)
        minutes += 10
        clock.moment -= timedelta(minutes=4)
        assert minutes <= 2 * LONGEST / timedelta(minutes=1)
    assert minutes >= LONGEST / timedelta(minutes=1)


def test_a_clock_that_is_set_ahead_ends_the_sessions(
    accounts: Accounts, session: str, clock: Clock
) -> None:
    clock.moment += IDLE
    assert accounts.sessions.of(session) is None
