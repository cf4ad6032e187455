"""`zuidas audit bundle` and `replay`: whole, reproducible, and hard to forge."""

import base64
import errno
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ledger.bundle.reports import _with_list, as_json
from projections.answers.entries import Entry
from tests.audit.boxes import AT, Members, changed, unpacked
from tests.audit.conftest import Books
from tests.audit.independent_verifier import WrongError, verify
from tests.functional.program import InProcess

BUNDLE = "zuidas.bundle"
REPORTS = {
    "balance": ("balance",),
    "trial-balance": ("trial-balance",),
    "current-account": ("statement", "current-account"),
    "decisions": ("decisions",),
    "check": ("check",),
}


# -- What is in it -----------------------------------------------------------------


def test_the_same_ledger_gives_the_same_bytes(books: Books, cli: InProcess) -> None:
    cli.ok(
        *("audit", "bundle", "again.bundle", "--key", "log.key", "--at", AT),
        *("--checkpoint", "kept.checkpoint"),
    )
    assert Path("again.bundle").read_bytes() == books.bundle.read_bytes()


def test_a_bundle_says_what_is_in_it(books: Books, cli: InProcess) -> None:
    members = unpacked(books.bundle)
    told = cli.json("audit", "bundle", "again.bundle", "--at", AT)
    stated = json.loads(members["bundle.json"])
    assert told["root"] == stated["root"]
    assert told["entries"] == stated["entries"] == 29
    assert told["signed"] is False
    for name in members:
        if name != "README.txt":
            assert name.split("/")[0] in members["README.txt"].decode()


def test_the_manifest_lists_every_other_member(books: Books) -> None:
    members = unpacked(books.bundle)
    lines = members.pop("manifest.sha256").decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(d).hexdigest()}  {n}" for n, d in members.items()
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_what_the_commands_print(
    books: Books, cli: InProcess, name: str
) -> None:
    printed = cli(*REPORTS[name], "--at", AT, "-O", "json").json
    bundled = json.loads(unpacked(books.bundle)[f"reports/{name}.json"])
    assert without_prose(bundled) == without_prose(printed)


def without_prose(found: Any) -> Any:
    """What the program itself says in a report: left out of bundles, or data there."""
    if isinstance(found, list):
        return [without_prose(item) for item in found]
    if isinstance(found, dict):
        own = ("message", "values", "description", "accepted")
        return {k: without_prose(v) for k, v in found.items() if k not in own}
    return found


def test_findings_are_data_and_no_prose(books: Books, cli: InProcess) -> None:
    bundled = json.loads(unpacked(books.bundle)["reports/check.json"])
    assert bundled
    for found in bundled:
        assert list(found) == [
            *("check", "code", "finding", "severity", "values", "entries")
        ]
    gap = next(found for found in bundled if found["code"] == "KEY_GAP")
    assert (gap["values"]["gap"], gap["values"]["year"]) == ("3200.00", "2011")


def test_a_reworded_message_changes_no_bundle(
    books: Books, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that says the same in other words replays what an older one made."""
    monkeypatch.setattr(
        "projections.finding.english", lambda said: f"Other words of {said!r:.20}"
    )
    monkeypatch.setattr(
        Entry, "description", property(lambda entry: f"reworded {entry.number}")
    )
    assert "Other words" in cli("check", "--at", AT, "-O", "json").out
    replayed = cli("audit", "replay", BUNDLE)
    assert replayed.code == 0, replayed.err


def test_the_journal_has_the_lines_that_the_command_prints(
    books: Books, cli: InProcess
) -> None:
    printed = cli.ok("journal", "--at", AT, "-O", "hledger").out.splitlines()
    bundled = unpacked(books.bundle)["journal.hledger"].decode().splitlines()
    assert [x for x in bundled if x.startswith("    ")] == [
        x for x in printed if x.startswith("    ")
    ]
    assert not [x for x in bundled if x.startswith(";")]


def test_entries_are_the_stored_ones_to_the_letter(books: Books) -> None:
    lines = unpacked(books.bundle)["entries.jsonl"].decode().split("\n")[:-1]
    with sqlite3.connect("zuidas.db") as connection:
        stored = connection.execute("SELECT * FROM stored_events ORDER BY entry")
        rows = [(*row[:4], row[4].decode()) for row in stored]
    connection.close()
    assert [tuple(json.loads(line).values()) for line in lines] == rows


def test_reports_know_nothing_after_their_date(books: Books, cli: InProcess) -> None:
    cli.ok("audit", "bundle", "early.bundle", "--at", "2011-08-25")
    members = unpacked(Path("early.bundle"))
    statement = json.loads(members["reports/current-account.json"])
    assert max(line["date"] for line in statement["lines"]) <= "2011-08-25"
    assert cli.ok("audit", "replay", "early.bundle").code == 0
    verify("early.bundle")


@pytest.mark.parametrize(
    "items", [[], [{"a": "1\u2028"}], [{"a": [1, 2]}, {"b": None}]]
)
def test_a_long_list_is_written_as_json_writes_it(items: list[object]) -> None:
    parts = _with_list({"first": 1}, "items", iter(items), {"last": "x"})
    assert "".join(parts) == as_json({"first": 1, "items": items, "last": "x"})


def test_a_bundle_is_not_written_over(books: Books, cli: InProcess) -> None:
    before = books.bundle.read_bytes()
    assert cli.refused("audit", "bundle", BUNDLE) == "BAD_COMMAND"
    assert books.bundle.read_bytes() == before


def test_no_bundle_of_a_ledger_that_was_tampered_with(
    books: Books, cli: InProcess
) -> None:
    tampered("BLOB")
    assert cli.refused("audit", "bundle", "t.bundle", exit_code=3) == "LEDGER_DAMAGED"
    assert not Path("t.bundle").exists()


def test_no_bundle_that_does_not_extend_a_checkpoint(
    books: Books, cli: InProcess
) -> None:
    cli.ok("--db", "other.db", "init")
    arguments = ("--db", "other.db", "audit", "bundle", "o.bundle")
    code = cli.refused(*arguments, "--checkpoint", "kept.checkpoint", exit_code=3)
    assert code == "CHECKPOINT_DIFFERS"
    assert not Path("o.bundle").exists()


def test_no_bundle_of_a_ledger_that_can_not_be_read(
    books: Books, cli: InProcess
) -> None:
    tampered("TEXT")
    assert cli.refused("audit", "bundle", "t.bundle", exit_code=3) == "LEDGER_DAMAGED"
    assert not Path("t.bundle").exists()


def tampered(kind: str) -> None:
    connection = sqlite3.connect("zuidas.db")
    connection.execute("DROP TRIGGER stored_events_no_update")
    connection.execute(
        "UPDATE stored_events SET state ="
        f" CAST(replace(CAST(state AS TEXT), '1.05', '9.05') AS {kind})"
        " WHERE entry = 28"
    )
    connection.commit()
    connection.close()


@pytest.mark.faults
@pytest.mark.parametrize("place", ["ledger.bundle.writing._line", "os.fsync"])
def test_a_full_disk_leaves_no_bundle(
    books: Books, cli: InProcess, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(place, full)
    assert cli.refused("audit", "bundle", "full.bundle") == "DISK_FULL"
    assert not Path("full.bundle").exists()


def test_a_bundle_in_no_folder(books: Books, cli: InProcess) -> None:
    assert cli.refused("audit", "bundle", "none/z.bundle") == "BAD_COMMAND"


# -- Replayed ----------------------------------------------------------------------


def test_a_replay_finds_everything_the_same(books: Books, cli: InProcess) -> None:
    Path("zuidas.db").unlink()
    found = cli.json("audit", "replay", BUNDLE, "--vkey", "log.vkey")
    assert found["entries"] == 29
    assert found["signature_verified"] is True
    assert found["checkpoints"] == [26]
    assert len(found["reproduced"]) == 7
    assert verify(BUNDLE, books.verifier_key)["root"] == found["root"]


def test_a_replay_says_what_it_did_not_verify(books: Books, cli: InProcess) -> None:
    told = cli.ok("audit", "replay", BUNDLE).out
    assert "NOT verified (give --vkey)" in told
    cli.ok("audit", "bundle", "unsigned.bundle", "--at", AT)
    told = cli.ok("audit", "replay", "unsigned.bundle").out
    assert "NOT signed" in told


def test_a_replayed_ledger_can_be_kept(books: Books, cli: InProcess) -> None:
    cli.ok("audit", "replay", BUNDLE, "--into", "replayed.db")
    same = ("balance", "--at", AT, "-O", "json")
    assert cli.ok("--db", "replayed.db", *same).out == cli.ok(*same).out
    arguments = ("--checkpoint", "kept.checkpoint", "--vkey", "log.vkey")
    cli.ok("--db", "replayed.db", "audit", "verify", *arguments)


def test_a_replay_never_writes_over_a_ledger(books: Books, cli: InProcess) -> None:
    before = Path("zuidas.db").read_bytes()
    arguments = ("audit", "replay", BUNDLE, "--into", "zuidas.db")
    assert cli.refused(*arguments) == "LEDGER_EXISTS"
    assert Path("zuidas.db").read_bytes() == before


def test_a_present_checkpoint_that_was_cosigned_is_taken_over(
    books: Books, cli: InProcess
) -> None:
    cli.ok("audit", "keygen", "witness.key", "--witness", "auditor.example/2012")
    cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "now.checkpoint")
    cli.ok(
        *("audit", "cosign", "now.checkpoint", "--key", "witness.key"),
        *("--vkey", "log.vkey", "-o", "cosigned.checkpoint"),
    )
    cli.ok(
        *("audit", "bundle", "c.bundle", "--at", AT, "--key", "log.key"),
        *("--checkpoint", "cosigned.checkpoint"),
    )
    assert unpacked(Path("c.bundle"))["checkpoint"] == (
        Path("cosigned.checkpoint").read_bytes()
    )
    found = cli.json("audit", "replay", "c.bundle", "--vkey", "log.vkey")
    assert found["signers"] == [books.verifier_key.partition("+")[0]]
    assert found["unknown_signers"] == ["auditor.example/2012"]
    verify("c.bundle", books.verifier_key)
    found = cli.json(
        *("audit", "replay", "c.bundle", "--vkey", "log.vkey"),
        *("--witness-vkey", "witness.vkey"),
    )
    assert found["signers"][1:] == ["auditor.example/2012"]
    assert found["unknown_signers"] == []


def test_a_signature_line_of_an_invented_witness(books: Books, cli: InProcess) -> None:
    """Anybody can add one: it is no signature until its key was given."""
    own, key_id, _ = books.verifier_key.split("+", 2)
    for name in ("auditor.example", own):
        line = f"\u2014 {name} {base64.b64encode(bytes(76)).decode()}\n"

        def add(members: Members, line: str = line) -> None:
            consistency = "checkpoints/26.consistency"
            for member in ("checkpoint", consistency):
                members[member] += line.encode()

        forged = changed(books.bundle, add)
        replay = ("audit", "replay", str(forged), "--vkey", "log.vkey")
        found = cli.json(*replay)
        assert (found["signers"], found["unknown_signers"]) == ([own], [name])
        told = cli.ok(*replay).out.splitlines()
        assert f"Checkpoint: signed by {own}, verified." in told
        unknown = f"Unknown signers, whose keys were not given: '{name}'."
        assert unknown in told
        assert key_id != "00000000"
        # Without a key nobody is known.
        found = cli.json("audit", "replay", str(forged))
        assert (found["signers"], found["signature_verified"]) == ([], False)
        assert sorted(found["unknown_signers"]) == sorted({own, name})


def test_a_witness_that_is_asked_for_must_have_cosigned(
    books: Books, cli: InProcess
) -> None:
    """Keys count, not names: another key of the same name is another witness."""
    for file in ("a.key", "b.key"):
        cli.ok("audit", "keygen", file, "--witness", "auditor.example/2012")
    cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "now.checkpoint")
    cli.ok(
        *("audit", "cosign", "now.checkpoint", "--key", "a.key"),
        *("--vkey", "log.vkey", "-o", "cosigned.checkpoint"),
    )
    bundle = ("audit", "bundle", "c.bundle", "--key", "log.key")
    cli.ok(*bundle, "--checkpoint", "cosigned.checkpoint")
    replay = ("audit", "replay", "c.bundle", "--witness-vkey", "b.vkey")
    asked = (*replay, "--vkey", "log.vkey")
    assert cli.refused(*asked, exit_code=3) == "SIGNATURE_INVALID"
    assert cli.refused(*replay) == "BAD_COMMAND"
    cli.ok("audit", "prove", "3", "--checkpoint", "cosigned.checkpoint", "-o", "proof")
    proof = ("audit", "verify-proof", "proof", "--vkey", "log.vkey", "--witness-vkey")
    assert cli.json(*proof, "a.vkey")["witnesses"] == ["auditor.example/2012"]
    both = (*proof, "a.vkey", "--witness-vkey", "b.vkey")
    assert cli.refused(*both, exit_code=3) == "SIGNATURE_INVALID"
    unasked = cli.json(*proof[:-1])
    assert unasked["unknown_signers"] == ["auditor.example/2012"]
    assert "Unknown signers" in cli.ok(*proof[:-1]).out


def test_another_key_has_not_signed_it(books: Books, cli: InProcess) -> None:
    cli.ok("audit", "keygen", "other.key")
    arguments = ("audit", "replay", BUNDLE, "--vkey", "other.vkey")
    assert cli.refused(*arguments, exit_code=3) == "SIGNATURE_INVALID"
    with pytest.raises(WrongError, match="not signed by the log"):
        verify(BUNDLE, Path("other.vkey").read_text().strip())


def test_an_unsigned_bundle_has_no_signature_to_verify(
    books: Books, cli: InProcess
) -> None:
    cli.ok("audit", "bundle", "unsigned.bundle")
    arguments = ("audit", "replay", "unsigned.bundle", "--vkey", "log.vkey")
    assert cli.refused(*arguments, exit_code=3) == "SIGNATURE_INVALID"


def test_a_rewritten_ledger_meets_the_checkpoint_that_was_kept(
    books: Books, cli: InProcess
) -> None:
    """History without entry 26, all of it made anew, agrees with itself."""
    members = unpacked(books.bundle)
    lines = members["entries.jsonl"].splitlines(keepends=True)[:25]
    rebuilt_from(lines, cli)
    cli.ok("--db", "rewritten.db", "audit", "bundle", "r.bundle", "--at", AT)
    cli.ok("audit", "replay", "r.bundle")
    arguments = ("audit", "replay", "r.bundle", "--checkpoint", "kept.checkpoint")
    assert cli.refused(*arguments, exit_code=3) == "LOG_TRUNCATED"


def rebuilt_from(lines: list[bytes], cli: InProcess) -> None:
    """A ledger of these entries, by way of a copy of the real one, cut short."""
    shutil.copyfile("zuidas.db", "cut.db")
    connection = sqlite3.connect("cut.db")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in names.fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DELETE FROM stored_events WHERE entry > ?", (len(lines),))
    connection.commit()
    connection.close()
    cli.ok("copy", "cut.db", "rewritten.db")
