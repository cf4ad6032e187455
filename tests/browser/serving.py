"""`zuidas serve` as a process, with accounts for some people."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.ledgers import Filled
from tests.browser.program import ENV, zuidas
from web.signin.accounts import ENDING, Accounts

LEDGER = "zuidas.db"


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


def done(folder: Path, *arguments: str) -> None:
    """Run the program on the ledger of a folder, for what comes before a service."""
    zuidas(folder, "--db", str(folder / LEDGER), *arguments)


@contextmanager
def office(
    folder: Path, people: Sequence[str], files: Sequence[Path] = ()
) -> Iterator[Running]:
    """A new ledger with some files of commands, served; see `running`."""
    done(folder, "init")
    for file in files:
        done(folder, "post", str(file))
    with running(Filled(folder / LEDGER, {}), people) as found:
        yield found


@contextmanager
def running(ledger: Filled, people: Sequence[str]) -> Iterator[Running]:
    """The ledger served on a free port, until the end.

    Each of `people` has an account, and the role that is called as they are.
    """
    folder = ledger.place.parent
    assert ledger.place.name == LEDGER
    # Whoever made the ledger also proposed what waits in it, as an officer.
    for role in ("administrator", "officer"):
        _grant(folder, _login(), role)
    accounts = Accounts.open(ledger.place.with_name(LEDGER + ENDING), create=True)
    with closing(accounts):
        for name in people:
            _grant(folder, name, name)
            accounts.add(name, Running.password_of(name), second_factor=False)
    done(folder, "audit", "keygen", str(folder / "log.key"))
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "cli.main", "--db", LEDGER),
            *("serve", "--port", "0"),
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


def _grant(folder: Path, person: str, role: str) -> None:
    given = ("--person", person, "--role", role, "--date", "today")
    done(folder, "grant-role", *given)


def _login() -> str:
    return pwd.getpwuid(os.getuid()).pw_name
