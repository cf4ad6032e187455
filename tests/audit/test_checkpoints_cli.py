"""`audit checkpoint`, `audit consistency` and checkpoints that are kept elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.transparency.checkpoints import (
    Checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from ledger.transparency.keys import SigningKey, VerifierKey
from ledger.transparency.merkle import EMPTY_ROOT
from ledger.transparency.notes import Note
from ledger.verifying.audit import read_notes
from tests.audit.ledgers import Log, in_state, rewrite_history, sql, verified
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest

Prepared = Callable[[str], Path]
RECEIPT = (
    *("receive-contribution", "--year", "2011", "--partner", "emmen"),
    *("--amount", "1.00", "--date", "2011-09-01", "--document", "B-1"),
)


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger whose keys are in log.key and log.vkey."""
    log = Log(prepared("lived"))
    cli.ok("audit", "keygen", "log.key")
    log.key = SigningKey.parse(Path("log.key").read_text(encoding="utf-8").strip())
    return log


def _checkpoint(cli: InProcess, *more: str) -> Checkpoint:
    out = cli.ok("audit", "checkpoint", "--key", "log.key", *more).out
    Path("printed").write_text(out, encoding="utf-8")
    (note,) = read_notes(Path("printed"))
    key = VerifierKey.parse(Path("log.vkey").read_text(encoding="utf-8").strip())
    return verify_checkpoint(note, key).checkpoint


def test_a_checkpoint_signs_size_and_root(log: Log, cli: InProcess) -> None:
    checkpoint = _checkpoint(cli)
    found = verified(log.path)
    assert (checkpoint.size, checkpoint.root) == (26, found.root)
    assert checkpoint.origin == log.key.name
    assert checkpoint.origin.startswith("zuidas-ledger/drentse-zuidas/")


def test_it_can_be_written_to_a_file(log: Log, cli: InProcess) -> None:
    told = cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "26.checkpoint")
    assert told.out == ""
    arguments = ("--checkpoint", "26.checkpoint", "--vkey", "log.vkey")
    assert "Extends the checkpoint of 26" in cli.ok("audit", "verify", *arguments).out


def test_extend_appends_to_a_file_kept_elsewhere(log: Log, cli: InProcess) -> None:
    kept = Path("stick")
    kept.mkdir()
    file = kept / "zuidas.checkpoints"
    for number in range(3):
        printed = _checkpoint(cli, "--extend", str(file))
        assert printed.size == 26 + number
        cli.ok(*RECEIPT[:-1], f"B-{number}")
    notes = read_notes(file)
    assert [Checkpoint.parse(note.text).size for note in notes] == [26, 27, 28]
    answer = cli.json(
        *("audit", "verify", "--checkpoint", str(file), "--vkey", "log.vkey")
    )
    assert answer["checkpoints"] == [26, 27, 28]
    assert answer["findings"] == []


def test_extend_says_a_size_once(log: Log, cli: InProcess) -> None:
    for _ in range(3):
        _checkpoint(cli, "--extend", "kept")
    assert len(read_notes(Path("kept"))) == 1


def test_extend_does_not_touch_what_is_there(log: Log, cli: InProcess) -> None:
    _checkpoint(cli, "--extend", "kept")
    before = Path("kept").read_bytes()
    cli.ok(*RECEIPT)
    _checkpoint(cli, "--extend", "kept")
    assert Path("kept").read_bytes().startswith(before + b"\n")


@pytest.mark.parametrize("size", [14, 26])
def test_extend_refuses_a_log_that_was_rewritten(
    log: Log, cli: InProcess, size: int
) -> None:
    Path("kept").write_bytes(log.note(size).encode())
    before = Path("kept").read_bytes()
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", "kept")
    assert cli.refused(*arguments, exit_code=3) == "CHECKPOINT_DIFFERS"
    assert Path("kept").read_bytes() == before


def test_extend_refuses_a_log_whose_tail_was_cut_off(log: Log, cli: InProcess) -> None:
    _checkpoint(cli, "--extend", "kept")
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 20"))
    arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", "kept")
    assert cli.refused(*arguments, exit_code=3) == "LOG_TRUNCATED"


def test_extend_looks_at_every_checkpoint_of_the_file(log: Log, cli: InProcess) -> None:
    """Not only the last: one that was slipped in has to fit too."""
    honest = log.note(10).encode()
    false = Checkpoint(log.key.name, 12, bytes(32))
    forged = sign_checkpoint(false, log.key).encode()
    Path("kept").write_bytes(forged + b"\n" + honest)
    arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", "kept")
    assert cli.refused(*arguments, exit_code=3) == "CHECKPOINT_DIFFERS"


def test_extend_refuses_a_file_of_another_signer(log: Log, cli: InProcess) -> None:
    stranger = SigningKey.generate(log.key.name)
    checkpoint = log.checkpoint(10)
    Path("kept").write_bytes(sign_checkpoint(checkpoint, stranger).encode())
    arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", "kept")
    assert cli.refused(*arguments, exit_code=3) == "SIGNATURE_INVALID"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PROOF_EMPTY"),
        (b"\xff", "PROOF_EMPTY"),
        (b"no note\n", "BAD_COMMAND"),
        (b"no note\n\nno signature\n", "BAD_COMMAND"),
        (b"a\x00b\n", "BAD_COMMAND"),
    ],
)
def test_extend_refuses_a_file_of_something_else(
    log: Log, cli: InProcess, content: bytes, code: str
) -> None:
    Path("kept").write_bytes(content)
    arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", "kept")
    assert cli.refused(*arguments) == code
    assert Path("kept").read_bytes() == content


def test_extend_where_nothing_can_be_written(log: Log, cli: InProcess) -> None:
    for place, code in (("nowhere/kept", "BAD_COMMAND"), (".", "PROOF_EMPTY")):
        arguments = ("audit", "checkpoint", "--key", "log.key", "--extend", place)
        assert cli.refused(*arguments) == code


def test_a_key_of_another_ledger_signs_nothing_here(
    log: Log, cli: InProcess, tmp_path: Path
) -> None:
    """The key is named after the log, so it can't vouch for another one."""
    other = LedgerInTest.new(tmp_path / "other.db")
    other.close()
    rewrite_history(tmp_path / "other.db", in_state(1, "T12:00:00Z", "T12:00:01Z"))
    arguments = ("audit", "checkpoint", "--key", "log.key", "--db", "other.db")
    assert cli.refused(*arguments) == "BAD_COMMAND"


def test_consistency_of_two_checkpoints(log: Log, cli: InProcess) -> None:
    Path("old").write_bytes(log.note(7).encode())
    Path("new").write_bytes(log.note(20).encode())
    vkey = ("--vkey", "log.vkey")
    answer = cli.json("audit", "consistency", "old", "new", *vkey)
    assert (answer["old"], answer["new"], answer["consistent"]) == (7, 20, True)
    assert cli.json("audit", "consistency", "old", *vkey)["new"] == 26
    assert cli.json("audit", "consistency", "old", "old", *vkey)["new"] == 7
    # Given in the wrong order they prove nothing wrong.
    assert cli.refused("audit", "consistency", "new", "old", *vkey) == "BAD_COMMAND"


def test_consistency_after_a_rewritten_history(log: Log, cli: InProcess) -> None:
    Path("old").write_bytes(log.note(14).encode())
    Path("before").write_bytes(log.note(13).encode())
    Path("new").write_bytes(log.note(26).encode())
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    vkey = ("--vkey", "log.vkey")
    for files in (["old"], ["old", "new"], ["before", "new"]):
        code = cli.refused("audit", "consistency", *files, *vkey, exit_code=3)
        assert code == "CHECKPOINT_DIFFERS", files
    cli.ok("audit", "consistency", "before", *vkey)


def test_consistency_with_a_checkpoint_ahead_of_the_ledger(
    log: Log, cli: InProcess
) -> None:
    Path("old").write_bytes(log.note(14).encode())
    Path("new").write_bytes(log.note(26).encode())
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 20"))
    vkey = ("--vkey", "log.vkey")
    for files in (["old", "new"], ["new"]):
        code = cli.refused("audit", "consistency", *files, *vkey, exit_code=3)
        assert code == "LOG_TRUNCATED"


def test_a_checkpoint_of_nothing(log: Log, cli: InProcess) -> None:
    """Every log extends the empty one, if it is the empty one."""
    for root, code in ((EMPTY_ROOT, 0), (bytes(32), 3)):
        checkpoint = Checkpoint(log.key.name, 0, root)
        Path("old").write_bytes(sign_checkpoint(checkpoint, log.key).encode())
        vkey = ("--vkey", "log.vkey")
        assert cli("audit", "consistency", "old", *vkey).code == code
        assert cli("audit", "verify", "--checkpoint", "old", *vkey).code == code


def _one_bit_off(note: Note) -> bytes:
    """The note with a signature that is never the one it had."""
    (signature,) = note.signatures
    body = signature.body[:-1] + bytes([signature.body[-1] ^ 1])
    return Note(note.text, (replace(signature, body=body),)).encode()


@pytest.mark.parametrize("command", ["verify --checkpoint kept", "consistency kept"])
def test_a_checkpoint_whose_signature_is_another_s(
    log: Log, cli: InProcess, command: str
) -> None:
    vkey = ("--vkey", "log.vkey")
    note = log.note(14).encode()
    for content, code, exit_code in (
        (note.replace(b"\n14\n", b"\n15\n"), "SIGNATURE_INVALID", 3),
        (_one_bit_off(log.note(14)), "SIGNATURE_INVALID", 3),
        (
            sign_checkpoint(
                log.checkpoint(14), SigningKey.generate(log.key.name)
            ).encode(),
            "SIGNATURE_INVALID",
            3,
        ),
        (note[:-4], "BAD_COMMAND", 1),
        (note.partition(b"\n\n")[0], "BAD_COMMAND", 1),
    ):
        Path("kept").write_bytes(content)
        arguments = ("audit", *command.split(), *vkey)
        assert cli.refused(*arguments, exit_code=exit_code) == code, content


def test_checkpoints_need_the_log_s_verifier_key(log: Log, cli: InProcess) -> None:
    Path("kept").write_bytes(log.note(14).encode())
    arguments = ("audit", "verify", "--checkpoint", "kept")
    assert cli.refused(*arguments) == "BAD_COMMAND"
    assert cli.refused(*arguments, "--vkey", "nonsense") == "BAD_COMMAND"
    assert cli.refused(*arguments, "--vkey", "log.key") == "BAD_COMMAND"
    missing = ("audit", "verify", "--checkpoint", "gone", "--vkey", "log.vkey")
    assert cli.refused(*missing) == "PROOF_EMPTY"
