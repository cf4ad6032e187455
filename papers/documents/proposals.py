"""Proposals at hand, as the steering group gets them: judged, and in order."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from papers.documents.naming import Names
from projections.answers.project_rows import proposals
from projections.answers.registers import Registered, in_force, newest
from projections.snapshot import View

if TYPE_CHECKING:
    from ledger.posting.books import LedgerBooks

_IN_ORDER = ("outcome", "available", "for_projects", "failing")


def proposals_json(view: View, found: Mapping[str, Any], names: Names) -> list[Any]:
    """Every proposal that waits for a decision, in the order of submission.

    Each with its assessment by itself, and as if those before it were awarded.
    `found` is the answer of `balance`.
    """
    from ledger.posting.judging import books_of
    from ledger.queries.plan import planned

    first = newest(in_force(view, "propose_project"), "project")
    waiting = [row for row in found["projects"] if row["status"] == "proposed"]
    waiting.sort(key=lambda row: _place(first[row["project"],]))
    if not waiting:
        return []
    books, terms = books_of(view), proposals(view)
    in_order = {
        row["project"]: row
        for row in planned(view, [(row["project"], None) for row in waiting])
    }
    return [
        {
            **_terms(project, terms[project], names),
            "date": first[project,].given["date"],
            **_judged(view, project, books),
            "in_order": {name: in_order[project][name] for name in _IN_ORDER},
        }
        for project in (row["project"] for row in waiting)
    ]


def _place(proposed: Registered) -> tuple[str, int]:
    return proposed.given["date"], proposed.entry


def _terms(project: str, given: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return {
        "project": project,
        "title": given["title"],
        "recipient": given["recipient"],
        "year": given["year"],
        "programme": given["programme"],
        "name": names.programme(given["programme"]),
        "goal": given.get("vision_goal") or None,
        "participants": names.partners(given["participants"]),
        "requested": given["requested"],
        "total_cost": given["total_cost"],
    }


def _judged(
    view: View,
    project: str,
    books: "LedgerBooks",
) -> dict[str, Any]:
    from ledger.posting.judging import judged, proposed

    state = proposed(project, view.at, books)
    found = judged(state, state.proposal.requested, view.at, books)
    return {
        "outcome": found["outcome"],
        "conditions": found["conditions"],
        "obstacles": [each["code"] for each in found["obstacles"]],
    }
