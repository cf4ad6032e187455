"""`document determination-letter`: the decision that determines a grant (Awb 4:42)."""

from collections.abc import Iterator
from typing import Any

from domain.values.texts import format_cents
from papers.documents.basis import document_json
from papers.documents.grants import Decided, amount_or_none
from papers.documents.kinds.determination_letter import (
    NEEDED,
    NEEDED_IF_LOWER,
    NEEDED_TO_EXPLAIN,
    NEEDED_TO_RECOVER,
)
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report
from projections.sums import cents


@query(
    "document determination-letter",
    Parameter("project", "project", "The project that is done.", required=True),
    examples="""
    zuidas document determination-letter --project haal-winst
    zuidas document determination-letter --project haal-winst -o letter.pdf
    """,
    chapter="Documents",
)
def document_determination_letter(asked: Asked, project: str) -> Report:
    """The letter that determines a grant: amount, ground, what is paid or recovered.

    Its figures are those of the day of the determination, as known then.
    """
    decided = Decided(asked.view, project, "determine_grant")
    determination = _determination(decided)
    return document_report(
        document_json(
            asked.view,
            "determination-letter",
            [*_needed(determination)],
            project=decided.terms,
            award=decided.award,
            decision=decided.decision,
            report=decided.report,
            determination=determination,
        )
    )


def _determination(decided: Decided) -> dict[str, Any]:
    """The determination; what comes to nothing is null."""
    entry = decided.entry
    released = entry.event["release"]["released"]
    granted = format_cents(cents(entry.given["amount"]) + released)
    return {
        "entry": entry.number,
        "date": entry.date,
        "document": entry.document,
        "amount": entry.given["amount"],
        "granted": None if granted == decided.award["amount"] else granted,
        "total_cost": decided.found["total_cost"],
        "actual_cost": entry.given.get("actual_cost"),
        "lower_by": amount_or_none(released),
        "ground": entry.given.get("ground"),
        "paid": decided.figure("paid"),
        "refunded": decided.figure("refunded"),
        "balance": decided.figure("committed"),
        "recoverable": decided.figure("recoverable"),
    }


def _needed(determination: dict[str, Any]) -> Iterator[str]:
    yield from NEEDED
    if determination["lower_by"] is not None:
        yield from NEEDED_IF_LOWER
        if determination["actual_cost"] is None:
            yield from NEEDED_TO_EXPLAIN
    if determination["recoverable"] is not None:
        yield from NEEDED_TO_RECOVER
