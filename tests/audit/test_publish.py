"""Publishing the log as tiles: whole, growing, and never anything else's."""

import errno
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.transparency.checkpoints import sign_checkpoint
from ledger.transparency.keys import SigningKey
from tests.audit import independent_verifier
from tests.audit.independent_verifier import WrongError
from tests.audit.ledgers import Log, in_state, rewrite_history, sql, tamper
from tests.audit.publications import PUBLISH, post, read_back, snapshot
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]


def _refused(cli: InProcess, *more: str, exit_code: int = 3) -> str:
    """The code of a publication that leaves the folder as it was."""
    before = snapshot()
    code = cli.refused(*PUBLISH, *more, exit_code=exit_code)
    assert snapshot() == before
    return code


def test_a_reader_without_our_code_finds_every_entry(log: Log, cli: InProcess) -> None:
    found = cli.json(*PUBLISH)
    assert (found["size"], found["before"], found["files"]) == (26, None, 2)
    assert read_back() == {"size": 26, "tiles": 1, "levels": 1, "times": []}
    assert set(snapshot()) == {
        "checkpoint",
        "tile/0/000.p/26",
        "tile/entries/000.p/26",
    }
    reader = Path(str(independent_verifier.__file__))
    vkey = log.key.verifier.encode()
    alone = (sys.executable, "-I", str(reader), "public", vkey)
    subprocess.run(alone, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("size", "paths"),
    [
        (255, {"0/000.p/255", "entries/000.p/255"}),
        (256, {"0/000", "entries/000", "1/000.p/1"}),
        (257, {"0/000", "0/001.p/1", "entries/000", "entries/001.p/1", "1/000.p/1"}),
        (
            600,
            {
                *("0/000", "0/001", "0/002.p/88", "1/000.p/2"),
                *("entries/000", "entries/001", "entries/002.p/88"),
            },
        ),
    ],
)
def test_sizes_around_whole_tiles(
    log: Log, cli: InProcess, size: int, paths: set[str]
) -> None:
    post(cli, size - 26)
    cli.ok(*PUBLISH)
    assert set(snapshot()) == {"checkpoint", *(f"tile/{path}" for path in paths)}
    assert read_back()["size"] == size


def test_a_log_that_grows_keeps_its_full_tiles(log: Log, cli: InProcess) -> None:
    post(cli, 250)
    cli.ok(*PUBLISH)
    first = snapshot()
    post(cli, 40)
    assert cli.json(*PUBLISH)["before"] == 276
    partly = snapshot()
    assert first.items() - partly.items() == {("checkpoint", first["checkpoint"])}
    post(cli, 300)
    cli.ok(*PUBLISH)
    later = snapshot()
    for tile in ("tile/0/000", "tile/entries/000"):
        assert later[tile] == first[tile]
    # Of a full tile its parts are gone, whole folders of them.
    assert not list(Path("public").glob("tile/*/001.p"))
    assert read_back()["size"] == 616


def test_the_same_log_again_changes_nothing(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    before = snapshot()
    again = cli.json(*PUBLISH)
    assert (again["changed"], again["files"]) == (False, 0)
    assert "nothing to do" in cli.ok(*PUBLISH).out
    assert snapshot() == before


def test_what_is_missing_is_written_again(log: Log, cli: InProcess) -> None:
    post(cli, 300)
    cli.ok(*PUBLISH)
    before = {name: content for name, (content, _) in snapshot().items()}
    for name in ("tile/0/000", "tile/entries/001.p/70"):
        (Path("public") / name).unlink()
    shutil.rmtree("public/tile/1")
    assert cli.json(*PUBLISH)["files"] == 3
    assert {name: content for name, (content, _) in snapshot().items()} == before


@pytest.mark.parametrize("name", ["0/000", "entries/000", "0/001.p/70", "1/000.p/1"])
def test_a_tile_that_says_something_else_is_not_vouched_for(
    log: Log, cli: InProcess, name: str
) -> None:
    post(cli, 300)
    cli.ok(*PUBLISH)
    place = Path("public/tile") / name
    whole = place.read_bytes()
    flipped = whole[:5] + bytes([whole[5] ^ 1]) + whole[6:]
    for damaged in (whole[:-1], b"", whole + b"\n", flipped):
        place.write_bytes(damaged)
        assert _refused(cli) == "TILE_DIFFERS"
    place.unlink()
    os.mkfifo(place)
    assert cli.refused(*PUBLISH, exit_code=3) == "TILE_DIFFERS"
    place.unlink()
    cli.ok(*PUBLISH)
    assert place.read_bytes() == whole


def test_a_folder_of_another_ledger(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    cli.ok("--db", "other.db", "init")
    cli.ok("--db", "other.db", "audit", "keygen", "other.key")
    post(cli, 25, db="other.db")
    before = snapshot()
    other = ("--db", "other.db", "audit", "publish", "public", "--key", "other.key")
    assert cli.refused(*other, exit_code=3) == "CHECKPOINT_DIFFERS"
    assert snapshot() == before
    # Nor without the checkpoint, by its tiles alone.
    Path("public/checkpoint").unlink()
    assert cli.refused(*other, exit_code=3) == "TILE_DIFFERS"
    assert not Path("public/checkpoint").exists()


def test_a_history_that_was_rewritten(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    rewrite_history(log.path, in_state(14, '"1200.00"', '"200.00"'))
    assert _refused(cli) == "CHECKPOINT_DIFFERS"


def test_a_log_that_shrank(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    rewrite_history(log.path, sql("DELETE FROM stored_events WHERE entry > 20"))
    assert _refused(cli) == "LOG_TRUNCATED"


def test_a_ledger_that_does_not_verify(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    tamper(log.path, sql("UPDATE lines SET amount = amount * 2"))
    assert _refused(cli) == "LEDGER_DAMAGED"
    shutil.rmtree("public")
    assert cli.refused(*PUBLISH, exit_code=3) == "LEDGER_DAMAGED"
    assert not Path("public").exists()


def test_a_checkpoint_that_is_not_ours(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    place = Path("public/checkpoint")
    stranger = SigningKey.generate(log.key.name)
    honest = place.read_bytes()
    for content, code, exit_code in (
        (
            sign_checkpoint(log.checkpoint(), stranger).encode(),
            "SIGNATURE_INVALID",
            3,
        ),
        (honest.replace(b"\n26\n", b"\n25\n"), "SIGNATURE_INVALID", 3),
        (honest[:-5], "BAD_COMMAND", 1),
        (b"<html></html>\n", "BAD_COMMAND", 1),
        (b"", "PROOF_EMPTY", 1),
        (b"\x00", "PROOF_EMPTY", 1),
    ):
        place.write_bytes(content)
        assert _refused(cli, exit_code=exit_code) == code, content


def test_a_new_key_takes_over_a_folder(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    cli.ok("audit", "keygen", "new.key")
    only_new = ("audit", "publish", "public", "--key", "new.key")
    assert cli.refused(*only_new, exit_code=3) == "SIGNATURE_INVALID"
    assert cli.json(*PUBLISH, "--key", "new.key")["changed"] is True
    for vkey in ("log.vkey", "new.vkey"):
        assert read_back(vkey=vkey)["size"] == 26
    assert cli.json(*PUBLISH, "--key", "new.key")["changed"] is False
    cli.ok(*only_new)
    read_back(vkey="new.vkey")
    with pytest.raises(WrongError, match="not signed"):
        read_back()
    # A lost key: what it signed is taken over by naming it.
    assert cli.refused(*PUBLISH, exit_code=3) == "SIGNATURE_INVALID"
    assert cli.json(*PUBLISH, "--vkey", "new.vkey")["changed"] is True


def test_a_key_of_another_log_publishes_nothing(log: Log, cli: InProcess) -> None:
    Log(log.path, SigningKey.generate("zuidas-ledger/elsewhere/0")).files(Path())
    assert cli.refused(*PUBLISH) == "BAD_COMMAND"
    assert not Path("public").exists()


def test_tiles_come_before_the_checkpoint(
    log: Log, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stops, what is published holds for whoever reads it."""
    cli.ok(*PUBLISH)
    old = Path("public/checkpoint").read_bytes()
    post(cli, 300)
    sync, failures = os.fsync, 0
    while Path("public/checkpoint").read_bytes() == old:
        assert read_back()["size"] == 26
        left = iter(range(3))

        def failing(handle: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            sync(handle)

        with monkeypatch.context() as patch:
            patch.setattr("ledger.publishing.folder.os.fsync", failing)
            told = cli(*PUBLISH)
        failures += "DISK_FULL" in told.err
        assert failures < 9
    assert failures > 2
    assert read_back()["size"] == 326


def test_what_an_interrupted_run_left_is_written_over(log: Log, cli: InProcess) -> None:
    precious = Path("precious")
    precious.write_text("mine", encoding="utf-8")
    Path("public").mkdir()
    Path("public/checkpoint.new").symlink_to(precious.resolve())
    cli.ok(*PUBLISH)
    assert precious.read_text(encoding="utf-8") == "mine"
    assert not list(Path("public").rglob("*.new"))
    assert not Path("public/checkpoint").is_symlink()


def test_one_run_at_a_time(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    handle = os.open("public", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert _refused(cli, exit_code=1) == "BUSY"
    finally:
        os.close(handle)
    cli.ok(*PUBLISH)


def test_other_files_of_a_web_site_stay(log: Log, cli: InProcess) -> None:
    Path("public").mkdir()
    Path("public/index.html").write_text("hello", encoding="utf-8")
    cli.ok(*PUBLISH)
    assert Path("public/index.html").read_text(encoding="utf-8") == "hello"


@pytest.mark.parametrize(
    "place", ["nowhere/public", "log.vkey", "log.vkey/public", "/dev/null"]
)
def test_places_that_are_no_folder(log: Log, cli: InProcess, place: str) -> None:
    publish = ("audit", "publish", place, "--key", "log.key")
    assert cli.refused(*publish) == "BAD_COMMAND"


def test_nothing_of_our_own_is_published_by_mistake(log: Log, cli: InProcess) -> None:
    cli.ok(*PUBLISH)
    shutil.copy("log.key", "public/log.key")
    for publish in (
        ("audit", "publish", ".", "--key", "log.key"),
        ("audit", "publish", "public", "--key", "public/log.key"),
        (*PUBLISH, "-o", "public/checkpoint"),
        (*PUBLISH, "-o", "public/tile/0/000.p/26"),
    ):
        before = snapshot()
        assert cli.refused(*publish) == "BAD_COMMAND", publish
        assert snapshot() == before
    assert not Path("tile").exists()


def test_no_state_of_an_entry_is_published(log: Log, cli: InProcess) -> None:
    """Entries are their leaves: number, stream, kind and a hash, and no amounts."""
    cli.ok(*PUBLISH)
    data = Path("public/tile/entries/000.p/26").read_bytes()
    assert not re.search(rb'amount|actor|"', data)
