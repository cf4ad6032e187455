"""Replacing the log's key: both sign for a while, and either is enough to verify."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.transparency.keys import VerifierKey
from ledger.verifying.audit import read_notes
from tests.audit.ledgers import Log
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]
BOTH = ("--key", "old.key", "--key", "new.key")
WITNESS = "auditor.example/2026"


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger with two keys, and a checkpoint that both of them signed."""
    log = Log(prepared("lived"))
    for name in ("old", "new", "lost"):
        cli.ok("audit", "keygen", f"{name}.key")
    cli.ok("audit", "checkpoint", *BOTH, "-o", "both")
    cli.ok("audit", "checkpoint", "--key", "old.key", "-o", "before")
    cli.ok("audit", "checkpoint", "--key", "new.key", "-o", "after")
    return log


def _vkeys(*names: str) -> tuple[str, ...]:
    return tuple(part for name in names for part in ("--vkey", f"{name}.vkey"))


def test_both_keys_sign_one_checkpoint(log: Log) -> None:
    (note,) = read_notes(Path("both"))
    ids = [
        VerifierKey.parse(Path(f"{name}.vkey").read_text().strip()).key_id
        for name in ("old", "new")
    ]
    assert [each.key_id for each in note.signatures] == ids


@pytest.mark.parametrize(
    ("file", "keys", "unknown"),
    [
        ("both", ("old",), True),
        ("both", ("new",), True),
        ("both", ("old", "new"), False),
        ("before", ("old", "new"), False),
        ("after", ("new", "old"), False),
    ],
)
def test_either_key_is_enough_and_the_other_is_named(
    log: Log, cli: InProcess, file: str, keys: tuple[str, ...], unknown: bool
) -> None:
    arguments = ("audit", "verify", "--checkpoint", file, *_vkeys(*keys))
    found = cli.json(*arguments)
    assert found["checkpoints"] == [26]
    assert found["unknown_signers"] == ([log.key.name] if unknown else [])
    assert ("Unknown signers" in cli.ok(*arguments).out) is unknown


def test_a_key_that_was_not_given_verifies_nothing(log: Log, cli: InProcess) -> None:
    for file, keys in (("before", ("new",)), ("after", ("old",)), ("both", ("lost",))):
        kept = ("--checkpoint", file, *_vkeys(*keys))
        told = cli.refused("audit", "verify", *kept, exit_code=3)
        assert told == "SIGNATURE_INVALID"


def test_proofs_and_bundles_carry_both_signatures(log: Log, cli: InProcess) -> None:
    cli.ok("audit", "prove", "14", *BOTH, "-o", "proof")
    cli.ok("audit", "prove", "14", "--checkpoint", "both", *_vkeys("old"), "-o", "p2")
    cli.ok("audit", "bundle", "zuidas.bundle", *BOTH)
    for name in ("old", "new"):
        for proof in ("proof", "p2"):
            assert (
                cli.json("audit", "verify-proof", proof, *_vkeys(name))["entry"] == 14
            )
        replayed = cli.json("audit", "replay", "zuidas.bundle", *_vkeys(name))
        assert replayed["signature_verified"] is True
        assert replayed["unknown_signers"] == [log.key.name]


def test_what_can_not_be_verified_is_not_proved_or_bundled(
    log: Log, cli: InProcess
) -> None:
    prove = ("audit", "prove", "14", "--checkpoint", "before", *_vkeys("new"))
    assert cli.refused(*prove, exit_code=3) == "SIGNATURE_INVALID"
    bundle = ("audit", "bundle", "b", "--checkpoint", "before", *_vkeys("new"))
    assert cli.refused(*bundle, exit_code=3) == "SIGNATURE_INVALID"
    assert not Path("b").exists()


def test_a_file_of_the_old_key_is_extended_by_the_new_one(
    log: Log, cli: InProcess
) -> None:
    """A lost key signs no last checkpoint with both: its own are vouched for."""
    kept = Path("before").read_bytes()
    cli.ok(
        *("receive-contribution", "--year", "2011", "--partner", "emmen"),
        *("--amount", "1.00", "--date", "2011-09-01", "--document", "B-1"),
    )
    extend = ("audit", "checkpoint", "--key", "new.key", "--extend", "before")
    assert cli.refused(*extend, exit_code=3) == "SIGNATURE_INVALID"
    assert Path("before").read_bytes() == kept
    cli.ok(*extend, *_vkeys("old"))
    old, new = read_notes(Path("before"))
    assert kept == old.encode()
    assert new.signatures[0].key_id != old.signatures[0].key_id


def test_the_same_key_twice_is_a_mistake(log: Log, cli: InProcess) -> None:
    twice = ("audit", "checkpoint", "--key", "new.key", "--key", "new.key")
    assert cli.refused(*twice) == "BAD_COMMAND"


def test_keys_of_two_logs_are_a_mistake(log: Log, cli: InProcess) -> None:
    other = "zuidas-ledger/other/0"
    cli.ok("audit", "keygen", "w.key", "--witness", other)
    told = cli.refused("audit", "verify", *_vkeys("old", "w"))
    assert told == "BAD_COMMAND"


def test_a_quorum_of_witnesses_with_their_times(log: Log, cli: InProcess) -> None:
    for name in ("a", "b"):
        cli.ok("audit", "keygen", f"{name}.key", "--witness", WITNESS)
    cosign = ("audit", "cosign", "both", "--key", "a.key", *_vkeys("new"))
    cli.ok(*cosign, "-o", "cosigned")
    kept = ("audit", "verify", "--checkpoint", "cosigned", *_vkeys("old", "new"))
    named = (*kept, "--witness-vkey", "a.vkey", "--witness-vkey", "b.vkey")
    assert cli.refused(*named, exit_code=3) == "SIGNATURE_INVALID"
    assert cli.refused(*named, "--quorum", "3") == "BAD_COMMAND"
    (cosigned,) = cli.json(*named, "--quorum", "1")["cosignatures"]
    assert (cosigned["size"], cosigned["name"]) == (26, WITNESS)
    told = cli.ok(*named, "--quorum", "1").out
    assert f"Cosigned by {WITNESS} (key {cosigned['key_id']}) at 20" in told
