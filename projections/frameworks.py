"""Which framework is in force on a date, as known after an entry.

This is the one place that answers that. Codes with their days come from a projection
(`framework_codes`), so that no adoption is read for them; a whole framework is read
when somebody asks for the rest of it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from domain.budgets.floors import Floors
from domain.framework.contribution_keys import read_key
from domain.framework.course import PARTNER, Adoption, CodeChange, Course
from domain.framework.framework import ContributionKey, Framework, Partner
from domain.framework.framework_file import read_framework
from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.days import from_number
from projections.reader import Reader
from projections.stored import state_of_entry

BEYOND = 2**62
"""Everything is known."""
_SINCE = 3
"""The layout since which frameworks can be adopted."""
_ENTRY, _DAY = attrgetter("entry"), attrgetter("day")


class Frameworks:
    """The frameworks of a ledger, one after the other."""

    def __init__(self, reader: Reader, opening: Framework, key: str) -> None:
        self._reader = reader
        self.opening = opening
        """That of entry 1, in force until the first adoption."""
        self._first = Adoption(1, date.min, key, opening.current_account_floor)
        self._adopted: tuple[Adoption, ...] | None = None
        self._courses: dict[int, Course] = {}
        self._read: dict[int, Framework] = {1: opening}

    def forget(self) -> None:
        """Look again: another framework was adopted."""
        self._adopted = None
        self._courses.clear()
        self._read = {1: self.opening}

    def adopt(self, adoption: Adoption, changes: Iterable[CodeChange]) -> None:
        """Know one more; of those before it nothing is read again."""
        if self._adopted is None or self._adopted[-1].entry >= adoption.entry:
            return  # it is read with the others, or was
        course = self.course()
        course.add(changes)
        self._adopted = (*self._adopted, adoption)
        self._courses = {adoption.entry: course}

    def adoptions(self, known: int = BEYOND) -> tuple[Adoption, ...]:
        """Every adoption as known after an entry, in order; entry 1's is the first."""
        if self._adopted is None:
            self._adopted = (self._first, *self._later())
        if known >= self._adopted[-1].entry:
            return self._adopted
        return self._adopted[: max(1, bisect_right(self._adopted, known, key=_ENTRY))]

    def _later(self) -> Iterable[Adoption]:
        if self._reader.layout < _SINCE:
            return
        rows = self._reader.execute(
            "SELECT entry, day, contribution_key, floor FROM frameworks ORDER BY entry"
        )
        for entry, day, key, floor in rows:
            yield Adoption(entry, from_number(day), key, floor)

    def course(self, known: int = BEYOND) -> Course:
        """The codes over time, as known after an entry."""
        adoptions = self.adoptions(known)
        # Whatever was posted since the newest adoption, the codes are the same.
        newest = adoptions[-1].entry
        found = self._courses.get(newest)
        if found is None:
            found = Course(self.opening, self._changes(adoptions))
            self._courses[newest] = found
        return found

    def _changes(self, adoptions: tuple[Adoption, ...]) -> Iterable[CodeChange]:
        days = {each.entry: each.day for each in adoptions[1:]}
        if not days:
            return
        rows = self._reader.execute(
            "SELECT entry, kind, code, place, starts, ends FROM framework_codes"
            " WHERE entry <= ? ORDER BY entry, number",
            (adoptions[-1].entry,),
        )
        for entry, kind, code, place, starts, ends in rows:
            first = None if starts is None else from_number(starts)
            last = None if ends is None else from_number(ends)
            yield CodeChange(entry, days[entry], kind, code, place, first, last)

    def adoption_on(self, day: date, known: int = BEYOND) -> Adoption:
        """The adoption in force on a day: the newest; of one day the later entry."""
        adoptions = self.adoptions(known)
        return adoptions[bisect_right(adoptions, day, key=_DAY) - 1]

    def on(self, day: date, known: int = BEYOND) -> Framework:
        """The framework in force on a day."""
        return self.of(self.adoption_on(day, known))

    def language_on(self, day: date, known: int = BEYOND) -> str | None:
        """The language that the framework in force on a day asks for, if any."""
        language = self.on(day, known).source.get("language")
        return language if isinstance(language, str) else None

    def of(self, adoption: Adoption) -> Framework:
        """The framework that was adopted."""
        found = self._read.get(adoption.entry)
        if found is None:
            given = state_of_entry(self._reader, adoption.entry)["given"]
            found = self._read[adoption.entry] = read_framework(given["framework"])
        return found

    def partner(self, code: str, day: date, known: int = BEYOND) -> Partner:
        """A partner as on a day; who left as it last was, who joins as it will be."""
        named = self.of(self._naming(code, day, known))
        return next(each for each in named.partners if each.code == code)

    def _naming(self, code: str, day: date, known: int) -> Adoption:
        """The framework to look a partner up in, told from the codes alone."""
        course, adoptions = self.course(known), self.adoptions(known)
        change = course.change_on(PARTNER, code, day)
        if change is not None and change.place is not None:
            return self.adoption_on(day, known)
        there = change or next(iter(course.changes(PARTNER, code)), None)
        if there is None:
            raise Refusal(
                "PARTNER_UNKNOWN",
                "no framework that was known then has a partner {partner}.",
                partner=Quoted(code),
            )
        at = bisect_left(adoptions, there.entry, key=_ENTRY)
        # It is the first that has the partner, or the one that hasn't any more.
        return adoptions[at if change is None else at - 1]

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
