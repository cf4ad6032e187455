"""Random histories of a ledger that get far: the next command, given the model.

Choices come from a `random.Random`, so that hypothesis can steer and shrink them and a
long hunt can do without it. References are mostly valid, dates mostly move on slowly,
and amounts lie around what the model says the limits are.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TypeVar

from domain.catalogue import offered
from tests.naive import NaiveLedger
from tests.naive.books import Books, Entry
from tests.naive.budgets import (
    available_margin,
    free_margin,
    process_left,
    reserve_margin,
)
from tests.naive.rules import DEVIATION_SCOPE
from tests.naive.shape import NOT_SHIFTED, SHIFTED
from tests.naive.suspense import is_item, left
from tests.naive.texts import ANNOTATABLE
from tests.naive.texts import RULES as SOURCE_RULES
from tests.property.partnerships import TODAY, Fields, Partnership

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


class Historian:
    """Draws one command after the other for a history of one partnership."""

    def __init__(
        self, rng: Random, partnership: Partnership, model: NaiveLedger
    ) -> None:
        self.rng = rng
        self.days = partnership.days
        self.fw = partnership.model
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

    # -- choosing -------------------------------------------------------------

    def pick(self, options: Sequence[T]) -> T:
        return options[self.rng.randrange(len(options))]

    def one_in(self, n: int) -> bool:
        """True once in n times; false when shrunk."""
        return self.rng.randrange(n) == n - 1

    @property
    def books(self) -> Books:
        return Books(self.fw, self.model.entries)

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
        codes = self.fw.year_codes
        books, now = self.books, self.days[self.now]
        opened = [code for code in codes if books.is_open(code, now)]
        return self.code([*opened * 3, *codes])

    def programme(self, *also: str) -> str:
        if self.planned is not None and not self.one_in(4):
            return self.planned[1]
        return self.code([*self.fw.programmes, *also])

    def partner(self) -> str:
        return self.code(self.fw.partner_codes)

    def partners(self) -> list[str]:
        codes = self.fw.partner_codes
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

    # -- limits, as the model knows them ----------------------------------------

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

    # -- commands ---------------------------------------------------------------

    def next(self) -> Fields:
        """The next command, almost always of a valid form."""
        if self.one_in(3):
            self.now = min(self.now + 1, len(self.days) - 1)
        if self.sent and self.one_in(40):
            return self.again()
        if not self.plan and self.one_in(15):
            self._begin_story()
        name = self._told() if self.plan else self._name()
        if name not in OFFERED:
            name = "deviate"
        fields: Fields = {"command": name}
        getattr(self, f"_{name}")(fields)
        self.subject = self.shift = None
        self._extras(fields)
        if self.one_in(40):
            self._spoil(fields)
        self.sent.append(fields)
        return fields

    def _begin_story(self) -> None:
        """One of the short stories, about a proposal and its year and programme."""
        books = self.books
        proposed = [p for p in self.projects() if books.status(p) == "proposed"]
        if not proposed:
            return
        self.hero = self.pick(proposed)
        terms = books.terms(self.hero)
        day = max([self.days[self.now], *self._days_of(self.hero)])
        self.planned = terms["year"], terms["programme"], day
        self.plan = [step for step in self.pick(STORIES) if step[0] in OFFERED]

    def _told(self) -> str:
        name, self.shift = self.plan.pop(0)
        if name in OF_PROJECTS:
            self.subject = self.hero
        return name

    def _name(self) -> str:
        self.planned = None
        """Any command, or one that a project's status calls for."""
        known = self.projects()
        if not known or self.rng.randrange(self.budgets) == 0:
            return self.pick(COMMANDS)
        self.subject = self.pick(known[:3] if not self.one_in(4) else known)
        return self.pick(LIFE[self.books.status(self.subject)])

    def again(self) -> Fields:
        """An earlier command once more, now and then changed."""
        fields = dict(self.pick(self.sent))
        if self.one_in(3):
            fields["note"] = self.text()
        return fields

    def _extras(self, fields: Fields) -> None:
        if self.one_in(12):
            fields["id"] = self.pick(("k1", "k2", "k3", " k1 ", "", *ACCENTS))
        if self.one_in(20):
            fields["note"] = self.pick(TEXTS)
        if "document" in fields and self.one_in(20):
            fields["document_sha256"] = self.pick(("a" * 64, "A" * 64, "a" * 63, ""))
        if self.one_in(30):
            fields[self.pick(("note", "id"))] = None

    def _spoil(self, fields: Fields) -> None:
        name = self.pick([n for n in fields if n != "command"])
        how = self.rng.randrange(4)
        if how == 0:
            del fields[name]
        elif how == 1:
            fields[name] = self.pick(ODD_VALUES)
        elif how == 2 and "date" in fields:
            fields["date"] = self.pick(ODD_DATES)
        else:
            fields[self.pick(("x", "reason", "amount", "decision", "kind"))] = "x"

    def _on(self, fields: Fields) -> date:
        fields["date"] = self.day()
        return self.effective(fields)

    def _record_decision(self, fields: Fields) -> None:
        number = self.pick(("SG-3", "SG-4", "SG-5", "SG-1", "SG 5", ".5", "S..5"))
        fields |= {"number": number, "date": self.day(), "subject": self.text()}
        if self.shift is not None:
            fields["number"] = "SG-8"
        if self.one_in(4):
            fields["motivation"] = self.pick(TEXTS)
        if self.one_in(4):
            fields |= {"document": "minutes", "strategic": self.one_in(2)}

    def _decided_year(self, fields: Fields) -> date:
        fields |= {"year": self.year(), "date": self.day(), "decision": self.decision()}
        return self.effective(fields)

    def _open_budget_year(self, fields: Fields) -> None:
        day = self._decided_year(fields)
        self._without(fields, "open_budget_year")
        if self.one_in(3):
            later = min(day, date.max - timedelta(9)) + timedelta(self.pick((0, 9)))
            fields["due"] = self.pick((later.isoformat(), self.day()))

    def _amend_budget_year(self, fields: Fields) -> None:
        self._decided_year(fields)
        books, year = self.books, str(fields["year"])
        if not self.one_in(3):
            fields["budget"] = self.amount(
                lambda: books.total("budget", year),
                lambda: (
                    books.total("budget", year)
                    - books.account(f"budget:unallocated:{year}")
                ),
            )
        if self.one_in(2):
            partners = [self.partner() for _ in range(self.pick((1, 2, 0)))]
            fields["contributions"] = {name: self.amount() for name in partners}
        if self.one_in(4):
            fields["other_cover"] = self.amount(lambda: books.total("due", year) // 50)
        if self.one_in(4):
            fields["process_ceiling"] = self.amount(
                lambda: books.total("process", year),
                lambda: books.total("budget", year),
                lambda: self.fw.process_ceiling // 2,
            )

    def _without(self, fields: Fields, command: str) -> None:
        """Mostly a year for which the command was not given yet."""
        books = self.books
        years = [y for y in self.fw.year_codes if not books.standing(command, year=y)]
        if years and not self.one_in(3):
            fields["year"] = years[0]

    def _allocate(self, fields: Fields) -> None:
        self._decided_year(fields)
        self._without(fields, "allocate")
        names = list(self.fw.programmes)
        splits: tuple[tuple[str, ...], ...] = (
            ("100",),
            ("50", "50"),
            ("33.3333", "66.6667"),
            ("60", "41"),
            ("0", "100"),
            ("12.345", "87.655"),
            ("50", "50.00001"),
        )
        shares = self.pick(splits)
        if len(names) > 2 and self.one_in(2):
            shares = ("33.3333", "33.3333", "33.3334")
        start = self.rng.randrange(len(names))
        found = [*names, *names][start : start + len(shares)]
        if self.one_in(20):
            found[0] = self.code(found)
        fields["shares"] = dict(zip(found, shares, strict=True))

    def _set_funding_limits(self, fields: Fields) -> None:
        self._decided_year(fields)
        if not self.one_in(3):
            names = [self.programme("OUTSIDE") for _ in range(self.pick((1, 2, 3)))]
            tenth = self.fw.annual_budget // 10
            fields["max_grants"] = {name: self.amount(lambda: tenth) for name in names}
        if self.one_in(2):
            tables: tuple[dict[str, str], ...] = (
                {"2": "40", "3": "60.5"},
                {"2": "33.3333"},
                {"3": "99.9999"},
                {"2": "50", "3": "40"},
                {"1": "40"},
                {"1": "25", "2": "40"},
                {"0": "40"},
                {"4": "40"},
                {"5": "40"},
                {"6": "40"},
                {"2": "100"},
                {"2": "0"},
                {"02": "10"},
                {},
            )
            fields["max_shares"] = dict(self.pick(tables))

    def _transfer_budget(self, fields: Fields) -> None:
        source, target = self.year(), self.year()
        if self.shift is not None:
            target = self.pick(self.fw.year_codes[:2])
        ends = ("OUTSIDE", "UNALLOCATED")
        fields |= {
            "from_programme": self.programme(*ends),
            "from_year": source,
            "to_programme": self.programme(*ends, "OUTSIDE"),
            "to_year": target if self.shift is not None or self.one_in(2) else source,
            "decision": self.decision(),
        }
        day = self._on(fields)
        books = self.books
        fields["amount"] = self.amount(
            *self.margins(source, str(fields["from_programme"]), day),
            lambda: books.account(f"budget:unallocated:{source}"),
        )

    def _deviate(self, fields: Fields) -> None:
        rule = self.pick(
            [*SOURCE_RULES, *list(DEVIATION_SCOPE)[5:], "programme_ceiling", "physical"]
            if self.one_in(20)
            else [*DEVIATION_SCOPE, "programme_ceiling", "process_ceiling"]
        )
        if self.shift is not None:
            rule = self.pick(("maximum_per_project", "participation_share"))
        elif self.one_in(30):
            rule = self.pick(("financing_plan", "borrowed_capacity"))
        fields |= {"rule": rule, "decision": self.decision(), "date": self.day()}
        fields["motivation"] = "x" * self.pick((20, 20, 20, 20, 20, 20, 20, 20, 19))
        needed, allowed = DEVIATION_SCOPE.get(rule, (set(), set()))
        every = {"project", "programme", "year", "amount", "share"}
        wanted = set(needed)
        if self.shift is not None or self.one_in(2):
            wanted |= allowed
        if self.one_in(25):
            wanted ^= {self.pick(sorted(every))}
        makers: dict[str, Callable[[], object]] = {
            "project": lambda: self.project("proposed"),
            "programme": lambda: self.programme("OUTSIDE"),
            "year": self.year,
            "amount": lambda: self.amount(
                lambda: self.fw.annual_budget // 20,
                lambda: self.fw.annual_budget // 5,
                lambda: self._ordinary(fields),
            ),
            "share": lambda: self.pick(
                ("60", "80", "100", "50", "50.0001", "75.5", "0", "100.0001", "5,5")
            ),
        }
        for name in ("project", "programme", "year", "amount", "share"):
            if name in wanted:
                fields[name] = makers[name]()

    def _ordinary(self, fields: Fields) -> int:
        """The maximum for the project that a deviation is about."""
        books, project = self.books, str(fields.get("project"))
        terms = books.terms(project)
        if not terms:
            return 0
        day = self.effective(fields)
        return books.max_grant(terms["year"], terms["programme"], day) or 0

    def _close_budget_year(self, fields: Fields) -> None:
        self._decided_year(fields)
        if self.one_in(2):
            self.planned = None
            fields["carry_to"] = self.year()

    def _lock_period(self, fields: Fields) -> None:
        fields["until"] = self._early() if not self.one_in(4) else self.day()
        if self.one_in(2):
            fields["reason"] = self.pick(TEXTS)

    def _early(self) -> str:
        """Well before now, so that a lock does not end the history."""
        return self.days[max(0, self.now - 12)].isoformat()

    def _reopen_period(self, fields: Fields) -> None:
        fields |= {"from_date": self._early(), "reason": self.text()}
        if self.one_in(5):
            fields["from_date"] = self.day()
        if self.one_in(2):
            fields["decision"] = self.decision()

    def _contribution(self, fields: Fields) -> None:
        year, partner = self.year(), self.partner()
        books = self.books
        fields |= {"year": year, "partner": partner, "document": "bank"}
        day = self._on(fields)
        fields["amount"] = self.amount(
            lambda: books.total("received", year, partner),
            lambda: books.total("received", year, partner, day=day),
            lambda: free_margin(books, date.max),
        )

    _receive_contribution = _contribution
    _repay_contribution = _contribution

    def _post_process_cost(self, fields: Fields) -> None:
        year, programme = self.year(), self.programme()
        fields |= {"year": year, "programme": programme, "document": "bill"}
        fields |= {"payee": self.text(), "description": self.text()}
        day = self._on(fields)
        fields["amount"] = self.amount(*self.margins(year, programme, day))
        if self.one_in(6):
            fields["cost_kind"] = self.pick((*self.fw.cost_kinds, "parties"))

    def _other(self, fields: Fields) -> None:
        books = self.books
        suspense = ("suspense",) * (9 if self.shift is not None else 2)
        category = self.code([*suspense, *self.fw.categories])
        fields |= {"category": category, "document": "bank"}
        fields |= {"counterparty": self.text(), "description": self.text()}
        self._on(fields)
        fields["amount"] = self.amount(lambda: free_margin(books, date.max))

    def _receive_other(self, fields: Fields) -> None:
        self._other(fields)
        self._clears(fields, "pay_other")

    def _pay_other(self, fields: Fields) -> None:
        self._other(fields)
        self._clears(fields, "receive_other")

    def _clears(self, fields: Fields, command: str) -> None:
        """Mostly an open item of the other direction, and about what is left."""
        books = self.books
        items = [e for e in books.standing(command) if is_item(e)]
        items += [
            e
            for e in books.standing("reclassify")
            if is_item(e) and e.data["as"]["command"] == command
        ]
        if self.one_in(30):
            items = list(books.entries)
        if not items or not (self.shift is not None or self.one_in(2)):
            return
        item = self.pick(items[-3:])
        fields["clears"] = item.number
        if "amount" in item.data and not self.one_in(6):
            rest = left(books, item, date.max)
            fields["amount"] = self.amount(lambda: rest, lambda: rest // 2)

    def _reclassify(self, fields: Fields) -> None:
        entry = self._entry()
        moved = [e for e in self.books.standing(*SHIFTED) if e.number > 1]
        if moved and not self.one_in(15):
            entry = self.pick(moved[-8:])
        way = SHIFTED.get(entry.command, "in")
        names = [n for n, w in SHIFTED.items() if w == way or self.one_in(40)]
        booked: Fields = {"command": self.pick(names)}
        getattr(self, f"_{booked['command']}")(booked)
        for name in NOT_SHIFTED:
            booked.pop(name, None)
        if self.one_in(40):
            booked[self.pick(("note", "amount", "x"))] = "x"
        if self.one_in(40):
            booked["command"] = self.pick(("award_grant", "reverse", "nothing"))
        fields |= {"entry": entry.number, "reason": self.text(), "date": self.day()}
        if not self.one_in(6):
            fields["date"] = max(entry.date.isoformat(), str(fields["date"]))
        fields["as"] = booked
        if self.one_in(2) and "amount" in entry.data:
            rest = left(self.books, entry, date.max)
            fields["amount"] = self.amount(lambda: rest, lambda: rest // 2)

    def _terms(self, requested: Callable[[], int]) -> dict[str, Callable[[], object]]:
        thousand = self.fw.annual_budget // 100 // 10
        participants = self.partners()
        third = {"name": "x", "active": True, "contribution": "5.00"}
        return {
            "title": self.text,
            "year": self.year,
            "programme": lambda: self.programme("OUTSIDE"),
            "kind": lambda: self.pick(("grant", "commission")),
            "recipient": self.text,
            "applicants": lambda: participants[:1],
            "participants": lambda: participants,
            "physical": lambda: self.one_in(8),
            "themes": lambda: self.pick(
                ([self.fw.priority_themes[0]], [self.fw.priority_themes[-1]], ["x"], [])
            ),
            "vision_goal": lambda: self.pick(("goal", "goal", "")),
            "total_cost": lambda: f"{thousand * self.pick((8, 4, 1))}.00",
            "requested": lambda: self.amount(requested, lambda: thousand * 2_00),
            "own_contributions": lambda: (
                {p: self.amount() for p in participants[:1]}
                if not self.one_in(4)
                else {self.partner(): "0.00"}
            ),
            "third_parties": lambda: self.pick(
                (
                    [],
                    [third],
                    [third, {**third, "contribution": "0.00"}],
                    [{**third, "active": False, "contribution": "0"}],
                )
            ),
            "external_funding": lambda: self.pick(("sought", "sought", "")),
            "external_chance": lambda: self.one_in(2),
            "borrowed_capacity": lambda: self.pick(("0.00", "1000.00", "1.00")),
        }

    def _propose_project(self, fields: Fields) -> None:
        fields |= {"project": self.pick(("p5", "p6", "p7", "p1")), "date": self.day()}
        if self.shift is not None:
            fields["project"] = "p8"
        terms = self._terms(lambda: 3 * self.fw.annual_budget // 10)
        optional = ("kind", "third_parties", "external_chance", "borrowed_capacity")
        for name, make in terms.items():
            if name not in optional or self.one_in(3):
                fields[name] = make()

    def _amend_project(self, fields: Fields) -> None:
        fields |= {"project": self.project("proposed"), "date": self.day()}
        terms = self._terms(lambda: 3 * self.fw.annual_budget // 10)
        if self.shift is not None:
            fields["programme"] = self.pick([*self.fw.programmes, "OUTSIDE"])
        for _ in range(self.pick((1, 1, 2, 3, 0))):
            name = self.pick(list(terms))
            fields[name] = terms[name]()

    def _of_grant(self, fields: Fields, *statuses: str) -> str:
        project = self.project(*statuses)
        fields |= {"project": project, "date": self.day(), "document": "letter"}
        return project

    def _judgement(self, fields: Fields) -> None:
        if self.one_in(2):
            fields["third_party_judgement"] = self.pick(
                ("reasonable", "reasonable", "")
            )

    def _award_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed")
        fields["decision"] = self.decision()
        self._judgement(fields)
        books = self.books
        terms = books.terms(project)
        limits: list[Callable[[], int]] = []
        if terms:
            year, programme = terms["year"], terms["programme"]
            limits = [
                lambda: int(terms["requested"]),
                lambda: int(terms["requested"]) // 2,
                lambda: int(terms["requested"]) // 2,
                lambda: int(terms["total_cost"] - terms["borrowed_capacity"]) // 2,
                lambda: available_margin(books, year, programme, date.max),
                lambda: reserve_margin(books, year, date.max),
                lambda: books.max_grant(year, programme, self.effective(fields)) or 0,
                lambda: self._deviated(project),
            ]
            set_for_it = [x for x in limits[-2:] if 0 < x() <= terms["requested"]]
            if self.shift is not None and set_for_it:
                limits = set_for_it
        fields["amount"] = self.amount(*limits)

    def _deviated(self, project: str) -> int:
        """What the deviations from its maximum allow together."""
        found = self.books.of("deviate", rule="maximum_per_project", project=project)
        return sum(e.data.get("amount", 0) for e in found)

    def _change_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded", "determined")
        fields["decision"] = self.decision()
        self._judgement(fields)
        books = self.books
        award = books.award(project)
        limits = self.grant_limits(project)
        limits += [
            lambda: 5 * books.grant(project) // 4,
            lambda: books.grant(project) // 2,
        ]
        if award is not None and award.scope is not None:
            year, programme = award.scope
            limits.append(
                lambda: (
                    books.grant(project)
                    + available_margin(books, year, programme, date.max)
                )
            )
        fields["amount"] = self.amount(*limits)

    def _reject_project(self, fields: Fields) -> None:
        fields |= {"project": self.project("proposed"), "date": self.day()}
        fields |= {"decision": self.decision(), "reason": self.text()}

    def _retract_project(self, fields: Fields) -> None:
        fields |= {"project": self.project("proposed"), "date": self.day()}
        fields["reason"] = self.text()
        if self.one_in(2):
            fields["document"] = "letter"

    def _pay_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded", "determined")
        if self.one_in(2):
            fields["payee"] = self.text()
        fields["amount"] = self.amount(*self.grant_limits(project))

    def _determine_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded")
        fields["amount"] = self.amount(*self.grant_limits(project))
        if self.one_in(3):
            self._actual_cost(fields, project)
        if self.one_in(2):
            fields["decision"] = self.decision()

    def _actual_cost(self, fields: Fields, project: str) -> None:
        """Around what the share makes of the cost, or of a round cost."""
        books = self.books
        newest = books.standing("award_grant", "raise_grant", project=project)
        held = (newest[-1].held if newest else None) or Fraction(100)
        borrowed = int(books.terms(project).get("borrowed_capacity", 0))
        grant = books.grant(project)
        fields["actual_cost"] = self.amount(lambda: borrowed + int(grant * 100 / held))
        if self.one_in(2):
            cost = self.pick((20_000_00, 1000_00, borrowed + 333_33))
            fields["actual_cost"] = self.euros(cost)
            fields["amount"] = self.amount(lambda: int(held / 100 * (cost - borrowed)))

    def _withdraw_grant(self, fields: Fields) -> None:
        self._of_grant(fields, "awarded", "determined")
        fields |= {"decision": self.decision(), "reason": self.text()}

    def _receive_refund(self, fields: Fields) -> None:
        project = self._of_grant(fields, "awarded", "determined", "withdrawn")
        fields["amount"] = self.amount(*self.grant_limits(project))

    def _write_off_recoverable(self, fields: Fields) -> None:
        project = self._of_grant(fields, "determined", "withdrawn")
        owing = [p for p in self.projects() if self.books.recoverable(p)]
        if owing and not self.one_in(5):
            project = self.pick(owing)
            fields["project"] = project
        fields["decision"] = self.decision()
        books = self.books
        owed = [lambda: books.recoverable(project)] * 3
        fields["amount"] = self.amount(*owed, lambda: books.recoverable(project) // 2)

    def _receive_funds(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed", "awarded")
        fields["source"] = self.text()
        fields["amount"] = self.amount(self.held(project))

    def _spend_funds(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed", "awarded")
        fields |= {"payee": self.text(), "description": self.text()}
        fields["amount"] = self.amount(self.held(project), self.held(project))

    def _entry(self) -> Entry:
        """An earlier entry, mostly recent."""
        entries = self.model.entries
        back = self.pick((1, 1, 2, 3, 4, 6, 9, self.pick(range(1, len(entries) + 1))))
        return entries[max(0, len(entries) - back)]

    def _is_of(self, entry: Entry, project: str) -> bool:
        return project in self.books.projects_of(entry)

    def _reverse(self, fields: Fields) -> None:
        entry = self._entry()
        if self.shift is not None:
            undone = (
                *("close_budget_year", "reject_project", "award_grant"),
                *("open_budget_year", "record_decision", "propose_project"),
                *("retract_project", "reclassify", "receive_other", "deviate"),
            )
            told = self.books.standing(*undone)
            entry = (told or self.model.entries)[-1]
        elif not self.one_in(3):
            standing = [
                e
                for e in self.model.entries[1:]
                if self.books.stands(e)
                and e.command not in UNLIKELY
                and (self.subject is None or self._is_of(e, self.subject))
            ]
            entry = self.pick(standing[-12:]) if standing else entry
        fields |= {"entry": entry.number, "date": self.day(), "reason": self.text()}
        if not self.one_in(4):
            # The day is mostly on or after the original's.
            fields["date"] = max(entry.date.isoformat(), str(fields["date"]))
        if self.one_in(60):
            fields["entry"] = self.pick((0, -1, 9999, 2**70, "5", True, 5.0))

    def _accept_finding(self, fields: Fields) -> None:
        """Of a kind that nothing has."""
        fields |= {"finding": "NO_SUCH_FINDING/1", "reason": self.text()}
        if self.one_in(2):
            fields["decision"] = self.decision()

    def _annotate(self, fields: Fields) -> None:
        entry = self._entry()
        decided = [e for e in self.model.entries if "decision" in e.data]
        if decided and self.one_in(3):
            entry = self.pick(decided[-6:])
        fields |= {"entry": entry.number, "reason": self.text()}
        fields["field"] = self.pick((*ANNOTATABLE, "amount"))
        if not self.one_in(3):
            own = [name for name in ANNOTATABLE if name in entry.data]
            own += ["decision"] * 3 if "decision" in entry.data else []
            fields["field"] = self.pick(own or ["note"])
        if fields["field"] == "decision":
            fields["value"] = self.decision()
            return
        fields["value"] = self.pick(
            ("meetings", "text", "b" * 64, "x" * 80, "x" * 81, "x" * 200, "x" * 201, "")
        )


UNLIKELY = ("reverse", "annotate", "init", "lock_period", "reopen_period")
_WEIGHTS = {
    "record_decision": 1,
    "open_budget_year": 2,
    "amend_budget_year": 2,
    "allocate": 2,
    "set_funding_limits": 2,
    "transfer_budget": 5,
    "deviate": 4,
    "close_budget_year": 4,
    "lock_period": 1,
    "reopen_period": 1,
    "receive_contribution": 2,
    "repay_contribution": 2,
    "post_process_cost": 4,
    "receive_other": 3,
    "pay_other": 3,
    "reclassify": 7,
    "accept_finding": 1,
    "retract_project": 2,
    "propose_project": 2,
    "amend_project": 2,
    "award_grant": 8,
    "change_grant": 6,
    "reject_project": 1,
    "pay_grant": 8,
    "determine_grant": 4,
    "withdraw_grant": 2,
    "receive_refund": 5,
    "write_off_recoverable": 3,
    "receive_funds": 3,
    "spend_funds": 4,
    "reverse": 10,
    "annotate": 1,
}
OFFERED = frozenset(offered())
COMMANDS: list[str] = [
    name for name, n in _WEIGHTS.items() for _ in range(n) if name in OFFERED
]


Step = tuple[str, int]
"""A command, and how many days after the story's first day it counts."""
STORIES: tuple[tuple[Step, ...], ...] = (
    # Limits that are set later for an earlier day.
    (("set_funding_limits", 9), ("set_funding_limits", 0), ("award_grant", 10)),
    # Rejected, proposed again, awarded too early and in time.
    (("reject_project", 0), ("reverse", 9), ("award_grant", 5), ("award_grant", 9)),
    # Refunds that arrive in the wrong order.
    (
        ("award_grant", 0),
        ("pay_grant", 1),
        ("determine_grant", 2),
        ("receive_refund", 9),
        ("receive_refund", 5),
        ("write_off_recoverable", 9),
    ),
    # Awarded anew, mostly to be paid from another programme.
    (
        ("award_grant", 0),
        ("reverse", 1),
        ("amend_project", 2),
        ("award_grant", 3),
        ("pay_grant", 4),
        ("pay_grant", 4),
        ("determine_grant", 5),
        ("receive_refund", 6),
    ),
    # A year closed before its last raise.
    (("award_grant", 0), ("change_grant", 9), ("close_budget_year", 5)),
    # Two deviations that only suffice together.
    (
        ("set_funding_limits", 0),
        ("deviate", 0),
        ("deviate", 1),
        ("award_grant", 2),
        ("change_grant", 3),
    ),
    # Recorded, reversed, and recorded again in time and too early.
    (
        ("record_decision", 0),
        ("reverse", 4),
        ("record_decision", 3),
        ("record_decision", 4),
        ("amend_budget_year", 5),
    ),
    (
        ("propose_project", 0),
        ("receive_funds", 1),
        ("reverse", 4),
        ("propose_project", 3),
        ("propose_project", 4),
        ("reverse", 9),
    ),
    (
        ("open_budget_year", 0),
        ("set_funding_limits", 1),
        ("reverse", 4),
        ("open_budget_year", 3),
        ("open_budget_year", 4),
        ("allocate", 5),
    ),
    # Received in suspense, sent back in part, and found to be something else.
    (
        ("receive_other", 0),
        ("pay_other", 3),
        ("reclassify", 4),
        ("reclassify", 5),
        ("reverse", 6),
        ("pay_other", 6),
    ),
    (("pay_other", 0), ("receive_other", 3), ("reclassify", 4), ("reverse", 6)),
    # Paid for one project, booked as of another, settled.
    (
        ("award_grant", 0),
        ("pay_grant", 1),
        ("reclassify", 2),
        ("determine_grant", 3),
        ("receive_refund", 4),
        ("reclassify", 5),
        ("reverse", 6),
    ),
    # A grant leans on a deviation.
    (("deviate", 0), ("award_grant", 1), ("reverse", 2), ("reverse", 3)),
    (("retract_project", 0), ("reverse", 5), ("award_grant", 4), ("award_grant", 5)),
    # Closed, what is left carried on, and closed no more.
    (
        ("close_budget_year", 0),
        ("transfer_budget", 3),
        ("set_funding_limits", 4),
        ("reverse", 5),
        ("change_grant", 6),
    ),
    # What is spent while the year is closed counts again when it reopens.
    (
        ("close_budget_year", 0),
        ("transfer_budget", 5),
        ("transfer_budget", 6),
        ("reverse", 9),
        ("post_process_cost", 9),
        ("transfer_budget", 5),
        ("post_process_cost", 5),
    ),
)
OF_PROJECTS = (
    "amend_project",
    "award_grant",
    "change_grant",
    "deviate",
    "determine_grant",
    "pay_grant",
    "receive_refund",
    "reject_project",
    "retract_project",
    "write_off_recoverable",
)
LIFE: dict[str, list[str]] = {
    status: [name for name in names.split() for _ in range(2)]
    + ["deviate", *["reverse"] * 3]
    for status, names in {
        "proposed": "award_grant award_grant award_grant award_grant award_grant"
        " amend_project receive_funds deviate retract_project reclassify",
        "retracted": "reverse receive_funds",
        "": "propose_project",
        "rejected": "reverse receive_funds spend_funds",
        "awarded": "pay_grant pay_grant pay_grant change_grant change_grant"
        " determine_grant determine_grant receive_refund receive_refund spend_funds"
        " reclassify reclassify",
        "determined": "pay_grant change_grant receive_refund write_off_recoverable"
        " withdraw_grant",
        "withdrawn": "receive_refund write_off_recoverable reverse spend_funds",
    }.items()
}
