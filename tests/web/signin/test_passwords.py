"""Passwords: which are taken, what is kept, and that all names take the same time."""

import statistics
import time
import unicodedata

import pytest

from domain.values.errors import Refusal
from web.signin import passwords


@pytest.mark.parametrize(
    "password",
    [
        "a sentence of mine",
        "abcdefghijkl",
        "éééééé èèèèè",
        "  spaces count  ",
        "x" * 999 + "y",
        "\t\n control characters",
        "🔑🔑🔑🔑🔑🔑 🗝🗝🗝🗝🗝",
    ],
)
def test_long_ones_are_taken_whatever_is_in_them(password: str) -> None:
    kept = passwords.hashed(passwords.checked(password, "anna"))
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(password, kept)
    assert not passwords.is_right(password + "x", kept)
    assert not passwords.is_right(password[:-1], kept)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "eleven char",
        unicodedata.normalize("NFD", "éééééé"),  # twelve codes, six characters
        "x" * 500 + "y" * 501,
        "aaaaaaaaaaaaaaaa",
        "Password1234",
        "WELKOM123456",
        "Anna van Dijk-Bos",
    ],
)
def test_short_ones_and_those_guessed_first_are_not(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        passwords.checked(password, "anna van dijk-bos")
    assert refused.value.code == "BAD_PASSWORD"
    assert not password or password not in str(refused.value)


def test_one_text_is_one_password_however_it_is_composed() -> None:
    composed = "één wachtwoordzin"
    kept = passwords.hashed(passwords.checked(composed, "x"))
    assert passwords.is_right(unicodedata.normalize("NFD", composed), kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert passwords.hashed("the same words") != passwords.hashed("the same words")


@pytest.mark.parametrize("kept", [None, "nonsense", "$argon2id$v=19$m=8,t=1,p=1$$"])
def test_without_a_sum_no_password_is_right(kept: str | None) -> None:
    assert not passwords.is_right("", kept)
    assert not passwords.is_right("correct horse battery", kept)


def test_what_is_too_long_is_wrong_and_no_fault() -> None:
    longest = "y" + "x" * 999
    kept = passwords.hashed(longest)
    assert passwords.is_right(longest, kept)
    assert not passwords.is_right(longest + "x" * 60_000, kept)
    assert not passwords.is_right("\ud800" * 20, kept)


def test_a_name_that_nobody_has_takes_as_long() -> None:
    """The work is the same; measured by the processor, not by the clock on the wall."""
    kept = passwords.hashed("correct horse battery")
    passwords.is_right("warm", None)

    def spent(of: str | None) -> float:
        times = []
        for _ in range(7):
            began = time.process_time()
            passwords.is_right("another one entirely", of)
            times.append(time.process_time() - began)
        return statistics.median(times)

    known, unknown = spent(kept), spent(None)
    assert 0.5 < unknown / known < 2
