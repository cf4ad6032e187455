"""Which codes a partnership has on which days: its frameworks one after the other.

The framework of entry 1 is in force from the start; each adoption (*herijking*, Z22)
replaces it from its date on. Asked by date, as known after an entry, this says which
partners, programmes, years and categories are in force, in which order, and since when
a code is there no more. It knows codes and days only, so that nobody has to read whole
frameworks to make a row of a report.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from domain.framework.framework import RESERVED_PROGRAMMES, Framework
from domain.values.messages import Message, message
from domain.values.money import Cents

PARTNER, PROGRAMME, YEAR, CATEGORY = "partner", "programme", "year", "category"
_DAY = attrgetter("day")


class CodeChange(NamedTuple):
    """From an adoption's day on a code stands at a place in the framework, or left."""

    entry: int
    day: date
    kind: str
    code: str
    place: int | None
    """Its place in the framework's order, from 0; None: it is in force no more."""
    starts: date | None = None
    """Of a year: its first day."""
    ends: date | None = None
    """Of a year: its last day."""


class Adoption(NamedTuple):
    """A framework that took the place of the one before it (*herijking*, Z22)."""

    entry: int
    day: date
    key: str
    """Name of the contribution key that years are opened by since."""
    floor: Cents | None
    """Its floor under the current account; None: none."""


class Course:
    """The codes of a partnership over time, as known after some entry."""

    def __init__(self, opening: Framework, changes: Iterable[CodeChange] = ()) -> None:
        self._codes: dict[str, dict[str, list[CodeChange]]] = {}
        self._days: dict[str, list[date]] = {}
        self._in_force: dict[tuple[str, int], tuple[str, ...]] = {}
        self.add((*changes_to(opening, 1, date.min), *changes))

    def add(self, changes: Iterable[CodeChange]) -> None:
        """Take in what later adoptions change, in the order of their entries."""
        for change in changes:
            codes = self._codes.setdefault(change.kind, {})
            codes.setdefault(change.code, []).append(change)
        self._days.clear()
        self._in_force.clear()
        vars(self).pop("spelling", None)

    def codes(self, kind: str, day: date) -> tuple[str, ...]:
        """The codes in force on a day, in the order of that day's framework."""
        # They differ from adoption to adoption, not from day to day.
        key = kind, bisect_right(self._days_of(kind), day)
        found = self._in_force.get(key)
        if found is None:
            found = self._in_force[key] = self._codes_on(kind, day)
        return found

    def _days_of(self, kind: str) -> Sequence[date]:
        """The days on which some code of a kind changed."""
        found = self._days.get(kind)
        if found is None:
            changes = chain.from_iterable(self._codes.get(kind, {}).values())
            found = self._days[kind] = sorted({each.day for each in changes})
        return found

    def _codes_on(self, kind: str, day: date) -> tuple[str, ...]:
        found = (
            (change.place, code)
            for code, changes in self._of(kind)
            if (change := _on(changes, day)) is not None and change.place is not None
        )
        return tuple(code for _, code in sorted(found))

    def named(self, kind: str, day: date) -> tuple[str, ...]:
        """Every code that a framework dated on or before a day named."""
        return tuple(code for code, changes in self._of(kind) if changes[0].day <= day)

    def ever(self, kind: str) -> tuple[str, ...]:
        """Every code that any framework named, in the order of first naming."""
        return tuple(code for code, _ in self._of(kind))

    def listed(self, kind: str, at: date, among: Iterable[str]) -> tuple[str, ...]:
        """Codes as reports list them: the order in force at a date, then the others.

        The others are listed as the frameworks, entry 1's first, first name them.
        """
        wanted = set(among)
        first = [code for code in self.codes(kind, at) if code in wanted]
        wanted.difference_update(first)
        return (*first, *(code for code in self.ever(kind) if code in wanted))

    def in_force_between(self, kind: str, first: date, last: date) -> tuple[str, ...]:
        """The codes that were in force on some day from `first` to `last`."""
        return tuple(
            code
            for code, changes in self._of(kind)
            if any(
                (change := _on(changes, day)) is not None and change.place is not None
                for day in (first, *_days_between(changes, first, last))
            )
        )

    def is_in_force(self, kind: str, code: str, day: date) -> bool:
        """The framework of that day has the code."""
        change = self.change_on(kind, code, day)
        return change is not None and change.place is not None

    def year(self, code: str, day: date) -> tuple[date, date] | None:
        """First and last day of a year; as on a day, else as last or first named."""
        changes = self.changes(YEAR, code)
        dated = [each for each in changes if each.starts is not None]
        if not dated:
            return None
        found = _on(dated, day) or dated[0]
        assert found.starts is not None  # noqa: S101  # only such were taken
        assert found.ends is not None  # noqa: S101  # it comes with its start
        return found.starts, found.ends

    def told(self, kind: str, code: str, day: date) -> Message | None:
        """Since when a code left, or when it joins; None where none ever named it."""
        changes = self.changes(kind, code)
        if not changes:
            return None
        if changes[0].day > day:
            return message("{code} joins on {since}", code=code, since=changes[0].day)
        if self.is_in_force(kind, code, day):
            return None
        left = [each for each in changes if each.day <= day]
        return message("{code} ended on {since}", code=code, since=left[-1].day)

    def changes(self, kind: str, code: str) -> Sequence[CodeChange]:
        """What was said of a code over time; nothing where none ever named it."""
        return self._codes.get(kind, {}).get(code, ())

    def change_on(self, kind: str, code: str, day: date) -> CodeChange | None:
        """What holds of a code on a day; None before any framework named it."""
        return _on(self.changes(kind, code), day)

    def has(self, change: CodeChange) -> bool:
        """The newest framework has the code at that place, a year on those days."""
        changes = self.changes(change.kind, change.code)
        return bool(changes) and changes[-1][4:] == change[4:]

    def standing(self) -> Iterator[tuple[str, str]]:
        """Kind and code of all that the newest framework has."""
        for kind, codes in self._codes.items():
            for code, changes in codes.items():
                if changes[-1].place is not None:
                    yield kind, code

    @cached_property
    def spelling(self) -> Mapping[str, Mapping[str, str]]:
        """Per kind of code: lower case to the frameworks' own spelling.

        No two frameworks spell a code otherwise.
        """
        codes = {kind: self.ever(kind) for kind in (PARTNER, PROGRAMME, YEAR)}
        codes[PROGRAMME] += RESERVED_PROGRAMMES
        return {
            kind: {code.lower(): code for code in found}
            for kind, found in codes.items()
        }

    def _of(self, kind: str) -> Iterator[tuple[str, list[CodeChange]]]:
        yield from self._codes.get(kind, {}).items()


def _on(changes: Sequence[CodeChange], day: date) -> CodeChange | None:
    """What holds on a day: the newest; adoptions are in order of entry and of date."""
    after = bisect_right(changes, day, key=_DAY)
    return changes[after - 1] if after else None


def _days_between(
    changes: Iterable[CodeChange], first: date, last: date
) -> Iterator[date]:
    yield from (each.day for each in changes if first < each.day <= last)


def changes_to(
    framework: Framework, entry: int, day: date, before: Course | None = None
) -> list[CodeChange]:
    """What a framework that is adopted changes, compared with the course before it."""
    changes = []
    for kind, code, place, span in _named(framework):
        new = CodeChange(entry, day, kind, code, place, *span)
        if before is None or not before.has(new):
            changes.append(new)
    if before is not None:
        kept = {(kind, code) for kind, code, *_ in _named(framework)}
        changes += [
            CodeChange(entry, day, kind, code, None)
            for kind, code in before.standing()
            if (kind, code) not in kept
        ]
    return changes


def _named(
    framework: Framework,
) -> Iterator[tuple[str, str, int, tuple[date | None, date | None]]]:
    for kind, codes in (
        (PARTNER, framework.partner_codes),
        (PROGRAMME, framework.programme_codes),
        (CATEGORY, framework.categories),
    ):
        for place, code in enumerate(codes):
            yield kind, code, place, (None, None)
    for place, year in enumerate(framework.years):
        yield YEAR, year.code, place, (year.start, year.end)
