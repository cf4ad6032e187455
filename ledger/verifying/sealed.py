"""Whether every sealed value is the one that its entry has the digest of.

Values and entries are read side by side, both in their order, so memory stays flat.
What is missing may have been erased by an entry that comes later: that is settled at
the end, from a few numbers for each entry that has something sealed.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from eventsourcing.persistence import MapperDeserialisationError

from domain.entries.event import LedgerEvent
from domain.entries.sealed_fields import SealedField, day_of, sealed_fields
from domain.entries.sealing import SealedErased
from domain.values.errors import IntegrityError
from domain.values.messages import Message, Quoted, Value
from domain.values.sealed import SALT_BYTES, digest_of
from domain.values.texts import shown
from ledger.posting.recording import read_event
from ledger.storage import events, sealed
from ledger.storage.sealed import SealedRow
from ledger.storage.store import Reader, Row
from projections.finding import Finding

Note = Callable[[Finding], None]
_NO_DAY = date.max.toordinal()
_BEYOND = 2**63
"""More than any entry that a database can hold."""


@dataclass
class CountedSealed:
    """How many sealed values are there and right, and how many are gone rightly."""

    checked: int = 0
    erased: int = 0
    withheld: int | None = None
    """Left out of this copy; None where it is no copy without its values."""


class _Found(NamedTuple):
    """What an entry lacks and has; days are ordinals."""

    entry: int
    lacking: int
    first_lacking: int
    last_lacking: int
    first_there: int


class SealedValues:
    """Takes the events in their order; each value is held against its digest."""

    def __init__(self, reader: Reader, note: Note, counted: CountedSealed) -> None:
        self._reader = reader
        self._note = note
        self._counted = counted
        self._rows: Iterator[Row] = iter(())
        self._next: SealedRow | None = None
        self._before: tuple[int, str] = (-_BEYOND - 1, "")
        self._stopped = False
        self._found = array("q")
        self._erasures: list[tuple[int, int]] = []
        """Entry and day of each erasure so far."""
        self._withheld_until = 0
        self._begin()

    def _begin(self) -> None:
        if not sealed.are_kept(self._reader):
            return
        try:
            self._withheld_until = sealed.withheld_until(self._reader)
            if self._withheld_until:
                self._counted.withheld = 0
            # Not through `all_rows`, which gives a sound row or none: each thing that
            # is wrong here is named.
            self._rows = self._reader.execute(sealed.ALL)
        except IntegrityError as error:
            self._unreadable(error)
        self._advance()

    @property
    def next(self) -> int:
        """The entry of the next value that is kept."""
        return _BEYOND if self._next is None else self._next.entry

    def take(self, event: LedgerEvent) -> None:
        """One more event; one with nothing sealed, before `next`, can be left out."""
        if isinstance(event, SealedErased):
            self._erasures.append((event.entry, event.given.before.toordinal()))
        fields = sorted(sealed_fields(event.given), key=lambda field: field.place)
        if not fields and (self._next is None or self._next.entry > event.entry):
            return
        lacking: list[int] = []
        there: list[int] = []
        for field in fields:
            row = self._row_at(event.entry, field.place)
            day = day_of(field, event).toordinal()
            (lacking if row is None else there).append(day)
            if row is not None:
                self._check(row, field)
        self._skip_to(event.entry + 1, "")
        if fields and not self._stopped:
            self._remember(event.entry, lacking, there)

    def _remember(self, entry: int, lacking: list[int], there: list[int]) -> None:
        first, last = min(lacking, default=_NO_DAY), max(lacking, default=0)
        earliest = min(there, default=_NO_DAY)
        self._found.extend(_Found(entry, len(lacking), first, last, earliest))

    def stop(self) -> None:
        """Events are missing from now on: what is left can't be told from them."""
        self._stopped = True
        self._rows, self._next = iter(()), None
        self._found = array("q")

    def finish(self) -> None:
        """What stands after the last event, and what was missing before."""
        self._skip_to(_BEYOND, "")
        width = len(_Found._fields)
        try:
            for start in range(0, len(self._found), width):
                self._settle(_Found(*self._found[start : start + width]))
        except (IntegrityError, MapperDeserialisationError) as error:
            self._add(0, "sealed values can't be read again: {error}", error=str(error))

    # -- value by value ----------------------------------------------------------------

    def _row_at(self, entry: int, place: str) -> SealedRow | None:
        """The next value, where it is that of a place; those ahead are superfluous."""
        self._skip_to(entry, place)
        found = self._next
        if found is None or (found.entry, found.place) != (entry, place):
            return None
        self._advance()
        return found

    def _skip_to(self, entry: int, place: str) -> None:
        while self._next is not None and self._next[:2] < (entry, place):
            self._add(
                self._next.entry,
                "{place} of entry {entry}: a value is kept where nothing is sealed.",
                place=Quoted(self._next.place),
            )
            self._advance()

    def _advance(self) -> None:
        """The next row with a place; what has none is named."""
        try:
            for row in self._rows:
                if self._has_place(row):
                    self._next = SealedRow(*row)
                    return
        except IntegrityError as error:
            self._unreadable(error)
        self._next = None

    def _has_place(self, row: Row) -> bool:
        entry, place = row[:2]
        if type(entry) is not int or type(place) is not str:
            self._add(
                0,
                "a value is kept of {place} of entry {number}, which is no place.",
                place=shown(place),
                number=shown(entry),
            )
            return False
        if (entry, place) <= self._before:
            # Pages that lead to each other would give rows without end.
            self._add(entry, "values of entry {entry} do not stand in their order.")
            self.stop()
            return False
        self._before = (entry, place)
        return True

    def _unreadable(self, error: IntegrityError) -> None:
        self.stop()
        self._add(0, "{error}", error=error.said)

    def _check(self, row: SealedRow, field: SealedField) -> None:
        if (
            tuple(map(type, row)) == sealed.TYPES
            and len(row.salt) == SALT_BYTES
            and digest_of(row.salt, row.value) == field.sealed.digest
        ):
            self._counted.checked += 1
            return
        self._add(
            row.entry,
            "{place} of entry {entry}: the value that is kept is not the one that was"
            " sealed.",
            place=row.place,
        )

    # -- what is gone ------------------------------------------------------------------

    def _settle(self, found: _Found) -> None:
        """Count what one entry lacks, and name what it should have or not have."""
        until = self._erased_until(found.entry)
        is_withheld = found.entry <= self._withheld_until
        if until > found.first_there:
            self._look_again(found.entry, until, is_withheld=is_withheld)
        elif not found.lacking or found.last_lacking < until:
            self._counted.erased += found.lacking
        elif is_withheld and until <= found.first_lacking:
            self._withhold(found.lacking)
        else:
            self._look_again(found.entry, until, is_withheld=is_withheld)

    def _erased_until(self, entry: int) -> int:
        """The day before which a later entry erased what this one sealed."""
        after = bisect_right(self._erasures, (entry, _NO_DAY))
        return max((day for _, day in self._erasures[after:]), default=0)

    def _withhold(self, number: int) -> None:
        self._counted.withheld = (self._counted.withheld or 0) + number

    def _look_again(self, entry: int, until: int, *, is_withheld: bool) -> None:
        """Each value of an entry by itself."""
        row = events.row_of(self._reader, entry)
        if row is None:
            return
        event = read_event(*row[1:])
        there = sealed.rows_of(self._reader, entry)
        for field in sealed_fields(event.given):
            is_erased = day_of(field, event).toordinal() < until
            if field.place in there:
                if is_erased:
                    self._wrong(
                        entry,
                        field,
                        "{place} of entry {entry} is kept, though a later one erased"
                        " it.",
                    )
            elif is_erased:
                self._counted.erased += 1
            elif is_withheld:
                self._withhold(1)
            else:
                self._wrong(
                    entry,
                    field,
                    "{place} of entry {entry} is missing, and no erasure covers it.",
                )

    def _wrong(self, entry: int, field: SealedField, template: str) -> None:
        self._add(entry, template, place=field.place)

    def _add(self, entry: int, template: str | Message, /, **values: Value) -> None:
        entries = (entry,) if entry else ()
        self._note(
            Finding(
                *("verify", "SEALED_DIFFERS", "error", template, entries),
                **{"entry": entry, **values},
            )
        )
