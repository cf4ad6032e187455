"""Drawing single values: days, codes, amounts about a limit, now and then odd ones."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from tests.naive import Framework, NaiveLedger
from tests.naive.books import Books
from tests.naive.budgets import (
    available_margin,
    free_margin,
    process_left,
    reserve_margin,
)
from tests.naive.entries import Entry
from tests.property.partnerships import TODAY, Fields, Partnership
from tests.property.stories import Step

T = TypeVar("T")
ROUND = (1, 1_00, 250_00, 999_99, 1000_00, 5000_00, 20_000_00, 50_000_00)
ODD_AMOUNTS: tuple[object, ...] = (
    "0.00",
    "0",
    "-1.00",
    "1.5",
    "1,00",
    "1e3",
    " 1.00",
    "999999999999.99",
    "1000000000000.00",
    5,
    1.5,
    True,
    None,
    ["1.00"],
    "",
)
ODD_DATES = ("2011-02-30", "20110801", "2011-8-1", "", " 2011-08-01", 5, None, True)
ODD_VALUES: tuple[object, ...] = (
    "",
    "  ",
    0,
    -1,
    1.5,
    None,
    True,
    [],
    {},
    ["x"],
    "x" * 201,
)
TEXTS = ("text", "another text", " text ", "", "te\u200bxt")
ACCENTS = ("caf\u00e9", "cafe\u0301")
"""One text in two spellings."""


class Drawing:
    """What a history is drawn from, and single values in it."""

    def __init__(
        self, rng: Random, partnership: Partnership, model: NaiveLedger
    ) -> None:
        self.rng = rng
        self.days = partnership.days
        self.mapping = partnership.json
        self.model = model
        self.now = rng.randrange(len(self.days) // 2)
        self.sent: list[Fields] = []
        self.subject: str | None = None
        """The project whose life goes on, when one is chosen."""
        self.hero = ""
        """The project that a story is about."""
        self.plan: list[Step] = []
        """What comes next, when a short story is being told."""
        self.shift: int | None = None
        """Days after the story's first day."""
        self.planned: tuple[str, str, date] | None = None
        """The story's year, programme and first day."""
        self.budgets = rng.choice((1, 2, 6))
        """One in so many commands is drawn from all, not from a project's life."""

    def pick(self, options: Sequence[T]) -> T:
        return options[self.rng.randrange(len(options))]

    def one_in(self, n: int) -> bool:
        """True once in n times; false when shrunk."""
        return self.rng.randrange(n) == n - 1

    @property
    def books(self) -> Books:
        return self.model.books

    @property
    def fw(self) -> Framework:
        """In force about now."""
        return self.books.on(self.days[self.now])

    def sometimes(self, codes: Sequence[str], ever: Sequence[str]) -> Sequence[str]:
        """The codes, or once in a while those that there ever were."""
        differs = set(codes) != set(ever)
        return ever if differs and self.one_in(6) else codes

    def day(self) -> str:
        """Mostly about now; sometimes long ago or in the future."""
        if self.shift is not None and self.planned is not None:
            return (self.planned[2] + timedelta(self.shift)).isoformat()
        if self.one_in(40):
            far = (date.min, date.max, TODAY + timedelta(1), TODAY + timedelta(400))
            return self.pick(
                [*far, self.fw.start - timedelta(1), TODAY, self.fw.start]
            ).isoformat()
        if self.one_in(8):
            return self.pick(self.days).isoformat()
        back = self.pick((0, 0, 0, 0, 0, 0, 1, 2, 4, 8))
        day = self.days[max(0, self.now - back)]
        if self.subject is not None and not self.one_in(4):
            day = max([day, *self._days_of(self.subject)])
        return day.isoformat()

    def _days_of(self, project: str) -> list[date]:
        """The days in its history that a later entry may mostly not precede."""
        books = self.books
        found = [e.date for e in books.entries if project in books.projects_of(e)]
        return [day for day in found if day <= TODAY]

    def effective(self, fields: Fields) -> date:
        return date.fromisoformat(str(fields["date"]))

    def code(self, codes: Sequence[str], *rarely: str) -> str:
        """A code that mostly exists, now and then in another spelling."""
        if self.one_in(40):
            return self.pick(("nowhere", "OUTSIDE", "UNALLOCATED", *rarely))
        found = self.pick(codes)
        return self.pick((found.upper(), found.lower())) if self.one_in(15) else found

    def year(self) -> str:
        """Mostly a year that is open by now."""
        if self.planned is not None and not self.one_in(8):
            return self.planned[0]
        codes = self.sometimes(self.fw.year_codes, self.books.years)
        books, now = self.books, self.days[self.now]
        opened = [code for code in codes if books.is_open(code, now)]
        return self.code([*opened * 3, *codes])

    def programme(self, *also: str) -> str:
        if self.planned is not None and not self.one_in(4):
            return self.planned[1]
        codes = self.sometimes(self.fw.programmes, self.books.programmes)
        return self.code([*codes, *also])

    def partner(self) -> str:
        return self.code(self.sometimes(self.fw.partner_codes, self.books.partners))

    def partners(self) -> list[str]:
        codes = self.sometimes(self.fw.partner_codes, self.books.partners)
        size = self.pick((len(codes), 2, 3, 1, 0))
        start = self.rng.randrange(len(codes))
        found = [*codes, *codes][start : start + size]
        return [*found, self.partner()] if self.one_in(15) else found

    def decision(self) -> str:
        standing = self.books.standing("record_decision")
        known: list[str] = [e.data["number"] for e in standing]
        return self.pick(known * 8 + ["SG-3", "SG-4"])

    def projects(self) -> list[str]:
        return [e.data["project"] for e in self.books.of("propose_project")]

    def project(self, *wanted: str) -> str:
        """The project whose life goes on, or one that is mostly of a wanted status."""
        if self.subject is not None:
            return self.subject
        known = self.projects()
        fitting = [p for p in known if self.books.status(p) in wanted]
        if self.one_in(30):
            return self.pick(("p1", "p9"))
        if fitting and not self.one_in(6):
            return self.pick(fitting)
        return self.pick(known or ["p1"])

    def euros(self, cents: int) -> str:
        text = f"{cents // 100}.{cents % 100:02d}"
        whole = cents % 100 == 0 and self.one_in(4)
        return text.removesuffix(".00") if whole else text

    def amount(self, *limits: Callable[[], int]) -> object:
        """Around a limit, or round; now and then no amount at all."""
        if self.one_in(150):
            return self.pick(ODD_AMOUNTS)
        if limits and not self.one_in(3):
            limit = self.pick(limits)()
            cents = limit + self.pick((0, 0, 1, -1))
            if self.one_in(3):
                cents = limit // self.pick((2, 3, 10))
            if cents > 0:
                return self.euros(cents)
        return self.euros(self.pick(ROUND))

    def text(self) -> str:
        return self.pick(("text", "text", "text", "another text", " text "))

    def margins(self, year: str, programme: str, day: date) -> list[Callable[[], int]]:
        books = self.books
        return [
            lambda: available_margin(books, year, programme, day),
            lambda: available_margin(books, year, programme, date.max),
            lambda: reserve_margin(books, year, day),
            lambda: process_left(books, year, date.max),
            lambda: free_margin(books, date.max),
        ]

    def grant_limits(self, project: str) -> list[Callable[[], int]]:
        books = self.books
        return [
            lambda: books.committed(project),
            lambda: books.grant(project),
            lambda: books.total("paid", project) - books.total("refunded", project),
            lambda: books.recoverable(project),
        ]

    def held(self, project: str) -> Callable[[], int]:
        books = self.books
        return lambda: -books.account(f"liabilities:funds:{project}")

    def _on(self, fields: Fields) -> date:
        fields["date"] = self.day()
        return self.effective(fields)

    def _early(self) -> str:
        """Well before now, so that a lock does not end the history."""
        return self.days[max(0, self.now - 12)].isoformat()

    def _entry(self) -> Entry:
        """An earlier entry, mostly recent."""
        entries = self.model.entries
        back = self.pick((1, 1, 2, 3, 4, 6, 9, self.pick(range(1, len(entries) + 1))))
        return entries[max(0, len(entries) - back)]

    def _is_of(self, entry: Entry, project: str) -> bool:
        return project in self.books.projects_of(entry)
