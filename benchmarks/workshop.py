"""The folder with generated data and ledgers; what is there is used again."""

import json
import shutil
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from benchmarks import data
from benchmarks.measuring import Usage, inside, run

_SUFFIXES = ("", "-wal", "-shm", ".raw", ".raw-wal", ".raw-shm")


def program(place: str | Path, *words: str | Path) -> list[str]:
    """The command line of zuidas on a ledger: as installed, else from here."""
    installed = Path(sys.executable).with_name("zuidas")
    start = [str(installed)] if installed.exists() else _MODULE
    return [*start, "--db", str(place), *map(str, words)]


_MODULE = [sys.executable, "-m", "cli.main"]


class Workshop:
    """Files by size, made when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def commands(self, size: int) -> Path:
        """JSON Lines with so many plain postings, after the opening."""
        rows = chain(data.opening(), data.plain(size))
        return self._written(self.folder / f"plain-{size}.jsonl", rows)

    def project_commands(self, projects: int) -> Path:
        """JSON Lines with the lives of so many projects."""
        rows = chain(data.opening(rich=True), data.project_heavy(projects))
        return self._written(self.folder / f"projects-{projects}.jsonl", rows)

    def file(self, name: str, rows: Iterable[data.Row]) -> Path:
        """JSON Lines of that name."""
        return self._written(self.folder / f"{name}.jsonl", rows)

    def made(self, name: str, rows: Iterable[data.Row]) -> Path:
        """A ledger of that name; only to be read."""
        path = self.folder / f"{name}.db"
        if not path.with_suffix(".done").exists():
            self.remove(path)
            imported(str(path), self.file(name, rows))
            path.with_suffix(".done").touch()
        return path

    @staticmethod
    def _written(path: Path, rows: Iterable[data.Row]) -> Path:
        if not path.exists():
            part = path.with_suffix(".part")
            with part.open("w", encoding="utf-8") as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            part.rename(path)
        return path

    def imported(self, size: int) -> Usage:
        """Make the ledger of a size anew, by `zuidas post`; what that took."""
        path = self._ledger(size)
        self.remove(path)
        usage = imported(str(path), self.commands(size))
        path.with_suffix(".done").touch()
        return usage

    def ledger(self, size: int) -> Path:
        """The ledger of a size; only to be read."""
        path = self._ledger(size)
        if not path.with_suffix(".done").exists():
            self.imported(size)
        return path

    def _ledger(self, size: int) -> Path:
        return self.folder / f"plain-{size}.db"

    def copy(self, size: int, name: str = "copy") -> Path:
        """A copy of the ledger of a size, to post to; it takes an earlier's place."""
        copied = self.fresh(name)
        shutil.copyfile(self.ledger(size), copied)
        return copied

    def fresh(self, name: str) -> Path:
        """A place for a ledger that is not there."""
        path = self.folder / f"{name}.db"
        self.remove(path)
        return path

    @staticmethod
    def remove(path: Path) -> None:
        """Delete a ledger."""
        path.with_suffix(".done").unlink(missing_ok=True)
        for suffix in _SUFFIXES:
            Path(f"{path}{suffix}").unlink(missing_ok=True)

    def journal(self, size: int, suffix: str) -> Path:
        """The ledger of a size in the format of a peer."""
        formats = ("journal", "beancount")
        paths = {each: self.folder / f"plain-{size}.{each}" for each in formats}
        if not all(path.exists() for path in paths.values()):
            inside(
                "journals",
                commands=str(self.commands(size)),
                place=str(self.ledger(size)),
                plain=str(paths["journal"]),
                beancount=str(paths["beancount"]),
            )
        return paths[suffix]


def imported(place: str, commands: Path) -> Usage:
    """Make a ledger at a place and post a file of commands to it."""
    run(*program(place, "init"))
    return run(*program(place, "post", commands))
