"""Trying an edit: in a copy of the tree, with the tests that belong to its module."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from tools.mutation.drawing import Place

Fate = Literal["killed", "survived", "time-out", "unclear"]
"""Unclear: the tests can't be told from what they do without the edit."""

_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv*", ".hypothesis", "__pycache__", "build", ".*_cache", "node_modules"
)
_LEAVE = 20
"""Seconds to end in."""
_FAILED, _PASSED, _NONE_RUN = 1, 0, 5


class Tried(NamedTuple):
    """What became of an edit, by which test, in how many seconds."""

    fate: Fate
    test: str
    seconds: float


class Tree:
    """A copy of the project, where each edit is made and undone."""

    def __init__(self, root: Path, copy: Path, workers: int, limit: float) -> None:
        self.copy = copy
        self._workers = workers
        self._limit = limit
        self._made = 0
        shutil.copytree(root, copy, ignore=_NOT_COPIED, dirs_exist_ok=True)
        installed = root / ".venv"
        if installed.exists():
            (copy / ".venv").symlink_to(installed.resolve())

    def tried(
        self, place: Place, edited: str, rounds: Sequence[Sequence[str]]
    ) -> Tried:
        """Run rounds of test files with the edit until one fails."""
        begun = time.monotonic()
        fate: Fate = "survived"
        test = ""
        for files in rounds:
            if files:
                with self._edited(place, edited):
                    fate, test = self._run(files)
                if fate == "killed" and test and self._run([test])[0] != "survived":
                    fate = "unclear"  # it fails, or is not there, without the edit too
            if fate != "survived":
                break
        return Tried(fate, test, time.monotonic() - begun)

    @contextmanager
    def _edited(self, place: Place, edited: str) -> Iterator[None]:
        path = self.copy / place.module
        before, times = path.read_bytes(), path.stat()
        self._made += 1
        path.write_text(edited, encoding="utf-8")
        # No two of one second: compiled modules are told by the second.
        os.utime(path, (times.st_atime, times.st_mtime + self._made))
        try:
            yield
        finally:
            path.write_bytes(before)
            os.utime(path, (times.st_atime, times.st_mtime))

    def _run(self, tests: Sequence[str]) -> tuple[Fate, str]:
        """Whether a test failed, and the first that did."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow"]
        command += ["-p", "no:randomly", "-p", "no:cacheprovider"]
        command += ["-n", str(self._workers)] if len(tests) > 1 else []
        environment = {**os.environ, "PYTHONPATH": str(self.copy)}
        # A session of its own: what it started ends with it.
        with subprocess.Popen(
            [*command, *tests],
            cwd=self.copy,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=self._limit)
            except subprocess.TimeoutExpired:
                _end(process)
                return "time-out", ""
        return _fate(process.returncode, said)


def _end(process: subprocess.Popen[str]) -> None:
    """Let the tests stop what they started, such as servers, and then end them."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_LEAVE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _fate(code: int, said: str) -> tuple[Fate, str]:
    if code in (_PASSED, _NONE_RUN):
        return "survived", ""
    failed = re.search(r"^(?:FAILED|ERROR) ([^\s\[]+(?:\[.*?\])?)", said, re.MULTILINE)
    if failed is None:
        return ("unclear" if code == _FAILED else "killed"), ""  # not even begun
    return "killed", failed.group(1)
