"""Which framework is in force on a date, by entry 1 and what was adopted since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .entries import Entry
from .framework import Framework


@dataclass(frozen=True)
class Codes:
    """Every code that a framework ever named, in the order in which they first do."""

    partners: list[str]
    programmes: list[str]
    years: list[str]


def in_order(lists: Iterable[Iterable[str]]) -> list[str]:
    """Each code once, where it is first named."""
    return list(dict.fromkeys(code for codes in lists for code in codes))


class Course:
    def __init__(self, first: Framework, entries: list[Entry]) -> None:
        self.first = first  # of entry 1
        self.entries = list(entries)
        self.adoptions = [e for e in self.entries if e.framework is not None]

    @property
    def frameworks(self) -> list[Framework]:
        """Entry 1's, and each that was adopted, by entry."""
        return [self.first, *(e.framework for e in self.adoptions if e.framework)]

    def up_to(self, day: date) -> list[Framework]:
        """Those of that day or before it; the last one is in force on it."""
        adopted = [e.framework for e in self.adoptions if e.date <= day]
        return [self.first, *(fw for fw in adopted if fw)]

    def on(self, day: date) -> Framework:
        """In force on the day: no adoption is dated before an earlier one."""
        return self.up_to(day)[-1]

    def between(self, first: date, last: date) -> list[Framework]:
        """Those in force on some day of these."""
        days = [first, *(e.date for e in self.adoptions if first < e.date <= last)]
        return [self.on(day) for day in days]

    def key_on(self, day: date) -> str:
        """The key of the framework in force: named, else the one so far, or first."""
        key = next(iter(self.first.keys))
        for fw, entry in zip(self.up_to(day)[1:], self.adoptions, strict=False):
            named = entry.data.get("contributions", key)
            key = named if named in fw.keys else next(iter(fw.keys))
        return key

    def judged(self, entry: Entry) -> Framework:
        """In force on its date, as known when it was accepted."""
        return Course(self.first, self.entries[: entry.number - 1]).on(entry.date)

    @property
    def codes(self) -> Codes:
        return Codes(self.partners, self.programmes, self.years)

    @property
    def partners(self) -> list[str]:
        return in_order(fw.partner_codes for fw in self.frameworks)

    @property
    def programmes(self) -> list[str]:
        return in_order(fw.programmes for fw in self.frameworks)

    @property
    def years(self) -> list[str]:
        return in_order(fw.year_codes for fw in self.frameworks)
