"""A witness cosigns only what extends the last checkpoint that it cosigned."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.transparency.checkpoints import sign_checkpoint, verify_checkpoint
from ledger.transparency.keys import SigningKey, VerifierKey
from ledger.transparency.notes import Note
from ledger.verifying.audit import read_notes
from tests.audit.ledgers import Log, in_state, rewrite_history, sql
from tests.functional.program import InProcess
from tests.unit.domain.posting import NOON, LedgerInTest

Prepared = Callable[[str], Path]
WITNESS = "auditor.example/2026"
COSIGN = ("audit", "cosign", "checkpoint", "--key", "auditor.key")


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger with a log's key and a witness's."""
    log = Log(prepared("lived"))
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    cli.ok("audit", "keygen", "auditor.key", "--witness", WITNESS)
    return log


def _key(file: str) -> VerifierKey:
    return VerifierKey.parse(Path(file).read_text(encoding="utf-8").strip())


def _cosign(log: Log, cli: InProcess, size: int, *more: str) -> Note:
    Path("checkpoint").write_bytes(log.note(size).encode())
    out = cli.ok(*COSIGN, "--vkey", "log.vkey", *more).out
    Path("cosigned").write_text(out, encoding="utf-8")
    return read_notes(Path("cosigned"))[-1]


def _refused(cli: InProcess, *more: str) -> str:
    return cli.refused(*COSIGN, "--vkey", "log.vkey", *more, exit_code=3)


def test_a_cosignature_verifies_beside_the_log_s(log: Log, cli: InProcess) -> None:
    note = _cosign(log, cli, 20)
    verified = verify_checkpoint(note, log.key.verifier, [_key("auditor.vkey")])
    assert verified.checkpoint.size == 20
    (cosignature,) = verified.cosignatures
    assert cosignature.key.name == WITNESS
    assert (cosignature.timestamp or 0) > 1_700_000_000


def test_a_log_that_grows_is_cosigned_again(log: Log, cli: InProcess) -> None:
    for size in (7, 7, 12, 26):
        _cosign(log, cli, size)
    (kept,) = read_notes(Path("auditor.key.seen"))
    assert kept == read_notes(Path("cosigned"))[0]


def test_the_last_checkpoint_may_be_kept_elsewhere(log: Log, cli: InProcess) -> None:
    _cosign(log, cli, 7, "--seen", "elsewhere")
    assert not Path("auditor.key.seen").exists()
    assert len(read_notes(Path("elsewhere"))) == 1


def test_nothing_before_the_last_one_is_cosigned(log: Log, cli: InProcess) -> None:
    _cosign(log, cli, 20)
    Path("checkpoint").write_bytes(log.note(19).encode())
    before = Path("auditor.key.seen").read_bytes()
    assert _refused(cli) == "LOG_TRUNCATED"
    assert Path("auditor.key.seen").read_bytes() == before


@pytest.mark.parametrize("size", [14, 20, 26])
def test_no_rewritten_history_is_cosigned(log: Log, cli: InProcess, size: int) -> None:
    _cosign(log, cli, 14)
    before = Path("auditor.key.seen").read_bytes()
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    # The log itself signs the new history, and it fits in itself.
    Path("checkpoint").write_bytes(log.note(size).encode())
    assert _refused(cli) == "CHECKPOINT_DIFFERS"
    assert Path("auditor.key.seen").read_bytes() == before


def test_a_change_after_the_last_one_is_no_rewriting(log: Log, cli: InProcess) -> None:
    """What a witness never saw it can't vouch for: cosign often."""
    _cosign(log, cli, 13)
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    _cosign(log, cli, 26)


def test_a_checkpoint_that_the_ledger_does_not_have(log: Log, cli: InProcess) -> None:
    Path("checkpoint").write_bytes(log.note(26).encode())
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    assert _refused(cli) == "CHECKPOINT_DIFFERS"
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 20"))
    assert _refused(cli) == "LOG_TRUNCATED"
    assert not Path("auditor.key.seen").exists()


def test_only_what_the_log_signed_is_cosigned(log: Log, cli: InProcess) -> None:
    stranger = SigningKey.generate(log.key.name)
    Path("checkpoint").write_bytes(sign_checkpoint(log.checkpoint(), stranger).encode())
    assert _refused(cli) == "SIGNATURE_INVALID"
    assert not Path("auditor.key.seen").exists()


def test_the_log_s_own_key_does_not_witness(log: Log, cli: InProcess) -> None:
    Path("checkpoint").write_bytes(log.note().encode())
    file, vkey = log.files(Path())
    told = cli.refused(*COSIGN[:3], "--key", file, "--vkey", vkey)
    assert told == "BAD_COMMAND"
    assert not Path(f"{file}.seen").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PROOF_EMPTY"),
        (b"\n", "PROOF_EMPTY"),
        (b"something else\n", "BAD_COMMAND"),
    ],
)
def test_a_damaged_memory_is_no_new_beginning(
    log: Log, cli: InProcess, content: bytes, code: str
) -> None:
    Path("checkpoint").write_bytes(log.note().encode())
    Path("auditor.key.seen").write_bytes(content)
    assert cli.refused(*COSIGN, "--vkey", "log.vkey") == code
    assert Path("auditor.key.seen").read_bytes() == content


def test_a_memory_that_the_witness_did_not_sign(log: Log, cli: InProcess) -> None:
    """Whoever could replace it could make the witness forget."""
    Path("checkpoint").write_bytes(log.note().encode())
    Path("auditor.key.seen").write_bytes(log.note(3).encode())
    assert _refused(cli) == "SIGNATURE_INVALID"


def test_a_memory_that_can_not_be_kept(log: Log, cli: InProcess) -> None:
    """What was not kept is not handed out."""
    Path("checkpoint").write_bytes(log.note().encode())
    told = cli(*COSIGN, "--vkey", "log.vkey", "--seen", "nowhere/seen")
    assert (told.code, told.out) == (1, "")
    assert "[BAD_COMMAND]" in told.err


def test_nobody_vouches_for_entries_that_were_altered(
    prepared: Prepared, cli: InProcess
) -> None:
    path = prepared("lived")
    cli.ok("audit", "keygen", "log.key")
    cli.ok("audit", "keygen", "auditor.key", "--witness", "auditor.example")
    cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "kept.checkpoint")
    database = sqlite3.connect(path)
    database.execute("DROP TRIGGER stored_events_no_update")
    database.execute(
        "UPDATE stored_events SET state = CAST(replace(state, '2011', '2012') AS BLOB)"
        " WHERE entry = 3"
    )
    database.commit()
    database.close()
    for command in (
        ("checkpoint", "--key", "log.key"),
        ("cosign", "kept.checkpoint", "--key", "auditor.key", "--vkey", "log.vkey"),
        ("consistency", "kept.checkpoint", "--vkey", "log.vkey"),
        ("bundle", "out.zip", "--key", "log.key"),
    ):
        result = cli("audit", *command, "-O", "json")
        assert result.code == 3, command
        assert result.error["code"] == "LEDGER_DAMAGED"
    assert not Path("auditor.key.seen").exists()
    assert not Path("out.zip").exists()


def test_when_an_entry_came_a_cosignature_alone_tells(log: Log, cli: InProcess) -> None:
    """A clock set back to any time after the last entry: no entry notes that.

    The witness had not seen it at a time that is later than the entry's own.
    """
    _cosign(log, cli, 26)
    ledger = LedgerInTest(log.path)
    ledger.now = NOON + timedelta(minutes=1)
    ledger.receive("emmen", "1.00")
    ledger.close()
    told = cli.json(
        *("audit", "verify", "--rules", "--checkpoint", "cosigned"),
        *("--vkey", "log.vkey", "--witness-vkey", "auditor.vkey"),
    )
    assert (told["verified"], told["findings"]) == (True, [])
    (seen,) = told["cosignatures"]
    [late] = cli.json("history", "--recorded-from", "2014-12-31T13:01")
    assert late["entry"] == seen["size"] + 1
    assert late["recorded_at"] < seen["time"]
