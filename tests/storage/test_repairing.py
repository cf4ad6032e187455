"""Repairing: log and balances anew, from entries that a kept checkpoint proves."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from ledger.reading import open_store
from ledger.storage import events
from ledger.storage.location import Location
from ledger.storage.store import Store
from ledger.transparency.checkpoints import sign_checkpoint
from ledger.transparency.keys import SigningKey
from ledger.verifying import repairing
from ledger.verifying.audit import checkpoint_of, origin
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger, Tamper
from tests.storage.old_layouts import answers, answers_of_lived
from tests.storage.server import READER, SERVICE, Schema
from tests.unit.domain.posting import contribution

REPAIR = ("db", "repair", "--checkpoint", "kept", "--vkey", "log.vkey")


@pytest.fixture
def kept(place: Location, cli: InProcess) -> Location:
    """A ledger of 26 entries; all of it and the first 20 were signed and kept."""
    lived_at(place).close()
    store = open_store(place)
    key = SigningKey.generate(origin(store))
    for name, size in (("kept", 26), ("older", 20)):
        note = sign_checkpoint(checkpoint_of(store, size), key)
        Path(name).write_bytes(note.encode())
    store.close()
    Path("log.vkey").write_text(key.verifier.encode(), encoding="utf-8")
    return place


def _looked_at(place: Location) -> tuple[list[str], list[object], bytes]:
    """What is wrong, the events, and the root that they give."""
    store = open_store(place, suspect=True)
    try:
        with store.reading():
            found = verify(store)
            rows: list[object] = [tuple(row) for row in events.all_rows(store)]
            return [finding.code for finding in found.findings], rows, found.root
    finally:
        store.close()


def _copies(place: Location) -> list[Path]:
    return list(Path().glob("*.before-repair")) + list(Path().glob("copy*"))


def _repaired(place: Location, cli: InProcess, *more: str) -> dict[str, object]:
    found: dict[str, object] = cli.json(*REPAIR, "--db", place.url, *more)
    return found


def _refused(place: Location, cli: InProcess, *more: str, exit_code: int = 3) -> str:
    """The code of a repair that changes nothing and leaves no copy."""
    before, copies = _looked_at(place), _copies(place)
    code = cli.refused(*REPAIR, "--db", place.url, *more, exit_code=exit_code)
    assert _looked_at(place) == before
    assert _copies(place) == copies
    return code


@pytest.mark.one_in(9)
@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM log_nodes",
        "DELETE FROM log_nodes WHERE level = 0 AND position = 7",
        "UPDATE log_nodes SET level = 30 - level WHERE level > 1",
        "UPDATE log_nodes SET position = position + 100 WHERE level = 1",
        "INSERT INTO log_nodes SELECT level + 40, position, hash FROM log_nodes",
        "DELETE FROM lines",
        "UPDATE day_totals SET amount = amount + 1",
        "DROP TABLE block_totals",
    ],
)
def test_log_and_balances_are_written_anew(
    kept: Location, tampered: Tamper, cli: InProcess, damage: str
) -> None:
    _, rows, root = _looked_at(kept)
    before = answers_of_lived(cli, kept)
    tampered(damage)
    assert cli("audit", "verify", "--db", kept.url).code == 3
    done = _repaired(kept, cli)
    copy = None if kept.path is None else f"{kept.path}.before-repair"
    assert (done["repaired"], done["entries"], done["proven"]) == (True, 26, 26)
    assert (done["copy"], done["checkpoints"]) == (copy, [26])
    assert _looked_at(kept) == ([], rows, root)
    assert answers(cli, kept.url) == before
    ledger = StoredLedger(kept)
    assert ledger.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    ledger.close()
    assert _looked_at(kept)[0] == []


def test_the_log_is_guarded_again(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    tampered("DELETE FROM log_nodes")
    _repaired(kept, cli)
    for statement in ("DELETE FROM log_nodes", "UPDATE log_nodes SET level = 9"):
        store = open_store(kept, writing=True)
        with pytest.raises(Exception, match="append-only"), store.writing():
            for _ in store.execute(statement):
                pass
        store.close()
    assert _looked_at(kept)[0] == []


def test_where_nothing_is_wrong_nothing_is_done(kept: Location, cli: InProcess) -> None:
    before = _looked_at(kept)
    for _ in range(2):
        done = _repaired(kept, cli)
        assert (done["repaired"], done["copy"]) == (False, None)
    assert "nothing to repair" in cli.ok(*REPAIR, "--db", kept.url).out
    assert (_looked_at(kept), _copies(kept)) == (before, [])


def test_entries_that_the_checkpoint_does_not_prove_are_not_repaired(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    """Whatever their log says: it was given up as a witness."""
    update = "UPDATE stored_events SET topic = '{}' WHERE entry = {}"
    tampered(update.format("other.v1", 14))
    assert _refused(kept, cli) == "CHECKPOINT_DIFFERS"
    tampered("DELETE FROM log_nodes")
    assert _refused(kept, cli) == "CHECKPOINT_DIFFERS"
    older = ("--checkpoint", "older")
    assert _refused(kept, cli, *older) == "CHECKPOINT_DIFFERS"


def test_entries_after_the_checkpoint_must_fit_the_log(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    older = ("db", "repair", "--checkpoint", "older", "--vkey", "log.vkey")
    tampered("DELETE FROM log_nodes WHERE level > 0")
    done = cli.json(*older, "--db", kept.url)
    assert (done["repaired"], done["proven"], done["entries"]) == (True, 20, 26)
    told = cli.ok(*older, "--db", kept.url).out
    assert "Entries 21 to 26 came later" in told
    for damage in (
        "DELETE FROM log_nodes WHERE level = 0 AND position = 23",
        "UPDATE stored_events SET topic = 'other.v1' WHERE entry = 24",
    ):
        tampered(damage)
        before = _looked_at(kept)
        told = cli.refused(*older, "--db", kept.url, exit_code=3)
        assert (told, _looked_at(kept)) == ("LOG_DIFFERS", before)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("DELETE FROM stored_events WHERE entry > 24", "LOG_TRUNCATED"),
        ("DELETE FROM stored_events WHERE entry = 9", "ENTRY_MISSING"),
        ("DELETE FROM stored_events WHERE entry = 1", "ENTRY_MISSING"),
    ],
)
def test_entries_that_are_gone_come_back_by_no_repair(
    kept: Location, tampered: Tamper, cli: InProcess, damage: str, code: str
) -> None:
    tampered(damage)
    before = [tuple(row) for row in _rows(kept)]
    assert cli.refused(*REPAIR, "--db", kept.url, exit_code=3) == code
    assert [tuple(row) for row in _rows(kept)] == before
    assert _copies(kept) == []


def _rows(place: Location) -> list[events.EventRow]:
    store = open_store(place, suspect=True)
    try:
        with store.reading():
            return list(events.all_rows(store))
    finally:
        store.close()


def test_a_checkpoint_is_held_against_the_right_key_and_ledger(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    tampered("DELETE FROM log_nodes")
    honest = Path("kept").read_bytes()
    Path("kept").write_bytes(honest.replace(b"\n26\n", b"\n25\n"))
    assert _refused(kept, cli) == "SIGNATURE_INVALID"
    Path("kept").write_bytes(b"\n")
    assert _refused(kept, cli, exit_code=1) == "PROOF_EMPTY"
    Path("kept").write_bytes(honest)
    other = SigningKey.generate("zuidas-ledger/other/0")
    Path("other.vkey").write_text(other.verifier.encode(), encoding="utf-8")
    alone = ("db", "repair", "--checkpoint", "kept", "--vkey", "other.vkey")
    told = cli.refused(*alone, "--db", kept.url, exit_code=3)
    assert told == "SIGNATURE_INVALID"
    for lacking in (REPAIR[:4], ("db", "repair", *REPAIR[4:])):
        assert cli(*lacking, "--db", kept.url).code == 2


def test_a_repair_that_fails_leaves_all_as_it_was(
    kept: Location,
    tampered: Tamper,
    cli: InProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tampered("DELETE FROM log_nodes WHERE level = 2")

    def broken(*_: object) -> None:
        raise ValueError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(repairing, "replace_projections", broken)
        assert _refused(kept, cli) == "LEDGER_DAMAGED"
    assert _repaired(kept, cli)["repaired"] is True


def test_what_does_not_follow_from_entries_is_not_repaired(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    if kept.path is None:
        tampered("ALTER TABLE stored_events ENABLE TRIGGER stored_events_next_only")
    else:
        with closing(sqlite3.connect(kept.path)) as connection:
            connection.execute("DROP TRIGGER stored_events_no_update")
    tampered("DELETE FROM log_nodes")
    assert _refused(kept, cli) == "GUARDS_DIFFER"


def test_the_events_are_never_written(
    kept: Location,
    tampered: Tamper,
    cli: InProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not even as they were: their table stays guarded all the time."""
    tampered("DELETE FROM log_nodes")
    opened: list[str] = []
    honest = repairing._write_log

    def watched(store: Store) -> None:
        unguarded = type(store).unguarded

        def noted(self: Store, table: str) -> object:
            opened.append(table)
            return unguarded(self, table)

        monkeypatch.setattr(type(store), "unguarded", noted)
        honest(store)

    monkeypatch.setattr(repairing, "_write_log", watched)
    _repaired(kept, cli)
    assert opened == ["log_nodes"]


def test_the_copy_is_the_file_as_it_was(
    kept: Location, tampered: Tamper, cli: InProcess
) -> None:
    tampered("DELETE FROM log_nodes WHERE level = 0")
    if kept.path is None:
        copy = ("--copy", "copy.db")
        assert _refused(kept, cli, *copy, exit_code=1) == "BAD_COMMAND"
        return
    damaged = _looked_at(kept)
    there = Path(f"{kept.path}.before-repair")
    there.write_text("precious", encoding="utf-8")
    assert _refused(kept, cli, exit_code=1) == "LEDGER_EXISTS"
    assert there.read_text(encoding="utf-8") == "precious"
    assert _repaired(kept, cli, "--copy", "copy.db")["copy"] == "copy.db"
    assert _looked_at(Location.parse("copy.db")) == damaged
    assert stat.S_IMODE(Path("copy.db").stat().st_mode) == 0o600


@pytest.mark.postgres
def test_only_the_owner_repairs(schema: Schema, cli: InProcess) -> None:
    lived_at(schema.location).close()
    cli.ok("audit", "keygen", "log.key", "--db", schema.url())
    signed = ("audit", "checkpoint", "--key", "log.key", "-o", "kept")
    cli.ok(*signed, "--db", schema.url())
    for role, user in (("service", SERVICE), ("reader", READER)):
        cli.ok("db", "grant", "--role", role, user, "--db", schema.url())
        command = (*REPAIR, "--db", schema.url(user))
        assert cli.refused(*command) == "LEDGER_READ_ONLY"
    cli.ok(*REPAIR, "--db", schema.url())
