"""`document award-letter`: the decision that awards a grant (Awb 4:29 and on)."""

from typing import Any

from domain.values.texts import format_cents
from papers.documents.basis import document_json
from papers.documents.grants import Decided, amount_or_none
from papers.documents.kinds.award_letter import NEEDED
from papers.documents.kinds.grant_change import NEEDED_TO_CHANGE, NEEDED_TO_LOWER
from papers.documents.reporting import document_report
from projections.query import Asked, Parameter, query
from projections.report import Report
from projections.sums import cents

_TERMS = (
    *("amount", "legal_basis", "start_date", "end_date", "determination_due"),
    "third_party_judgement",
)


@query(
    "document award-letter",
    Parameter(
        "project", "project", help="The project that was awarded.", required=True
    ),
    Parameter(
        "decision",
        "decision",
        "The decision that raised or lowered the grant: the letter of that.",
        metavar="NUMBER",
    ),
    examples="""
    zuidas document award-letter --project proefleven
    zuidas document award-letter --project dryport --decision SG-2013-01
    zuidas document award-letter --project proefleven -o letter.pdf
    """,
    chapter="Documents",
)
def document_award_letter(
    asked: Asked, project: str, decision: str | None = None
) -> Report:
    """The letter that awards a grant: amount, period, duties, advances, reasons.

    With --decision, where that changed the grant later, the letter of the change.
    """
    decided = Decided(asked.view, project, "award_grant", decision)
    changes = decided.entry.command == "change_grant"
    change = _change(decided) if changes else None
    needed = (*NEEDED, *(NEEDED_TO_CHANGE if changes else ()))
    if change is not None and change["kind"] == "lowered":
        needed += NEEDED_TO_LOWER
    return document_report(
        document_json(
            asked.view,
            "award-letter",
            needed,
            framework=decided.framework,
            project=decided.terms,
            application=None if changes else decided.application,
            decision=decided.decision,
            award=_award(decided),
            change=change,
            financing=decided.financing,
            assessment=decided.assessment,
            deviations=decided.deviations,
        )
    )


def _award(decided: Decided) -> dict[str, Any]:
    """The award, which a change leaves as it is but for the amount."""
    entry = decided.entry
    if entry.command != "award_grant":
        entry = decided.before("award_grant")[-1]
    given = entry.given
    schedule = given.get("advance_schedule") or []
    rest = cents(given["amount"]) - sum(cents(each["amount"]) for each in schedule)
    return {
        "entry": entry.number,
        "date": entry.date,
        "document": entry.document,
        **{name: given.get(name) for name in _TERMS},
        "advance_schedule": schedule,
        "rest": amount_or_none(rest) if schedule and entry == decided.entry else None,
    }


def _change(decided: Decided) -> dict[str, Any]:
    """From what the grant was changed to what."""
    entry, before = decided.entry, decided.granted
    more = cents(entry.given["amount"]) - before
    return {
        "entry": entry.number,
        "date": entry.date,
        "document": entry.document,
        "before": format_cents(before),
        "amount": entry.given["amount"],
        "kind": "raised" if more > 0 else "lowered",
        "difference": format_cents(abs(more)),
        "third_party_judgement": entry.given.get("third_party_judgement") or "",
    }
