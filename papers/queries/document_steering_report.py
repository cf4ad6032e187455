"""`document steering-report`: how everything stands, and what is to be decided."""

from typing import Any

from domain.values.texts import format_cents
from papers.documents import standing
from papers.documents.basis import document_json
from papers.documents.kinds.steering_report import NEEDED
from papers.documents.naming import Names
from papers.documents.proposals import proposals_json
from papers.documents.reporting import document_report
from projections.answers.balances import balance
from projections.answers.bank import OpenLine, open_lines
from projections.answers.deviations import deviation_uses
from projections.answers.ratification import due, strategic
from projections.answers.suspense import open_items
from projections.days import iso
from projections.query import Asked, query
from projections.report import Report
from projections.snapshot import View


@query(
    "document steering-report",
    examples="""
    zuidas document steering-report --at 2012-11-15
    zuidas document steering-report --at 2012-11-15 -o report.pdf
    """,
    chapter="Documents",
)
def document_steering_report(asked: Asked) -> Report:
    """The steering group's report: what to decide, and how everything stands."""
    view = asked.view
    found: Any = balance(view)
    names = Names(view)
    projects = {r["project"] for r in found["projects"] if r["status"] != "proposed"}
    programmes = standing.programmes_json(found, names)
    return document_report(
        document_json(
            view,
            "steering-report",
            NEEDED,
            account=standing.account_json(view, found),
            years=standing.years_json(found),
            closed_years=standing.closed_years(programmes),
            frame_ends=_frame_ends(view),
            programmes=programmes,
            proposals=proposals_json(view, found, names),
            projects=standing.projects_json(view, found, names, projects),
            dropped=standing.dropped_json(view, found, names, projects),
            overdue=standing.overdue_json(found, names),
            deviations=standing.deviations_json(
                view, names, deviation_uses(view).values()
            ),
            suspense=[standing.suspense_json(each) for each in open_items(view)],
            bank_lines=[_line(each) for each in open_lines(view)],
            to_ratify=_to_ratify(view, names),
        )
    )


def _frame_ends(view: View) -> str:
    """The last day of the last budget year that the framework in force has."""
    return max(each.end.isoformat() for each in view.framework.years)


def _line(line: OpenLine) -> dict[str, str]:
    """Without the other party's name, which is sealed."""
    return {"line": line.name, "date": iso(line.day), "open": format_cents(line.open)}


def _to_ratify(view: View, names: Names) -> list[dict[str, Any]]:
    """Strategic decisions that an executive did not answer, or refused."""
    found = []
    for decision, rows in strategic(view):
        answers: dict[str, list[str]] = {"waiting": [], "refused": []}
        for row in rows:
            if row["outcome"] in (None, "refused"):
                kind = "refused" if row["outcome"] else "waiting"
                answers[kind].append(names.partner(row["partner"]))
        if any(answers.values()):
            told = decision.told("number", "date", "subject")
            found.append({**told, "due": due(decision).isoformat(), **answers})
    return found
