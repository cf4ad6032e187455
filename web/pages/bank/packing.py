"""Commands that a form carries: what was shown is posted, and nothing else.

The server keeps nothing between showing and posting, so any of its processes can do
either. What comes back is judged like whatever anybody sends.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any
from zlib import compress, decompressobj
from zlib import error as ZlibError  # noqa: N812  # its own name says nothing

from domain.entries.command import Command
from domain.entries.parsing import command_from_mapping
from domain.values.errors import BadForm

MOST_BYTES = 20_000_000
"""Unpacked: two statements of as many lines as one may have."""


def packed(value: object) -> str:
    """A value of JSON as a short text for a hidden field."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(compress(text.encode(), 9)).decode()


def unpacked(text: str) -> Any:  # noqa: ANN401  # JSON of any shape
    """The value again; raises `BadForm` for what `packed` never made."""
    try:
        unzip = decompressobj()
        data = unzip.decompress(urlsafe_b64decode(text.encode("ascii")), MOST_BYTES)
        if not unzip.eof:
            raise _not_ours()
        return json.loads(data)
    except (Error, ZlibError, ValueError, RecursionError):
        raise _not_ours() from None


def commands_of(fields: object) -> list[Command]:
    """The commands that a form carried; raises `BadForm` (`BAD_COMMAND`)."""
    if not isinstance(fields, list):
        raise _not_ours()
    found = []
    for each in fields:
        if not isinstance(each, dict):
            raise _not_ours()
        found.append(command_from_mapping(each))
    return found


def _not_ours() -> BadForm:
    return BadForm(
        "BAD_COMMAND",
        "what the form carried can't be read. Nothing was recorded; go back to the page"
        " and try again.",
    )
