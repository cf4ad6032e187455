"""Reading XML as a stream: the texts at known places, gathered by scope.

Nothing but what is asked for is kept, and that only until its scope ends. Names are
compared without their namespace's prefix. The parser is the standard library's expat.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from ledger.statements.source import Source
from ledger.statements.xml_limits import (
    ENCODINGS,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_NAMES,
    MAX_TAG_BYTES,
    beyond,
    encoded_otherwise,
    malformed,
    marked_encoding,
    with_doctype,
)

Values = dict[str, list[str]]
"""Of a scope: the texts at each place, by path, in their order; never empty ones.

The currency of an amount is at its path with `@`.
"""
_CHUNK_BYTES = 64 * 1024
_LAST = True
_MAX_REPEATED = 1_000
"""Texts of one place in one scope; further ones are passed over."""


@dataclass(slots=True, eq=False)
class Place:
    """An element that is read: the places below it, and what it is.

    `key` is its path inside its scope where its text is kept, else None. `otherwise`
    is the place of children that are not `below`; None passes them over.
    """

    key: str | None = None
    scope: str | None = None
    below: dict[str, "Place"] = field(default_factory=dict)
    otherwise: "Place | None" = None

    def at(self, path: str) -> "Place":
        """The place at a path below this one, made where it isn't there yet."""
        place = self
        for name in path.split("/"):
            place = place.below.setdefault(name, Place())
        return place

    def scoped(self, path: str, scope: str, kept: Iterable[str] = ()) -> "Place":
        """A scope at a path, with the places whose texts are kept in it."""
        place = self.at(path)
        place.scope = scope
        for key in kept:
            place.at(key).key = key
        return place


class Gatherer(Protocol):
    """Who is told of the scopes."""

    def begins(self, scope: str, values: Values) -> None:
        """A scope begins; the values are filled while it lasts."""

    def ends(self, scope: str, values: Values) -> None:
        """A scope ends; the values are those of its own places."""


class PlacesReader:
    """Reads one file; `outermost` is then the name of its outermost element."""

    def __init__(self, source: Source, outside: Place, gatherer: Gatherer) -> None:
        self._source = source
        self._gatherer = gatherer
        self._places = [outside]
        self._passing = 0
        """Elements that are open and passed over."""
        self._scopes: list[Values] = [{}]
        self._kept: list[str] = []
        self._keeping = False
        self._characters = 0
        self._elements = 0
        self._names: dict[str, str] = {}
        self._marked: str | None = None
        self.outermost = ""

    def read(self, data: bytes) -> None:
        """Read all of it; raises `Refusal` (`STATEMENT_UNSAFE`, `NOT_A_STATEMENT`)."""
        self._marked = marked_encoding(data)
        try:
            self._feed(self._parser(), memoryview(data))
        except expat.ExpatError as error:
            raise malformed(self._source, error) from None

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(self._marked, None, self._names)
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def _feed(self, parser: expat.XMLParserType, data: memoryview) -> None:
        """Piece by piece: a piece that is not yet used up is a tag that goes on."""
        for begin in range(0, len(data), _CHUNK_BYTES):
            parser.Parse(data[begin : begin + _CHUNK_BYTES])
            pending = min(begin + _CHUNK_BYTES, len(data)) - parser.CurrentByteIndex
            self._check(pending, MAX_TAG_BYTES, "bytes in one tag or comment")
            self._check(len(self._names), MAX_NAMES, "names of elements")
            self._check(self._elements, MAX_ELEMENTS, "elements")
        parser.Parse(b"", _LAST)

    def _check(self, found: int, allowed: int, what: str) -> None:
        if found > allowed:
            raise beyond(self._source, what, allowed)

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        known = self._marked or encoding is None or encoding.lower() in ENCODINGS
        if not known:
            raise encoded_otherwise(self._source, str(encoding))

    def _doctype(self, *_: object) -> None:
        raise with_doctype(self._source)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._characters = 0
        self._elements += 1
        if self._passing:
            self._passing += 1
            self._check(self._passing, MAX_DEPTH, "elements inside each other")
            return
        here = self._places[-1]
        name = name[name.find(":") + 1 :]
        self.outermost = self.outermost or name
        place = here.below.get(name, here.otherwise)
        if place is None:
            self._passing = 1
            return
        self._enter(place, attributes)

    def _enter(self, place: Place, attributes: dict[str, str]) -> None:
        self._places.append(place)
        self._check(len(self._places), MAX_DEPTH, "elements inside each other")
        self._kept = []
        self._keeping = place.key is not None
        if place.scope is not None:
            self._scopes.append({})
            self._gatherer.begins(place.scope, self._scopes[-1])
        if self._keeping and "Ccy" in attributes:
            self._keep(f"{place.key}@", attributes["Ccy"])

    def _text(self, text: str) -> None:
        self._characters += len(text)
        self._check(self._characters, MAX_CHARACTERS, "characters in one text")
        if self._keeping and not self._passing:
            self._kept.append(text)

    def _end(self, _name: str) -> None:
        self._characters = 0
        if self._passing:
            self._passing -= 1
            return
        place = self._places.pop()
        if self._keeping and place.key is not None:
            self._keep(place.key, "".join(self._kept).strip())
        self._keeping = False
        if place.scope is not None:
            self._gatherer.ends(place.scope, self._scopes.pop())

    def _keep(self, key: str, text: str) -> None:
        if text:
            texts = self._scopes[-1].setdefault(key, [])
            if len(texts) < _MAX_REPEATED:
                texts.append(text)
