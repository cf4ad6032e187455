"""Connections that are cut, locks that are held, and places that are not there."""

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from ledger.reading import open_store
from ledger.storage.location import Location
from tests.functional.program import InProcess
from tests.storage.ledgers import StoredLedger, actor
from tests.storage.server import SERVICE, Schema
from tests.unit.domain.posting import built, contribution

psycopg = pytest.importorskip("psycopg")
postgres = import_module("ledger.storage.postgres")
pytestmark = pytest.mark.postgres


class Wire:
    """A connection to the server through our hands, to be cut at a chosen moment.

    `cut` is `sent` (the commit reaches the server, its answer is lost) or `unsent`
    (the commit itself is lost); `dead` then lets no new connection through.
    """

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self.cut = ""
        self.dead = False
        self._server = server
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / ".s.PGSQL.5432"))
        self._listening.listen()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, ledger: Schema) -> str:
        return ledger.url(SERVICE).replace(str(ledger.folder), str(self.folder))

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self.dead:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server / ".s.PGSQL.5432"))
            for run in (self._to_server, self._to_client):
                thread = threading.Thread(
                    target=run, args=(client, server), daemon=True
                )
                self._threads.append(thread)
                thread.start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        for data in _received(client):
            if self.cut and b"COMMIT\0" in data:
                if self.cut == "sent":
                    _shut(client, socket.SHUT_WR)
                    server.sendall(data)
                    server.shutdown(socket.SHUT_WR)
                break
            server.sendall(data)
        else:
            _shut(server, socket.SHUT_WR)
            return
        if self.cut == "unsent":
            _shut(server, socket.SHUT_RDWR)
            _shut(client, socket.SHUT_RDWR)
        self.cut = ""

    def _to_client(self, client: socket.socket, server: socket.socket) -> None:
        for data in _received(server):
            try:
                client.sendall(data)
            except OSError:
                continue  # the rest is read, so that the server gets on
        _shut(client, socket.SHUT_RDWR)
        server.close()
        client.close()


def _received(source: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            data = source.recv(65536)
        except OSError:
            return
        if not data:
            return
        yield data


def _shut(end: socket.socket, how: int) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(how)


@pytest.fixture
def wire(served: Schema) -> Iterator[Wire]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="zl-") as folder:
        found = Wire(Path(folder), served.folder)
        yield found
        found.close()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SETTLE_PAUSES", (0.0, 0.05, 0.2, 0.5))
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)


def refusal(ledger: StoredLedger, amount: str, **more: object) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        receive(ledger, amount, **more)
    return caught.value


def receive(ledger: StoredLedger, amount: str, **more: object) -> int:
    return ledger.accept(
        "receive_contribution", **contribution("emmen", amount), **more
    ).entry


def test_a_commit_whose_answer_is_lost_is_looked_up(served: Schema, wire: Wire) -> None:
    ledger = StoredLedger(Location.parse(wire.url(served)))
    wire.cut = "sent"
    assert receive(ledger, "1.00") == 12
    assert wire.cut == ""
    # The connection is a new one, and everything goes on.
    assert receive(ledger, "2.00") == 13
    assert ledger.partner("emmen")["received"] == "44803.00"
    ledger.close()


def test_a_commit_that_never_arrived_is_refused(served: Schema, wire: Wire) -> None:
    ledger = StoredLedger(Location.parse(wire.url(served)))
    wire.cut = "unsent"
    error = refusal(ledger, "1.00")
    assert error.code == "BUSY"
    assert "nothing was recorded" in error.message
    ledger.close()
    again = StoredLedger(served.location)
    assert again.last_entry == 11
    again.close()


@pytest.mark.parametrize(("cut", "recorded"), [("sent", True), ("unsent", False)])
def test_an_unknown_commit_is_posted_once_by_its_id(
    served: Schema, wire: Wire, cut: str, recorded: bool
) -> None:
    ledger = StoredLedger(Location.parse(wire.url(served)))
    receive(ledger, "1.00", id="first")
    wire.cut, wire.dead = cut, True
    error = refusal(ledger, "5.00", id="bank-9")
    assert (error.code, error.details) == ("BUSY", {"outcome": "unknown"})
    ledger.close()
    again = StoredLedger(served.location)
    assert again.last_entry == (13 if recorded else 12)
    receipt = again.accept(
        "receive_contribution", **contribution("emmen", "5.00"), id="bank-9"
    )
    assert (receipt.entry, receipt.duplicate) == (13, recorded)
    assert again.last_entry == 13
    assert again.partner("emmen")["received"] == "44806.00"
    again.close()


def test_a_connection_cut_before_the_commit_records_nothing(served: Schema) -> None:
    ledger = StoredLedger(served.location)

    def cut_off() -> None:
        with ledger.ledger.posting(actor(ledger.store)) as post:
            post(built("receive_contribution", contribution("emmen", "1.00")))
            number = ledger.store.connection.info.backend_pid
            served.run(f"SELECT pg_terminate_backend({number})")

    with pytest.raises(LedgerError) as caught:
        cut_off()
    assert caught.value.code == "BUSY"
    ledger.close()
    assert served.run("SELECT MAX(entry) FROM stored_events") == [(11,)]


def test_a_lock_that_is_held_too_long_is_busy(served: Schema) -> None:
    holder = StoredLedger(served.location)
    waiting = StoredLedger(served.location)
    with holder.store.writing():
        error = refusal(waiting, "1.00")
    assert error.code == "BUSY"
    assert receive(waiting, "1.00") == 12
    holder.close()
    waiting.close()


def test_a_failed_statement_that_was_let_pass_is_no_commit(served: Schema) -> None:
    ledger = StoredLedger(served.location)

    def careless() -> None:
        with ledger.store.writing():
            with pytest.raises(LedgerError):
                ledger.store.execute("SELECT 1 / 0")
            ledger.store.executemany("INSERT INTO accounts VALUES (?, ?)", [(99, "x")])

    with pytest.raises(LedgerError):
        careless()
    assert served.run("SELECT * FROM accounts WHERE account = 99") == []
    ledger.close()


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("postgresql://x:hunter2@127.0.0.1:1/x", "LEDGER_NOT_FOUND"),
        ("postgresql://x:hun/ter2@127.0.0.1:1/x", "BAD_COMMAND"),
        ("postgresql://x:hun@ter2@127.0.0.1:1/x", "BAD_COMMAND"),
        ("postgresql://127.0.0.1:1/x?user=x&password=hunter2", "LEDGER_NOT_FOUND"),
        ("postgresql://x@127.0.0.1:1/x?wrong=hunter2", "BAD_COMMAND"),
        ("postgresql://nobody:hunter2@/postgres?host=FOLDER", "LEDGER_NOT_FOUND"),
        ("postgresql://counter:hunter2@/nowhere?host=FOLDER", "LEDGER_NOT_FOUND"),
        ("postgresql://counter:hunter2@/postgres?host=FOLDER", "LEDGER_NOT_FOUND"),
    ],
)
def test_a_place_without_a_ledger_is_told_without_the_password(
    schema: Schema, cli: InProcess, place: str, code: str
) -> None:
    place = place.replace("FOLDER", str(schema.folder))
    for command in (
        ["balance"],
        ["db", "status"],
        ["lock-period", "--until", "2011-01-01"],
    ):
        result = cli(*command, "--db", place, "-O", "json")
        assert result.error["code"] == code
        assert "ter2" not in result.err


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("42501", "LEDGER_READ_ONLY"),
        ("25006", "LEDGER_READ_ONLY"),
        ("55P03", "BUSY"),
        ("40001", "BUSY"),
        ("40P01", "BUSY"),
        ("57014", "BUSY"),
        ("57P01", "BUSY"),
        ("53300", "BUSY"),
        ("53100", "DISK_FULL"),
        ("58030", "DISK_FULL"),
        ("23505", "LEDGER_DAMAGED"),
        ("XX001", "LEDGER_DAMAGED"),
        ("42P01", "LEDGER_DAMAGED"),
    ],
)
def test_the_servers_errors_have_our_codes(state: str, code: str) -> None:
    from ledger.storage.postgres_errors import translation

    error = psycopg.errors.lookup(state)("what the server said")
    found = translation("postgresql://host/db", error)
    assert found.code == code
    assert "postgresql://host/db" in found.message


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "connection failed: Connection refused\n\tIs the server running there?",
            "connection failed: Connection refused",
        ),
        ("the password hunter2 is wrong.\n", "the password *** is wrong"),
        (
            "Multiple connection attempts failed:\n- host: 'a': timed out\n- 'b': no",
            "host: 'a': timed out",
        ),
        ("", "OperationalError"),
    ],
)
def test_why_a_server_can_not_be_reached_is_told_in_its_own_words(
    said: str, told: str
) -> None:
    from ledger.storage.postgres_errors import unreachable

    error = psycopg.OperationalError(said)
    found = unreachable("postgresql://host/db", error, ["", "hunter2"])
    assert found.message.startswith(
        f"there is no ledger to be reached at postgresql://host/db: {told}. Name"
    )
    assert found.code == "LEDGER_NOT_FOUND"


def test_a_missing_table_is_damage(served: Schema, cli: InProcess) -> None:
    served.run("DROP TABLE accounts")
    result = cli("balance", "--db", served.url(), "-O", "json")
    assert (result.code, result.error["code"]) == (3, "LEDGER_DAMAGED")


def test_without_the_driver_the_extra_is_named(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "ledger.storage.postgres")
    with pytest.raises(LedgerError, match=r"zuidas-ledger\[postgres\]"):
        open_store(schema.location)
