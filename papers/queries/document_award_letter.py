"""`document award-letter`: the decision that awards a grant (Awb 4:29 and on)."""

from papers.documents import grants
from papers.documents.basis import document_json
from papers.documents.kinds.award_letter import NEEDED
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report


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
    grant = grants.Grant(asked.view, project)
    award = grant.last("award_grant")
    given = award.given
    return document_report(
        document_json(
            asked.view,
            "award-letter",
            NEEDED,
            project=grant.terms,
            application=grant.application,
            decision=grants.decision_json(asked.view, award.decision),
            award={
                "entry": award.number,
                "date": award.date,
                "document": award.document,
                "amount": given["amount"],
                "legal_basis": given.get("legal_basis"),
                "start_date": given.get("start_date"),
                "end_date": given.get("end_date"),
                "determination_due": given.get("determination_due"),
                "advance_schedule": given.get("advance_schedule") or [],
                "third_party_judgement": given.get("third_party_judgement"),
            },
            changes=[
                {
                    "entry": each.number,
                    "date": each.date,
                    "document": each.document,
                    "amount": each.given["amount"],
                }
                for each in grant.of("change_grant")
            ],
            assessment=grants.assessed(award),
            deviations=grant.deviations(award),
        )
    )
