"""What the entries say: what is in force when, and what a project looks like."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .course import Course
from .entries import Entry, Key
from .framework import Framework

# change_grant has two roles, raise_grant and lower_grant; elsewhere role = command
SETTLEMENTS = (
    "determine_grant",
    "withdraw_grant",
    "lower_grant",
    "write_off_recoverable",
)
SETTLED_PAST = ("award_grant", "raise_grant", "pay_grant", "receive_refund")
CHANGES = ("raise_grant", "lower_grant")
STATUS = {
    "propose_project": "proposed",
    "reject_project": "rejected",
    "retract_project": "retracted",
    "award_grant": "awarded",
    "determine_grant": "determined",
    "withdraw_grant": "withdrawn",
}


class Books(Course):
    def __init__(self, first: Framework, entries: list[Entry]) -> None:
        super().__init__(first, entries)
        self.undone = {
            e.data["entry"]: e for e in self.entries if e.command == "reverse"
        }
        self._sums: dict[date | None, tuple[Counter[str], Counter[Key]]] = {}

    # -- reversals and force ------------------------------------------------

    def find(self, number: int) -> Entry | None:
        return next((e for e in self.entries if e.number == number), None)

    def original(self, entry: Entry) -> Entry:
        """The entry itself, or what it reverses or takes its money from."""
        if entry.command not in ("reverse", "reclassify"):
            return entry
        found = self.find(entry.data["entry"])
        assert found is not None
        return found

    def reversal(self, entry: Entry) -> Entry | None:
        return self.undone.get(entry.number)

    def stands(self, entry: Entry) -> bool:
        return self.reversal(entry) is None

    def in_force(self, entry: Entry, day: date) -> bool:
        """From its date to the day before its reversal's."""
        undone = self.reversal(entry)
        return entry.date <= day and (undone is None or day < undone.date)

    def of(self, *roles: str, **where: object) -> list[Entry]:
        return [
            e
            for e in self.entries
            if e.role in roles and all(e.data.get(k) == v for k, v in where.items())
        ]

    def standing(self, *roles: str, **where: object) -> list[Entry]:
        return [e for e in self.of(*roles, **where) if self.stands(e)]

    # -- sums -----------------------------------------------------------------

    def days_from(self, day: date) -> list[date]:
        """The day and every later day in the ledger."""
        return sorted({day} | {e.date for e in self.entries if e.date > day})

    def sums(self, day: date | None) -> tuple[Counter[str], Counter[Key]]:
        """Every account and every tally up to and including the day (None: all)."""
        if day not in self._sums:
            accounts: Counter[str] = Counter()
            tallies: Counter[Key] = Counter()
            for entry in self.entries:
                if day is None or entry.date <= day:
                    for account, amount in entry.lines:
                        accounts[account] += amount
                    for key, amount in entry.tallies:
                        tallies[key] += amount
            self._sums[day] = accounts, tallies
        return self._sums[day]

    def account(self, name: str, day: date | None = None) -> int:
        return self.sums(day)[0][name]

    def total(self, name: str, *key: str, day: date | None = None) -> int:
        """The sum of the tallies called `name` whose key has all of `key` in it."""
        return sum(
            amount
            for found, amount in self.sums(day)[1].items()
            if found[0] == name and set(key) <= set(found[1:])
        )

    def committed(self, project: str, day: date | None = None) -> int:
        return sum(
            amount
            for account, amount in self.sums(day)[0].items()
            if account.startswith("budget:committed:")
            and account.endswith(f":{project}")
        )

    def recoverable(self, project: str, day: date | None = None) -> int:
        return self.account(f"assets:recoverable:{project}", day)

    def lowest_committed(self, project: str, day: date) -> int:
        return min(self.committed(project, d) for d in self.days_from(day))

    def lowest_recoverable(self, project: str, day: date) -> int:
        return min(self.recoverable(project, d) for d in self.days_from(day))

    # -- decisions ----------------------------------------------------------------

    def decision(self, number: str) -> Entry | None:
        return next(iter(self.standing("record_decision", number=number)), None)

    def rests_on(self, entry: Entry) -> int | None:
        """The entry of its decision, as corrected."""
        if entry.role == "annotate":
            return None  # it is the entry that it corrects that rests on it
        corrected = self.of("annotate", entry=entry.number, field="decision")
        return corrected[-1].rests if corrected else entry.rests

    # -- years, limits, deviations ----------------------------------------------

    def opening(self, year: str, day: date | None = None) -> Entry | None:
        """The one that stands, or the one that was in force on the day."""
        found = self.of("open_budget_year", year=year)
        return next((e for e in found if self.holds(e, day)), None)

    def holds(self, entry: Entry, day: date | None) -> bool:
        return self.stands(entry) if day is None else self.in_force(entry, day)

    def is_open(self, year: str, day: date) -> bool:
        """Opened on or before the day; it may have been closed since."""
        opening = self.opening(year)
        return opening is not None and opening.date <= day

    def is_closed(self, year: str, day: date) -> bool:
        closings = self.of("close_budget_year", year=year)
        return any(self.in_force(e, day) for e in closings)

    def due_date(self, opening: Entry) -> date:
        term = timedelta(days=self.judged(opening).payment_term_days)
        due: date = opening.data.get("due", opening.date + term)
        return due

    def newest_limits(self, year: str, day: date) -> list[Entry]:
        limits = self.of("set_funding_limits", year=year)
        found = [e for e in limits if self.in_force(e, day)]
        return sorted(found, key=lambda e: (e.date, e.number), reverse=True)

    def called(self, year: str, day: date) -> set[str]:
        """Partners called in a year that is open on the day, on the day."""
        opening = self.opening(year)
        if opening is None or opening.date > day:
            return set()
        amended = self.standing("amend_budget_year", year=year)
        more = [e.data.get("contributions", {}) for e in amended if e.date <= day]
        return {*self.judged(opening).partner_codes, *(p for row in more for p in row)}

    def max_grant(self, year: str, programme: str, day: date) -> int | None:
        for entry in self.newest_limits(year, day):
            if programme in entry.data.get("max_grants", {}):
                limit: int = entry.data["max_grants"][programme]
                return limit
        return None

    def max_shares(self, year: str, day: date) -> dict[int, Fraction]:
        for entry in self.newest_limits(year, day):
            if entry.data.get("max_shares"):
                table: dict[int, Fraction] = entry.data["max_shares"]
                return table
        return {}

    def deviations(self, day: date, rule: str, **scope: str) -> list[Entry]:
        found = self.of("deviate", rule=rule, **scope)
        return [e for e in found if self.in_force(e, day)]

    def deviation(self, day: date, rule: str, **scope: str) -> int:
        """How far beyond a ceiling one may go; several add up."""
        return sum(e.data["amount"] for e in self.deviations(day, rule, **scope))

    # -- projects -----------------------------------------------------------------

    def acts(self, entry: Entry) -> list[tuple[str, str]]:
        """(project, role): what it is to each project that it concerns."""
        if entry.role == "reverse":
            return [(p, "reverse") for p, _ in self.acts(self.original(entry))]
        if entry.role == "annotate":
            return []
        if entry.role == "reclassify":
            gives = entry.data["as"].get("project"), entry.data["as"]["command"]
            return [a for a in (self.taken_from(entry), gives) if a[0] is not None]
        return [(entry.data["project"], entry.role)] if "project" in entry.data else []

    def taken_from(self, entry: Entry) -> tuple[Any, str]:
        """(project or None, role) that a reclassification takes money from."""
        original = self.original(entry)
        return original.data.get("project"), original.role

    def projects_of(self, entry: Entry) -> set[str]:
        return {project for project, _ in self.acts(entry)}

    def proposals(self) -> list[str]:
        """Every project ever proposed."""
        return sorted({e.data["project"] for e in self.of("propose_project")})

    def proposal(self, project: str, day: date | None = None) -> Entry | None:
        """The one that stands, or the one that was in force on the day."""
        found = self.of("propose_project", project=project)
        return next((e for e in found if self.holds(e, day)), None)

    def life(self, project: str, day: date | None = None) -> list[Entry]:
        """Its entries since the proposal; reversed proposals had lives of their own."""
        proposal = self.proposal(project, day)
        if proposal is None:
            return []
        undone = self.reversal(proposal)
        end = undone.number if undone else len(self.entries) + 1
        return [
            e
            for e in self.entries
            if proposal.number <= e.number < end and project in self.projects_of(e)
        ]

    def terms(self, project: str, day: date | None = None) -> dict[str, Any]:
        terms: dict[str, Any] = {}
        for entry in self.life(project, day):
            if entry.role in ("propose_project", "amend_project") and (
                day is None or entry.date <= day
            ):
                terms.update(entry.data)
        return terms

    def carried_out(
        self, project: str, day: date, known: date | None = None
    ) -> dict[str, Any]:
        """The terms (by `known`) with who takes part on the day since the award."""
        terms, award = self.terms(project, known), self.award(project)
        found = [
            e
            for e in self.of("record_participation", project=project)
            if award is not None and e.number > award.number and self.in_force(e, day)
        ]
        if not found:
            return terms
        there = max(found, key=lambda e: (e.date, e.number)).data["participants"]
        own = terms["own_contributions"].items()
        left = {partner: amount for partner, amount in own if partner in there}
        return {**terms, "participants": there, "own_contributions": left}

    def status(self, project: str, day: date | None = None) -> str:
        """Of the newest entry, reversed ones counted as never having been there."""
        status = ""
        for entry in self.life(project, day):
            if entry.role in STATUS and self.holds(entry, day):
                status = STATUS[entry.role]
        return status

    def award(self, project: str) -> Entry | None:
        return next(iter(self.standing("award_grant", project=project)), None)

    def grant(self, project: str, day: date | None = None) -> int:
        awarded = self.total("awarded", project, day=day)
        return awarded - self.total("released", project, day=day)

    def dates_of(self, project: str, *roles: str, reversals: bool) -> list[date]:
        """Dates of a project's entries in these roles, and of their reversals."""
        found = []
        for entry in self.life(project):
            if any((project, role) in self.acts(entry) for role in roles):
                undone = self.reversal(entry)
                found.append(entry.date)
                if reversals and undone is not None:
                    found.append(undone.date)
        return found
