"""Drawing commands about decisions, years, budgets, limits and deviations."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.naive.rules import DEVIATION_SCOPE
from tests.naive.texts import RULES as SOURCE_RULES
from tests.property.drawing import TEXTS, Drawing
from tests.property.partnerships import Fields


class YearCommands(Drawing):
    """What the steering group decides of a year."""

    def _record_decision(self, fields: Fields) -> None:
        number = self.pick(("SG-3", "SG-4", "SG-5", "SG-1", "SG 5", ".5", "S..5"))
        fields |= {"number": number, "date": self.day(), "subject": self.text()}
        if self.shift is not None:
            fields["number"] = "SG-8"
        if self.one_in(4):
            fields["motivation"] = self.pick(TEXTS)
        if self.one_in(4):
            fields |= {"document": "minutes", "strategic": self.one_in(2)}
        if self.one_in(12):
            fields["meeting"] = self.pick(("SG-M1", "SG M1"))

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

    def _reopen_period(self, fields: Fields) -> None:
        fields |= {"from_date": self._early(), "reason": self.text()}
        if self.one_in(5):
            fields["from_date"] = self.day()
        if self.one_in(2):
            fields["decision"] = self.decision()
