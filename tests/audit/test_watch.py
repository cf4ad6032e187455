"""Watching a log: one line while it extends what was kept, else an alarm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.transparency.keys import SigningKey
from tests.audit.ledgers import Log, in_state, rewrite_history, sql, tamper
from tests.audit.publications import post
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]
WATCH = ("audit", "watch", "--checkpoint", "kept", "--vkey", "log.vkey")


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger of 26 entries of which the checkpoint of 20 was kept."""
    log = Log(prepared("lived"))
    log.files(Path())
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    Path("kept").write_bytes(log.note(20).encode())
    return log


def test_one_line_says_that_all_is_well(log: Log, cli: InProcess) -> None:
    (line,) = cli.ok(*WATCH).out.splitlines()
    root = log.checkpoint().root.hex()
    assert line == (
        f"The log of 26 entries, root {root}, extends the checkpoint of 20 entries:"
        " hashes and order of every entry."
    )
    found = cli.json(*WATCH)
    assert (found["size"], found["root"], found["extends"]) == (26, root, True)
    assert found["checkpoints"] == [20]


def test_it_stays_one_line_whatever_is_kept(log: Log, cli: InProcess) -> None:
    kept = log.note(7).encode() + b"\n" + log.note(20).encode()
    stranger = "\u2014 stranger.example AAAAAAAA\n".encode()
    Path("kept").write_bytes(kept + stranger)
    (line,) = cli.ok(*WATCH).out.splitlines()
    assert "of 20 entries and 1 before it" in line
    assert "Unknown signers" in line
    post(cli, 3)
    assert cli.json(*WATCH)["size"] == 29


@pytest.mark.parametrize(
    ("entry", "code"), [(14, "CHECKPOINT_DIFFERS"), (25, None)], ids=["old", "new"]
)
def test_a_rewritten_history_is_an_alarm(
    log: Log, cli: InProcess, entry: int, code: str | None
) -> None:
    """What came after the checkpoint it can't vouch for: keep newer ones."""
    rewrite_history(log.path, in_state(entry, '"officer"', '"someone"'))
    if code is None:
        cli.ok(*WATCH)
    else:
        assert cli.refused(*WATCH, exit_code=3) == code


def test_what_else_is_an_alarm(log: Log, cli: InProcess) -> None:
    tamper(log.path, in_state(25, '"officer"', '"someone"'))
    assert cli.refused(*WATCH, exit_code=3) == "LOG_DIFFERS"
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 19"))
    assert cli.refused(*WATCH, exit_code=3) == "LOG_TRUNCATED"
    rewrite_history(log.path, sql("DELETE FROM stored_events"))
    assert cli.refused(*WATCH, exit_code=3) in ("LOG_TRUNCATED", "ENTRY_MISSING")


def test_another_ledger_in_its_place(log: Log, cli: InProcess) -> None:
    log.path.unlink()
    cli.ok("init")
    assert cli.refused(*WATCH, exit_code=3) == "LOG_TRUNCATED"
    post(cli, 30)
    assert cli.refused(*WATCH, exit_code=3) == "CHECKPOINT_DIFFERS"


def test_a_ledger_that_is_gone_is_no_silence(log: Log, cli: InProcess) -> None:
    log.path.unlink()
    assert cli.refused(*WATCH) == "LEDGER_NOT_FOUND"


def test_a_checkpoint_of_somebody_else_alarms_too(log: Log, cli: InProcess) -> None:
    other = SigningKey.generate(log.key.name)
    Path("kept").write_bytes(Log(log.path, other).note(20).encode())
    assert cli.refused(*WATCH, exit_code=3) == "SIGNATURE_INVALID"
    assert cli.json(*WATCH, "--vkey", other.verifier.encode())["size"] == 26
    Path("kept").write_bytes(b"")
    assert cli.refused(*WATCH) == "PROOF_EMPTY"


def test_it_needs_a_checkpoint_and_a_key(log: Log, cli: InProcess) -> None:
    assert cli(*WATCH[:4]).code == 2
    assert cli("audit", "watch", *WATCH[4:]).code == 2


def test_witnesses_must_have_cosigned_what_was_kept(log: Log, cli: InProcess) -> None:
    cli.ok("audit", "keygen", "w.key", "--witness", "w.example")
    named = (*WATCH, "--witness-vkey", "w.vkey")
    assert cli.refused(*named, exit_code=3) == "SIGNATURE_INVALID"
    cosign = ("audit", "cosign", "kept", "--key", "w.key", "--vkey", "log.vkey")
    cli.ok(*cosign, "-o", "cosigned")
    Path("cosigned").replace("kept")
    (cosigned,) = cli.json(*named)["cosignatures"]
    assert (cosigned["size"], cosigned["name"]) == (20, "w.example")
