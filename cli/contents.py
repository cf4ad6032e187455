"""What is in a file that was named on the command line."""

from domain.values.errors import Refusal
from domain.values.messages import Quoted

_MOST_TEXT = 1_000_000
"""Bytes of a text that somebody wrote."""


def contents(name: str, most: int) -> bytes:
    """What is in a file; a byte more than `most` tells that it is too long.

    Raises `Refusal` (`BAD_COMMAND`).
    """
    from pathlib import Path

    try:
        with Path(name).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(
            "BAD_COMMAND", "{path} can't be read: {reason}.", path=name, reason=reason
        ) from None


def text_of(name: str) -> str:
    """What a file says, in UTF-8; raises `Refusal` (`BAD_COMMAND`)."""
    data = contents(name, _MOST_TEXT)
    if len(data) > _MOST_TEXT:
        raise Refusal("BAD_COMMAND", "{path} is too long.", path=Quoted(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "BAD_COMMAND", "{path} is no text in UTF-8.", path=Quoted(name)
        ) from None
