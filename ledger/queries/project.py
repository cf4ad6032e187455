"""`project`: one project on one page."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.values.messages import Plain, Value, english, message
from projections.answers import projects
from projections.assessment_parts import assessment_table
from projections.deviation_table import deviation_table
from projections.entry_table import entries_table
from projections.query import Asked, Parameter, query
from projections.report import Column, Facts, Part, Report, Table, heading, sheet
from projections.snapshot import View
from projections.sums import cents

_MONEY = {
    "awarded": "Awarded",
    "released": "Released",
    "written_off": "Written off",
    "paid": "Paid",
    "refunded": "Refunded",
    "committed": "Committed",
    "recoverable": "Recoverable",
    "funds_received": "Others' money",
    "funds_spent": "Spent of it",
}


@query(
    "project",
    Parameter("project", "project", place="argument", required=True, metavar="ID"),
    examples="""
    zuidas project grecor
    zuidas project proefleven -O json
    """,
)
def project(asked: Asked, project: str) -> Report:
    """One project: title, parties, plan, status, assessment, money, and what is next.

    The assessment is that of its newest award or raise; of a proposal as it would be.
    """
    view = asked.view
    data = projects.project(view, project)
    if data["status"] == "proposed":
        data["assessment"] = _as_it_would_be(view, project)
    said = projects.next_step(data)
    entries = data.pop("entries")
    data |= {"next_step": english(said), "history": entries}
    return Report(data, lambda: _parts(data), sheet([data], data))


def _as_it_would_be(view: View, project: str) -> dict[str, Any]:
    from ledger.posting.judging import books_of, judged, proposed

    books = books_of(view)
    state = proposed(project, view.at, books)
    return judged(state, state.proposal.requested, view.at, books)


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    yield heading("{project}: {title}", project=data["project"], title=data["title"])
    yield _terms(data)
    columns = [
        Column(name, title, "amount", rare=True) for name, title in _MONEY.items()
    ]
    if any(cents(data["money"][name]) for name in _MONEY):
        yield Table(columns, [data["money"]], "Money")
    if data["assessment"]:
        yield assessment_table(data["assessment"])
    if data["deviations"]:
        yield deviation_table(data["deviations"])
    yield entries_table("History", data["history"])


def _terms(data: Mapping[str, Any]) -> Facts:
    def euros(name: str) -> Value:
        return None if data[name] is None else Plain(cents(data[name]))

    own = data["own_contributions"] or {}
    listed = ", ".join(f"{partner} {amount}" for partner, amount in own.items())
    third = data["third_parties"] or []
    parties = ", ".join(f"{each['name']} {each['contribution']}" for each in third)
    return Facts(
        [
            ("status", data["status"]),
            ("next", data["next_step"]),
            (
                "charged to",
                message(
                    "{programme} {year}", programme=data["programme"], year=data["year"]
                ),
            ),
            ("recipient", data["recipient"]),
            ("applicants", ", ".join(data["applicants"])),
            ("participants", ", ".join(data["participants"])),
            ("third parties", parties or None),
            ("themes", ", ".join(data["themes"])),
            ("goal", data["vision_goal"] or None),
            ("external funding", data["external_funding"] or None),
            ("total cost", euros("total_cost")),
            ("requested", euros("requested")),
            ("own contributions", listed or None),
            ("borrowed capacity", euros("borrowed_capacity")),
        ]
    )
