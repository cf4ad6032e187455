"""What many entries rest on, read together: decision and voucher as in `history`.

`history` reads each entry whole; a figure of a hundred thousand lines asks no more of
its entries than this, so the index of entries is enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from projections.answers.authority import Authorities
from projections.answers.corrections import Corrections
from projections.days import iso
from projections.snapshot import View
from projections.stored import of_entries

_AT_ONCE = 500
"""Entries looked up in one statement."""


class Ground(NamedTuple):
    """The decision that an entry's money rests on (Z20), and its voucher."""

    decision: str | None
    document: str | None


def grounds_of(view: View, numbers: Iterable[int]) -> dict[int, Ground]:
    """By entry, as corrected and known; `numbers` are of entries with lines."""
    return _Grounds(view, numbers).found()


class _Indexed(NamedTuple):
    """What the index says of an entry."""

    entry: int
    day: int | None
    command: str
    decision: str | None
    document: str | None
    project: str | None
    partner: str | None
    year: str | None
    reverses: int | None


class _Grounds:
    """Some entries, and those that they reverse."""

    def __init__(self, view: View, numbers: Iterable[int]) -> None:
        self._view = view
        self._wanted = sorted(set(numbers))
        self._corrections = Corrections(view)
        self._indexed = dict(self._with_reversed())
        entries = self._indexed.values()
        booked_anew = [each.entry for each in entries if each.command == "reclassify"]
        self._reclassified = dict(of_entries(view, booked_anew))
        self._authorities = Authorities(view, self._corrections)
        self._authorities.read_grants(
            each.project for each in entries if each.project is not None
        )

    def found(self) -> dict[int, Ground]:
        """The grounds of what was asked for."""
        wanted = (self._indexed[number] for number in self._wanted)
        return {
            each.entry: Ground(self._decision(each), self._own(each, "document"))
            for each in wanted
        }

    def _with_reversed(self) -> Iterator[tuple[int, _Indexed]]:
        numbers = self._wanted
        while numbers:
            some = [_Indexed(*row) for row in self._rows(numbers)]
            yield from ((each.entry, each) for each in some)
            numbers = sorted({e.reverses for e in some if e.reverses is not None})

    def _rows(self, numbers: list[int]) -> Iterator[Sequence[Any]]:
        columns = ", ".join(_Indexed._fields)
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self._view.rows(
                f"SELECT {columns} FROM entries WHERE entry IN ({marks})", *some
            )

    def _decision(self, found: _Indexed) -> str | None:
        """Its own, else what it follows; of a reversal that of what is reversed."""
        own = self._own(found, "decision")
        if own is not None:
            return own
        if found.reverses is not None:
            return self._decision(self._indexed[found.reverses])
        day = None if found.day is None else iso(found.day)
        given = self._given(found)
        return self._authorities.derived(found.entry, day, given, found.command)

    def _own(self, found: _Indexed, field: str) -> str | None:
        return self._corrections.of(found.entry, self._given(found), field)

    def _given(self, found: _Indexed) -> Mapping[str, Any]:
        """Of a reclassification the command: the index has more than was given."""
        stored = self._reclassified.get(found.entry)
        return found._asdict() if stored is None else stored["given"]
