"""Which framework is in force on a date, as known after an entry.

This is the one place that answers that. Codes with their days come from a projection
(`framework_codes`), so that no adoption is read for them; a whole framework is read
when somebody asks for the rest of it.
"""

from collections.abc import Iterable
from datetime import date

from domain.budgets.floors import Floors
from domain.framework.contribution_keys import read_key
from domain.framework.course import Adoption, CodeChange, Course
from domain.framework.framework import ContributionKey, Framework, Partner
from domain.framework.framework_file import read_framework
from projections.days import from_number
from projections.reader import Reader
from projections.stored import state_of_entry

BEYOND = 2**62
"""Everything is known."""
_SINCE = 3
"""The layout since which frameworks can be adopted."""


class Frameworks:
    """The frameworks of a ledger, one after the other."""

    def __init__(self, reader: Reader, opening: Framework, key: str) -> None:
        self._reader = reader
        self.opening = opening
        """That of entry 1, in force until the first adoption."""
        self._first = Adoption(1, date.min, key, opening.current_account_floor)
        self._adoptions: dict[int, tuple[Adoption, ...]] = {}
        self._courses: dict[int, Course] = {}
        self._read: dict[int, Framework] = {1: opening}

    def forget(self) -> None:
        """Look again: another framework was adopted."""
        self._adoptions.clear()
        self._courses.clear()
        self._read = {1: self.opening}

    def adoptions(self, known: int = BEYOND) -> tuple[Adoption, ...]:
        """Every adoption as known after an entry, in order; entry 1's is the first."""
        found = self._adoptions.get(known)
        if found is None:
            found = (self._first, *self._adopted(known))
            self._adoptions[known] = found
        return found

    def _adopted(self, known: int) -> Iterable[Adoption]:
        if self._reader.layout < _SINCE:
            return
        rows = self._reader.execute(
            "SELECT entry, day, contribution_key, floor FROM frameworks"
            " WHERE entry <= ? ORDER BY entry",
            (known,),
        )
        for entry, day, key, floor in rows:
            yield Adoption(
                int(entry),
                from_number(int(day)),
                str(key),
                None if floor is None else int(floor),
            )

    def course(self, known: int = BEYOND) -> Course:
        """The codes over time, as known after an entry."""
        found = self._courses.get(known)
        if found is None:
            found = Course(self.opening, self._changes(known))
            self._courses[known] = found
        return found

    def _changes(self, known: int) -> Iterable[CodeChange]:
        if len(self.adoptions(known)) == 1:
            return
        rows = self._reader.execute(
            "SELECT c.entry, f.day, c.kind, c.code, c.place, c.starts, c.ends"
            " FROM framework_codes c JOIN frameworks f ON f.entry = c.entry"
            " WHERE c.entry <= ? ORDER BY c.entry, c.number",
            (known,),
        )
        for entry, day, kind, code, place, starts, ends in rows:
            yield CodeChange(
                int(entry),
                from_number(int(day)),
                str(kind),
                str(code),
                None if place is None else int(place),
                None if starts is None else from_number(int(starts)),
                None if ends is None else from_number(int(ends)),
            )

    def adoption_on(self, day: date, known: int = BEYOND) -> Adoption:
        """The adoption in force on a day: the newest; of one day the later entry."""
        return next(a for a in reversed(self.adoptions(known)) if a.day <= day)

    def on(self, day: date, known: int = BEYOND) -> Framework:
        """The framework in force on a day."""
        return self.of(self.adoption_on(day, known))

    def of(self, adoption: Adoption) -> Framework:
        """The framework that was adopted."""
        found = self._read.get(adoption.entry)
        if found is None:
            given = state_of_entry(self._reader, adoption.entry)["given"]
            found = self._read[adoption.entry] = read_framework(given["framework"])
        return found

    def partner(self, code: str, day: date, known: int = BEYOND) -> Partner:
        """A partner as on a day; who left as it last was, who joins as it will be."""
        adoptions = self.adoptions(known)
        present = self.adoption_on(day, known)
        before = adoptions[: adoptions.index(present) + 1]
        for each in (*reversed(before), *adoptions[len(before) :]):
            for partner in self.of(each).partners:
                if partner.code == code:
                    return partner
        raise KeyError(code)

    def key_on(self, day: date, known: int = BEYOND) -> ContributionKey:
        """The contribution key by which a year is opened on a day."""
        adoption = self.adoption_on(day, known)
        return read_key(self.of(adoption), adoption.key)

    def floors(self, known: int = BEYOND) -> Floors:
        """The floor under the current account by day."""
        start = self.opening.start
        return Floors(
            [
                (max(0, (max(each.day, start) - start).days), each.floor)
                for each in self.adoptions(known)
            ]
        )
