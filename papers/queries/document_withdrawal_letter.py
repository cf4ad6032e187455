"""`document withdrawal-letter`: the decision that withdraws a grant (Awb 4:48)."""

from typing import Any

from domain.values.texts import format_cents
from papers.documents.basis import document_json
from papers.documents.grants import Decided
from papers.documents.kinds.withdrawal_letter import NEEDED, NEEDED_TO_RECOVER
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report


@query(
    "document withdrawal-letter",
    Parameter("project", "project", "The project it was withdrawn of.", required=True),
    examples="""
    zuidas document withdrawal-letter --project blueport
    zuidas document withdrawal-letter --project blueport -o letter.pdf
    """,
    chapter="Documents",
)
def document_withdrawal_letter(asked: Asked, project: str) -> Report:
    """The letter that withdraws a grant: reasons, ground, and what is recovered.

    Its figures are those of the day of the withdrawal, as known then.
    """
    decided = Decided(asked.view, project, "withdraw_grant")
    withdrawal = _withdrawal(decided)
    recovers = withdrawal["recoverable"] is not None
    return document_report(
        document_json(
            asked.view,
            "withdrawal-letter",
            [*NEEDED, *(NEEDED_TO_RECOVER if recovers else ())],
            project=decided.terms,
            award=decided.award,
            decision=decided.decision,
            withdrawal=withdrawal,
        )
    )


def _withdrawal(decided: Decided) -> dict[str, Any]:
    """The withdrawal; what comes to nothing is null."""
    entry = decided.entry
    return {
        "entry": entry.number,
        "date": entry.date,
        "document": entry.document,
        "reason": entry.words,
        "ground": entry.given.get("ground"),
        "determined": bool(decided.before("determine_grant")),
        "amount": format_cents(entry.event["release"]["released"]),
        "paid": decided.figure("paid"),
        "refunded": decided.figure("refunded"),
        "recoverable": decided.figure("recoverable"),
    }
