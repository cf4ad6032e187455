"""Random histories of a ledger that get far: the next command, given the model.

Choices come from a `random.Random`, so that hypothesis can steer and shrink them and a
long hunt can do without it. References are mostly valid, dates mostly move on slowly,
and amounts lie around what the model says the limits are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import NamedTuple

from tests.naive.exporting import handed_over, next_entry
from tests.naive.texts import ANNOTATABLE
from tests.property.draw_adoptions import AdoptionCommands
from tests.property.drawing import ACCENTS, ODD_DATES, ODD_VALUES, TEXTS
from tests.property.pairs import Pair, Start
from tests.property.partnerships import Fields
from tests.property.stories import (
    COMMANDS,
    LIFE,
    OF_PROJECTS,
    OFFERED,
    STORIES,
    UNLIKELY,
)


class Begun(NamedTuple):
    """A history at its beginning: chance, the ledger with its model, and who draws."""

    rng: Random
    pair: Pair
    historian: "Historian"


@contextmanager
def begun(seed: int, start: Start) -> Iterator[Begun]:
    """A history of a partnership whose first year is open."""
    rng, pair = Random(seed), start.pair(begun=True)
    try:
        yield Begun(rng, pair, Historian(rng, start.partnership, pair.model))
    finally:
        pair.close()


class Historian(AdoptionCommands):
    """Draws one command after the other for a history of one partnership."""

    def next(self) -> Fields:
        """The next command, almost always of a valid form."""
        if self.one_in(3):
            self.now = min(self.now + 1, len(self.days) - 1)
        if self.sent and self.one_in(40):
            return self.again()
        if not self.plan and self.one_in(15):
            self._begin_story()
        return self.draw(self._told() if self.plan else self._name())

    def draw(self, name: str) -> Fields:
        """A command of that name, or a deviation where there is no such command."""
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
        adopts = fields["command"] == "adopt_framework"
        # of a blank name of a key the contract is silent
        safe = ("command", "contributions" if adopts else "command")
        name = self.pick([n for n in fields if n not in safe])
        how = self.rng.randrange(4)
        if how == 0:
            del fields[name]
        elif how == 1:
            fields[name] = self.pick(ODD_VALUES)
        elif how == 2 and "date" in fields:
            fields["date"] = self.pick(ODD_DATES)
        else:
            fields[self.pick(("x", "reason", "amount", "decision", "kind"))] = "x"

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

    def _register_export(self, fields: Fields) -> None:
        """Mostly the next batch of a target, now and then not quite."""
        target = self.pick(("province", "Province", "accountant"))
        first = next_entry(self.books, target)
        last = self.pick(range(first, max(first, len(self.books.entries)) + 1))
        first, last = self._about(first), self._about(last)
        rows, debit, credit = handed_over(self.books, max(1, first), last)
        fields |= {
            "export": self.pick((f"{target}-{last}", f"B/{last}", "b-1", "B-1", "-")),
            "target": target,
            "from_entry": first,
            "to_entry": last,
            "rows": self._about(rows),
            "debit": self.euros(self._about(debit)),
            "credit": self.euros(credit),
            "sha256": self.pick(("a" * 64, "B" * 64, "b" * 64)),
        }

    def _about(self, number: int) -> int:
        return number + self.pick((1, -1)) if self.one_in(20) else number

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
