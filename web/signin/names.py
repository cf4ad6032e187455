"""The name of an account: it is the person and the actor of what it posts."""

import unicodedata

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from domain.values.texts import unseen

LONGEST_NAME = 63
"""Characters, as of a person's name (`domain.entries.people`)."""


def account_name(text: str) -> str:
    """A name as it is kept: composed (NFC); raises `Refusal` (`BAD_COMMAND`)."""
    name = unicodedata.normalize("NFC", text)
    is_one = 1 <= len(name) <= LONGEST_NAME and name == name.strip()
    if not is_one or unseen(name):
        raise Refusal(
            "BAD_COMMAND",
            "{name} is no name of an account: 1 to 63 characters that can be seen,"
            " without spaces around them.",
            name=Quoted(text),
        )
    return name
