"""Judging a grant before it is awarded: what the conditions say of it, on a date."""

from datetime import date
from typing import Any

from domain.deciding.dates import check_start
from domain.deciding.grants import award_obstacles
from domain.funding.assessment import assess
from domain.states.projects import Project
from domain.values.errors import Refusal
from domain.values.messages import Quoted, Told
from domain.values.money import Cents
from ledger.posting.application import Ledger
from ledger.posting.books import LedgerBooks
from projections.answers.entries import assessment_json
from projections.snapshot import View


def books_of(view: View) -> LedgerBooks:
    """The facts that rules look at, as the view knows them."""
    return Ledger(view.reader).books_at(view.entry)  # type: ignore[arg-type]  # a store


def proposed(project: str, day: date, books: LedgerBooks) -> Project:
    """A project on a date; raises `Refusal`.

    Codes: `BEFORE_START`, `PROJECT_UNKNOWN`, `NOT_YET`.
    """
    check_start(day, books)
    state = books.project(project)
    if state is None:
        raise Refusal(
            "PROJECT_UNKNOWN", "project {project} is unknown.", project=Quoted(project)
        )
    if state.proposal.date > day:
        raise Refusal(
            "NOT_YET",
            "project {project} was proposed on {proposed}, after {day}.",
            project=project,
            proposed=state.proposal.date,
            day=day,
        )
    return state


def obstacles(view: View, project: str) -> list[Refusal]:
    """What an award of what is asked for would be refused for, beside conditions.

    Raises `Refusal` as `proposed` does.
    """
    books = books_of(view)
    state = proposed(project, view.at, books)
    return award_obstacles(state, state.proposal.requested, view.at, books)


def judged(
    state: Project,
    amount: Cents,
    day: date,
    books: LedgerBooks,
    judgement: str | None = None,
) -> dict[str, Any]:
    """The assessment of a grant in the shape of section 4 of the contract.

    What else an award would be refused for that day stands in the way too.
    """
    found = assess(state, amount, day, books, judgement).model_dump(mode="json")
    obstacles = [
        {"code": each.code, "message": Told(each.said)}
        for each in award_obstacles(state, amount, day, books)
    ]
    outcome = "not_met" if obstacles else found["outcome"]
    return assessment_json({**found, "obstacles": obstacles, "outcome": outcome})
