"""Files that are to prove something: keys, checkpoints, proofs.

An empty file proves nothing, and must never pass for one in which all is well. What is
read is bounded: the file may be a device, or whatever somebody handed over.
"""

import re
from pathlib import Path

from domain.values.errors import Refusal
from domain.values.messages import Message, message

MOST_BYTES = 20_000_000
"""A checkpoint a day for twenty-five years, each with ten cosignatures, is smaller."""

_SECRET = re.compile("PRIVATE|^[A-Za-z0-9+/]{32,}$")
"""What a private key, whole or in part, given instead of its file's name holds.

As the name of a file it may be shorter: two slashes in it are one.
"""


def read_evidence(path: Path) -> bytes:
    """The whole file, which is text.

    Raises `Refusal` (`PROOF_EMPTY`) where it is empty, blank or can't be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    check_evidence(path, data)
    return data


def check_evidence(name: object, data: bytes) -> None:
    """What was read of a file is text that says something; raises `Refusal`."""
    if len(data) > MOST_BYTES:
        problem = message("has more than {most:,} bytes", most=MOST_BYTES)
        raise _proves_nothing(name, problem)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = message("is no UTF-8 text (byte {start})", start=error.start)
        raise _proves_nothing(name, problem) from None
    if not text:
        raise _proves_nothing(name, message("is empty"))
    if not any(_is_seen(character) for character in text):
        raise _proves_nothing(name, message("is blank"))


def unreadable(name: object, error: OSError | ValueError) -> Refusal:
    """The refusal of a file that can't be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return _proves_nothing(name, message("can't be read: {reason}", reason=reason))


def _is_seen(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def _proves_nothing(name: object, problem: Message) -> Refusal:
    return Refusal(
        "PROOF_EMPTY",
        "{name} {problem}; so it proves nothing.",
        name=message("what was given") if _SECRET.search(str(name)) else name,
        problem=problem,
    )
