"""What a document consists of, before it has a language and a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.values.messages import Value
from domain.values.money import Cents
from projections.report import Table

Named = tuple[Value, Value]
"""A name and what it is."""


class Heading(NamedTuple):
    """The title of a section; a `deep` one is of a part of it."""

    said: Value
    deep: bool = False
    apart: bool = False
    """On a page of its own: an annex."""


class Paragraph(NamedTuple):
    """Sentences."""

    said: Value
    kept: bool = False
    """On the page of what follows it: above a signature."""


class Items(NamedTuple):
    """A list, with dots or numbered."""

    items: Sequence[Value]
    numbered: bool = False


class Rows(NamedTuple):
    """Names and values, one under the other; what is None is left out."""

    rows: Sequence[Named]


class Grid(NamedTuple):
    """A table of typed columns; `wide` asks for smaller letters.

    Its values are those of JSON. In a letter they are `spelled`: amounts with their
    sign, dates in words.
    """

    table: Table
    wide: bool = False
    spelled: bool = False


class Bar(NamedTuple):
    """One bar: what is spent, committed and available of a ceiling."""

    label: Value
    spent: Cents
    committed: Cents
    available: Cents
    """Negative where the ceiling is exceeded."""
    ceiling: Cents


class Bars(NamedTuple):
    """Bars to one scale. The same is told in words for who does not see them."""

    title: Value
    bars: Sequence[Bar]
    tabled: bool = False
    """A table with the same figures follows, which is enough on a terminal."""


class Slot(NamedTuple):
    """A place for own words, by name; without them the blocks that stand in it."""

    name: str
    usual: "Sequence[Block]" = ()


class Signature(NamedTuple):
    """Who decides, and who signs for it: a line for each, with room above it."""

    signers: Sequence[Value]
    authority: Value = None
    """On whose behalf they sign, where that is somebody else."""
    beside: bool = False
    """One beside the other, each with its own line for a date."""


Block = Heading | Paragraph | Items | Rows | Grid | Bars | Slot | Signature


@dataclass(frozen=True)
class Letterhead:
    """What stands above a letter."""

    sender: Sequence[Value]
    addressee: Sequence[Value]
    about: Sequence[Named]
    """Date, references and subject."""
    running: Value = None
    """What tells on every page which letter it is of."""
    reference: Value = None
    """Beside the number of every page."""


@dataclass(frozen=True)
class Document:
    """All that a document says."""

    title: Value
    blocks: Sequence[Block]
    letterhead: Letterhead | None = None
    """Only letters have one."""
    subtitle: Value = None
