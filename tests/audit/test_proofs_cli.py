"""`audit prove`, and `audit verify-proof` with nothing but the file and the keys."""

import base64
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from ledger.storage.sqlite import SQLiteStore
from ledger.transparency.checkpoints import Checkpoint, sign_checkpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.proof_files import ProofFile
from tests.audit.ledgers import Log, in_state, rewrite_history, sql, tamper
from tests.functional.program import ROOT, InProcess, Program

Prepared = Callable[[str], Path]
VERIFY = ("audit", "verify-proof", "entry.tlog-proof", "--vkey", "log.vkey")


def _prove(cli: InProcess, entry: int, *more: str) -> None:
    source = more or ("--key", "log.key")
    file = ("-o", "entry.tlog-proof")
    assert cli.ok("audit", "prove", str(entry), *source, *file).out == ""


def test_every_entry_is_proved(log: Log, cli: InProcess) -> None:
    for entry in range(1, 27):
        _prove(cli, entry)
        answer = cli.json(*VERIFY)
        assert (answer["entry"], answer["size"]) == (entry, 26)
        assert answer["state"]["entry"] == entry
        assert answer["origin"] == log.key.name
        assert answer["witnesses"] == []


def test_people_read_the_entry_whole(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    told = cli.ok(*VERIFY).out
    assert told.startswith("Entry 14 (process-cost-posted.v1) is in the log zuidas-led")
    assert "by officer:" in told
    assert '"amount": "1200.00"' in told


def test_a_proof_to_an_earlier_checkpoint(log: Log, cli: InProcess) -> None:
    Path("old").write_bytes(log.note(20).encode())
    _prove(cli, 14, "--checkpoint", "old")
    assert cli.json(*VERIFY)["size"] == 20
    late = ("audit", "prove", "21", "--checkpoint", "old")
    assert cli.refused(*late) == "ENTRY_UNKNOWN"


def test_it_needs_neither_ledger_nor_database(
    log: Log, cli: InProcess, zuidas: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    _prove(cli, 14)
    log.path.unlink()

    def opened(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(SQLiteStore, "open", opened)
    monkeypatch.setenv("ZUIDAS_DB", "postgresql://nowhere.invalid/gone")
    assert cli.json(*VERIFY)["entry"] == 14
    before = sorted(path.name for path in Path().iterdir())
    assert zuidas(*VERIFY).code == 0
    assert sorted(path.name for path in Path().iterdir()) == before


def test_the_verifier_key_may_be_typed(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    vkey = log.key.verifier.encode()
    assert cli.json(*VERIFY[:3], "--vkey", vkey)["entry"] == 14
    assert cli(*VERIFY[:3]).code == 2


def test_any_changed_byte_of_a_proof(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    file = Path("entry.tlog-proof")
    whole = file.read_bytes()
    honest = cli.json(*VERIFY)
    for place in [*range(0, len(whole), 23), len(whole) - 1]:
        changed = bytearray(whole)
        changed[place] ^= 1
        file.write_bytes(bytes(changed))
        told = cli(*VERIFY, "-O", "json")
        # The hint of who signed may change; whatever else does is refused.
        assert told.code in (1, 3) or told.json == honest, place
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        assert cli(*VERIFY).code in (1, 3)


def test_a_proof_with_another_entry_in_it(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    file = Path("entry.tlog-proof")
    proof = ProofFile.parse(file.read_bytes())
    for old, new in (
        (b'"1200.00"', b'"9999.00"'),
        (b'"officer"', b'"someone"'),
        (b"process-cost-posted.v1", b"process-cost-payed.v1!"),
        (b"\n14\n", b"\n15\n"),
    ):
        extra = proof.extra.replace(old, new)
        assert extra != proof.extra
        changed = ProofFile(proof.index, proof.proof, proof.checkpoint, extra)
        file.write_bytes(changed.encode())
        assert cli.refused(*VERIFY, exit_code=3) == "SIGNATURE_INVALID", new


def test_a_proof_without_its_entry(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    file = Path("entry.tlog-proof")
    proof = ProofFile.parse(file.read_bytes())
    file.write_bytes(ProofFile(13, proof.proof, proof.checkpoint).encode())
    assert cli.refused(*VERIFY) == "BAD_COMMAND"


@pytest.mark.parametrize(
    ("entry", "state", "code", "exit_code"),
    [
        (1, b'{"given":{}}', None, 0),
        (7, b'{"given":{}}', "SIGNATURE_INVALID", 3),
        (1, b"[" * 100_000, "BAD_COMMAND", 1),
        (1, b"[]", "BAD_COMMAND", 1),
        (1, b"\xff", "BAD_COMMAND", 1),
        (1, b"", "BAD_COMMAND", 1),
    ],
)
def test_a_log_that_signs_nonsense(
    log: Log,
    cli: InProcess,
    entry: int,
    state: bytes,
    code: str | None,
    exit_code: int,
) -> None:
    """The signature holds; what it is under need not be what we would write."""
    leaf = leaf_data(entry, "cash", 1, "other-paid.v1", state)
    checkpoint = Checkpoint(log.key.name, 1, leaf_hash(leaf))
    note = sign_checkpoint(checkpoint, log.key)
    proof = ProofFile(0, (), note, leaf + state)
    Path("entry.tlog-proof").write_bytes(proof.encode())
    if code is None:
        assert "Recorded None by None" in cli.ok(*VERIFY).out
    else:
        assert cli.refused(*VERIFY, exit_code=exit_code) == code


def test_a_proof_signed_by_another_key(log: Log, cli: InProcess) -> None:
    _prove(cli, 14)
    stranger = SigningKey.generate(log.key.name).verifier.encode()
    told = cli.refused(*VERIFY[:3], "--vkey", stranger, exit_code=3)
    assert told == "SIGNATURE_INVALID"
    elsewhere = SigningKey.generate("zuidas-ledger/elsewhere/0").verifier.encode()
    told = cli.refused(*VERIFY[:3], "--vkey", elsewhere, exit_code=3)
    assert told == "SIGNATURE_INVALID"


def test_witnesses_that_are_named_must_have_cosigned(log: Log, cli: InProcess) -> None:
    for name in ("a", "b"):
        cli.ok("audit", "keygen", f"{name}.key", "--witness", f"witness.example/{name}")
    Path("checkpoint").write_bytes(log.note().encode())
    cosigned = ("audit", "cosign", "checkpoint", "--key", "a.key", "--vkey", "log.vkey")
    cli.ok(*cosigned, "-o", "cosigned")
    _prove(cli, 14, "--checkpoint", "cosigned")
    vkey = Path("a.vkey").read_text(encoding="utf-8").strip()
    # The same witness twice, as a file and as text, is one witness.
    named = ("--witness-vkey", "a.vkey", "--witness-vkey", vkey)
    assert cli.json(*VERIFY, *named)["witnesses"] == ["witness.example/a"]
    assert "cosigned by witness.example/a" in cli.ok(*VERIFY, *named).out
    missing = (*VERIFY, *named, "--witness-vkey", "b.vkey")
    assert cli.refused(*missing, exit_code=3) == "SIGNATURE_INVALID"


def test_a_forged_cosignature(log: Log, cli: InProcess) -> None:
    cli.ok("audit", "keygen", "a.key", "--witness", "witness.example/a")
    Path("checkpoint").write_bytes(log.note().encode())
    cosigned = ("audit", "cosign", "checkpoint", "--key", "a.key", "--vkey", "log.vkey")
    head, _, last = cli.ok(*cosigned).out.rpartition(" ")
    raw = bytearray(base64.b64decode(last))
    raw[-1] ^= 1
    forged = f"{head} {base64.b64encode(raw).decode()}\n"
    Path("forged").write_text(forged, encoding="utf-8")
    _prove(cli, 14, "--checkpoint", "forged")
    assert cli(*VERIFY).code == 0
    named = (*VERIFY, "--witness-vkey", "a.vkey")
    assert cli.refused(*named, exit_code=3) == "SIGNATURE_INVALID"


def test_a_tampered_entry_is_not_proved(log: Log, cli: InProcess) -> None:
    tamper(log.path, in_state(14, '"1200.00"', '"200.00"'))
    told = cli.refused("audit", "prove", "14", "--key", "log.key", exit_code=3)
    assert told == "LOG_DIFFERS"


def test_nothing_is_proved_to_a_checkpoint_of_another_history(
    log: Log, cli: InProcess
) -> None:
    Path("old").write_bytes(log.note().encode())
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    prove = ("audit", "prove", "3", "--checkpoint", "old")
    assert cli.refused(*prove, exit_code=3) == "CHECKPOINT_DIFFERS"
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 20"))
    assert cli.refused(*prove, exit_code=3) == "LOG_TRUNCATED"


@pytest.mark.parametrize("entry", ["0", "-1", "27", str(2**63), str(10**40)])
def test_an_entry_that_is_not_there(log: Log, cli: InProcess, entry: str) -> None:
    told = cli("audit", "prove", "--key", "log.key", "-O", "json", "--", entry)
    assert (told.code, told.error["code"]) == (1, "ENTRY_UNKNOWN")


def test_prove_needs_a_checkpoint_or_a_key(log: Log, cli: InProcess) -> None:
    assert cli.refused("audit", "prove", "14") == "BAD_COMMAND"
    assert cli.refused(*VERIFY) == "PROOF_EMPTY"


def test_a_log_of_other_entries_beside_honest_events(
    log: Log, cli: InProcess, tmp_path: Path
) -> None:
    """Its nodes agree with each other, and its root must not be signed."""
    foreign = tmp_path / "foreign.db"
    shutil.copyfile(log.path, foreign)
    rewrite_history(foreign, in_state(14, '"1200.00"', '"200.00"'))
    witness = ("audit", "keygen", "witness.key", "--witness", "auditor.example")
    cli.ok(*witness)
    Path("foreign.checkpoint").write_bytes(Log(foreign, log.key).note().encode())
    Path("old.checkpoint").write_bytes(log.note(10).encode())
    tamper(
        log.path,
        sql(
            f"ATTACH '{foreign}' AS foreign_log",
            "DELETE FROM log_nodes",
            "INSERT INTO log_nodes SELECT * FROM foreign_log.log_nodes",
        ),
    )
    for command in (
        ("prove", "3", "--key", "log.key"),
        ("prove", "3", "--checkpoint", "foreign.checkpoint"),
        ("prove", "14", "--key", "log.key"),
        ("checkpoint", "--key", "log.key"),
        ("checkpoint", "--key", "log.key", "--extend", "old.checkpoint"),
        ("bundle", "new.bundle", "--key", "log.key"),
        (
            *("cosign", "foreign.checkpoint", "--key", "witness.key"),
            *("--vkey", "log.vkey"),
        ),
        ("consistency", "old.checkpoint", "--vkey", "log.vkey"),
        ("consistency", "old.checkpoint", "foreign.checkpoint", "--vkey", "log.vkey"),
    ):
        before = Path("old.checkpoint").read_bytes()
        told = cli("audit", *command, "-o", "signed")
        assert (told.code, told.out) == (3, ""), command
        assert not Path("signed").exists(), command
        assert not Path("new.bundle").exists()
        assert not Path("witness.key.seen").exists()
        assert Path("old.checkpoint").read_bytes() == before


def test_what_the_tables_say_must_be_true_before_anything_is_signed(
    log: Log, cli: InProcess
) -> None:
    tamper(log.path, sql("UPDATE lines SET amount = amount * 2"))
    for command in (("prove", "3"), ("checkpoint",), ("bundle", "new.bundle")):
        told = cli.refused("audit", *command, "--key", "log.key", exit_code=3)
        assert told == "LEDGER_DAMAGED"


def test_one_place_signs() -> None:
    """Whatever else signed would have to verify the ledger whole itself."""
    signing = {"ledger/transparency/checkpoints.py", "ledger/verifying/signing.py"}
    found = {
        str(file.relative_to(ROOT))
        for folder in ("domain", "projections", "ledger", "cli")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"\b(sign_checkpoint|cosign|sign_timestamped)\(", file.read_text())
    }
    assert found - {"ledger/transparency/notes.py"} == signing
