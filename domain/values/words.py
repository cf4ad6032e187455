"""Words of hostile texts: whether a reference stands in one, whether names are alike.

What is compared has no case, no accents, no spaces and no punctuation; where a word
ends still counts: `GL-1` stands in `gl 1, second part` and not in `GL-12` or `GL-1-2`.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

_PIECE = re.compile(r"[^\W_]+")
_MOST_PIECES = 8
"""Pieces that one reference may be written in: an RF reference has seven groups."""
_SHORTEST = 3
_SHORTEST_MIXED = 2
"""Letters with digits, such as `P-2`, are nobody's word."""
_SHORTEST_NUMBER = 5
"""Digits alone that are fewer are a year, a day or a count."""
_ALWAYS, _BEFORE_DIGITS = ("-", "_"), (".", "/")
_NOISE = frozenset({"gemeente", "gem", "stichting", "bv"})
Words = frozenset[str]


def plain(text: str) -> str:
    """A text without case and accents."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return text.casefold()


def as_word(text: str) -> str | None:
    """A code as it is looked for; None where it is too short to say anything."""
    word = "".join(_PIECE.findall(plain(text)))
    shortest = _SHORTEST
    if word.isdigit():
        shortest = _SHORTEST_NUMBER
    elif any(c.isdigit() for c in word):
        shortest = _SHORTEST_MIXED
    return word if len(word) >= shortest else None


def as_reference(text: str) -> str | None:
    """A reference as it is looked for; None for one without any digit."""
    word = as_word(text)
    return word if word and any(c.isdigit() for c in word) else None


def words_in(text: str, known: Container[str]) -> Iterator[str]:
    """The known words that stand in a text whole, in however many pieces."""
    text = plain(text)
    pieces = _PIECE.findall(text)
    spans: list[tuple[int, int]] = []
    for first in range(len(pieces)):
        word = ""
        for last in range(first, min(first + _MOST_PIECES, len(pieces))):
            word += pieces[last]
            if word in known:
                # Most texts have none: where the pieces stand is asked then only.
                spans = spans or [each.span() for each in _PIECE.finditer(text)]
                if _is_whole(text, spans, first, last):
                    yield word


def _is_whole(
    text: str, spans: Sequence[tuple[int, int]], first: int, last: int
) -> bool:
    """Neither the piece before nor the one behind belongs to the same word."""
    start, end = spans[first][0], spans[last][1]
    if first:
        before = slice(*spans[first - 1])
        if _goes_on(text[before], text[before.stop : start]):
            return False
    if last + 1 < len(spans):
        behind = slice(*spans[last + 1])
        return not _goes_on(text[behind], text[end : behind.start])
    return True


def _goes_on(other: str, between: str) -> bool:
    """A piece and the one beside it are one word as they are written."""
    return between in _ALWAYS or (between in _BEFORE_DIGITS and other.isdigit())


@lru_cache(maxsize=10_000)
def name_words(name: str) -> Words:
    """The words that tell a party: without `gemeente` (`gem.`), `stichting`, `bv`."""
    words = _PIECE.findall(plain(name).replace(".", ""))
    return frozenset(words) - _NOISE


def overlap(one: Words, other: Words) -> float:
    """The share of the longer name's words that both have, from 0 to 1."""
    longest = max(len(one), len(other))
    return len(one & other) / longest if longest else 0.0
