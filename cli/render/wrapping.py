"""Text on a page: how wide it is, and where it goes on below."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

_BREAKABLE = r".+?[:/_,;.\-]+|.+"
"""Pieces of a long word, each ended where it may be broken."""
_SPACES = "(?<!€) "
"""Between words; an amount stays with its euro sign."""


def display_width(text: str) -> int:
    """Columns a text takes on a terminal: wide characters two, combining ones none."""
    return len(text) if text.isascii() else _width(text)


def widths_of(texts: Sequence[str]) -> list[int]:
    """The same of each of many."""
    measure = len if all(map(str.isascii, texts)) else display_width
    return list(map(measure, texts))


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    """Of a column of dashes each would be measured again."""
    return sum(map(_char_width, text))


@cache
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


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


def _wrapped_line(line: str, width: int, indent: str) -> Iterator[str]:
    body = line.lstrip(" ")
    margin = line[: len(line) - len(body)]
    if len(margin) + len(indent) >= width:
        margin = indent = ""
    current, empty = margin, True
    for word in re.split(_SPACES, body):
        longer = f"{current}{word}" if empty else f"{current} {word}"
        if display_width(longer) <= width:
            current, empty = longer, False
            continue
        if not empty:
            yield current
            current = margin + indent
        for piece in _pieces(word, width - len(margin + indent)):
            if display_width(current + piece) > width:
                yield current
                current = margin + indent
            current += piece
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
    return max(map(display_width, text.split()), default=0)
