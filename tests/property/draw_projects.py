"""Drawing commands about proposals and awards."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.naive.budgets import (
    available_margin,
    reserve_margin,
)
from tests.property.draw_money import MoneyCommands
from tests.property.partnerships import Fields


class ProjectCommands(MoneyCommands):
    """From the proposal to the grant."""

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
            "recipient_kind": lambda: self.pick(
                ("government", "legal_entity", "person", "person")
            ),
            "recipient_kvk": lambda: self.pick(("01234567", "01234567", "", "1234567")),
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
        optional = (
            *("kind", "recipient_kind", "recipient_kvk", "third_parties"),
            *("external_chance", "borrowed_capacity"),
        )
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

    def _record_participation(self, fields: Fields) -> None:
        self._of_grant(fields, "awarded", "determined")
        fields |= {"participants": self.partners(), "reason": self.text()}

    def _award_grant(self, fields: Fields) -> None:
        project = self._of_grant(fields, "proposed")
        fields["decision"] = self.decision()
        self._judgement(fields)
        for name in ("start_date", "end_date", "determination_due"):
            if self.one_in(6):
                fields[name] = self.day()
        if self.one_in(6):
            fields["legal_basis"] = self.text()
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
        if self.one_in(4):
            fields["advance_schedule"] = list(self._advances(fields))

    def _advances(self, fields: Fields) -> Iterator[Fields]:
        """Mostly in order from the award on, and about as much as the grant."""
        days = [self.day() for _ in range(self.pick((0, 1, 2, 3)))]
        if not self.one_in(4):
            days = sorted(max(day, str(fields["date"])) for day in days)
        for number, day in enumerate(days):
            amount = fields["amount"] if number == 0 else "0.01"
            yield {"date": day, "amount": self.pick((amount, "0.01", "1.00"))}

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
