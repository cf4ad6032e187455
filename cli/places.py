"""Where an answer may be written: never over the ledger, a key or what is read."""

import stat
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from domain.values.errors import Refusal
from domain.values.messages import Words

if TYPE_CHECKING:
    from pathlib import Path

_COMPANIONS = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a ledger."""
_PRECIOUS = {
    b"SQLite format 3\0": "a database",
    b"PRIVATE+KEY+": "a private key",
}
"""Beginnings of files that no answer is worth."""


def check_place(place: str, ledger: "Path | None", inputs: Sequence[str]) -> None:
    """An answer can be written there; asked before anything is done.

    `inputs` are the files that the command reads or makes. Raises `Refusal`
    (`BAD_COMMAND`).
    """
    from pathlib import Path

    path = Path(place)
    try:
        check_apart(place, ledger, inputs)
        if not path.exists():
            path.open("xb").close()
            path.unlink()
        elif not _is_pipe(path):  # to open one is to wait for its reader
            path.open("ab").close()
    except (OSError, ValueError) as error:
        raise unwritable(place, error) from None


def check_apart(place: str, ledger: "Path | None", inputs: Sequence[str]) -> None:
    """The place is none of the ledger's files, none of `inputs`, and nothing precious.

    Raises `Refusal` (`BAD_COMMAND`), or what looking at files raises.
    """
    from pathlib import Path

    path = Path(place)
    kept = ((what, each) for what, each in _kept(ledger, inputs) if _same(path, each))
    for what, _ in kept:
        raise Refusal(
            "BAD_COMMAND",
            "{place} is {what}; write to another file.",
            place=place,
            what=Words(what),
        )
    if path.is_file():
        with path.open("rb") as file:
            start = file.read(16)
        for begins, what in _PRECIOUS.items():
            if start.startswith(begins):
                raise Refusal(
                    "BAD_COMMAND",
                    "{place} is {what}; write to another file.",
                    place=place,
                    what=Words(what),
                )


def unwritable(place: str, error: OSError | ValueError) -> Refusal:
    """The refusal of a place that can't be written."""
    reason = getattr(error, "strerror", None) or str(error)
    return Refusal(
        "BAD_COMMAND", "{name} can't be written: {reason}.", name=place, reason=reason
    )


def _kept(ledger: "Path | None", inputs: Sequence[str]) -> "Iterator[tuple[str, Path]]":
    from pathlib import Path

    if ledger is not None:
        yield "the ledger itself", ledger
        real = ledger.resolve()
        for name in _COMPANIONS:
            yield "a file of the ledger itself", real.with_name(real.name + name)
    for each in inputs:
        path = Path(each)
        yield "a file that this command reads or makes", path
        if path.name:  # what belongs to a key: its public half, and what it signed last
            yield "the verifier key beside it", path.with_suffix(".vkey")
            yield "what this key signed last", path.with_name(f"{path.name}.seen")


def _same(path: "Path", other: "Path") -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


def _is_pipe(path: "Path") -> bool:
    return stat.S_ISFIFO(path.stat().st_mode)
