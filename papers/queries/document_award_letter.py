"""`document award-letter`: the decision that awards a grant (Awb 4:29 and on)."""

from papers.documents.basis import document_json
from papers.documents.grants import Decided
from papers.documents.kinds.award_letter import NEEDED
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report

_TERMS = (
    *("amount", "legal_basis", "start_date", "end_date", "determination_due"),
    "third_party_judgement",
)


@query(
    "document award-letter",
    Parameter(
        "project", "project", help="The project that was awarded.", required=True
    ),
    examples="""
    zuidas document award-letter --project proefleven
    zuidas document award-letter --project proefleven -o letter.pdf
    """,
    chapter="Documents",
)
def document_award_letter(asked: Asked, project: str) -> Report:
    """The letter that awards a grant: amount, period, duties, advances, reasons."""
    decided = Decided(asked.view, project, "award_grant")
    entry, given = decided.entry, decided.entry.given
    return document_report(
        document_json(
            asked.view,
            "award-letter",
            NEEDED,
            project=decided.terms,
            application=decided.application,
            decision=decided.decision,
            award={
                "entry": entry.number,
                "date": entry.date,
                "document": entry.document,
                **{name: given.get(name) for name in _TERMS},
                "advance_schedule": given.get("advance_schedule") or [],
            },
            changes=[
                {
                    "entry": each.number,
                    "date": each.date,
                    "document": each.document,
                    "amount": each.given["amount"],
                }
                for each in decided.of("change_grant")
                if each.number > entry.number
            ],
            assessment=decided.assessment,
            deviations=decided.deviations,
        )
    )
