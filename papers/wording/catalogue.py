"""The Dutch catalogue: read when the first Dutch text is made, and then kept.

It is gettext's own form. A text is looked for in the sorted file as it is: the standard
library's reader takes every text out of it first, longer than a whole query takes.
"""

import os
import struct
from functools import cache
from typing import NamedTuple

FOLDER = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120  # light
PLACE = "nl/LC_MESSAGES/zuidas.mo"
"""In that folder."""
_CONTEXT = "\4"
"""What gettext puts between a context and a text."""
_HEAD = struct.Struct("<7I")
_ENTRY = struct.Struct("<2I")


class _Compiled(NamedTuple):
    """A compiled catalogue: two tables of places, of texts in order and their Dutch."""

    data: bytes
    size: int
    texts: int
    translations: int

    def find(self, text: bytes) -> bytes | None:
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if self._at(self.texts, middle) < text:
                low = middle + 1
            else:
                high = middle
        if low == self.size or self._at(self.texts, low) != text:
            return None
        return self._at(self.translations, low)

    def _at(self, table: int, number: int) -> bytes:
        length, start = _ENTRY.unpack_from(self.data, table + number * _ENTRY.size)
        return self.data[start : start + length]


@cache
def _read() -> _Compiled:
    with open(f"{FOLDER}/{PLACE}", "rb") as file:  # noqa: PTH123  # light
        data = file.read()
    _, _, count, texts, translations, _, _ = _HEAD.unpack_from(data)
    return _Compiled(data, count, texts, translations)


def in_dutch(english: str, context: str | None = None) -> str | None:
    """The Dutch of a template or, in its context, of a name; None without any."""
    key = english if context is None else f"{context}{_CONTEXT}{english}"
    found = _read().find(key.encode("utf-8", "replace")) if english else None
    return None if found is None else found.decode()
