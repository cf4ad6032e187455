"""Who asks: a token's holder, a session's person; and nobody else."""

import json
import logging
from datetime import date

import pytest

from domain.values.errors import Refusal
from tests.web.signin.clocks import Clock
from web.signin.accounts import Accounts
from web.signin.entering import Place, by_provider
from web.signin.identity import Identity, bearer, of_session
from web.signin.refusals import Unauthenticated

LAST = date(2026, 10, 31)


def challenge(accounts: Accounts, header: str | None) -> str:
    with pytest.raises(Unauthenticated) as refused:
        bearer(accounts, header)
    assert refused.value.code == "UNAUTHENTICATED"
    return refused.value.challenge


def test_a_token_says_who_and_for_what(accounts: Accounts) -> None:
    issued = accounts.issue_token("anna", ["post", "read", "post"], LAST)
    assert issued.token.startswith("zl_")
    assert len(issued.token) == 46
    found = bearer(accounts, f"Bearer {issued.token}")
    assert found == ("anna", "token", frozenset({"read", "post"}))
    assert found == bearer(accounts, f"bearer   {issued.token} ")
    assert [found.may(s) for s in ("read", "approve")] == [True, False]


def test_no_scope_includes_another(accounts: Accounts) -> None:
    token = accounts.issue_token("anna", ["administer"], LAST).token
    found = bearer(accounts, f"Bearer {token}")
    assert [found.may(s) for s in ("read", "post", "approve")] == [False] * 3


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic YW5uYTp4", "zl_" + "A" * 43]
)
def test_without_a_token_one_is_asked_for(
    accounts: Accounts, header: str | None
) -> None:
    assert challenge(accounts, header) == 'Bearer realm="zuidas"'


@pytest.mark.parametrize(
    "token",
    [
        *("x", "zl_", "zl_" + "A" * 43, "zl_" + "A" * 42, "zl_" + "é" * 43),
        *("' OR 1=1 --", "zl_" + "A" * 43 + "\n", "\ud800", "%s" * 20),
    ],
)
def test_what_is_no_token_of_ours_is_refused(accounts: Accounts, token: str) -> None:
    accounts.issue_token("anna", ["read"], LAST)
    expected = 'Bearer realm="zuidas", error="invalid_token"'
    assert challenge(accounts, f"Bearer {token}") == expected


def test_a_token_in_other_letters_is_another(accounts: Accounts) -> None:
    token = accounts.issue_token("anna", ["read"], LAST).token
    challenge(accounts, f"Bearer {token.swapcase()}")
    challenge(accounts, f"Bearer zl_{token[3:].swapcase()}")
    challenge(accounts, f"Bearer {token}, Bearer {token}")


def test_it_counts_through_its_last_day(accounts: Accounts, clock: Clock) -> None:
    token = accounts.issue_token("anna", ["read"], LAST).token
    clock.passes(days=30, hours=15, minutes=59, seconds=59)
    assert clock().isoformat() == "2026-10-31T23:59:59+00:00"
    assert bearer(accounts, f"Bearer {token}")
    clock.passes(seconds=1)
    challenge(accounts, f"Bearer {token}")


def test_disabling_its_account_ends_it(accounts: Accounts) -> None:
    token = accounts.issue_token("anna", ["read"], LAST).token
    accounts.disable("anna")
    challenge(accounts, f"Bearer {token}")
    with pytest.raises(Refusal) as refused:
        accounts.issue_token("anna", ["read"], LAST)
    assert refused.value.code == "ACCOUNT_DISABLED"


def test_a_session_is_no_token_and_a_token_no_session(accounts: Accounts) -> None:
    token = accounts.issue_token("anna", ["read"], LAST).token
    session = accounts.sessions.begin("anna", "password", "::1", None)
    challenge(accounts, f"Bearer {session}")
    assert of_session(accounts, token) is None


@pytest.mark.parametrize(
    ("scopes", "expires", "code"),
    [
        (["read"], date(2026, 9, 30), "BAD_DATE"),
        ([], LAST, "BAD_COMMAND"),
        (["read", "all"], LAST, "BAD_COMMAND"),
    ],
)
def test_a_token_that_is_of_no_use_is_not_made(
    accounts: Accounts, scopes: list[str], expires: date, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        accounts.issue_token("anna", scopes, expires)
    assert refused.value.code == code
    assert accounts.tokens.of("anna") == []


def test_when_it_was_used_last_is_kept(accounts: Accounts, clock: Clock) -> None:
    token = accounts.issue_token("anna", ["read"], LAST).token
    assert accounts.tokens.of("anna")[0].used_at is None
    for minutes, told in ((0, "08:00:00"), (0.5, "08:00:00"), (5, "08:05:30")):
        clock.passes(minutes=minutes)
        bearer(accounts, f"Bearer {token}")
        assert told in str(accounts.tokens.of("anna")[0].used_at)


def test_tokens_that_do_not_count_are_recorded_without_them(
    accounts: Accounts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "zuidas.signin")
    with pytest.raises(Unauthenticated):
        bearer(accounts, "Bearer zl_secret", "192.0.2.7")
    (record,) = caplog.records
    told = json.loads(record.getMessage())
    assert (told["action"], told["result"]) == ("token", "UNAUTHENTICATED")
    assert (told["account"], told["origin"]) == (None, "192.0.2.7")
    assert "secret" not in record.getMessage()


def test_a_session_says_who_and_how(accounts: Accounts) -> None:
    session = accounts.sessions.begin("anna", "password", "::1", None)
    assert of_session(accounts, session) == ("anna", "password", None)
    session = by_provider(accounts, "erik", "https://id", "7", Place("::1"))
    found = of_session(accounts, session)
    assert found == Identity("erik", "oidc", None)
    assert found is not None
    assert found.may("approve")
    for other in (None, "", session[:-1], session + "x", "\ud800"):
        assert of_session(accounts, other) is None


def test_who_posts_is_the_account() -> None:
    found = Identity("anna", "oidc").poster("zuidas-service", "service")
    assert found.actor.model_dump() == {
        "name": "anna",
        "source": "account",
        "login": "zuidas-service",
        "session_user": "service",
    }
    assert (found.person, found.person_by, found.approval) == ("anna", "oidc", None)
