"""Compiled catalogues (GNU gettext's .mo), the same bytes for the same texts.

Texts are sorted by their bytes, as the form has it; babel sorts them by their contexts
last, which is another order.
"""

import struct

from babel.messages.catalog import Catalog

_MAGIC, _HEAD, _ENTRY = 0x950412DE, 28, 8
_HEADER = (
    b"Content-Type: text/plain; charset=UTF-8\n"
    b"Plural-Forms: nplurals=2; plural=(n != 1);\n"
)


def compiled(catalog: Catalog) -> bytes:
    """The bytes of its .mo; what has no translation is left out."""
    pairs = {b"": _HEADER}
    for each in catalog:
        if each.id and each.string:
            context = "" if each.context is None else f"{each.context}\4"
            pairs[f"{context}{_one(each.id)}".encode()] = _one(each.string).encode()
    return _written([(text, pairs[text]) for text in sorted(pairs)])


def _one(text: object) -> str:
    """Singular and plural are one text, with a zero between."""
    return "\0".join(text) if isinstance(text, tuple | list) else str(text)


def _written(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """Head, two tables of lengths and places, and the texts, each ended by a zero."""
    start = _HEAD + 2 * _ENTRY * len(pairs)
    tables = data = b""
    for column in zip(*pairs, strict=True):
        for text in column:
            tables += struct.pack("<2I", len(text), start + len(data))
            data += text + b"\0"
    second = _HEAD + _ENTRY * len(pairs)
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEAD, second, 0, start)
    return head + tables + data
