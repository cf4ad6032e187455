"""Limits of reading XML, and their refusals.

A DOCTYPE is not let in, so there are no entities of a file's own: nothing external is
fetched and nothing expands. What is left is bounded here.
"""

from xml.parsers import expat

from domain.values.errors import Refusal
from domain.values.messages import Quoted, message
from ledger.statements.source import Source

MAX_DEPTH = 64
"""Elements inside each other; a statement in an envelope has about 20."""
MAX_ELEMENTS = 5_000_000
"""Of a file; 20 MB of statements have about 600,000."""
MAX_NAMES = 2_000
"""Different names of elements and attributes; the standard has about 600."""
MAX_CHARACTERS = 1024 * 1024
"""Of text without a tag in it; the standard's longest has 500."""
MAX_TAG_BYTES = 256 * 1024
"""Of one tag with its attributes, or of a comment."""

ENCODINGS = {
    *("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"),
    *("iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252"),
}
"""Those that are read. Others cost more than they bring: a codec is code."""
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def marked_encoding(data: bytes) -> str | None:
    """The encoding that the first bytes show, if any.

    They are right where the declaration isn't, as after a file was saved in an editor.
    """
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)


def with_doctype(source: Source) -> Refusal:
    """The refusal of a DOCTYPE."""
    return source.refusal(
        "STATEMENT_UNSAFE",
        "{file} has a DOCTYPE, which no bank's statement needs and which can make a"
        " file read others or grow without end. Ask who sent it; nothing of it is"
        " read.",
    )


def beyond(source: Source, what: str, allowed: int) -> Refusal:
    """The refusal of XML above a limit."""
    return source.refusal(
        "STATEMENT_UNSAFE",
        "{file} has more than {allowed:,} {what}, which no bank's statement has. Ask"
        " who sent it; nothing of it is read.",
        allowed=allowed,
        what=message(what),
    )


def encoded_otherwise(source: Source, encoding: str) -> Refusal:
    """The refusal of an encoding that is not read."""
    return source.unreadable(
        "{file} is written in {encoding}, which is not read. Ask the bank for UTF-8.",
        encoding=Quoted(encoding),
    )


def malformed(source: Source, error: expat.ExpatError) -> Refusal:
    """The refusal of what is no XML, or breaks off."""
    return source.unreadable(
        "{file} is no well-formed XML, or breaks off: {reason} at line {line}, byte"
        " {column}. Fetch the file from the bank again.",
        reason=expat.ErrorString(error.code),
        line=error.lineno,
        column=error.offset,
    )
