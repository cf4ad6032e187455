"""Private keys: files of mode 0600, never printed, never in the ledger."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.transparency.keys import SignatureType, SigningKey, VerifierKey
from tests.audit.ledgers import Log
from tests.functional.program import InProcess, Result

Prepared = Callable[[str], Path]
KEYED = (
    ("audit", "checkpoint", "--key", "log.key"),
    ("audit", "checkpoint", "--key", "log.key", "--extend", "kept"),
    ("audit", "prove", "3", "--key", "log.key"),
    ("audit", "publish", "public", "--key", "log.key"),
    ("audit", "cosign", "checkpoint", "--key", "log.key", "--vkey", "log.vkey"),
)
"""Every command that reads a private key."""


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger with its own keys in log.key and log.vkey."""
    log = Log(prepared("awarded"))
    Path("checkpoint").write_bytes(log.note().encode())
    cli.ok("audit", "keygen", "log.key")
    return log


def _secret(file: str = "log.key") -> str:
    """The base64 of the seed, which may have a plus of its own."""
    text = Path(file).read_text(encoding="utf-8").strip()
    *prefix, _name, _key_id, secret = text.split("+", 4)
    assert (prefix, len(secret)) == (["PRIVATE", "KEY"], 44)
    return secret


def _shows(told: Result, secret: str) -> bool:
    """Any sixteen characters of it in a row."""
    parts = {secret[n : n + 16] for n in range(len(secret) - 15)}
    return any(part in told.out + told.err for part in parts)


def test_a_new_key_is_its_owner_s_alone(log: Log, cli: InProcess) -> None:
    mask = os.umask(0)
    try:
        cli.ok("audit", "keygen", "open.key")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(Path("open.key").stat().st_mode) == 0o600


def test_the_pair_of_a_log_is_named_after_it(log: Log, cli: InProcess) -> None:
    key = SigningKey.parse(Path("log.key").read_text(encoding="utf-8").strip())
    public = VerifierKey.parse(Path("log.vkey").read_text(encoding="utf-8").strip())
    assert key.verifier == public
    assert (key.name, key.type) == (log.key.name, SignatureType.ED25519)


def test_a_witness_s_key_needs_no_ledger(cli: InProcess) -> None:
    answer = cli.json("audit", "keygen", "a.key", "--witness", "auditor.example/1")
    key = VerifierKey.parse(answer["vkey"])
    assert (key.name, key.type) == ("auditor.example/1", SignatureType.COSIGNATURE)
    assert cli.refused("audit", "keygen", "log.key") == "LEDGER_NOT_FOUND"
    spaced = ("audit", "keygen", "b.key", "--witness", "an auditor")
    assert cli.refused(*spaced) == "BAD_COMMAND"
    assert not Path("b.key").exists()


def test_keys_are_not_replaced(log: Log, cli: InProcess) -> None:
    before = {name: Path(name).read_bytes() for name in ("log.key", "log.vkey")}
    assert cli.refused("audit", "keygen", "log.key") == "BAD_COMMAND"
    Path("log.vkey").rename("other.vkey")
    assert cli.refused("audit", "keygen", "log.key") == "BAD_COMMAND"
    assert cli.refused("audit", "keygen", "other.key") == "BAD_COMMAND"
    assert not Path("other.key").exists()
    assert Path("log.key").read_bytes() == before["log.key"]
    assert Path("other.vkey").read_bytes() == before["log.vkey"]


def test_a_private_key_is_not_overwritten_by_its_public_half(
    log: Log, cli: InProcess
) -> None:
    assert cli.refused("audit", "keygen", "new.vkey") == "BAD_COMMAND"
    assert not Path("new.vkey").exists()


def test_where_no_key_can_be_written(log: Log, cli: InProcess) -> None:
    for place in ("nowhere/log.key", ".", "zuidas.db/x.key"):
        assert cli.refused("audit", "keygen", place) == "BAD_COMMAND"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o611, 0o644, 0o777])
@pytest.mark.parametrize("command", KEYED, ids=" ".join)
def test_a_key_that_others_can_get_at_is_refused(
    log: Log, cli: InProcess, command: tuple[str, ...], mode: int
) -> None:
    secret = _secret()
    Path("log.key").chmod(mode)
    told = cli(*command)
    assert (told.code, told.out) == (1, "")
    assert f"has mode {mode:04o}" in told.err
    assert "chmod 600" in told.err
    assert not _shows(told, secret)
    assert not Path("kept").exists()


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_of_its_owner_alone_is_taken(log: Log, cli: InProcess, mode: int) -> None:
    Path("log.key").chmod(mode)
    cli.ok("audit", "checkpoint", "--key", "log.key")


def test_a_link_to_an_open_key_is_refused_too(log: Log, cli: InProcess) -> None:
    Path("log.key").chmod(0o644)
    Path("link.key").symlink_to("log.key")
    told = cli.refused("audit", "checkpoint", "--key", "link.key")
    assert told == "BAD_COMMAND"


def test_a_private_key_is_never_printed(log: Log, cli: InProcess) -> None:
    secret = _secret()
    results = [cli(*command) for command in KEYED]
    results += [cli(*command, "-O", "json") for command in KEYED]
    results.append(cli("audit", "keygen", "another.key"))
    # Given where the public one is asked for, whole and as a file.
    private = Path("log.key").read_text(encoding="utf-8").strip()
    for vkey in (private, private.replace("+", " "), "log.key"):
        results.append(
            cli("audit", "verify", "--checkpoint", "checkpoint", "--vkey", vkey)
        )
        results.append(cli("audit", "verify-proof", "checkpoint", "--vkey", vkey))
    # And where its file is asked for.
    for typed in (private, secret):
        results.append(cli("audit", "checkpoint", "--key", typed))
        results.append(cli("audit", "verify", "--checkpoint", typed))
    assert not any(_shows(told, secret) for told in results)
    assert not _shows(results[len(KEYED) * 2], _secret("another.key"))


@pytest.mark.parametrize("option", ["--key", "--checkpoint"])
def test_a_key_that_reads_as_a_path_is_not_printed(
    log: Log, cli: InProcess, option: str
) -> None:
    """Two slashes in a row are one in the name of a file."""
    typed = "A7//bKq+2Zx0Yt9Lm4Wc8Vd1Nf6Gh3Jk5Rp//sQwEu7"
    command = "checkpoint" if option == "--key" else "verify"
    assert not _shows(cli("audit", command, option, typed), typed.replace("//", "/"))


def test_a_damaged_private_key_is_not_printed(log: Log, cli: InProcess) -> None:
    whole = Path("log.key").read_text(encoding="utf-8").strip()
    secret = _secret()
    for damaged in (
        whole[:-1],
        whole + "A",
        whole[:-20],
        whole.replace("PRIVATE+KEY+", "PRIVATE+KEY"),
        whole.replace("PRIVATE+KEY+", ""),
        whole.replace("+", " "),
        f"{whole}\n{whole}",
        whole[::-1],
        "",
    ):
        Path("log.key").write_text(damaged, encoding="utf-8")
        for command in KEYED:
            for told in (cli(*command), cli(*command, "-O", "json")):
                assert (told.code, told.out) == (1, "")
                code = "BAD_COMMAND" if damaged else "PROOF_EMPTY"
                assert code in told.err
                assert not _shows(told, secret)


def test_a_private_key_is_never_in_the_ledger(log: Log, cli: InProcess) -> None:
    secret = _secret().encode()
    seed = SigningKey.parse(Path("log.key").read_text(encoding="utf-8").strip()).seed
    for command in KEYED:
        cli(*command)
    for file in Path().glob("zuidas.db*"):
        content = file.read_bytes()
        assert secret not in content
        assert seed not in content
    for file in Path().rglob("*"):
        if file.name != "log.key" and file.is_file():
            assert secret not in file.read_bytes()


def test_reading_keys_leaves_the_ledger_as_it_was(log: Log, cli: InProcess) -> None:
    shutil.copyfile(log.path, "copy.db")
    for command in KEYED:
        cli(*command)
    assert log.path.read_bytes() == Path("copy.db").read_bytes()


@pytest.mark.parametrize("key", ["gone.key", ".", "nowhere/log.key"])
def test_a_key_that_is_not_there(log: Log, cli: InProcess, key: str) -> None:
    for command in KEYED:
        given = [key if part == "log.key" else part for part in command]
        assert cli.refused(*given) == "PROOF_EMPTY"
