"""The accounts file: for its owner alone, and refused where it is something else."""

import os
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from tests.holding import held
from tests.web.signin.clocks import Clock
from tests.web.signin.conftest import PASSWORD
from web.signin import totp
from web.signin.accounts import Accounts
from web.signin.entering import Given, Place, by_password


def refusal(path: Path, clock: Clock, *, create: bool = False) -> str:
    with pytest.raises(LedgerError) as refused:
        Accounts.open(path, clock, create=create)
    return refused.value.code


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_only_its_owner_may_open_it(tmp_path: Path, clock: Clock, umask: int) -> None:
    path = tmp_path / "new.accounts"
    before = os.umask(umask)
    try:
        with closing(Accounts.open(path, clock, create=True)) as accounts:
            accounts.add("anna", PASSWORD, second_factor=False)
            modes = {stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
            assert len(list(tmp_path.iterdir())) == 3, "SQLite's own files beside it"
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_one_that_others_may_read_is_refused(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    for mode in (0o640, 0o604, 0o620):
        place.chmod(mode)
        assert refusal(place, clock) == "ACCOUNTS_EXPOSED"
        assert refusal(place, clock, create=True) == "ACCOUNTS_EXPOSED"
    place.chmod(0o600)
    Accounts.open(place, clock).close()


def test_none_is_made_unless_asked_for(place: Path, clock: Clock) -> None:
    assert refusal(place, clock) == "ACCOUNTS_NOT_FOUND"
    assert not place.exists()


def a_text(path: Path) -> None:
    path.write_text("hello, this is no database at all")


def a_ledger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE stored_events (x)")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [a_text, a_ledger, a_folder])
def test_something_else_is_left_as_it_is(
    place: Path, clock: Clock, make: Callable[[Path], None]
) -> None:
    make(place)
    place.chmod(0o700 if place.is_dir() else 0o600)
    before = None if place.is_dir() else place.read_bytes()
    for create in (False, True):
        assert refusal(place, clock, create=create) == "NOT_ACCOUNTS"
    assert before is None or place.read_bytes() == before


def test_an_empty_file_is_no_accounts_file_until_it_is_made_one(
    place: Path, clock: Clock
) -> None:
    place.touch(0o600)
    assert refusal(place, clock) == "NOT_ACCOUNTS"
    Accounts.open(place, clock, create=True).close()
    Accounts.open(place, clock).close()


TAMPERED = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON sessions BEGIN SELECT 1; END",
    "another column": "ALTER TABLE accounts ADD COLUMN root",
    "a table less": "DROP TABLE attempts",
    "no layout": "DELETE FROM layout",
    "an older layout": "UPDATE layout SET version = 0",
    "a layout that is no number": "UPDATE layout SET version = 'x'",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_other_tables_are_refused(
    accounts: Accounts, place: Path, clock: Clock, what: str
) -> None:
    accounts.close()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(TAMPERED[what])
    assert refusal(place, clock) == "ACCOUNTS_DAMAGED"


def test_one_of_a_newer_program_is_refused(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    accounts.close()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE layout SET version = 2")
    assert refusal(place, clock) == "PROGRAM_OUTDATED"


@pytest.mark.parametrize("damage", range(100, 20_000, 1_999))
def test_damage_is_told_and_no_traceback(
    accounts: Accounts, place: Path, clock: Clock, damage: int
) -> None:
    accounts.close()
    data = bytearray(place.read_bytes())
    data[damage : damage + 60] = bytes(60)
    place.write_bytes(data)
    assert opened(place, clock) in (
        *("ACCOUNTS_DAMAGED", "NOT_ACCOUNTS"),
        ["anna", "bert"],  # it hit what nothing is in
    )


def opened(place: Path, clock: Clock) -> str | list[str]:
    """The names in the file, or why there are none."""
    try:
        with closing(Accounts.open(place, clock)) as found:
            return [account.name for account, _ in found.listed()]
    except LedgerError as error:
        return error.code


def test_half_a_file_is_damaged(accounts: Accounts, place: Path, clock: Clock) -> None:
    accounts.close()
    place.write_bytes(place.read_bytes()[:9_000])
    assert refusal(place, clock) == "ACCOUNTS_DAMAGED"


def test_a_place_where_nothing_can_be_made(tmp_path: Path, clock: Clock) -> None:
    there = tmp_path / "missing" / "x.accounts"
    assert refusal(there, clock, create=True) == "ACCOUNTS_READ_ONLY"
    assert refusal(Path("x\0y"), clock, create=True) == "ACCOUNTS_READ_ONLY"


def test_another_program_that_writes_is_waited_for_and_then_told(
    accounts: Accounts, place: Path
) -> None:
    accounts._file.rows("PRAGMA busy_timeout=50")
    with held(place), pytest.raises(LedgerError) as refused:
        accounts.disable("anna")
    assert refused.value.code == "BUSY"
    accounts.disable("anna")


def test_several_programs_see_each_others_changes(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    secret = accounts.sessions.begin("anna", "password", "::1", None)
    with closing(Accounts.open(place, clock)) as other:
        assert other.sessions.of(secret) is not None
        other.disable("anna")
    assert accounts.sessions.of(secret) is None


def test_many_threads_use_it_at_once(accounts: Accounts) -> None:
    def used(number: int) -> bool:
        secret = accounts.sessions.begin("anna", "password", f"10.0.0.{number}", None)
        found = accounts.sessions.of(secret)
        accounts.sessions.end(secret)
        return found is not None and accounts.sessions.of(secret) is None

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(used, range(200)))


def test_no_secret_stands_in_the_file(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    session = by_password(
        accounts,
        Given("anna", PASSWORD),
        Place("::1"),
        second_factor_required=False,
    )
    with pytest.raises(LedgerError):
        by_password(
            accounts,
            Given("anna's password, typed as a name", "another password"),
            Place("::1"),
            second_factor_required=False,
        )
    token = accounts.issue_token("anna", ["read"], date(2026, 12, 31)).token
    trip = accounts.trips.begin("https://here/callback", "/")
    files = [p for p in place.parent.iterdir() if p.name.startswith(place.name)]
    data = b"".join(path.read_bytes() for path in files)
    assert b"anna" in data, "what is looked at is what was written"
    for secret in (
        *(session, token, token.removeprefix("zl_"), PASSWORD, "another password"),
        *("typed as a name", trip.state, trip.browser),
    ):
        assert secret.encode() not in data


def test_what_was_deleted_is_on_no_page(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    made = accounts.add("carla", PASSWORD, second_factor=True)
    assert made.totp
    assert totp.uri("carla", "A" * 32).startswith("otpauth://totp/")
    accounts.sessions.begin("anna", "password", "origin-to-forget", None)
    clock.passes(hours=11)
    accounts.sessions.begin("anna", "password", "10.0.0.1", None)
    accounts.close()
    assert b"origin-to-forget" not in place.read_bytes()


def test_another_file_in_its_place_counts_from_then_on(
    accounts: Accounts, place: Path, clock: Clock
) -> None:
    """A backup is restored while people are signed in, and somebody disabled in it."""
    secret = accounts.sessions.begin("anna", "password", "127.0.0.1", None)
    backup = place.with_name("backup")
    with (
        closing(sqlite3.connect(place)) as there,
        closing(sqlite3.connect(backup)) as d,
    ):
        there.backup(d)
    backup.chmod(0o600)
    assert accounts.sessions.of(secret) is not None
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    backup.rename(place)
    assert accounts.sessions.of(secret) is not None
    with closing(Accounts.open(place, clock)) as program:
        program.disable("anna")
    assert accounts.sessions.of(secret) is None
    place.with_name("other").write_bytes(b"hello, this is no database at all")
    place.with_name("other").chmod(0o600)
    place.with_name("other").rename(place)
    for _ in range(2):
        with pytest.raises(LedgerError) as refused:
            accounts.sessions.of(secret)
        assert refused.value.code == "NOT_ACCOUNTS"


def test_a_file_that_is_gone_lets_nobody_in(accounts: Accounts, place: Path) -> None:
    secret = accounts.sessions.begin("anna", "password", "127.0.0.1", None)
    aside = place.rename(place.with_name("aside"))
    with pytest.raises(LedgerError) as refused:
        accounts.sessions.of(secret)
    assert refused.value.code == "ACCOUNTS_NOT_FOUND"
    aside.rename(place)
    assert accounts.sessions.of(secret) is not None
