"""`zuidas serve` as a process, with accounts for some people."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.functional.program import ROOT

_ENV = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True)
class Running:
    """A service that runs."""

    url: str
    folder: Path

    @staticmethod
    def password_of(name: str) -> str:
        """The password of somebody's account."""
        return f"a long password of {name}"


def zuidas(folder: Path, *arguments: str, typed: str = "") -> str:
    """The output of the program in a folder; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=folder,
        env=_ENV,
        input=typed,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def running(ledger: Path, people: Sequence[str]) -> Iterator[Running]:
    """The ledger served on a free port, until the end."""
    folder = ledger.parent
    db = ("--db", str(ledger))
    login = zuidas(folder, *db, "roles", "-O", "json") and _login()
    zuidas(
        folder,
        *(*db, "grant-role", "--person", login, "--role", "administrator"),
        *("--date", "today"),
    )
    for name in people:
        zuidas(
            folder,
            *(*db, "grant-role", "--person", name, "--role", name),
            *("--date", "today"),
        )
        zuidas(
            folder,
            *(*db, "account", "add", name, "--password-file", "-"),
            typed=Running.password_of(name),
        )
    zuidas(folder, *db, "audit", "keygen", "log.key")
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "cli.main", *db, "serve", "--port", "0"),
            *("--key", "log.key", "--log", "service.log"),
        ],
        cwd=folder,
        env=_ENV,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = said.partition(" at ")[2].partition(" ")[0]
        try:
            yield Running(address, folder)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _login() -> str:
    import os
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name
