"""A signed ledger of which an older checkpoint was kept, and its bundle."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.audit.boxes import AT, run_in
from tests.audit.ledgers import Log
from tests.functional.program import InProcess


@dataclass(frozen=True)
class Books:
    """Files in the test's directory; the checkpoint was taken after entry 26."""

    bundle: Path
    key: Path
    vkey: Path
    kept: Path

    @property
    def verifier_key(self) -> str:
        return self.vkey.read_text().strip()


@pytest.fixture(scope="session")
def made(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, made once."""
    place = tmp_path_factory.mktemp("books")
    shutil.copyfile(templates / "lived.db", place / "zuidas.db")
    run_in(place, "audit", "keygen", "log.key")
    kept = ("--key", "log.key", "-o", "kept.checkpoint")
    run_in(place, "audit", "checkpoint", *kept)
    for document in ("BANK-1", "BANK-2", "BANK-3"):
        run_in(
            *(place, "receive-other", "--category", "interest", "--amount", "1.05"),
            *("--date", "2012-06-30", "--counterparty", "Bank"),
            *("--description", "Interest", "--document", document),
        )
    run_in(
        *(place, "audit", "bundle", "zuidas.bundle", "--key", "log.key", "--at", AT),
        *("--checkpoint", "kept.checkpoint"),
    )
    return place


@pytest.fixture
def books(made: Path, cli: InProcess, tmp_path: Path) -> Books:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Books(
        tmp_path / "zuidas.bundle",
        tmp_path / "log.key",
        tmp_path / "log.vkey",
        tmp_path / "kept.checkpoint",
    )


@pytest.fixture
def log(prepared: Callable[[str], Path], cli: InProcess) -> Log:
    """A ledger of 26 entries with its keys in log.key and log.vkey."""
    log = Log(prepared("lived"))
    log.files(Path())
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    return log
