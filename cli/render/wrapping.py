"""Text on a page: how wide it is, and where it goes on below."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

_BREAKABLE = r".+?[:/_,;.\-]+|.+"
"""Pieces of a long word, each ended where it may be broken."""
_BEYOND_ASCII = r"[^\x00-\x7f]"
_SPACES = "(?<!€) "
"""Between words; an amount stays with its euro sign."""


def display_width(text: str) -> int:
    """Columns a text takes on a terminal: wide characters two, combining ones none."""
    return len(text) if text.isascii() else _width(text)


def widths_of(texts: Sequence[str]) -> list[int]:
    """The same of each of many."""
    if "".join(texts).isascii():
        return list(map(len, texts))
    others = {text: _width(text) for text in set(texts) if not text.isascii()}
    return [others[text] if text in others else len(text) for text in texts]


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    """Of a column of dashes each would be measured again."""
    return len(text) + sum(map(_char_excess, re.findall(_BEYOND_ASCII, text)))


@cache
def _char_excess(char: str) -> int:
    """Columns it takes beside the one that a character has."""
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return -1
    return 1 if unicodedata.east_asian_width(char) in "WF" else 0


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text and the spaces that fill its column."""
    spaces = " " * max(0, width - display_width(text))
    return spaces + text if right else text + spaces


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns (0: any), broken between words.

    Lines after the first begin with `indent`. Only a word wider than a line is broken
    itself. Spaces at the beginning of a line stay.
    """
    if "\n" not in text and (not width or display_width(text) <= width):
        return [text]
    lines: list[str] = []
    for line in text.split("\n"):
        if not width or display_width(line) <= width:
            lines.append(line)
        else:
            lines += _wrapped_line(line, width, indent)
    return lines


def _wrapped_line(line: str, width: int, indent: str) -> Sequence[str]:
    body = line.lstrip(" ")
    margin = line[: len(line) - len(body)]
    if len(margin) + len(indent) >= width:
        margin = indent = ""
    later = margin + indent
    if _is_plain(body):
        lines = _cut_at_spaces(body, width - len(margin), width - len(later))
        if lines:
            return [margin + lines[0], *(later + each for each in lines[1:])]
    return list(_word_by_word(body, width, margin, later))


def _is_plain(text: str) -> bool:
    """Whether each character takes one column, as in nearly every text."""
    return text.isascii() or not any(map(_char_excess, re.findall(_BEYOND_ASCII, text)))


def _cut_at_spaces(body: str, room: int, later: int) -> Sequence[str]:
    """Each line up to the last space that it has room for; none where one has none."""
    lines, start = [], 0
    while len(body) - start > room:
        cut = body.rfind(" ", start, start + room + 1)
        while cut > 0 and body[cut - 1] == "€":
            cut = body.rfind(" ", start, cut)
        if cut < 0:
            return ()
        lines.append(body[start:cut])
        start, room = cut + 1, later
    return [*lines, body[start:]]


def _word_by_word(body: str, width: int, first: str, later: str) -> Iterator[str]:
    """The same where a word is broken, or a character takes no column or two."""
    current, used, empty = first, len(first), True
    for word in re.split(_SPACES, body):
        wide = display_width(word) + (not empty)
        if used + wide <= width:
            current = f"{current}{word}" if empty else f"{current} {word}"
            used, empty = used + wide, False
            continue
        if not empty:
            yield current
            current, used = later, len(later)
        for piece in _pieces(word, width - len(later)):
            wide = display_width(piece)
            if used + wide > width:
                yield current
                current, used = later, len(later)
            current, used = current + piece, used + wide
        empty = False
    yield current


def _pieces(word: str, width: int) -> Iterator[str]:
    """The parts of a word that a line can hold, ended at a mark where there is one."""
    if display_width(word) <= width:
        yield word
        return
    for piece in re.findall(_BREAKABLE, word):
        yield from _cut_up(piece, width)


def _cut_up(piece: str, width: int) -> Iterator[str]:
    kept = ""
    for char in piece:
        if display_width(kept + char) > width:
            yield kept
            kept = ""
        kept += char
    yield kept


def longest_word(text: str) -> int:
    """Columns of the widest word."""
    return max(widths_of(text.split()), default=0)
