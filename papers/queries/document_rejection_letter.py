"""`document rejection-letter`: the decision that rejects an application."""

from typing import Any

from papers.documents.basis import document_json
from papers.documents.grants import Decided
from papers.documents.kinds.rejection_letter import NEEDED
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report

_NOT_THE_APPLICANTS = ("process_reserve",)
"""What the collective keeps for itself, which no application can meet or fail."""


@query(
    "document rejection-letter",
    Parameter("project", "project", "The project that was rejected.", required=True),
    examples="""
    zuidas document rejection-letter --project entree-bedrijvenpark
    zuidas document rejection-letter --project entree-bedrijvenpark -o letter.docx
    """,
    chapter="Documents",
)
def document_rejection_letter(asked: Asked, project: str) -> Report:
    """The letter that rejects an application: reasons, and conditions it fails."""
    decided = Decided(asked.view, project, "reject_project")
    return document_report(
        document_json(
            asked.view,
            "rejection-letter",
            NEEDED,
            framework=decided.framework,
            project=decided.terms,
            application=decided.application,
            decision=decided.decision,
            rejection={
                "entry": decided.entry.number,
                "date": decided.entry.date,
                "reference": _reference(decided),
                "reason": decided.entry.words,
            },
            unmet=_unmet(decided),
        )
    )


def _reference(decided: Decided) -> str:
    """A rejection has no voucher: the decision's number, and the entry's behind it."""
    return f"{decided.entry.decision}/{decided.entry.number}"


def _unmet(decided: Decided) -> list[dict[str, Any]]:
    """The conditions that the application did not meet just before it was rejected."""
    from ledger.posting.judging import books_of, judged, proposed

    books = books_of(decided.then._replace(entry=decided.entry.number - 1))
    state = proposed(decided.name, decided.day, books)
    assessment = judged(state, state.proposal.requested, decided.day, books)
    conditions: list[dict[str, Any]] = assessment["conditions"]
    return [
        each
        for each in conditions
        if each["verdict"] == "not_met"
        and not each["deviation"]
        and each["rule"] not in _NOT_THE_APPLICANTS
    ]
