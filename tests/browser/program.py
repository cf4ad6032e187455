"""The program, as somebody types it in a folder before anybody looks."""

from pathlib import Path

from tests.functional.program import ROOT, Within

ENV = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def zuidas(folder: Path, *arguments: str, typed: str = "") -> str:
    """The output of the program in a folder; it must succeed."""
    done = Within(folder)(*arguments, stdin=typed)
    assert done.code == 0, done.err
    return done.out
