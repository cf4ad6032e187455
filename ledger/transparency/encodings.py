"""The strict text encodings that the C2SP note formats share.

Every value has exactly one accepted spelling, so that a file which is parsed and
written again is the same, byte for byte.
"""

import base64
import re

from ledger.transparency.merkle import HASH_SIZE

_DECIMAL = re.compile("0|[1-9][0-9]{0,19}")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """A note, key, checkpoint or proof file is malformed."""


def encode_base64(data: bytes) -> str:
    """Return standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: str, what: str) -> bytes:
    """Return the bytes; refuse any but the canonical base64 of them.

    The message names `what` but leaves out the text, which may be a private key.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = None
    if data is None or encode_base64(data) != text:
        raise NoteError(f"{what} is not standard base64 (RFC 4648, section 4)")
    return data


def decode_hash(text: str, what: str) -> bytes:
    """Return the SHA-256 hash that the base64 text stands for."""
    data = decode_base64(text, what)
    if len(data) != HASH_SIZE:
        raise NoteError(f"{what} has {len(data)} bytes, a SHA-256 hash has {HASH_SIZE}")
    return data


def decode_decimal(text: str, what: str) -> int:
    """Return a number of at most 20 ASCII digits, without leading zeroes."""
    if not _DECIMAL.fullmatch(text):
        raise NoteError(f"{what} is not a plain decimal number: {text[:40]!r}")
    return int(text)


def encode_text(text: str) -> bytes:
    """Return the UTF-8 bytes of note text; refuse control characters but newline."""
    control = _CONTROL_BUT_NEWLINE.search(text)
    if control:
        raise NoteError(
            f"control character U+{ord(control[0]):04X} at character {control.start()}:"
            " a note has none but newlines"
        )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NoteError(f"note text is not valid Unicode: {error.reason}") from None


def decode_text(data: bytes) -> str:
    """Return note text from UTF-8 bytes; refuse control characters but newline."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"a note is UTF-8 text: bad byte at {error.start}") from None
    encode_text(text)
    return text
