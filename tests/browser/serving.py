"""`zuidas serve` as a process, with accounts for some people."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.ledgers import Filled
from tests.browser.program import ENV, zuidas


@dataclass(frozen=True)
class Running:
    """A service that runs."""

    url: str
    folder: Path
    things: Mapping[str, str]

    @staticmethod
    def password_of(name: str) -> str:
        """The password of somebody's account."""
        return f"a long password of {name}"


@contextmanager
def running(ledger: Filled, people: Sequence[str]) -> Iterator[Running]:
    """The ledger served on a free port, until the end."""
    folder = ledger.place.parent
    db = ("--db", str(ledger.place))
    login = zuidas(folder, *db, "roles", "-O", "json") and _login()
    # Whoever made the ledger also proposed what waits in it, as an officer.
    for role in ("administrator", "officer"):
        zuidas(
            folder,
            *(*db, "grant-role", "--person", login, "--role", role),
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
        env=ENV,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = said.partition(" at ")[2].partition(" ")[0]
        try:
            yield Running(address, folder, ledger.things)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _login() -> str:
    import os
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name
