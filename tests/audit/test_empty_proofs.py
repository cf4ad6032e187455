"""What is empty proves nothing: no empty key, checkpoint or proof passes for one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.transparency.evidence import MOST_BYTES
from tests.audit.conftest import Books
from tests.audit.ledgers import rewrite_history, sql
from tests.functional.program import InProcess

Empty = Callable[[], str]


def _file(content: bytes) -> Empty:
    def make() -> str:
        Path("empty").write_bytes(content)
        Path("empty").chmod(0o600)
        return "empty"

    return make


def _folder() -> str:
    Path("folder").mkdir()
    return "folder"


EMPTY: dict[str, Empty] = {
    "empty": _file(b""),
    "a line feed": _file(b"\n"),
    "blanks": _file(" \t\r\n\u00a0\u2003\ufeff\u200b\n".encode()),
    "zero bytes": _file(bytes(4096)),
    "no text": _file(b"\x89PNG\xff\xfe"),
    "a device": lambda: "/dev/null",
    "an endless device": lambda: "/dev/zero",
    "a folder": _folder,
    "gone": lambda: "nowhere/gone",
}
COMMANDS = {
    "watch": ("audit", "watch", "--checkpoint", "?", "--vkey", "log.vkey"),
    "publish's key": ("audit", "publish", "public", "--key", "?"),
    "verify": ("audit", "verify", "--checkpoint", "?", "--vkey", "log.vkey"),
    "verify, one of two": (
        *("audit", "verify", "--checkpoint", "kept.checkpoint"),
        *("--checkpoint", "?", "--vkey", "log.vkey"),
    ),
    "verify by hashes": (
        *("audit", "verify", "--fast", "--checkpoint", "?", "--vkey", "log.vkey"),
    ),
    "replay": ("audit", "replay", "zuidas.bundle", "--checkpoint", "?"),
    "replay with a key": (
        *("audit", "replay", "zuidas.bundle", "--checkpoint", "?"),
        *("--vkey", "log.vkey"),
    ),
    "bundle": ("audit", "bundle", "new.bundle", "--checkpoint", "?"),
    "bundle's key": ("audit", "bundle", "new.bundle", "--key", "?"),
    "consistency, old": ("audit", "consistency", "?", "--vkey", "log.vkey"),
    "consistency, new": (
        *("audit", "consistency", "kept.checkpoint", "?", "--vkey", "log.vkey"),
    ),
    "cosign": ("audit", "cosign", "?", "--key", "log.key", "--vkey", "log.vkey"),
    "cosign's key": (
        *("audit", "cosign", "kept.checkpoint", "--key", "?", "--vkey", "log.vkey"),
    ),
    "prove": ("audit", "prove", "3", "--checkpoint", "?"),
    "prove's key": ("audit", "prove", "3", "--key", "?"),
    "checkpoint": ("audit", "checkpoint", "--key", "?"),
    "verify-proof": ("audit", "verify-proof", "?", "--vkey", "log.vkey"),
    "prove-balance": ("audit", "prove-balance", "current-account", "--key", "?"),
    "verify-balance": ("audit", "verify-balance", "?", "--vkey", "log.vkey"),
}
VKEYS = {
    "watch": (*("audit", "watch", "--checkpoint", "kept.checkpoint", "--vkey", "?"),),
    "publish": (*("audit", "publish", "public", "--key", "log.key", "--vkey", "?"),),
    "publish's witness": (
        *("audit", "publish", "public", "--key", "log.key", "--witness-vkey", "?"),
    ),
    "verify": ("audit", "verify", "--vkey", "?"),
    "replay": ("audit", "replay", "zuidas.bundle", "--vkey", "?"),
    "replay's witness": (
        *("audit", "replay", "zuidas.bundle", "--vkey", "log.vkey"),
        *("--witness-vkey", "?"),
    ),
    "consistency": ("audit", "consistency", "kept.checkpoint", "--vkey", "?"),
    "verify-proof": ("audit", "verify-proof", "kept.checkpoint", "--vkey", "?"),
    "verify-balance": ("audit", "verify-balance", "kept.checkpoint", "--vkey", "?"),
    "a witness": (
        *("audit", "verify-proof", "kept.checkpoint", "--vkey", "log.vkey"),
        *("--witness-vkey", "?"),
    ),
    "cosign": (
        *("audit", "cosign", "kept.checkpoint", "--key", "log.key", "--vkey", "?"),
    ),
}


def _given(command: tuple[str, ...], place: str) -> list[str]:
    return [place if part == "?" else part for part in command]


@pytest.mark.parametrize("empty", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_an_empty_file_is_no_proof(
    books: Books, cli: InProcess, command: tuple[str, ...], empty: Empty
) -> None:
    before = set(Path().iterdir())
    place = empty()
    assert cli.refused(*_given(command, place)) == "PROOF_EMPTY"
    assert set(Path().iterdir()) - before <= {Path(place)}


@pytest.mark.parametrize("empty", [*EMPTY][:-1])
@pytest.mark.parametrize("command", VKEYS.values(), ids=VKEYS)
def test_an_empty_file_is_no_verifier_key(
    books: Books, cli: InProcess, command: tuple[str, ...], empty: str
) -> None:
    assert cli.refused(*_given(command, EMPTY[empty]())) == "PROOF_EMPTY"


@pytest.mark.parametrize("typed", ["", " ", "\n"])
@pytest.mark.parametrize("command", VKEYS.values(), ids=VKEYS)
def test_nothing_typed_is_no_verifier_key(
    books: Books, cli: InProcess, command: tuple[str, ...], typed: str
) -> None:
    assert cli.refused(*_given(command, typed)) == "PROOF_EMPTY"


def test_a_tail_that_was_cut_off_is_not_hidden_by_an_emptied_file(
    books: Books, cli: InProcess
) -> None:
    rewrite_history(Path("zuidas.db"), sql("DELETE FROM stored_events WHERE entry>20"))
    verify = ("audit", "verify", "--checkpoint", "kept.checkpoint", "--vkey")
    found = cli(*verify, "log.vkey", "-O", "json")
    assert (found.code, found.json["verified"]) == (3, False)
    books.kept.write_bytes(b"")
    told = cli(*verify, "log.vkey")
    assert (told.code, told.out) == (1, "")
    assert "kept.checkpoint is empty" in told.err


def test_an_emptied_file_of_checkpoints_is_not_begun_anew(
    books: Books, cli: InProcess
) -> None:
    """Whoever could empty it could make the checkpoints before be forgotten."""
    Path("all").write_bytes(b"\n")
    extend = ("audit", "checkpoint", "--key", "log.key", "--extend", "all")
    assert cli.refused(*extend) == "PROOF_EMPTY"
    assert Path("all").read_bytes() == b"\n"


def test_what_is_read_is_bounded(books: Books, cli: InProcess) -> None:
    with Path("large").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    told = cli("audit", "verify", "--checkpoint", "large", "--vkey", "log.vkey")
    assert told.code == 1
    assert "more than 20,000,000 bytes" in told.err
