"""What `assess` answers: verdicts, what else stands in the way, and the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .books import Books
from .conditions import MET, NOT_MET, Asked, Assessment, assess, own_of
from .references import not_ended
from .shape import Refusal
from .state import after_settlements, decide_on, not_closed, refuse_if

FLOORS = ("programme_ceiling", "process_reserve")
"""Their deviations lower a floor, so they show as met or as deviated from."""


@dataclass(frozen=True)
class Answer:
    assessment: Assessment
    obstacles: set[str]
    gap: int
    """What nobody covers of the total cost."""

    @property
    def outcome(self) -> str:
        return NOT_MET if self.obstacles else self.assessment.outcome

    @property
    def passed(self) -> dict[str, bool]:
        """By rule: met, or made up for by a deviation."""
        leans = self.assessment.leans
        verdicts = self.assessment.verdicts.items()
        return {rule: found == MET or rule in leans for rule, found in verdicts}


def obstacles(books: Books, asked: Asked, lock: date | None) -> set[str]:
    """The codes for which the award would be refused whatever the conditions say."""
    terms, day = books.terms(asked.project), asked.day
    year = terms["year"]
    checks: list[Callable[[], None]] = [
        lambda: refuse_if(lock is not None and day <= lock, "PERIOD_LOCKED"),
        lambda: refuse_if(not books.is_open(year, day), "YEAR_NOT_OPEN"),
        lambda: not_ended(books, terms["programme"], day),
        lambda: not_closed(books, year, day),
        lambda: decide_on(books, asked.project, day),
        lambda: after_settlements(books, asked.project, day),
        lambda: refuse_if(asked.total > terms["requested"], "AWARD_EXCEEDED"),
    ]
    found = set()
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.add(refusal.code)
    return found


def answer(books: Books, asked: Asked, lock: date | None) -> Answer:
    terms = books.carried_out(asked.project, asked.day)
    own = own_of(books, terms, asked.day)
    third = sum(amount for _, _, amount in terms["third_parties"])
    gap = terms["total_cost"] - asked.total - own - third
    return Answer(assess(books, asked), obstacles(books, asked, lock), gap)
