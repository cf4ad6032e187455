"""No password in any message, however an address is written; whose a new file is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage.location import without_password
from tests.functional.program import InProcess

SECRET = "hunter2"  # noqa: S105  # it must never be printed
ADDRESSES = (
    "postgresql+psycopg://u:hunter2@host/x",
    "postgresql+psycopg2://u:hunter2@host/x?sslmode=require",
    "postgres+asyncpg://u:hunter2@host/x",
    "PostgreSQL://u:hunter2@host/x",
    " postgresql://u:hunter2@host/x",
    "jdbc:postgresql://host/x?user=u&password=hunter2",
    "mysql://u:hunter2@host/x",
    "https://u:hunter2@host/x",
    "//u:hunter2@host/x://",
    "postgresql:/u:hunter2@host/x",
    "postgresql:u:hunter2@host/x",
    "host=127.0.0.1 port=1 user=u password=hunter2 dbname=x",
    "password=hunter2 host=127.0.0.1",
    "  PGPASSWORD = 'hunter2' host=127.0.0.1",
    "x.db password=hunter2",
    "postgresql://u:hunter2@127.0.0.1:1/x",
    "postgresql://u:hunter2@127.0.0.1:1,127.0.0.1:2/x",
    "postgresql://u:hunter2@127.0.0.1:port/x",
    "postgresql://u:hunter2/x",
    "postgresql://u:hunter2",
    "postgresql://127.0.0.1:hunter2/x",
    "postgresql://u:hun@hunter2@127.0.0.1:1/x",
    "postgresql://u:hun@b=hunter2@127.0.0.1:1/x",
    "postgresql://u:hun/b=hunter2@127.0.0.1:1/x",
    "postgresql://u:hun?b=hunter2@127.0.0.1:1/x",
    "postgresql://u:hun#hunter2@127.0.0.1:1/x",
    "postgresql://u/v:hunter2@127.0.0.1:1/x",
    "postgresql://u:hun ter hunter2@127.0.0.1:1/x",
    "postgresql://u:%68unter2@127.0.0.1:1/x",
    "postgresql://127.0.0.1:1/x?password=hunter2",
    "postgresql://127.0.0.1:1/x?pass%77ord=hunter2",
    "postgresql://127.0.0.1:1/x?%70assword=hunter2&user=u",
    "postgresql://127.0.0.1:1/x?PASSWORD=hunter2",
    "postgresql://127.0.0.1:1/x?pasword=hunter2",
    "postgresql://127.0.0.1:1/x?user=u;password=hunter2",
    "postgresql://127.0.0.1:1/x?user=u%26password%3Dhunter2",
    "postgresql://127.0.0.1:1/x?sslpassword=hunter2",
    "postgresql://127.0.0.1:1/x password=hunter2",
    "postgresql://[::1]:1/x?password=hunter2",
    "postgresql://[::1:hunter2/x",
)
COMMANDS = (
    ("balance",),
    ("audit", "verify"),
    ("audit", "verify", "-O", "json"),
    ("init",),
    ("db", "status"),
    ("db", "grant", "--role", "reader", "u"),
    ("db", "revoke", "u"),
    ("lock-period", "--until", "2011-01-01", "--log", "attempts.log"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_is_never_printed(cli: InProcess, address: str) -> None:
    pytest.importorskip("psycopg")
    for command in COMMANDS:
        told = cli(*command, "--db", address)
        assert told.code in (1, 2), command
        assert SECRET not in told.out + told.err
    copied = cli("copy", address, "copy.db"), cli("copy", "gone.db", address)
    replayed = cli("audit", "replay", "gone.bundle", "--into", address)
    for told in (*copied, replayed):
        assert told.code in (1, 2)
        assert SECRET not in told.out + told.err
    for file in Path().iterdir():
        assert file.name == "attempts.log", file
        assert SECRET not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://u:x@host:5432/db", "postgresql://u:***@host:5432/db"),
        ("postgresql://u:x:y@host/db", "postgresql://u:***@host/db"),
        ("postgresql://u@host/db", "postgresql://u@host/db"),
        ("postgresql://host,other:2/db", "postgresql://host,other:2/db"),
        ("postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"),
        ("postgresql:///db?host=/tmp", "postgresql:///db?host=/tmp"),
        (
            "postgresql://u@/db?host=/tmp&options=-csearch_path%3Dx&passfile=y",
            "postgresql://u@/db?host=/tmp&options=-csearch_path%3Dx&passfile=***",
        ),
    ],
)
def test_what_is_no_secret_is_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown


# -- Modes of files -----------------------------------------------------------------


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _modes() -> dict[str, int]:
    return {
        path.name: path.stat().st_mode & 0o777
        for path in Path().iterdir()
        if path.suffix != ".vkey"
    }


@pytest.mark.usefixtures("umask")
def test_what_holds_a_ledger_is_its_owner_s_alone(cli: InProcess) -> None:
    cli.ok("init")
    with_logs = _connected()
    cli.ok("audit", "keygen", "log.key")
    cli.ok("copy", "zuidas.db", "copy.db")
    cli.ok("audit", "bundle", "zuidas.bundle", "--key", "log.key")
    cli.ok("audit", "replay", "zuidas.bundle", "--into", "replayed.db")
    cli.ok("db", "migrate", "--rebuild", "--copy", "before.db")
    assert {*with_logs} == {"zuidas.db", "zuidas.db-wal", "zuidas.db-shm"}
    found = with_logs | _modes()
    assert {*found} >= {"log.key", "copy.db", "zuidas.bundle", "before.db"}
    assert set(found.values()) == {0o600}, found


def _connected() -> dict[str, int]:
    """The modes while a ledger is being posted to."""
    from ledger.reading import open_store
    from ledger.storage.location import Location

    store = open_store(Location.parse("zuidas.db"), writing=True)
    try:
        with store.writing():
            return _modes()
    finally:
        store.close()
